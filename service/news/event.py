"""Happenings that several claims speak about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.news.edit import EventEdit
from service.news.following import Following
from service.news.ownership import House
from service.news.pair import Comparison
from service.news.party import Party


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the sources of an event agree: ``mean`` in [-1, 1] with a 90 % ``interval``."""

    mean: float
    interval: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Figure:
    """One value given for a counted thing: by whom, in which claim, as of when."""

    value: float
    at: datetime | None
    source: str
    claim: str


@dataclass(frozen=True, slots=True)
class NumberSeries:
    """All figures given for one counted thing in an event, oldest first."""

    slot: str
    series: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Proposition:
    """What claims of an event say in common, as ids in canonical order, and by how many ``voices`` it is said.

    Propositions with one number as ``question`` contradict each other, or others of that question do. ``probability``
    in (0, 1) is that it is right, by who says it and who says otherwise.
    """

    claims: tuple[str, ...]
    voices: int
    question: int
    probability: float


class BondKind(StrEnum):
    """What articles can have in common."""

    PLACE = "place"
    DAY = "day"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Bond:
    """What several articles of an event have in common: a name or place, folded, or a day (ISO 8601)."""

    kind: BondKind
    text: str
    articles: int


@dataclass(frozen=True, slots=True)
class Event:
    """Claims about one happening, ids in canonical order; ``articles`` are those the claims stand in.

    ``joined_by`` is what two or more of these have in common, most of them first.
    """

    id: str
    headline: str
    claims: tuple[str, ...]
    articles: tuple[str, ...]
    joined_by: tuple[Bond, ...] = ()


@dataclass(frozen=True, slots=True)
class EventReport:
    """An event with what comparing its claims found.

    ``independent_outlets`` counts distinct newsrooms, copies collapsed; ``agreement`` is None where no two
    sources could be compared. ``edits`` are the labels that put its claims together or apart from others,
    ``propositions`` what several voices say, or say otherwise, in the order of their first claims; newsrooms
    ``under_one_control`` count as one; ``parties`` are those of its sources that are on a side of what it tells.
    ``followings`` are between its sources, where the event is kept.
    """

    event: Event
    sources: tuple[str, ...]
    independent_outlets: int
    agreement: Agreement | None
    disputed: bool
    numbers: tuple[NumberSeries, ...]
    pairs: tuple[Comparison, ...]
    edits: tuple[EventEdit, ...] = ()
    under_one_control: tuple[House, ...] = ()
    propositions: tuple[Proposition, ...] = ()
    parties: tuple[Party, ...] = ()
    followings: tuple[Following, ...] = ()
