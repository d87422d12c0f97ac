"""Labels: what editors decide about claims. They are kept for good and learnt from.

Those on pairs change nothing by themselves; all others hold in what is kept, from then on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from service.news.identity import outlet_key
from service.news.memory import Place
from service.news.pair import ReasonCode, Relation
from service.news.source import Ruling, SourceKind


class LabelKind(StrEnum):
    """What a label is on."""

    PAIR = "pair"
    SOURCE = "source"
    EVENT = "event"
    DISPUTE = "dispute"
    PARTY = "party"


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
    """Who vouches for a claim: ``source`` is the name, that of the outlet where nobody else does.

    ``source_kind`` is what it is; None leaves it to the article and to the name.
    """

    claim: str
    source: str
    note: str = ""
    source_kind: SourceKind | None = None

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


@dataclass(frozen=True)
class EventDecision:
    """Which claims tell of one event: those of one group do, and those of different groups do not.

    One group puts claims together (a merge), several part them (a split). The groups and the claims in them are put
    into the order of their ids. Raises ValueError for a group without claims, for a claim in two groups, and where
    fewer than two claims are named.
    """

    groups: tuple[tuple[str, ...], ...]
    note: str = ""

    def __post_init__(self) -> None:
        ordered = tuple(sorted(tuple(sorted(set(group))) for group in self.groups))
        object.__setattr__(self, "groups", ordered)
        if not all(ordered) or len(self.claims) < _PAIR:
            raise ValueError("a decision on events names two claims or more, some in every group")
        if len(self.group_of) < len(self.claims):
            raise ValueError("a claim tells of one event, so it stands in one group only")

    @property
    def kind(self) -> LabelKind:
        """What it is on."""
        return LabelKind.EVENT

    @cached_property
    def claims(self) -> tuple[str, ...]:
        """All of them, in the order of their ids."""
        return tuple(sorted(name for group in self.groups for name in group))

    @cached_property
    def group_of(self) -> Mapping[str, int]:
        """The place of each claim's group."""
        return {name: place for place, group in enumerate(self.groups) for name in group}

    @property
    def said(self) -> tuple[tuple[str, ...], ...]:
        """What two people agree on who decide alike on the same claims."""
        return self.groups


@dataclass(frozen=True, slots=True)
class DisputeDecision:
    """What a claim counts for in the ledger of its source, whatever others say of it; ``note`` is why."""

    claim: str
    ruling: Ruling
    note: str = ""

    @property
    def kind(self) -> LabelKind:
        """What it is on."""
        return LabelKind.DISPUTE

    @property
    def claims(self) -> tuple[str, ...]:
        """The claim alone."""
        return (self.claim,)

    @property
    def said(self) -> tuple[str, ...]:
        """What two people agree on who decide alike."""
        return (self.ruling.value,)


@dataclass(frozen=True, slots=True)
class PartyDecision:
    """Whether whoever vouches for a claim is a party to the event that it is about, whatever texts say."""

    claim: str
    party: bool
    note: str = ""

    @property
    def kind(self) -> LabelKind:
        """What it is on."""
        return LabelKind.PARTY

    @property
    def claims(self) -> tuple[str, ...]:
        """The claim alone."""
        return (self.claim,)

    @property
    def said(self) -> tuple[str, ...]:
        """What two people agree on who decide alike."""
        return (str(self.party),)


_PAIR = 2
Decision: TypeAlias = PairDecision | SourceDecision | EventDecision | DisputeDecision | PartyDecision


def opposed(one: Decision, other: Decision) -> bool:
    """Whether two decisions cannot both be followed: they say different things of the same claim, pair, or two claims.

    Symmetric. Decisions of different kinds never are.
    """
    if isinstance(one, EventDecision) and isinstance(other, EventDecision):
        return _parted_otherwise(one.group_of, other.group_of)
    return (one.kind, one.claims) == (other.kind, other.claims) and one.said != other.said


def _parted_otherwise(one: Mapping[str, int], other: Mapping[str, int]) -> bool:
    """Whether the claims that both name are grouped differently: then one group of either meets two of the other."""
    met = {(one[name], other[name]) for name in one.keys() & other.keys()}
    return any(len({pair[end] for pair in met}) < len(met) for end in (0, 1))


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """That a label holds no more: who took it back, when and why."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Label:
    """A decision that is kept.

    ``number`` is its place among all inputs; later ones have greater ones. ``events`` are those that its claims were
    about when it was made, each once: two, where the claims of a pair had not been put together. ``by`` is whose word
    it is: the person's, also where one of their keys was used. ``current`` tells whether it was not withdrawn and they
    have decided nothing later on the same claims (of events: nothing that opposes it), ``disagree`` whether the current
    decisions of different people on these differ. ``imported_by`` is who brought it in from elsewhere.
    """

    number: int
    decision: Decision
    events: tuple[str, ...]
    by: str
    at: datetime
    current: bool
    disagree: bool
    imported_by: str | None = None
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """What became of an edit of events: the label, and the events that its claims are about now."""

    label: Label
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GivenLabel:
    """A label as it is brought in from elsewhere: ``line`` is its place in what was given, from 1.

    Without ``by`` it is the word of who brings it in, without ``at`` it is of now.
    """

    line: int
    decision: Decision
    by: str | None = None
    at: datetime | None = None
    withdrawn: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that was not brought in, and why; ``line`` counts from 1."""

    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of labels that were brought in: how many are new, withdrawn, kept already; what was refused."""

    added: int
    withdrawn: int
    known: int
    refused: Sequence[RefusedLine]


@dataclass(frozen=True, slots=True)
class LabelQuery:
    """Which labels, newest first: those that name one of ``claims``, where some are given.

    ``event`` is one that their claims were about when they were made.
    """

    limit: int
    after: Place | None = None
    kind: LabelKind | None = None
    claims: tuple[str, ...] = ()
    event: str | None = None
    by: str | None = None
    since: datetime | None = None
