"""How far a reckoning, which weighs everything anew, moved credibilities."""

from __future__ import annotations

from dataclasses import dataclass

TOLERANCE = 0.05
"""How far a credibility may lie from what a reckoning gives, before a reckoning is due at once."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """By how much credibilities moved: of how many ``sources``, how many ``beyond`` TOLERANCE, at most and on average.

    One that comes to be shown, or is shown no more, is not among them.
    """

    sources: int
    beyond: int
    largest: float
    average: float
