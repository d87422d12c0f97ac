"""Feeds over one database: added, listed, removed, and claimed by whoever polls them.

A claim puts off when a feed is due: so nobody else polls it meanwhile, and somebody does later where the poller dies.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Update, delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from service.news.accounts import By
from service.news.errors import NotKept
from service.news.feed import DueFeed, Feed, FeedKind, NewFeed, Polled
from service.store.audit import Clock, utc_now, write
from service.store.schema.base import AnyRow
from service.store.schema.exchange import arrivals, feeds

if TYPE_CHECKING:
    from service.store.database import Database

SEEN = [column for column in feeds.c if column.name != "modified"]


class Feeds:
    """The feeds of one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Clock = utc_now) -> None:
        self._database = database
        self._now = now

    def all(self) -> tuple[Feed, ...]:
        """Every feed, newest first."""
        newest = select(*SEEN).order_by(feeds.c.created_at.desc(), feeds.c.id)
        return self._database.run(lambda each: tuple(map(_feed, each.execute(newest))), idempotent=True)

    def add(self, new: NewFeed, by: By) -> Feed:
        """A new feed; where there is one at that address, it is changed to this and polled at once."""
        at = self._now()
        asked = {"outlet": new.outlet, "kind": new.kind.value, "every_s": new.every_s, "due_at": at}
        made = insert(feeds).values(id=secrets.token_hex(8), url=new.url, created_at=at, created_by=by.id, **asked)
        again = {"failures": 0, "etag": "", "modified": "", "paused": False}
        either = made.on_conflict_do_update(index_elements=[feeds.c.url], set_=asked | again)
        with self._database.begin() as connection:
            feed = _feed(connection.execute(either.returning(*SEEN)).one())
            action = "feed.made" if feed.created_at == at else "feed.changed"
            write(connection, at, by, action, f"feed:{feed.id}", {"url": feed.url, "outlet": feed.outlet})
        return feed

    def pause(self, id: str, by: By, *, paused: bool) -> Feed:
        """Lets a feed be, or has it polled again, at once where that was due meanwhile. Raises NotKept."""
        return self._change(id, by, "feed.paused" if paused else "feed.resumed", {"paused": paused})

    def hasten(self, id: str, by: By) -> Feed:
        """Has a feed polled at once, whenever it was due. Raises NotKept."""
        return self._change(id, by, "feed.hastened", {"due_at": self._now()})

    def _change(self, id: str, by: By, action: str, values: Mapping[str, object]) -> Feed:
        changed = update(feeds).where(feeds.c.id == id).values(**values).returning(*SEEN)
        with self._database.begin() as connection:
            row = connection.execute(changed).one_or_none()
            if row is None:
                raise NotKept(f"There is no feed {id}.")
            write(connection, self._now(), by, action, f"feed:{id}")
        return _feed(row)

    def remove(self, id: str, by: By) -> None:
        """Polls a feed no more; what came of it stays. Raises NotKept."""
        with self._database.begin() as connection:
            if connection.execute(delete(feeds).where(feeds.c.id == id)).rowcount == 0:
                raise NotKept(f"There is no feed {id}.")
            write(connection, self._now(), by, "feed.removed", f"feed:{id}")


def claim(connection: Connection, at: datetime, lease: timedelta) -> DueFeed | None:
    """The feed that has been due for longest, the caller's until ``lease`` is over; None where none is due."""
    due = select(feeds).where(feeds.c.due_at <= at, ~feeds.c.paused).order_by(feeds.c.due_at).limit(1)
    row = connection.execute(due.with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return None
    until = at + lease
    connection.execute(update(feeds).where(feeds.c.id == row.id).values(due_at=until))
    return DueFeed(
        row.id, row.url, row.outlet, FeedKind(row.kind), row.every_s, row.failures, row.etag, row.modified, until
    )


def settle(connection: Connection, due: DueFeed, polled: Polled) -> bool:
    """Writes down what came of polling; False where it took so long that the feed is another's now, or gone."""
    values = {name: getattr(polled, name) for name in ("due_at", "failures", "answer", "etag", "modified")}
    return connection.execute(_own(due).values(polled_at=polled.at, **values)).rowcount == 1


def put_off(connection: Connection, due: DueFeed, until: datetime) -> None:
    """The feed was not polled, and is to be at ``until``."""
    connection.execute(_own(due).values(due_at=until))


def known(connection: Connection, provider: str, names: Collection[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    """Which of these guids and versions have arrived from ``provider``, whatever has become of them."""
    pair = tuple_(arrivals.c.guid, arrivals.c.version)
    found = select(arrivals.c.guid, arrivals.c.version).where(arrivals.c.provider == provider, pair.in_(list(names)))
    return frozenset((row.guid, row.version) for row in connection.execute(found)) if names else frozenset()


def _own(due: DueFeed) -> Update:
    return update(feeds).where(feeds.c.id == due.id, feeds.c.due_at == due.until)


def _feed(row: AnyRow) -> Feed:
    seen = {column.name: getattr(row, column.name) for column in SEEN}
    return Feed(**{**seen, "kind": FeedKind(row.kind)})
