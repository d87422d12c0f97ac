"""Webhooks may be those of a chat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those that are there understand what they were sent so far."""
    op.add_column("webhooks", sa.Column("format", sa.Text, nullable=False, server_default="standard"))
    op.create_check_constraint(op.f("ck_webhooks_format"), "webhooks", "format IN ('standard', 'slack', 'teams')")


def downgrade() -> None:
    """Whose address is a secret cannot be told any more."""
    op.execute("DELETE FROM webhooks WHERE format <> 'standard'")
    op.drop_column("webhooks", "format")
