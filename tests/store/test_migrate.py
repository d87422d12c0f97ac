"""Migrations: once for all processes, whole or not at all, never backwards, and in step with the tables in the code."""

from __future__ import annotations

import importlib
import pkgutil
import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from service.news.errors import StoreError
from service.store import schema
from service.store.migrate import MIGRATIONS, migrate
from service.store.schema.base import metadata
from tests.store.servers import started_processes

# A process that says that it is there, waits to be let go, and migrates the database of its first argument.
MIGRATE = """
import sys
from service.store.address import parameters
from service.store.database import engine_to
from service.store.migrate import migrate
engine = engine_to(parameters(sys.argv[1]))
print("ready", flush=True)
sys.stdin.read()
migrate(engine)
engine.dispose()
"""
STEP = """
from alembic import op
revision = "{revision}"
down_revision = {before!r}
def upgrade():
    op.execute("{statement}")
"""


@pytest.fixture
def empty(postgres):
    """A database that was never migrated."""
    database = postgres.empty()
    yield database
    postgres.drop(database)


@pytest.fixture
def make_steps(tmp_path):
    """A folder of migrations, one for each of the given statements."""

    def make(*statements) -> Path:
        folder = tmp_path / "100% steps"
        (folder / "versions").mkdir(parents=True)
        shutil.copy(MIGRATIONS / "env.py", folder)
        for n, statement in enumerate(statements, start=1):
            before = f"{n - 1:04}" if n > 1 else None
            step = STEP.format(revision=f"{n:04}", before=before, statement=statement)
            (folder / "versions" / f"{n:04}_step.py").write_text(step)
        return folder

    return make


def tables(database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def revision(database) -> str:
    with database.begin() as connection:
        return connection.scalar(text("SELECT version_num FROM alembic_version"))


def newest() -> str:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return ScriptDirectory.from_config(config).get_current_head()


def test_a_new_database_is_brought_to_the_newest_shape(empty):
    migrate(empty.engine)
    assert revision(empty) == newest()
    with empty.begin() as connection:
        assert connection.scalar(text("SELECT '[1,2]'::vector <-> '[1,2]'::vector")) == 0


def test_migrating_again_changes_nothing(database):
    before = tables(database), revision(database)
    migrate(database.engine)
    assert (tables(database), revision(database)) == before


def test_processes_that_migrate_at_once_wait_for_one_another(empty):
    with started_processes() as start:
        processes = [start(MIGRATE, empty.conninfo) for _ in range(4)]
        assert [each.says() for each in processes] == ["ready"] * 4
        for each in processes:
            each.process.stdin.close()
        assert [each.process.wait() for each in processes] == [0] * 4
    assert revision(empty) == newest()


def test_steps_are_taken_in_their_order_and_only_once(empty, make_steps):
    folder = make_steps("CREATE TABLE first (n integer)", "ALTER TABLE first RENAME TO second")
    migrate(empty.engine, folder)
    migrate(empty.engine, folder)
    assert tables(empty) == {"second", "alembic_version"}


def test_a_step_that_fails_leaves_the_database_as_it_stood(empty, make_steps):
    with pytest.raises(Exception, match="division by zero"):
        migrate(empty.engine, make_steps("CREATE TABLE first (n integer)", "SELECT 1 / 0"))
    assert tables(empty) == set()
    with empty.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM pg_extension WHERE extname = 'vector'")) == 0


def test_a_database_that_is_newer_than_the_program_is_left_alone(database):
    with database.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = tables(database)
    with pytest.raises(StoreError, match="newer than this program: it stands at revision 9999"):
        migrate(database.engine)
    assert (tables(database), revision(database)) == (before, "9999")


def test_the_tables_in_the_code_are_those_that_the_migrations_make(database):
    for each in pkgutil.iter_modules(schema.__path__):
        importlib.import_module(f"{schema.__name__}.{each.name}")

    def is_ours(name, kind, parents):
        """The queue's tables are its library's."""
        return not (kind == "table" and name.startswith("procrastinate_"))

    with database.begin() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_name": is_ours, "compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_labels_from_before_there_were_edits_know_their_versions_and_those_on_sources_hold_after_a_rebuild(database):
    """The step back is taken here, too; there is no command for it."""
    label = (
        'INSERT INTO labels (position, kind, claims, spans, events, relation, reasons, source, note, "by", at) '
        "VALUES ({}, '{}', '{}', '[]', '{{}}', {}, '{{}}', {}, '', 'user:amal', now())"
    )
    with database.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = connection
        connection.execute(text("INSERT INTO state (position, model, live) VALUES (2, 'm', '0')"))
        command.downgrade(config, "0007")
        connection.execute(text(label.format(1, "pair", "{va.1,va.2}", "'agrees'", "null")))
        connection.execute(text(label.format(2, "source", "{vb.1}", "null", "'police'")))
        command.upgrade(config, "head")
        assert connection.execute(text("SELECT digests FROM labels ORDER BY position")).scalars().all() == [
            ["va"],
            ["vb"],
        ]
        assert connection.scalar(text("SELECT model FROM state")) == ""


def test_constraints_bear_the_names_that_the_code_gives_them(database):
    """Alembic does not compare the names of primary keys and of checks; a later step would look for them in vain."""
    for each in pkgutil.iter_modules(schema.__path__):
        importlib.import_module(f"{schema.__name__}.{each.name}")
    with database.begin() as connection:
        found = connection.execute(
            text(
                "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype <> 'n' AND conrelid <> 0 "
                "AND connamespace = 'public'::regnamespace"
            )
        ).all()
    made = {(table, name) for table, name in found if not table.startswith("procrastinate_")}
    expected = {
        (table.name, each.name if each.name is None else str(each.name))
        for table in metadata.tables.values()
        for each in table.constraints
        if each.name is not None
    }
    assert {pair for pair in made if pair[0] != "alembic_version"} == expected
