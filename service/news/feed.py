"""Feeds that are polled: where they are, whose they are, how often, and how it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.news.identity import Principal, Scope, outlet_key


class FeedKind(StrEnum):
    """What is found at the address of a feed."""

    FEED = "feed"
    SITEMAP = "sitemap"
    WORDPRESS = "wordpress"


@dataclass(frozen=True, slots=True)
class NewFeed:
    """An address to be polled every so many seconds; whatever is found there is by ``outlet``."""

    url: str
    outlet: str
    kind: FeedKind
    every_s: int


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is polled, next at ``due_at`` unless it is ``paused``.

    ``polled_at`` is when that was tried last, None before the first time, ``answer`` what came of it, and ``failures``
    how often it has failed since it last went well. ``etag`` is the site's name for what was found.
    """

    id: str
    url: str
    outlet: str
    kind: FeedKind
    every_s: int
    created_at: datetime
    created_by: str
    due_at: datetime
    polled_at: datetime | None
    failures: int
    answer: str
    etag: str
    paused: bool


@dataclass(frozen=True, slots=True)
class DueFeed:
    """A feed that is to be polled now, its poller's until ``until``; ``etag`` and ``modified`` are last time's."""

    id: str
    url: str
    outlet: str
    kind: FeedKind
    every_s: int
    failures: int
    etag: str
    modified: str
    until: datetime

    @property
    def provider(self) -> Principal:
        """Who sends what is found in it: it speaks for its outlet, as whoever has added it has said."""
        return Principal(f"feed:{self.id}", self.url, frozenset({Scope.INGEST}), frozenset({outlet_key(self.outlet)}))


@dataclass(frozen=True, slots=True)
class Polled:
    """What came of polling a feed once: when next, and what is to be sent along then."""

    at: datetime
    due_at: datetime
    failures: int
    answer: str
    etag: str = ""
    modified: str = ""
