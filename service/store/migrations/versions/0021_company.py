"""How good the company of voices is, as of the last reckoning: rates of the voice ''."""

from __future__ import annotations

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A reckoning is due, which finds it and weighs all statements by it."""
    op.execute("UPDATE state SET reckoned = NULL")


def downgrade() -> None:
    """Nothing is known of the company again, from the next reckoning on; one is due."""
    op.execute("DELETE FROM rates WHERE voice = ''")
    op.execute("UPDATE state SET reckoned = NULL")
