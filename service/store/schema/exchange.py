"""Tables of what comes in from newsrooms' systems, and of what is sent out to others."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    false,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSON

from service.store.schema.base import MOMENT, metadata

arrivals = Table(
    "arrivals",
    metadata,
    Column("number", BigInteger, Identity(always=True), primary_key=True),
    Column("format", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("guid", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", JSON(none_as_null=True)),
    Column("at", MOMENT),
    Column("embargoed_until", MOMENT),
    Column("received_at", MOMENT, nullable=False),
    Column("settled_at", MOMENT),
    Column("job", Text),
    CheckConstraint("action IN ('keep', 'take_back')", name="action"),
    CheckConstraint("state IN ('waiting', 'done', 'quarantined', 'killed')", name="state"),
    Index(
        "uq_arrivals_versions",
        "provider",
        "guid",
        "version",
        "action",
        unique=True,
        postgresql_where=text("guid <> ''"),
    ),
    Index(None, "provider", "article"),
    Index("ix_arrivals_waiting", "number", postgresql_where=text("state = 'waiting'")),
    Index("ix_arrivals_quarantined", "number", postgresql_where=text("state = 'quarantined'")),
)
"""Every version of every item that arrived, once; ``body`` is there while it waits, and erased then.

``job`` is the one that keeps it or takes it back; should that end without, the arrival ends with it.

``article`` is the id under which it is kept, the same for all items that go on from one another.
"""
webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("events", ARRAY(Text), nullable=False),
    Column("ciphertext", LargeBinary, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("disabled_at", MOMENT),
    Column("disabled_why", Text),
    Column("format", Text, nullable=False, server_default="standard"),
    CheckConstraint("format IN ('standard', 'slack', 'teams')", name="format"),
)
"""Who is told of what; ``ciphertext`` is the secret that signs, encrypted under the service's own.

The address of a chat is a secret itself: then that is encrypted, and ``url`` is its beginning.
"""

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Text, primary_key=True),
    Column("webhook", Text, ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
    Column("type", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("due_at", MOMENT),
    Column("made_at", MOMENT, nullable=False),
    Column("ended_at", MOMENT),
    Column("answer", Text, nullable=False, server_default=""),
    CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name="state"),
    CheckConstraint("(due_at IS NOT NULL) = (state = 'waiting')", name="due_at"),
    Index("ix_deliveries_due", "due_at", postgresql_where=text("state = 'waiting'")),
    Index(None, "webhook", "made_at", "id"),
)
"""The outbox: one row for each message to each webhook, written with what it tells of, and sent when it is due.

``body`` is text and not json: what is signed are its bytes. Whoever sends one puts ``due_at`` off first, so that nobody
else does meanwhile, and somebody does later where the sender dies. ``answer`` is what came of the last try.
"""

feeds = Table(
    "feeds",
    metadata,
    Column("id", Text, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("outlet", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("every_s", Integer, nullable=False),
    Column("created_at", MOMENT, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("due_at", MOMENT, nullable=False),
    Column("polled_at", MOMENT),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("answer", Text, nullable=False, server_default=""),
    Column("etag", Text, nullable=False, server_default=""),
    Column("modified", Text, nullable=False, server_default=""),
    Column("paused", Boolean, nullable=False, server_default=false()),
    CheckConstraint("kind IN ('feed', 'sitemap', 'wordpress')", name="kind"),
    Index(None, "due_at"),
)
"""What is polled, and where that stands. Whoever polls one puts ``due_at`` off first, as with messages."""
