"""Answers under an idempotency key: one request at a time has the turn, and what was answered is given again.

Who has the turn holds a lock on a connection of its own, so a death in the middle frees the key. The next one finds the
token of the first, under which it makes again what may be there already.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError

from service.news.answer import KeptAnswer
from service.news.errors import OtherRequest, StillAnswering, StoreError
from service.store.database import Database
from service.store.locks import Hold
from service.store.schema.work import answers

KEPT_FOR = timedelta(hours=24)
"""Whoever has not repeated a request within a day repeats it no more. Answers hold words of articles, so no longer."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn of one request under its key; ``close`` it in the end.

    ``token`` names what the request makes, the same for each try; ``kept`` is the answer where it was given already.
    """

    database: Database
    hold: Hold
    token: str
    kept: KeptAnswer | None

    def keep(self, answer: KeptAnswer) -> None:
        """Let ``answer`` be given again from now on. Raises StoreError."""
        values = {"state": "kept", "status": answer.status, "headers": answer.headers, "body": answer.body}
        kept = update(answers).where(answers.c.token == self.token).values(**values)
        try:
            self.database.run(lambda each: each.execute(kept), idempotent=True)
        except DBAPIError as fault:
            raise StoreError("The answer could not be kept.") from fault

    def close(self) -> None:
        """Give the turn to the next."""
        self.hold.close()


class Answers:
    """The answers of one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, owner: str, key: str, fingerprint: str) -> Turn:
        """The turn of the request with this ``fingerprint`` under the key that ``owner`` gave it.

        Raises StillAnswering where the request is being answered, OtherRequest where the key is another request's,
        StoreError where the database cannot be reached.
        """
        hold = Hold(self._database, f"answer {json.dumps([owner, key])}")
        try:
            return self._turn(hold, owner, key, fingerprint)
        except BaseException:
            hold.close()
            raise

    def _turn(self, hold: Hold, owner: str, key: str, fingerprint: str) -> Turn:
        mine = hold.is_mine()
        row = self._database.run(
            lambda each: _begun(each, owner, key, fingerprint) if mine else _found(each, owner, key), idempotent=True
        )
        if row is not None and row.fingerprint != fingerprint:
            raise OtherRequest("Another request was made under this key; each request has a key of its own.")
        if row is None or not mine:
            raise StillAnswering("The first request under this key is still being answered; ask again in a moment.")
        kept = None
        if row.state == "kept":
            kept = KeptAnswer(row.status, tuple((name, value) for name, value in row.headers), row.body)
        return Turn(self._database, hold, row.token, kept)


def _found(connection: Connection, owner: str, key: str) -> Row[Any] | None:
    its = and_(answers.c.owner == owner, answers.c.key == key)
    return connection.execute(select(answers).where(its, answers.c.created_at >= func.now() - KEPT_FOR)).one_or_none()


def _begun(connection: Connection, owner: str, key: str, fingerprint: str) -> Row[Any]:
    """What is there under the key, else a new row; called with the lock of the key held."""
    found = _found(connection, owner, key)
    if found is not None:
        return found
    connection.execute(delete(answers).where(answers.c.owner == owner, answers.c.key == key))
    new = {"owner": owner, "key": key, "fingerprint": fingerprint, "token": secrets.token_hex(12), "state": "begun"}
    return connection.execute(insert(answers).values(**new).returning(answers)).one()


def remove_old(connection: Connection) -> None:
    """Remove the answers that are not given again any more."""
    connection.execute(delete(answers).where(answers.c.created_at < func.now() - KEPT_FOR))
