"""Voices that seem to follow each other, by the mistakes that they share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Who seems to follow whom, by who mostly says it first."""

    FOLLOWS = "follows"
    FOLLOWED_BY = "followed_by"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Following:
    """Two voices, one of which seems to follow the other, or both a third.

    ``probability`` in [0, 1] is that they do. They say the same against others in so many ``events``; ``shared`` is the
    expected number of mistakes among what they say alike there, ``alone`` the expected number of times that they
    contradict each other, so that one of them is mistaken without the other. ``earlier`` and ``later`` count the
    statements said alike that ``one`` said before and after ``other``. ``claims`` are the most telling of these, each
    as a claim of ``one`` and a claim of ``other``.
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

    @property
    def direction(self) -> Direction:
        """What ``one`` seems to do."""
        if self.earlier == self.later:
            return Direction.EITHER
        return Direction.FOLLOWS if self.later > self.earlier else Direction.FOLLOWED_BY

    @property
    def turned(self) -> Following:
        """The same, as the other one has it."""
        claims = tuple((theirs, mine) for mine, theirs in self.claims)
        figures = (self.probability, self.events, self.shared, self.alone, self.later, self.earlier)
        return Following(self.other, self.one, *figures, claims)


@dataclass(frozen=True, slots=True)
class SaidAlike:
    """A claim of a source, and one of another, that say the same against others, in one event."""

    event: str
    claim: str
    text: str
    other_claim: str
    other_text: str


@dataclass(frozen=True, slots=True)
class FollowingOf:
    """What a source seems to have to do with another: its ``id``, None where it is no source by itself, and ``name``.

    ``following`` has the source itself as the one. ``said`` is what is still kept of its claims.
    """

    following: Following
    id: str | None
    name: str
    said: tuple[SaidAlike, ...]
