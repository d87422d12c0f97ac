"""What the web needs for reviews of claims; ``app`` fills it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from service.news.accounts import By
from service.news.review import NewReview, Review


class Reviews(Protocol):
    """What named persons say of claims; safe to call from several threads and processes at once."""

    def add(self, event: str, new: NewReview, by: By) -> Review:
        """A review of a claim of an event.

        Raises Forbidden where nobody by name makes it, NotKept, Moved and Removed.
        """
        ...

    def of(self, names: Collection[str]) -> tuple[Review, ...]:
        """The reviews that hold of some claims, the earliest first."""
        ...

    def withdraw(self, event: str, id: str, by: By, *, anyones: bool) -> None:
        """Let a review hold no more. Raises NotKept, and Forbidden where it is another's, unless ``anyones`` may."""
        ...
