"""Sessions of people in browsers: a token made by chance, kept as a hash, ended by time, by sign-out, or by others."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, select, update

from service.news.accounts import By, MadeSession, Session, SignedIn
from service.news.errors import NotKept
from service.news.identity import Principal
from service.store.audit import Clock, utc_now, write
from service.store.keys import NOTED_EVERY, scopes_of
from service.store.schema.identity import sessions, users
from service.store.tokens import SECRET_BYTES, digest, is_id, new_id

if TYPE_CHECKING:
    from service.store.database import Database

IDLE = timedelta(hours=12)
"""A session in which nothing is asked for so long is over."""
LONGEST = timedelta(days=7)
"""A session is over after so long, whatever is asked in it."""


class Sessions:
    """The sessions of one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Clock = utc_now) -> None:
        self._database = database
        self._now = now

    def of(self, person: str) -> tuple[Session, ...]:
        """The sessions that ``person`` has open, latest first."""
        at = self._now()
        live = select(sessions).where(sessions.c.user_id == person, _live(at)).order_by(sessions.c.created_at.desc())
        with self._database.begin() as connection:
            return tuple(_session(row) for row in connection.execute(live))

    def signed_in(self, token: str) -> SignedIn | None:
        """Who the session of ``token`` belongs to; None where it is over, or the person has been disabled."""
        at = self._now()
        return self._database.run(lambda connection: _signed_in(connection, token, at), idempotent=True)

    def end(self, id: str, person: str, by: By) -> None:
        """Ends the session ``id`` of ``person``. Raises NotKept where there is no such session, or no longer."""
        at = self._now()
        one = update(sessions).where(sessions.c.id == id, sessions.c.user_id == person, sessions.c.ended_at.is_(None))
        with self._database.begin() as connection:
            if not is_id(id) or connection.execute(one.values(ended_at=at)).rowcount == 0:
                raise NotKept("There is no such session, or no longer.")
            write(connection, at, by, "session.ended", f"user:{person}", {"session": id})


def _signed_in(connection: Connection, token: str, at: datetime) -> SignedIn | None:
    live = select(sessions, users.c.name, users.c.scopes).join(users)
    live = live.where(sessions.c.digest == digest(token), users.c.disabled_at.is_(None), _live(at))
    row = connection.execute(live).one_or_none()
    if row is None:
        return None
    if row.last_seen_at < at - NOTED_EVERY:
        connection.execute(update(sessions).where(sessions.c.digest == row.digest).values(last_seen_at=at))
    return SignedIn(Principal(f"user:{row.user_id}", row.name, scopes_of(row.scopes)), _session(row))


def start(connection: Connection, person: str, at: datetime) -> MadeSession:
    """A new session for ``person``; sessions long over are cleared away."""
    connection.execute(delete(sessions).where(sessions.c.expires_at < at - LONGEST))
    token = secrets.token_urlsafe(SECRET_BYTES)
    made = insert(sessions).values(
        digest=digest(token), id=new_id(), user_id=person, created_at=at, last_seen_at=at, expires_at=at + LONGEST
    )
    return MadeSession(_session(connection.execute(made.returning(sessions)).one()), token)


def end_all(connection: Connection, person: str, at: datetime) -> None:
    """Ends every session of ``person``."""
    of_person = and_(sessions.c.user_id == person, sessions.c.ended_at.is_(None))
    connection.execute(update(sessions).where(of_person).values(ended_at=at))


def _live(at: datetime) -> ColumnElement[bool]:
    recent = and_(sessions.c.expires_at > at, sessions.c.last_seen_at > at - IDLE)
    return and_(sessions.c.ended_at.is_(None), recent)


def _session(row: Row[Any]) -> Session:
    return Session(row.id, row.user_id, row.created_at, row.last_seen_at, row.expires_at)
