"""Threads are put together by their words, too; how far a vector can be relied on is weighed by the decision."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The column is empty until the rebuild that a new decision brings with it."""
    op.drop_column("threads", "reliability")
    op.add_column("threads", sa.Column("words", ARRAY(sa.Text), nullable=False, server_default="{}"))
    op.alter_column("threads", "words", server_default=None)


def downgrade() -> None:
    """The column again; a rebuild fills it."""
    op.drop_column("threads", "words")
    op.add_column("threads", sa.Column("reliability", sa.REAL, nullable=False, server_default="1"))
    op.alter_column("threads", "reliability", server_default=None)
