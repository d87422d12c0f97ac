"""Which voices seem to follow each other, as of the last reckoning."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A reckoning is due, which finds them."""
    op.create_table(
        "followings",
        sa.Column("one", sa.Text, nullable=False),
        sa.Column("other", sa.Text, nullable=False),
        sa.Column("probability", sa.Double, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("shared", sa.Double, nullable=False),
        sa.Column("alone", sa.Double, nullable=False),
        sa.Column("earlier", sa.Integer, nullable=False),
        sa.Column("later", sa.Integer, nullable=False),
        sa.Column("claims", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_followings"),
    )
    op.create_index("ix_followings_other", "followings", ["other"])
    op.execute("UPDATE state SET reckoned = NULL")


def downgrade() -> None:
    """Every voice is on its own again, from the next reckoning on; one is due."""
    op.drop_table("followings")
    op.execute("UPDATE state SET reckoned = NULL")
