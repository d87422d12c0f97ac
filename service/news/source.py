"""Who vouches for a claim, and how far it has been borne out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SourceKind(StrEnum):
    """What sort of voice a source is."""

    OUTLET = "outlet"
    PERSON = "person"
    ORGANISATION = "organisation"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet, person, organisation or unnamed voice that vouches for claims.

    ``speaks_for`` is the id of the organisation a person speaks for. An unnamed source is never the same as
    another one in a different article.
    """

    id: str
    name: str
    kind: SourceKind
    aliases: tuple[str, ...] = ()
    speaks_for: str | None = None


@dataclass(frozen=True, slots=True)
class Prior:
    """Belief about a source before any evidence of this request.

    ``mean`` in (0, 1) is the expected rate of claims borne out; ``strength`` > 0 is its weight in comparisons
    (the Beta prior has alpha = mean * strength and beta = (1 - mean) * strength); ``basis`` says where it comes from.
    """

    mean: float
    strength: float
    basis: str


@dataclass(frozen=True, slots=True)
class Credibility:
    """The estimated rate, in [0, 1], at which a source's claims are borne out by independent others.

    ``interval`` holds 90 % of the posterior; ``comparisons`` is the weight of evidence in comparisons with
    independent sources, where one other source counts at most once for each claim.
    """

    mean: float
    interval: tuple[float, float]
    comparisons: float


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What one claim did to its source's credibility.

    ``supported`` and ``opposed`` are expected counts of independent sources that agree with and contradict the
    claim (each >= 0); ``mean_without`` is the credibility had the claim not been made.
    """

    claim: str
    supported: float
    opposed: float
    mean_without: float


@dataclass(frozen=True, slots=True)
class Standing:
    """A source with its credibility, the prior it started from and the ledger behind it.

    ``credibility`` is None for unnamed voices, for private persons and where no comparison was possible.
    """

    source: Source
    prior: Prior
    credibility: Credibility | None
    ledger: tuple[LedgerEntry, ...]
