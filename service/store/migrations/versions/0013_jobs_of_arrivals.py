"""An arrival knows its job, so that it does not wait for one that has ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What waits already is told by the request of its job."""
    op.add_column("arrivals", sa.Column("job", sa.Text))
    op.execute(
        "UPDATE arrivals SET job = jobs.id FROM jobs WHERE arrivals.state = 'waiting' AND jobs.kind = 'ingest'"
        " AND (jobs.request->'asked'->>'arrival')::bigint = arrivals.number"
    )


def downgrade() -> None:
    """Nobody knows any more."""
    op.drop_column("arrivals", "job")
