"""Polled feeds in memory, which nobody polls."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from service.news.errors import NotKept
from service.news.feed import Feed, NewFeed

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)


class FakeFeeds:
    """Feeds by their ids."""

    def __init__(self) -> None:
        self.made: dict[str, Feed] = {}

    def all(self):
        return tuple(reversed(self.made.values()))

    def add(self, new: NewFeed, by) -> Feed:
        id = next((each.id for each in self.made.values() if each.url == new.url), f"f{len(self.made)}")
        self.made[id] = Feed(id, new.url, new.outlet, new.kind, new.every_s, NOW, by.id, NOW, None, 0, "", "", False)
        return self.made[id]

    def pause(self, id, by, *, paused):
        return self._change(id, paused=paused)

    def hasten(self, id, by):
        return self._change(id, due_at=NOW)

    def _change(self, id, **what):
        if id not in self.made:
            raise NotKept(f"There is no feed {id}.")
        self.made[id] = replace(self.made[id], **what)
        return self.made[id]

    def remove(self, id, by):
        if id not in self.made:
            raise NotKept(f"There is no feed {id}.")
        del self.made[id]
