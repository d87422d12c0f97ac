"""Feeds may be paused."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those that are there go on."""
    op.add_column("feeds", sa.Column("paused", sa.Boolean, nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """All of them are polled."""
    op.drop_column("feeds", "paused")
