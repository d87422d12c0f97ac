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
    """The estimated rate, in [0, 1], at which a source's statements are borne out by independent others.

    ``interval`` holds 90 % of the posterior; ``comparisons`` is the weight of evidence in comparisons with
    independent sources, where one other source counts at most once for each statement.
    """

    mean: float
    interval: tuple[float, float]
    comparisons: float


class Ruling(StrEnum):
    """What an editor says of a claim in a ledger, in the place of what other sources say of it."""

    EXCLUDED = "excluded"
    BORNE_OUT = "borne_out"
    NOT_BORNE_OUT = "not_borne_out"


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """What one claim did to its source's credibility.

    ``supported`` and ``opposed`` are expected counts of independent sources that agree with and contradict the
    claim (each >= 0); ``mean_without`` is the credibility had the claim not been made. ``evidence`` is by how many bits
    others make the claim likelier right than wrong, ``effect`` how many bits it moves the odds of the credibility by.
    ``compared`` are the claims of others, all of the same ``event``, that say so; ``ruled`` is what an editor says.
    ``dependence`` is by how many bits the evidence is other than if all of these were on their own: some of their
    voices seem to follow each other, or that of the claim.
    """

    claim: str
    supported: float
    opposed: float
    mean_without: float
    event: str = ""
    compared: tuple[str, ...] = ()
    evidence: float = 0.0
    effect: float = 0.0
    ruled: Ruling | None = None
    dependence: float = 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A source with its credibility, the prior it started from and the ledger behind it.

    ``credibility`` is None for unnamed voices, for private persons and on thin evidence. ``fidelity``, of outlets
    alone, is the rate at which other newsrooms have those whom it quotes say the same; None where that is not known.
    """

    source: Source
    prior: Prior
    credibility: Credibility | None
    ledger: tuple[LedgerEntry, ...]
    fidelity: Credibility | None = None
