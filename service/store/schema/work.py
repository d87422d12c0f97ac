"""Tables of what is done later, and of answers that are given again. Procrastinate keeps its own beside them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSON, JSONB

from service.store.schema.base import MOMENT, metadata

NOUGHT = text("0")

jobs = Table(
    "jobs",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("stage", Text, nullable=False, server_default=""),
    Column("done", Integer, nullable=False, server_default=NOUGHT),
    Column("total", Integer, nullable=False, server_default=NOUGHT),
    Column("revision", BigInteger, nullable=False, server_default=text("1")),
    Column("request", JSON(none_as_null=True)),
    Column("result", JSON(none_as_null=True)),
    Column("error", JSONB(none_as_null=True)),
    Column("cancel_requested", Boolean, nullable=False, server_default=text("false")),
    Column("attempts", Integer, nullable=False, server_default=NOUGHT),
    Column("queue_job", BigInteger, nullable=False),
    Column("created_at", MOMENT, nullable=False, server_default=text("now()")),
    Column("started_at", MOMENT),
    Column("finished_at", MOMENT),
    CheckConstraint("state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')", name="state"),
    CheckConstraint("(finished_at IS NOT NULL) = (state IN ('succeeded', 'failed', 'cancelled'))", name="finished_at"),
    Index(None, "owner", "created_at", "id"),
    Index("ix_jobs_unfinished", "id", postgresql_where=text("finished_at IS NULL")),
    Index(None, "finished_at"),
    Index(None, "queue_job"),
)
"""One row a job. ``queue_job`` is its latest row in procrastinate_jobs, which may have been tidied away.

``request`` and ``result`` are json and not jsonb: jsonb sorts keys and refuses the character U+0000, and a result is to
be the very bytes of the synchronous answer. Nothing asks inside them. ``request`` is erased once the job has ended.
"""

answers = Table(
    "answers",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("status", Integer),
    Column("headers", JSON(none_as_null=True)),
    Column("body", LargeBinary),
    Column("created_at", MOMENT, nullable=False, server_default=text("now()")),
    CheckConstraint("state IN ('begun', 'kept')", name="state"),
    Index(None, "created_at"),
)
"""Answers under an Idempotency-Key. ``fingerprint`` is a digest of the request; ``token`` names what the request makes,
so that beginning again after a crash makes the same; ``state`` is 'begun' until the answer is there.
"""
