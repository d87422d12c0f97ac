"""The tables of queued work: the queue's own part is the one that was taken in on purpose, and goes as it came."""

from __future__ import annotations

import hashlib

from alembic import command
from procrastinate.schema import SchemaManager
from sqlalchemy import text

from service.store.migrate import MIGRATIONS, _config, migrate

TAKEN_IN = "c70ec4b400a60ad9592787653aae5ae77ae41bf801d56b5bd2712751a07f2009"

THINGS = text("""
    SELECT relname::text FROM pg_class WHERE relname LIKE 'procrastinate%' OR relname IN ('jobs', 'answers')
    UNION SELECT proname::text FROM pg_proc WHERE proname LIKE 'procrastinate%'
    UNION SELECT typname::text FROM pg_type WHERE typname LIKE 'procrastinate%'
""")


def test_the_queues_schema_is_the_one_that_was_taken_in():
    """Another version of Procrastinate may change it: then a new migration has to do what its migrations do, where that
    has not been done yet, for a database that is made anew has the new schema from migration 0003 already."""
    assert hashlib.sha256(SchemaManager.get_schema().encode()).hexdigest() == TAKEN_IN


def test_the_tables_of_work_go_without_a_trace_and_come_again(database):
    config = _config(MIGRATIONS)
    with database.begin() as connection:
        before = set(connection.scalars(THINGS))
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
        assert set(connection.scalars(THINGS)) == set()
    migrate(database.engine)
    with database.begin() as connection:
        assert set(connection.scalars(THINGS)) == before
