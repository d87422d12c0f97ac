"""Locks that a process holds while it works on something, and that its death frees: PostgreSQL's advisory locks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
from psycopg import Connection
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection as InTransaction
from sqlalchemy import text

from service.news.errors import StoreError
from service.store.address import parameters
from service.store.database import Database

TAKE = "SELECT pg_try_advisory_lock(hashtextextended(%s, 0))"
LET_GO = "SELECT pg_advisory_unlock_all()"
WAIT_FOR_IT = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
TAKE_TO_THE_END = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")

# A holder whose machine has vanished says nothing: the server asks after 10 s, and lets go after 3 asked in vain.
ASK_AFTER_SILENCE = "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"


class Hold:
    """The attempt to hold the lock ``name`` on a connection of its own; for one thread at a time.

    The lock belongs to the connection, not to a transaction: it goes when that is closed, when this process dies, and
    when the connection is lost. Raises StoreError where the database cannot be reached.
    """

    def __init__(self, database: Database, name: str) -> None:
        self._database = database
        self._name = name
        self._connection = self._connected()
        try:
            self._taken = self._take()
        except BaseException:
            self.close()
            raise

    def is_mine(self) -> bool:
        """Whether the lock is held; where it was lost with its connection it is taken again, unless others have it."""
        if self._taken:
            try:
                self._connection.execute("SELECT")
            except psycopg.OperationalError:
                self.close()
                self._connection = self._connected()
                self._taken = self._take()
        return self._taken

    def close(self) -> None:
        """Let go, at once: of a connection that is closed the server hears a moment later."""
        with suppress(psycopg.OperationalError):  # one that is lost has let go already
            self._connection.execute(LET_GO)
        self._connection.close()

    def _take(self) -> bool:
        row = self._connection.execute(TAKE, (self._name,)).fetchone()
        return bool(row and row[0])

    def _connected(self) -> Connection:
        try:
            connection = psycopg.connect(reachable(self._database), autocommit=True)
            try:
                connection.execute(ASK_AFTER_SILENCE)
            except BaseException:
                connection.close()
                raise
        except psycopg.OperationalError as fault:
            raise StoreError("The database cannot be reached.") from fault
        return connection


@contextmanager
def held(database: Database, name: str) -> Iterator[Hold]:
    """The attempt to hold the lock ``name`` for the length of the block; raises what Hold raises."""
    hold = Hold(database, name)
    try:
        yield hold
    finally:
        hold.close()


def taken_to_the_end(connection: InTransaction, name: str) -> bool:
    """Whether the lock ``name`` was free; it is then held until the transaction of ``connection`` ends."""
    return bool(connection.scalar(TAKE_TO_THE_END, {"name": name}))


def await_turn(connection: InTransaction, name: str) -> None:
    """Wait for the lock ``name``, and hold it until the transaction of ``connection`` ends."""
    connection.execute(WAIT_FOR_IT, {"name": name})


def reachable(database: Database) -> str:
    """Where to connect to without the pool; an embedded server that is gone is started again. Raises StoreError."""
    if database.server is None:
        return database.conninfo
    return make_conninfo(database.conninfo, host=parameters(database.server.ensure())["host"])
