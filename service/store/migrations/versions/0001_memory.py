"""Inputs, which are only ever added to, and what they amount to, which can be made again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import VECTOR

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
TEXTS = sa.ARRAY(sa.Text)
SEQUENCES = ("positions", "parts")


def upgrade() -> None:
    """Adds the sequences and the tables."""
    for name in SEQUENCES:
        op.execute(sa.schema.CreateSequence(sa.Sequence(name)))
    _articles()
    _reports()
    _article_names()
    _edits()
    _tombstones()
    _versions()
    _events()
    _judgements()
    _readings()
    _sources()
    _state()
    _claims()
    _heard()
    _live()
    _threads()


def downgrade() -> None:
    """Drops them again, with everything in them."""
    for table in (
        "threads",
        "live",
        "heard",
        "claims",
        "state",
        "sources",
        "readings",
        "judgements",
        "events",
        "versions",
        "tombstones",
        "edits",
        "article_names",
        "reports",
        "articles",
    ):
        op.drop_table(table)
    for name in SEQUENCES:
        op.execute(sa.schema.DropSequence(sa.Sequence(name)))


def _or_first(column: str) -> sa.TextClause:
    return sa.text(f"coalesce({column}, '-infinity'::timestamptz)")


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("namespace", sa.Text, nullable=False),
        sa.Column("merged_into", sa.Text),
        sa.ForeignKeyConstraint(["merged_into"], ["articles.id"], name="fk_articles_merged_into"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
    )


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("build", sa.Text, nullable=False),
        sa.Column("store", sa.Text, nullable=False),
        sa.Column("neighbourhood", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
    )


def _article_names() -> None:
    op.create_table(
        "article_names",
        sa.Column("namespace", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.CheckConstraint("kind IN ('id', 'url')", name="ck_article_names_kind"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_article_names_article"),
        sa.PrimaryKeyConstraint("namespace", "kind", "name", name="pk_article_names"),
    )
    op.create_index("ix_article_names_article", "article_names", ["article"])


def _edits() -> None:
    op.create_table(
        "edits",
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('vouch', 'unvouch')", name="ck_edits_kind"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_edits_article"),
        sa.PrimaryKeyConstraint("position", name="pk_edits"),
    )
    op.create_index("ix_edits_article_position", "edits", ["article", "position"])


def _tombstones() -> None:
    op.create_table(
        "tombstones",
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("erased", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_tombstones_article"),
        sa.PrimaryKeyConstraint("position", name="pk_tombstones"),
    )
    op.create_index("ix_tombstones_article_position", "tombstones", ["article", "position"])


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("position", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("given_id", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("published_at", MOMENT),
        sa.Column("published_offset", sa.Integer),
        sa.Column("updated_at", MOMENT),
        sa.Column("updated_offset", sa.Integer),
        sa.Column("vouched", sa.Boolean, nullable=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("erased_at", MOMENT),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_versions_article"),
        sa.PrimaryKeyConstraint("position", name="pk_versions"),
    )
    op.create_index("ix_versions_article_position", "versions", ["article", "position"])
    op.create_index("ix_versions_digest", "versions", ["digest"])


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("number", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("first_at", MOMENT),
        sa.Column("last_at", MOMENT),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("disputed", sa.Boolean, nullable=False),
        sa.Column("contradictions", sa.Integer, nullable=False),
        sa.Column("agreement", sa.Double),
        sa.Column("agreement_low", sa.Double),
        sa.Column("agreement_high", sa.Double),
        sa.Column("independent_outlets", sa.Integer, nullable=False),
        sa.Column("n_articles", sa.Integer, nullable=False),
        sa.Column("n_claims", sa.Integer, nullable=False),
        sa.Column("n_sources", sa.Integer, nullable=False),
        sa.Column("places", TEXTS, nullable=False),
        sa.Column("folded_places", TEXTS, nullable=False),
        sa.Column("snapshot", sa.Text, nullable=False),
        sa.Column("ended", sa.Boolean, server_default="false", nullable=False),
        sa.Column("moved_to", sa.Text),
        sa.ForeignKeyConstraint(["moved_to"], ["events.id"], name="fk_events_moved_to"),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_folded_places", "events", ["folded_places"], postgresql_using="gin")
    op.create_index("ix_events_most_disputed", "events", ["ended", "contradictions", _or_first("last_at"), "id"])
    op.create_index("ix_events_newest", "events", ["ended", _or_first("last_at"), "id"])


def _judgements() -> None:
    op.create_table(
        "judgements",
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("pair", sa.LargeBinary, nullable=False),
        sa.Column("agrees", sa.REAL, nullable=False),
        sa.Column("contradicts", sa.REAL, nullable=False),
        sa.Column("neutral", sa.REAL, nullable=False),
        sa.PrimaryKeyConstraint("model", "pair", name="pk_judgements"),
    )


def _readings() -> None:
    op.create_table(
        "readings",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("reader", sa.Text, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("vectors", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("digest", "reader", name="pk_readings"),
    )


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded_name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("aliases", TEXTS, nullable=False),
        sa.Column("speaks_for", sa.Text),
        sa.Column("prior_mean", sa.Double, nullable=False),
        sa.Column("prior_strength", sa.Double, nullable=False),
        sa.Column("prior_basis", sa.Text, nullable=False),
        sa.Column("supported", sa.Double, nullable=False),
        sa.Column("opposed", sa.Double, nullable=False),
        sa.Column("mean", sa.Double),
        sa.Column("low", sa.Double),
        sa.Column("high", sa.Double),
        sa.Column("n_claims", sa.Integer, nullable=False),
        sa.Column("n_events", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
    )
    op.create_index("ix_sources_folded_name_id", "sources", ["folded_name", "id"])


def _state() -> None:
    op.create_table(
        "state",
        sa.Column("one", sa.Boolean, server_default="true", nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("live", sa.Text, nullable=False),
        sa.CheckConstraint("one", name="ck_state_one"),
        sa.PrimaryKeyConstraint("one", name="pk_state"),
    )


def _claims() -> None:
    op.create_table(
        "claims",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("as_of", MOMENT),
        sa.Column("supported", sa.Double),
        sa.Column("opposed", sa.Double),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name="fk_claims_event"),
        sa.PrimaryKeyConstraint("id", name="pk_claims"),
    )
    op.create_index("ix_claims_digest", "claims", ["digest"])
    op.create_index("ix_claims_event", "claims", ["event"])
    op.create_index("ix_claims_source_as_of_id", "claims", ["source", "as_of", "id"])


def _heard() -> None:
    op.create_table(
        "heard",
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("aliases", TEXTS, nullable=False),
        sa.Column("speaks_for", sa.Text),
        sa.Column("vouched", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name="fk_heard_event"),
        sa.PrimaryKeyConstraint("event", "source", name="pk_heard"),
    )
    op.create_index("ix_heard_source", "heard", ["source"])


def _live() -> None:
    op.create_table(
        "live",
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("outlet_key", sa.Text, nullable=False),
        sa.Column("published_at", MOMENT),
        sa.Column("vouched", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_live_article"),
        sa.PrimaryKeyConstraint("article", name="pk_live"),
    )
    op.create_index("ix_live_digest", "live", ["digest"], unique=True)
    op.create_index("ix_live_outlet_key", "live", ["outlet_key"])
    op.create_index("ix_live_newest", "live", [_or_first("published_at"), "article"])


def _threads() -> None:
    op.create_table(
        "threads",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("event", sa.Text, nullable=False),
        sa.Column("part", sa.BigInteger, nullable=False),
        sa.Column("claims", TEXTS, nullable=False),
        sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("vector", VECTOR(), nullable=False),
        sa.Column("reliability", sa.REAL, nullable=False),
        sa.Column("names", TEXTS, nullable=False),
        sa.Column("days", sa.ARRAY(sa.Integer), nullable=False),
        sa.Column("published", sa.Double),
        sa.Column("background", sa.Boolean, nullable=False),
        sa.Column("vouched", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(["event"], ["events.id"], name="fk_threads_event"),
        sa.PrimaryKeyConstraint("digest", "number", name="pk_threads"),
    )
    op.create_index("ix_threads_event", "threads", ["event"])
    op.create_index("ix_threads_part", "threads", ["part"])
    op.create_index("ix_threads_published", "threads", ["published"])
