"""Brings a database's tables to the newest shape, once, however many processes ask for it at the same moment."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from service.news.errors import StoreError
from service.store.repeating import repeatedly

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 0x636F756E74657263  # 'counterc' in ASCII: the advisory lock of whoever migrates
LEAST_PGVECTOR = (0, 7)  # halfvec came with it


def migrate(engine: Engine, migrations: Path = MIGRATIONS) -> None:
    """Makes the extension pgvector and upgrades to the newest migration, all in one transaction.

    Processes that ask at the same time wait for one another; what a lost connection broke off is begun again. Raises
    StoreError when the database is newer than this program, or when pgvector cannot be had there; the database then
    stands as it stood.
    """
    config = _config(migrations)

    def upgrade(connection: Connection) -> None:
        # Held to the end of the transaction, and released by the server itself should this process die.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        _refuse_newer(connection, config)
        _ensure_pgvector(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    repeatedly(engine, upgrade, idempotent=True)


def _config(migrations: Path) -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _refuse_newer(connection: Connection, config: Config) -> None:
    known = ScriptDirectory.from_config(config)
    for revision in MigrationContext.configure(connection).get_current_heads():
        try:
            known.get_revision(revision)
        except CommandError as fault:
            raise StoreError(
                f"The database is newer than this program: it stands at revision {revision}, which is not known here. "
                "Run the newer program, or restore a backup made before its upgrade."
            ) from fault


def _ensure_pgvector(connection: Connection) -> None:
    try:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
    except DBAPIError as fault:
        raise StoreError(
            f"The database lacks the extension pgvector and it could not be made ({first_line(fault)}). Install "
            "pgvector 0.7 or newer on its server, and let a superuser run CREATE EXTENSION vector in the database."
        ) from fault
    version = str(connection.scalar(text("SELECT extversion FROM pg_extension WHERE extname = 'vector'")))
    if tuple(int(part) for part in version.split(".")[:2]) < LEAST_PGVECTOR:
        raise StoreError(
            f"The database has pgvector {version}, and 0.7 or newer is needed: update it on the server, and let its "
            "owner run ALTER EXTENSION vector UPDATE in the database."
        )


def first_line(fault: DBAPIError) -> str:
    """What the server says is wrong, in a line without its full stop; the rest repeats the statement."""
    return str(fault.orig).strip().splitlines()[0].rstrip(".")
