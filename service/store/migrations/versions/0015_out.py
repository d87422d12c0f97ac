"""Webhooks may be those of a chat; named persons review claims."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Those that are there understand what they were sent so far."""
    op.add_column("webhooks", sa.Column("format", sa.Text, nullable=False, server_default="standard"))
    op.create_check_constraint(op.f("ck_webhooks_format"), "webhooks", "format IN ('standard', 'slack', 'teams')")
    op.create_table(
        "reviews",
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("claim", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
        sa.Column("rating", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT),
        sa.Column("withdrawn_by", sa.Text),
        sa.PrimaryKeyConstraint("number", name="pk_reviews"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name=op.f("ck_reviews_withdrawn")),
    )
    op.create_index("ix_reviews_claim", "reviews", ["claim"])
    op.create_index("ix_reviews_digest", "reviews", ["digest"])


def downgrade() -> None:
    """What persons said is lost; whose address is a secret cannot be told any more."""
    op.drop_table("reviews")
    op.execute("DELETE FROM webhooks WHERE format <> 'standard'")
    op.drop_column("webhooks", "format")
