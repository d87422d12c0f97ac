"""Judgements: all that the pair model says of two texts, however much that is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BEFORE = ("agrees", "contradicts", "neutral")


def upgrade() -> None:
    """One column of logits for three; what was kept is of models that said less, and is asked of no more."""
    op.execute("DELETE FROM judgements")
    for name in BEFORE:
        op.drop_column("judgements", name)
    op.add_column("judgements", sa.Column("logits", sa.ARRAY(sa.REAL), nullable=False))


def downgrade() -> None:
    """Three columns again, with nothing in them."""
    op.execute("DELETE FROM judgements")
    op.drop_column("judgements", "logits")
    for name in BEFORE:
        op.add_column("judgements", sa.Column(name, sa.REAL, nullable=False))
