"""Which sources are parties to an event, and labels that say so or deny it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Everything is worked out anew at the next start, which finds the parties."""
    op.add_column("heard", sa.Column("party", JSONB))
    op.create_index("ix_heard_parties", "heard", ["source"], postgresql_where=sa.text("party IS NOT NULL"))
    op.add_column("labels", sa.Column("party", sa.Boolean))
    _kinds("'pair', 'source', 'event', 'dispute', 'party'")
    op.execute("UPDATE state SET model = ''")


def downgrade() -> None:
    """What editors said of parties is no label any more."""
    op.execute("DELETE FROM withdrawals USING labels WHERE withdrawals.label = labels.position AND kind = 'party'")
    op.execute("DELETE FROM labels WHERE kind = 'party'")
    _kinds("'pair', 'source', 'event', 'dispute'")
    op.drop_column("labels", "party")
    op.drop_index("ix_heard_parties", "heard")
    op.drop_column("heard", "party")
    op.execute("UPDATE state SET model = ''")


def _kinds(names: str) -> None:
    op.drop_constraint("ck_labels_kind", "labels")
    op.create_check_constraint("ck_labels_kind", "labels", f"kind IN ({names})")
