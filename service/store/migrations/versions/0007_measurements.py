"""What was measured on labelled pairs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "measurements",
        sa.Column("how", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("how", "name", name="pk_measurements"),
    )


def downgrade() -> None:
    """Drops it again; it can be measured anew."""
    op.drop_table("measurements")
