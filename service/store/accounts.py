"""Everyone who is known here, as the web asks after them: people, their sessions, keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from service.news.accounts import By, Key, MadeKey, MadeSession, NewKey, Session, SignedIn
from service.news.identity import Principal
from service.store.audit import Clock, utc_now
from service.store.keys import Keys
from service.store.people import People
from service.store.schema.identity import keys, users
from service.store.sessions import Sessions
from service.store.sign_in import SignIn

if TYPE_CHECKING:
    from service.store.database import Database


class Accounts:
    """The people and keys of one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Clock = utc_now) -> None:
        self._database = database
        self._anyone = False
        self.people = People(database, now)
        self.keys = Keys(database, now)
        self.sessions = Sessions(database, now)
        self._sign_in = SignIn(database, now)

    def has_anyone(self) -> bool:
        """Whether a key or a person was ever made. Once so, it is so for good: neither is ever deleted."""
        if not self._anyone:
            asked = select(or_(select(keys.c.id).exists(), select(users.c.id).exists()))
            self._anyone = self._database.run(lambda connection: bool(connection.scalar(asked)), idempotent=True)
        return self._anyone

    def by_key(self, token: str) -> Principal:
        """Who shows the key ``token``. Raises NotRecognised."""
        return self.keys.principal(token)

    def by_session(self, token: str) -> SignedIn | None:
        """Whose session ``token`` is; None where it is nobody's, or over."""
        return self.sessions.signed_in(token)

    def sign_in(self, name: str, password: str, request_id: str = "") -> MadeSession:
        """A session for who has this name and password. Raises NotRecognised and TooManyTries."""
        return self._sign_in(name, password, request_id)

    def change_password(self, person: str, current: str, password: str, by: By) -> None:
        """Another password for ``person``, whose sessions all end. Raises NotRecognised and Unfit."""
        self.people.change_password(person, current, password, by)

    def sessions_of(self, person: str) -> tuple[Session, ...]:
        """The sessions that ``person`` has open, latest first."""
        return self.sessions.of(person)

    def end_session(self, id: str, person: str, by: By) -> None:
        """Ends a session of ``person``. Raises NotKept."""
        self.sessions.end(id, person, by)

    def all_keys(self, person: str | None = None) -> tuple[Key, ...]:
        """Every key that was ever made, or those of ``person``; newest first."""
        return self.keys.all(person)

    def add_key(self, new: NewKey, by: By) -> MadeKey:
        """A new key. Raises Unfit."""
        return self.keys.add(new, by)

    def revoke_key(self, id: str, by: By) -> None:
        """Ends a key for good. Raises NotKept."""
        self.keys.revoke(id, by)
