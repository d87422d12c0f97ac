"""What a signal is: one symmetric measurement on a pair, with a stated range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from service.news.pair import Reason
from service.scoring.view import PairView


class Measure(Protocol):
    """Measures one thing on a pair."""

    def __call__(self, pair: PairView, /) -> float:
        """The measurement, the same whichever claim is named first."""
        ...


class Explain(Protocol):
    """Points at the words behind a conflict."""

    def __call__(self, pair: PairView, /) -> tuple[Reason, ...]:
        """The slots in conflict, with their words in both claims; empty where there is none."""
        ...


def no_reasons(pair: PairView, /) -> tuple[Reason, ...]:
    """For signals that tell of likeness: they never say why two claims conflict."""
    del pair
    return ()


@dataclass(frozen=True, slots=True)
class Signal:
    """A named measurement in [``low``, ``high``] and, where it tells of a conflict, the words behind it.

    Swapping the two claims must not change the measurement.
    """

    name: str
    measure: Measure
    low: float = 0.0
    high: float = 1.0
    explain: Explain = no_reasons
