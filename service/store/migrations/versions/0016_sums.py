"""Sources are kept up to date by what events add to them, vectors of threads take half the room, sites have owners."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

SUMS = (
    ("heard", sa.Column("n_claims", sa.Integer, nullable=False, server_default="0")),
    ("sources", sa.Column("ways", JSONB, nullable=False, server_default="[]")),
)


def upgrade() -> None:
    """What is kept is worked out anew at the next start, which fills the sums."""
    for table, column in SUMS:
        op.add_column(table, column)
    op.execute("ALTER TABLE threads ALTER COLUMN vector TYPE halfvec")
    op.add_column("live", sa.Column("site", sa.Text))
    op.execute(
        "UPDATE live SET site = left(substring(versions.url, '^[^:/]+://[^/?#]+'), 300)"
        " FROM versions WHERE versions.position = live.position"
    )
    op.drop_index("ix_live_outlet_key", "live")
    op.create_index("ix_live_outlet_key_site", "live", ["outlet_key", "site"])
    op.create_table(
        "trust_files",
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("site", sa.Text, nullable=False),
        sa.Column("lines", JSONB, nullable=False),
        sa.Column("outlets", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("believed", sa.Boolean, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_trust_files"),
    )
    op.create_index("ix_trust_files_site_position", "trust_files", ["site", "position"])
    op.execute("UPDATE state SET model = ''")


def downgrade() -> None:
    """The sums are taken over the store again, and nobody is known to control anybody."""
    op.drop_table("trust_files")
    op.execute("ALTER TABLE threads ALTER COLUMN vector TYPE vector")
    op.drop_index("ix_live_outlet_key_site", "live")
    op.create_index("ix_live_outlet_key", "live", ["outlet_key"])
    op.drop_column("live", "site")
    for table, column in reversed(SUMS):
        op.drop_column(table, column.name)
