"""Voices that seem to follow each other, by the mistakes that they share."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Following:
    """Two voices, ``one`` before ``other`` by id, one of which seems to follow the other, or both a third.

    ``probability`` in [0, 1] is that they do. They say the same against what others bear out in so many ``events``;
    ``shared`` is the expected number of mistakes among what they say alike there, ``alone`` the expected number of
    times that they contradict each other, so that one of them is mistaken without the other. ``earlier`` and ``later``
    count the statements said alike that ``one`` said before and after ``other``. ``claims`` are the most telling of
    these, each as a claim of ``one`` and a claim of ``other``.
    """

    one: str
    other: str
    probability: float
    events: int
    shared: float
    alone: float
    earlier: int
    later: int
    claims: tuple[tuple[str, str], ...]
