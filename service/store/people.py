"""People: added, disabled, given other scopes or another password. Nobody is ever deleted: the audit log names them."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from service.news.accounts import By, Person
from service.news.errors import NameTaken, NotKept, NotRecognised, Unfit
from service.news.identity import Scope
from service.store import passwords
from service.store.audit import Clock, utc_now, write
from service.store.keys import scopes_of
from service.store.names import readable
from service.store.schema.identity import users
from service.store.sessions import end_all

if TYPE_CHECKING:
    from service.store.database import Database

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}", re.ASCII)


class People:
    """The people of one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Clock = utc_now) -> None:
        self._database = database
        self._now = now

    def all(self) -> tuple[Person, ...]:
        """Everybody, by name."""
        with self._database.begin() as connection:
            return tuple(person_of(row) for row in connection.execute(select(users).order_by(users.c.id)))

    def add(self, id: str, name: str, password: str, scopes: Collection[Scope], by: By) -> Person:
        """Somebody new, who signs in as ``id``. Raises NameTaken, and Unfit where a part cannot be as asked for."""
        if not NAME.fullmatch(id):
            raise Unfit("A sign-in name has 1 to 64 letters a to z, digits, dots, hyphens, and begins with no sign.")
        at = self._now()
        values = {"id": id, "name": readable("A person", name), "password": passwords.hashed(password)}
        made = insert(users).values(**values, scopes=_written(scopes), created_at=at, created_by=by.id)
        try:
            with self._database.begin() as connection:
                person = person_of(connection.execute(made.returning(users)).one())
                detail = {"name": person.name, "scopes": sorted(person.scopes)}
                write(connection, at, by, "person.added", f"user:{id}", detail)
        except IntegrityError as fault:
            raise NameTaken(f"There is a person {id} already.") from fault
        return person

    def disable(self, id: str, by: By) -> None:
        """Ends a person's sessions and lets neither the person nor their keys in any more. Raises NotKept."""
        at = self._now()
        with self._database.begin() as connection:
            found(connection, id)
            connection.execute(
                update(users).where(users.c.id == id).values(disabled_at=func.coalesce(users.c.disabled_at, at))
            )
            end_all(connection, id, at)
            write(connection, at, by, "person.disabled", f"user:{id}")

    def enable(self, id: str, by: By) -> None:
        """Lets a person who was disabled in again. Raises NotKept."""
        with self._database.begin() as connection:
            found(connection, id)
            connection.execute(update(users).where(users.c.id == id).values(disabled_at=None))
            write(connection, self._now(), by, "person.enabled", f"user:{id}")

    def allow(self, id: str, scopes: Collection[Scope], by: By) -> None:
        """Lets a person do ``scopes`` and nothing else, from the next request on. Raises NotKept and Unfit."""
        with self._database.begin() as connection:
            before = found(connection, id)
            connection.execute(update(users).where(users.c.id == id).values(scopes=_written(scopes)))
            detail = {"scopes": sorted(scopes), "before": sorted(before.scopes)}
            write(connection, self._now(), by, "person.allowed", f"user:{id}", detail)

    def set_password(self, id: str, password: str, by: By) -> None:
        """Another password for a person, whose sessions all end. Raises NotKept and Unfit."""
        kept, at = passwords.hashed(password), self._now()
        with self._database.begin() as connection:
            found(connection, id)
            connection.execute(update(users).where(users.c.id == id).values(password=kept))
            end_all(connection, id, at)
            write(connection, at, by, "person.password-changed", f"user:{id}")

    def change_password(self, id: str, current: str, password: str, by: By) -> None:
        """As ``set_password``, by the person, who knows the ``current`` one. Raises NotRecognised where not."""
        with self._database.begin() as connection:
            kept = connection.scalar(select(users.c.password).where(users.c.id == id))
        if not passwords.fits(current, kept):
            raise NotRecognised("That is not the password so far.")
        self.set_password(id, password, by)


def found(connection: Connection, id: str) -> Person:
    """The person ``id``, held against other changes until the transaction ends. Raises NotKept."""
    if not NAME.fullmatch(id):
        raise NotKept(f"There is no person {id!r}.")
    row = connection.execute(select(users).where(users.c.id == id).with_for_update()).one_or_none()
    if row is None:
        raise NotKept(f"There is no person {id}.")
    return person_of(row)


def person_of(row: Row[Any]) -> Person:
    """The person that a row tells of."""
    return Person(row.id, row.name, scopes_of(row.scopes), row.created_at, row.created_by, row.disabled_at)


def _written(scopes: Collection[Scope]) -> list[str]:
    """``scopes`` as a row has them. Raises Unfit where there are none."""
    if not scopes:
        raise Unfit("A person needs a scope; who may do nothing any more is disabled.")
    return sorted(scopes)
