"""Jobs, answers under an Idempotency-Key, and the tables of the queue itself.

Procrastinate's part is the SQL in its package, whatever version of it is installed when the database is made. A new
version that brings changes to its schema therefore needs a migration here that looks whether each change is there
already; a test holds on to the digest of that SQL, so that none is taken in by accident.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects.postgresql import JSON, JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
NOUGHT = sa.text("0")
NOW = sa.text("now()")
FINAL = "state IN ('succeeded', 'failed', 'cancelled')"


def upgrade() -> None:
    """Adds the tables."""
    _jobs()
    _answers()
    # Many statements in one text with per cent signs: the driver takes that only as it is, without parameters.
    driver: Any = op.get_bind().connection.driver_connection
    driver.execute(SchemaManager.get_schema())


def downgrade() -> None:
    """Drops them again, with everything in them."""
    op.drop_table("answers")
    op.drop_table("jobs")
    op.execute(DROP_QUEUE)


def _jobs() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False, server_default=""),
        sa.Column("done", sa.Integer, nullable=False, server_default=NOUGHT),
        sa.Column("total", sa.Integer, nullable=False, server_default=NOUGHT),
        sa.Column("revision", sa.BigInteger, nullable=False, server_default=sa.text("1")),
        sa.Column("request", JSON),
        sa.Column("result", JSON),
        sa.Column("error", JSONB),
        sa.Column("cancel_requested", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.Column("attempts", sa.Integer, nullable=False, server_default=NOUGHT),
        sa.Column("queue_job", sa.BigInteger, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False, server_default=NOW),
        sa.Column("started_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.CheckConstraint("state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')", name="ck_jobs_state"),
        sa.CheckConstraint(f"(finished_at IS NOT NULL) = ({FINAL})", name="ck_jobs_finished_at"),
    )
    op.create_index("ix_jobs_owner_created_at_id", "jobs", ["owner", "created_at", "id"])
    op.create_index("ix_jobs_unfinished", "jobs", ["id"], postgresql_where=sa.text("finished_at IS NULL"))
    op.create_index("ix_jobs_finished_at", "jobs", ["finished_at"])
    op.create_index("ix_jobs_queue_job", "jobs", ["queue_job"])


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("headers", JSON),
        sa.Column("body", sa.LargeBinary),
        sa.Column("created_at", MOMENT, nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("owner", "key", name="pk_answers"),
        sa.CheckConstraint("state IN ('begun', 'kept')", name="ck_answers_state"),
    )
    op.create_index("ix_answers_created_at", "answers", ["created_at"])


DROP_QUEUE = """
DO $$
DECLARE
    gone record;
BEGIN
    DROP TABLE procrastinate_events, procrastinate_periodic_defers, procrastinate_jobs, procrastinate_workers CASCADE;
    FOR gone IN SELECT oid::regprocedure AS name FROM pg_proc WHERE proname LIKE 'procrastinate\\_%' LOOP
        EXECUTE 'DROP FUNCTION ' || gone.name || ' CASCADE';
    END LOOP;
    FOR gone IN
        SELECT oid::regtype AS name FROM pg_type WHERE typname LIKE 'procrastinate\\_%' AND typtype IN ('e', 'c')
    LOOP
        EXECUTE 'DROP TYPE ' || gone.name || ' CASCADE';
    END LOOP;
END $$
"""
