"""The database as the rest of the house has it: an engine whose new connections heal, transactions, units of work."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakSet

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.exc import DBAPIError

from service.news.errors import StoreAway, StoreError
from service.store.address import parameters, spoken, uri
from service.store.embedded import EmbeddedServer
from service.store.migrate import first_line, migrate
from service.store.repeating import repeatedly

T = TypeVar("T")

REACHED_WITHIN_S = 20.0  # a server that is started together with this process may need some seconds
ASK_AGAIN_S = 0.2
TRIES_TO_CONNECT = 3
ONE_MOMENT = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


@dataclass(frozen=True, slots=True)
class Database:
    """A database whose tables have the newest shape. Safe to share among threads; a forked child connects anew.

    ``engine`` pools connections. ``conninfo`` is a libpq URI for what connects by itself (psycopg, the queue); it holds
    the password and is never shown. ``server`` is the embedded server, or None.
    """

    engine: Engine
    conninfo: str = field(repr=False)
    server: EmbeddedServer | None = None

    def begin(self) -> AbstractContextManager[Connection]:
        """A connection in one transaction: committed at the end of the block, rolled back when the block raises."""
        return self.engine.begin()

    def run(self, work: Callable[[Connection], T], *, idempotent: bool = False) -> T:
        """What ``work`` returned, once the transaction that it worked in was committed.

        ``work`` is called anew, in a new transaction, some six times within seconds: when a connection cannot be made;
        when it is lost before the commit was asked for; and when the server answers, even to the commit, that it rolled
        back a serialization failure or a deadlock. So ``work`` must be repeatable: whatever it does, it does through
        the connection it is given, and it builds its result from nothing that an earlier call left.

        When the connection is lost during the commit, nobody knows whether the change was kept: then OutcomeUnknown is
        raised, unless the work is ``idempotent`` (done twice is as good as once), which is repeated then, too. Every
        other fault is raised as it came, after a rollback.
        """
        return repeatedly(self.engine, work, idempotent=idempotent)

    def read(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` reads, all of it as it is at one moment, whatever is written meanwhile."""

        def reading(connection: Connection) -> T:
            connection.execute(ONE_MOMENT)
            return work(connection)

        return self.run(reading, idempotent=True)

    def close(self) -> None:
        """Gives back connections that are not in use, and the embedded server, which stops if nobody else uses it."""
        self.engine.dispose()
        if self.server is not None:
            self.server.close()


def open_database(url: str | None, state: Path) -> Database:
    """The database at ``url``, or the embedded one in ``state``/postgres; its tables are brought to the newest shape.

    Raises StoreError when it cannot be reached within REACHED_WITHIN_S seconds or used; the message names no password.
    """
    server = None if url else EmbeddedServer(state / "postgres")
    given = parameters(url or "") if server is None else parameters(server.ensure())
    database = Database(engine_to(given, server), uri(given), server)
    try:
        _await(database.engine, spoken(given))
        migrate(database.engine)
    except DBAPIError as fault:
        database.close()
        raise StoreError(f"The database at {spoken(given)} could not be prepared: {first_line(fault)}.") from fault
    except BaseException:
        database.close()
        raise
    return database


def engine_to(given: dict[str, str], server: EmbeddedServer | None = None) -> Engine:
    """An engine that connects with the libpq parameters ``given``, and starts ``server`` again where it is gone.

    The engine's own URL stays empty, so that no message of SQLAlchemy's can show a password; nor do its messages show
    the values of a statement, for they may be what is kept.
    """
    engine = create_engine("postgresql+psycopg://", pool_pre_ping=True, hide_parameters=True)

    @event.listens_for(engine, "do_connect")
    def connect(dialect: Dialect, _record: object, cargs: list[Any], cparams: dict[str, Any]) -> Any:
        where = dict(given)
        for _ in range(TRIES_TO_CONNECT - 1):
            try:
                return dialect.connect(*cargs, **cparams, **where)
            except psycopg.OperationalError:
                if server is None:
                    raise
                where["host"] = parameters(server.ensure())["host"]
        return dialect.connect(*cargs, **cparams, **where)

    _ENGINES.add(engine)
    return engine


def _await(engine: Engine, where: str) -> None:
    until = time.monotonic() + REACHED_WITHIN_S
    while True:
        try:
            engine.connect().close()
        except DBAPIError as fault:
            if time.monotonic() > until:
                raise StoreAway(f"The database at {where} could not be reached: {first_line(fault)}.") from fault
            time.sleep(ASK_AGAIN_S)
        else:
            return


# A connection that two processes speak on is lost to both: a forked child leaves its parent's alone and makes its own.
_ENGINES: WeakSet[Engine] = WeakSet()


def _after_fork() -> None:
    for engine in _ENGINES:
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_after_fork)
