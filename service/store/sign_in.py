"""Signing in with a name and a password, with so many tries and no more, counted over all processes."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Select, delete, func, insert, select, update

from service.news.accounts import By, MadeSession
from service.news.errors import NotRecognised, TooManyTries
from service.store import passwords
from service.store.audit import Clock, utc_now, write
from service.store.people import NAME
from service.store.schema.identity import sign_in_tries, users
from service.store.sessions import start

if TYPE_CHECKING:
    from service.store.database import Database

TRIES = 10
WITHIN = timedelta(minutes=15)
"""So many tries under one name within so long; then the next is looked at when the first of them is so long ago."""


class SignIn:
    """The door for people of one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Clock = utc_now) -> None:
        self._database = database
        self._now = now

    def __call__(self, name: str, password: str, request_id: str = "") -> MadeSession:
        """A session for who has this name and password.

        Raises NotRecognised where nobody has them, after the same time for unknown names, and TooManyTries, without a
        look at the password, where too many have failed under that name.
        """
        name = name.strip().casefold()
        is_name = NAME.fullmatch(name) is not None  # nobody can have another, so tries under one need no counting
        if is_name:
            self._count_try(name)
        kept = self._password(name) if is_name else None
        matches = passwords.fits(password, kept)
        with self._database.begin() as connection:
            # Asked again, for the person may have been disabled, or the password changed, while this one was checked.
            if matches and kept is not None and connection.scalar(_enabled(name).with_for_update()) == kept:
                return self._let_in(connection, name, password, kept, request_id)
            # What stands where a name should may be a password, and the audit log forgets nothing.
            subject = f"user:{name}" if kept is not None else "user:unknown"
            write(connection, self._now(), By(subject, request_id), "sign-in.failed", subject)
        raise NotRecognised("The name and the password do not belong together.")

    def _count_try(self, name: str) -> None:
        """Counts this try before the password is looked at: tries made at the same moment cannot outrun the limit."""
        at = self._now()
        of_name = sign_in_tries.c.name == name
        with self._database.begin() as connection:
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"sign-in {name}", 0))))
            _forget_tries(connection, at)
            last = select(sign_in_tries.c.at).where(of_name).order_by(sign_in_tries.c.id.desc()).limit(TRIES)
            times = connection.scalars(last).all()
            if len(times) < TRIES:
                connection.execute(insert(sign_in_tries).values(name=name, at=at))
                return
        raise TooManyTries(max(1, ceil((times[-1] + WITHIN - at).total_seconds())))

    def _password(self, name: str) -> str | None:
        """The kept password of who may sign in under ``name``."""
        with self._database.begin() as connection:
            return connection.scalar(_enabled(name))

    def _let_in(self, connection: Connection, name: str, password: str, kept: str, request_id: str) -> MadeSession:
        at = self._now()
        connection.execute(delete(sign_in_tries).where(sign_in_tries.c.name == name))
        if passwords.is_outdated(kept):
            connection.execute(update(users).where(users.c.id == name).values(password=passwords.hashed(password)))
        made = start(connection, name, at)
        detail = {"session": made.session.id}
        write(connection, at, By(f"user:{name}", request_id), "sign-in.succeeded", f"user:{name}", detail)
        return made


def _enabled(name: str) -> Select[str]:
    return select(users.c.password).where(users.c.id == name, users.c.disabled_at.is_(None))


def _forget_tries(connection: Connection, at: datetime) -> None:
    """Clears away tries that count no more; those that another process is clearing away are left to it."""
    old = select(sign_in_tries.c.id).where(sign_in_tries.c.at <= at - WITHIN).with_for_update(skip_locked=True)
    connection.execute(delete(sign_in_tries).where(sign_in_tries.c.id.in_(old)))
