"""Labels: what editors decide about claims. Kept for good, they change nothing by themselves, and are learnt from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from service.news.identity import outlet_key
from service.news.memory import Place
from service.news.pair import ReasonCode, Relation


class LabelKind(StrEnum):
    """What a label is on."""

    PAIR = "pair"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class PairDecision:
    """What two claims, named by their ids, are to each other; for ``updates`` the later one is ``b``, as in Comparison.

    ``reasons`` are the slots in conflict, and stand only where they contradict; ``note`` is for people.
    Raises ValueError for a claim with itself.
    """

    a: str
    b: str
    relation: Relation
    reasons: tuple[ReasonCode, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if self.a == self.b:
            raise ValueError(f"a pair has two claims, not {self.a} twice")

    @property
    def kind(self) -> LabelKind:
        """What it is on."""
        return LabelKind.PAIR

    @property
    def claims(self) -> tuple[str, ...]:
        """The two in the order of their ids: a pair is the same whichever is named first."""
        return tuple(sorted((self.a, self.b)))

    @property
    def later(self) -> str | None:
        """The claim that brings the other up to date."""
        return self.b if self.relation is Relation.UPDATES else None

    @property
    def said(self) -> tuple[str, ...]:
        """What two people agree on who decide alike: the relation and its direction, not the reasons."""
        return self.relation.value, self.later or ""


@dataclass(frozen=True, slots=True)
class SourceDecision:
    """Who vouches for a claim: ``source`` is the name, that of the outlet where nobody else does."""

    claim: str
    source: str
    note: str = ""

    @property
    def kind(self) -> LabelKind:
        """What it is on."""
        return LabelKind.SOURCE

    @property
    def claims(self) -> tuple[str, ...]:
        """The claim alone."""
        return (self.claim,)

    @property
    def said(self) -> tuple[str, ...]:
        """What two people agree on who decide alike: the name, case and doubled blanks apart."""
        return (outlet_key(self.source),)


Decision: TypeAlias = PairDecision | SourceDecision


@dataclass(frozen=True, slots=True)
class Label:
    """A decision that is kept.

    ``number`` is its place among all inputs; later ones have greater ones. ``events`` are those that its claims were
    about when it was made, each once: two, where the claims of a pair had not been put together. ``by`` is whose word
    it is: the person's, also where one of their keys was used. ``current`` tells whether they have decided nothing
    later on the same claims, ``disagree`` whether the current decisions of different people on these differ.
    """

    number: int
    decision: Decision
    events: tuple[str, ...]
    by: str
    at: datetime
    current: bool
    disagree: bool


@dataclass(frozen=True, slots=True)
class LabelQuery:
    """Which labels, newest first. ``event`` is one that their claims were about when they were made."""

    limit: int
    after: Place | None = None
    kind: LabelKind | None = None
    claim: str | None = None
    event: str | None = None
    by: str | None = None
    since: datetime | None = None
