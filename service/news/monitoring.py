"""What a version of the model makes of what is kept: what would change by it, and how that drifts over time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

MOST_EVENTS = 500
"""How many events are looked at for one answer, at most."""


@dataclass(frozen=True, slots=True)
class Called:
    """What a pair is called (see ``Comparison.called``), and the probability of its likeliest relation, in (0, 1)."""

    what: str
    probability: float


@dataclass(frozen=True, slots=True)
class Flip:
    """A pair that two versions call otherwise: ids of its event and claims, the words of both, what each says."""

    event: str
    claims: tuple[str, str]
    texts: tuple[str, str]
    before: Called
    after: Called


@dataclass(frozen=True, slots=True)
class Flips:
    """All pairs that turn from one thing into another: how many, and the surest of them."""

    before: str
    after: str
    pairs: int
    examples: tuple[Flip, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """An event that is ``disputed`` by the one version and not by the other; ``disputed`` tells of the candidate."""

    event: str
    headline: str
    disputed: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A source whose credibility is another: means in (0, 1), None where none is shown."""

    source: str
    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What would change if another version answered, over the newest events that are kept.

    ``events`` of ``kept`` were looked at, with ``pairs`` in them. ``turned`` and ``moved`` count all events that become
    disputed or cease to be, and all sources whose mean moves by more than a hundredth; the largest ones are named.
    """

    events: int
    kept: int
    pairs: int
    flips: tuple[Flips, ...]
    turned: int
    turns: tuple[Turn, ...]
    moved: int
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a distribution lies from that of the periods before, as a population stability index (>= 0).

    Below ``chance`` it stays in 95 of 100 dealings of the same events to the periods.
    """

    index: float
    chance: float


@dataclass(frozen=True, slots=True)
class Tendency:
    """A measurement over one period: its mean, and its shift, None where nothing lies before."""

    mean: float
    shift: Shift | None


@dataclass(frozen=True, slots=True)
class Labelled:
    """How many labelled pairs are called what people say, are called something else, and are left undecided."""

    same: int = 0
    other: int = 0
    undecided: int = 0

    def __add__(self, more: Labelled) -> Labelled:
        return Labelled(self.same + more.same, self.other + more.other, self.undecided + more.undecided)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a version makes of ``events`` events with ``pairs`` pairs.

    ``shares`` by what pairs are called add up to 1 and are empty where there is no pair; ``probability`` is that of the
    likeliest relation, ``signals`` are by name.
    """

    events: int
    pairs: int
    shares: Mapping[str, float]
    shift: Shift | None
    probability: Tendency | None
    signals: Mapping[str, Tendency]


@dataclass(frozen=True, slots=True)
class Period:
    """What a version makes of the events whose last word falls into [start, end): of those of ``kept`` it looked at.

    ``labels`` tells of labelled pairs in events of the period, whether or not these were looked at for the rest.
    """

    start: datetime
    end: datetime
    kept: int
    seen: Seen
    labels: Labelled


@dataclass(frozen=True, slots=True)
class Drift:
    """What a version, made at ``made_at``, makes of what is kept, period by period, oldest first."""

    version: str
    made_at: datetime
    periods: tuple[Period, ...]
