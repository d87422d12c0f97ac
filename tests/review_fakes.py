"""Reviews in memory."""

from __future__ import annotations

from datetime import UTC, datetime

from service.news.errors import Forbidden, NotKept
from service.news.review import NewReview, Review

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


class FakeReviews:
    """Reviews by whoever is named in ``names``, by their id; claims that are not among ``words`` are not there."""

    def __init__(self, names: dict[str, str] | None = None, words: dict[str, str] | None = None) -> None:
        self.names = names or {}
        self.words = words or {}
        self.made: dict[str, Review] = {}

    def add(self, event, new: NewReview, by) -> Review:
        if by.id not in self.names:
            raise Forbidden("A review is a named person's.")
        if new.claim not in self.words:
            raise NotKept(f"No claim {new.claim} is about the event {event}.")
        id, said = str(len(self.made) + 1), self.words[new.claim]
        self.made[id] = Review(id, event, new.claim, said, new.rating, new.text, new.url, by.id, self.names[by.id], NOW)
        return self.made[id]

    def of(self, names):
        return tuple(each for each in self.made.values() if each.claim in names)

    def withdraw(self, event, id, by, *, anyones):
        if id not in self.made or self.made[id].event != event:
            raise NotKept(f"No review {id} holds of a claim of the event {event}.")
        if self.made[id].by != by.id and not anyones:
            raise Forbidden(f"That is the word of {self.made[id].by}.")
        del self.made[id]
