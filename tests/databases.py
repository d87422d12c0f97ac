"""Databases for tests, each a copy of one that was migrated once, on a server that lasts for all tests."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

from service.store.address import parameters, uri
from service.store.database import Database, engine_to
from service.store.migrate import migrate

# A killed server loses nothing by it, only a machine that loses power; and tests are several times faster.
FAST = {"fsync": "off", "full_page_writes": "off", "max_wal_size": "256MB"}
MEMORY = Path("/dev/shm")
ENOUGH_BYTES = 4 << 30


def in_memory() -> Path | None:
    """A folder in memory with room for a server's data, or None: each test's database is hundreds of files to copy."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ENOUGH_BYTES else None


class Postgres:
    """A server: ``server`` is the embedded one, or None where ``url`` names one that stands alone."""

    def __init__(self, url, server=None):
        self.server = server
        self._given = parameters(url)
        self._names = f"counterclaim_test_{secrets.token_hex(4)}"
        self._n_made = 0
        self._template = None

    def database(self) -> Database:
        """A new database with its tables in the newest shape."""
        return self._at(self.make(template=self._migrated()))

    def empty(self) -> Database:
        """A new database that holds nothing yet."""
        return self._at(self.make())

    def make(self, template: str | None = None) -> str:
        """The name of a new database."""
        name = f"{self._names}_{self._n_made}"
        self._n_made += 1
        like = sql.SQL("TEMPLATE {} STRATEGY FILE_COPY").format(sql.Identifier(template)) if template else sql.SQL("")
        self._tell(sql.SQL("CREATE DATABASE {} {}").format(sql.Identifier(name), like))
        return name

    def drop(self, database: Database) -> None:
        """Closes a database and removes it, whoever is still connected to it."""
        database.engine.dispose()
        name = sql.Identifier(self.name_of(database))
        self._tell(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def name_of(self, database: Database) -> str:
        return parameters(database.conninfo)["dbname"]

    def close(self) -> None:
        if self._template:
            with suppress(psycopg.Error):
                self._tell(sql.SQL("DROP DATABASE {}").format(sql.Identifier(self._template)))
        if self.server:
            self.server.close()

    def _migrated(self) -> str:
        if self._template is None:
            name = self.make()
            database = self._at(name)
            migrate(database.engine)
            database.engine.dispose()
            self._template = name
        return self._template

    def _at(self, name: str) -> Database:
        given = {**self._given, "dbname": name}
        # Without the server among its fields, closing such a database leaves the server running.
        return Database(engine_to(given, self.server), uri(given))

    def _tell(self, command) -> None:
        if self.server:
            self.server.ensure()
        with psycopg.connect(uri(self._given), autocommit=True) as connection:
            connection.execute(command)
