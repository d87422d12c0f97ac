"""Labels on events, labels from elsewhere, withdrawn ones; what editors hold threads to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TEXTS = sa.ARRAY(sa.Text)
KIND = "ck_labels_kind"


def upgrade() -> None:
    """Adds columns and a table; which versions the claims of a label stand in is told by their ids."""
    op.add_column("labels", sa.Column("source_kind", sa.Text))
    op.add_column("labels", sa.Column("groups", sa.ARRAY(sa.Integer)))
    op.add_column("labels", sa.Column("digests", TEXTS))
    op.add_column("labels", sa.Column("imported_by", sa.Text))
    op.execute("UPDATE labels SET digests = ARRAY(SELECT DISTINCT split_part(c, '.', 1) FROM unnest(claims) c)")
    op.alter_column("labels", "digests", nullable=False)
    op.create_index("ix_labels_digests", "labels", ["digests"], postgresql_using="gin")
    op.drop_constraint(KIND, "labels")
    op.create_check_constraint(KIND, "labels", "kind IN ('pair', 'source', 'event')")
    op.create_table(
        "withdrawals",
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("label", sa.BigInteger, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_withdrawals"),
        sa.ForeignKeyConstraint(["label"], ["labels.position"], name="fk_withdrawals_label"),
        sa.UniqueConstraint("label", name="uq_withdrawals_label"),
    )
    # Labels on sources changed nothing so far and hold from now on: at the next start all is worked out anew.
    op.execute("UPDATE state SET model = '' WHERE EXISTS (SELECT FROM labels WHERE kind = 'source')")
    op.add_column("threads", sa.Column("together", sa.Text, nullable=False, server_default=""))
    op.add_column("threads", sa.Column("apart", TEXTS, nullable=False, server_default="{}"))


def downgrade() -> None:
    """Takes them away again, and the labels on events with them."""
    op.drop_column("threads", "apart")
    op.drop_column("threads", "together")
    op.drop_table("withdrawals")
    op.execute("DELETE FROM labels WHERE kind = 'event'")
    op.drop_constraint(KIND, "labels")
    op.create_check_constraint(KIND, "labels", "kind IN ('pair', 'source')")
    for column in ("imported_by", "digests", "groups", "source_kind"):
        op.drop_column("labels", column)
