"""Credibility is worked out from witnesses, not from sums; rates as of the last reckoning; disputes are labels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TEXTS = ("voice", "statement", "ruled")
FIGURES = ("bits", "comparisons")
SUMS = ("alike", "otherwise")
OF_SOURCES = ("faithful", "faithful_low", "faithful_high")


def upgrade() -> None:
    """What is worked out is worked out anew at the next start: no model is the one that did it."""
    for name in TEXTS:
        op.add_column("claims", sa.Column(name, sa.Text))
    op.add_column("claims", sa.Column("witnesses", JSONB))
    for name in FIGURES:
        op.add_column("claims", sa.Column(name, sa.Double))
    op.create_index("ix_claims_voice", "claims", ["voice"])
    op.create_table(
        "rates",
        sa.Column("voice", sa.Text, nullable=False),
        sa.Column("beside", sa.Text, nullable=False),
        sa.Column("mean", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("voice", "beside", name="pk_rates"),
    )
    for name in OF_SOURCES:
        op.add_column("sources", sa.Column(name, sa.Double))
    for table in ("heard", "sources"):
        for name in SUMS:
            op.add_column(table, sa.Column(name, sa.Double, nullable=False, server_default="0"))
    op.add_column("sources", sa.Column("comparisons", sa.Double))
    op.execute("UPDATE sources SET comparisons = supported + opposed")
    op.alter_column("sources", "comparisons", nullable=False)
    op.drop_column("sources", "supported")
    op.drop_column("sources", "opposed")
    op.add_column("labels", sa.Column("ruling", sa.Text))
    op.create_check_constraint("ck_labels_ruling", "labels", "ruling IN ('excluded', 'borne_out', 'not_borne_out')")
    op.drop_constraint("ck_labels_kind", "labels")
    op.create_check_constraint("ck_labels_kind", "labels", "kind IN ('pair', 'source', 'event', 'dispute')")
    op.add_column("state", sa.Column("reckoned", sa.BigInteger))
    op.execute("UPDATE state SET model = ''")


def downgrade() -> None:
    """Disputes are no labels any more, and sums are filled by a rebuild."""
    op.execute("DELETE FROM withdrawals USING labels WHERE withdrawals.label = labels.position AND kind = 'dispute'")
    op.execute("DELETE FROM labels WHERE kind = 'dispute'")
    op.drop_constraint("ck_labels_kind", "labels")
    op.create_check_constraint("ck_labels_kind", "labels", "kind IN ('pair', 'source', 'event')")
    op.drop_constraint("ck_labels_ruling", "labels")
    op.drop_column("labels", "ruling")
    for name in ("supported", "opposed"):
        op.add_column("sources", sa.Column(name, sa.Double, nullable=False, server_default="0"))
        op.alter_column("sources", name, server_default=None)
    for name in ("comparisons", *OF_SOURCES):
        op.drop_column("sources", name)
    for table in ("heard", "sources"):
        for name in SUMS:
            op.drop_column(table, name)
    op.drop_table("rates")
    op.drop_column("state", "reckoned")
    op.drop_index("ix_claims_voice", "claims")
    for name in (*FIGURES, "witnesses", *TEXTS):
        op.drop_column("claims", name)
    op.execute("UPDATE state SET model = ''")
