"""Labels: what editors decide about claims."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXTS = sa.ARRAY(sa.Text)


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "labels",
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("claims", TEXTS, nullable=False),
        sa.Column("spans", JSONB, nullable=False),
        sa.Column("events", TEXTS, nullable=False),
        sa.Column("relation", sa.Text),
        sa.Column("later", sa.Text),
        sa.Column("reasons", TEXTS, nullable=False),
        sa.Column("source", sa.Text),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('pair', 'source')", name="ck_labels_kind"),
        sa.CheckConstraint(
            "relation IN ('agrees', 'contradicts', 'neutral', 'updates')",
            name="ck_labels_relation",
        ),
        sa.PrimaryKeyConstraint("position", name="pk_labels"),
    )
    op.create_index("ix_labels_claims", "labels", ["claims"], postgresql_using="gin")
    op.create_index("ix_labels_events", "labels", ["events"], postgresql_using="gin")
    op.create_index("ix_labels_by_position", "labels", ["by", "position"])


def downgrade() -> None:
    """Drops it again, with everything in it."""
    op.drop_table("labels")
