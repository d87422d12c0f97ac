"""What comes in from newsrooms' systems, and what is sent out to others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "arrivals",
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("format", sa.Text, nullable=False),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("guid", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("body", postgresql.JSON),
        sa.Column("at", MOMENT),
        sa.Column("embargoed_until", MOMENT),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT),
        sa.PrimaryKeyConstraint("number", name="pk_arrivals"),
        sa.CheckConstraint("action IN ('keep', 'take_back')", name=op.f("ck_arrivals_action")),
        sa.CheckConstraint("state IN ('waiting', 'done', 'quarantined', 'killed')", name=op.f("ck_arrivals_state")),
    )
    unique = ["provider", "guid", "version", "action"]
    op.create_index("uq_arrivals_versions", "arrivals", unique, unique=True, postgresql_where=sa.text("guid <> ''"))
    op.create_index("ix_arrivals_provider_article", "arrivals", ["provider", "article"])
    for state in ("waiting", "quarantined"):
        op.create_index(f"ix_arrivals_{state}", "arrivals", ["number"], postgresql_where=sa.text(f"state = '{state}'"))
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("events", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("ciphertext", sa.LargeBinary, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("disabled_at", MOMENT),
        sa.Column("disabled_why", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("webhook", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("due_at", MOMENT),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("answer", sa.Text, nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.ForeignKeyConstraint(["webhook"], ["webhooks.id"], name="fk_deliveries_webhook", ondelete="CASCADE"),
        sa.CheckConstraint("state IN ('waiting', 'delivered', 'failed')", name=op.f("ck_deliveries_state")),
        sa.CheckConstraint("(due_at IS NOT NULL) = (state = 'waiting')", name=op.f("ck_deliveries_due_at")),
    )
    op.create_index("ix_deliveries_due", "deliveries", ["due_at"], postgresql_where=sa.text("state = 'waiting'"))
    op.create_index("ix_deliveries_webhook_made_at_id", "deliveries", ["webhook", "made_at", "id"])


def downgrade() -> None:
    """Drops them again, with what waits in them."""
    for table in ("deliveries", "webhooks", "arrivals"):
        op.drop_table(table)
