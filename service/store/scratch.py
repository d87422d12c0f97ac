"""Databases that last for one measurement: made empty, dropped afterwards, so that nobody's articles are touched."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql

from service.news.errors import StoreError
from service.store.address import parameters, spoken, uri
from service.store.database import Database, engine_to
from service.store.embedded import EmbeddedServer
from service.store.migrate import migrate


@contextmanager
def scratch_server(url: str | None) -> Iterator[Scratch]:
    """The server at ``url``, where its user may make databases; else an embedded one of its own, in a passing folder.

    Raises StoreError when it cannot be started.
    """
    with ExitStack() as stack:
        server = None
        if url is None:
            folder = stack.enter_context(TemporaryDirectory(prefix="counterclaim-scratch-"))
            server = EmbeddedServer(Path(folder) / "postgres")
            stack.callback(server.close)
        yield Scratch(parameters(url or (server.ensure() if server else "")), server)


class Scratch:
    """Makes databases on one server."""

    def __init__(self, given: dict[str, str], server: EmbeddedServer | None = None) -> None:
        self._given = given
        self._server = server

    @contextmanager
    def database(self) -> Iterator[Database]:
        """A database with its tables in the newest shape and nothing in them; dropped at the end of the block.

        Raises StoreError where none can be made.
        """
        name = f"counterclaim_scratch_{secrets.token_hex(6)}"
        self._tell(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        given = {**self._given, "dbname": name}
        # Without the server among its fields, closing such a database leaves the server running.
        database = Database(engine_to(given, self._server), uri(given))
        try:
            migrate(database.engine)
            yield database
        finally:
            database.close()
            self._tell(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _tell(self, command: sql.Composed) -> None:
        try:
            with psycopg.connect(uri(self._given), autocommit=True) as connection:
                connection.execute(command)
        except psycopg.Error as fault:
            what = str(fault).strip().splitlines()[0]
            raise StoreError(f"No database can be made or dropped at {spoken(self._given)}: {what}") from fault
