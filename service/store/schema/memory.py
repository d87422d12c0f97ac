"""What is kept of articles: inputs, which are only ever added to, and what they amount to, which can be made again.

Inputs are ``versions``, ``edits``, ``tombstones``, ``labels``, ``withdrawals`` and ``trust_files``; each has a place of
its own in one numbering, ``position``.
Everything below the line is a cache of the rebuild.
"""

from __future__ import annotations

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Sequence,
    Table,
    Text,
    TextClause,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, REAL

from service.store.schema.base import MOMENT, metadata


def _or_first(column: str) -> TextClause:
    """A time by which pages are sorted, where what has none comes before everything (and, from the end, last)."""
    return text(f"coalesce({column}, '-infinity'::timestamptz)")


positions = Sequence("positions", metadata=metadata)
"""The numbering of inputs; taken under the writer's lock, so that a smaller one is never committed later."""

articles = Table(
    "articles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("namespace", Text, nullable=False),
    Column("merged_into", Text, ForeignKey("articles.id")),
)
article_names = Table(
    "article_names",
    metadata,
    Column("namespace", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("article", Text, ForeignKey("articles.id"), nullable=False),
    PrimaryKeyConstraint("namespace", "kind", "name"),
    CheckConstraint("kind IN ('id', 'url')", name="kind"),
    Index(None, "article"),
)
versions = Table(
    "versions",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("article", Text, ForeignKey("articles.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("given_id", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("url", Text),
    Column("language", Text),
    Column("published_at", MOMENT),
    Column("published_offset", Integer),
    Column("updated_at", MOMENT),
    Column("updated_offset", Integer),
    Column("vouched", Boolean, nullable=False),
    Column("sender", Text, nullable=False),
    Column("received_at", MOMENT, nullable=False),
    Column("erased_at", MOMENT),
    Index(None, "article", "position"),
    Index(None, "digest"),
)
edits = Table(
    "edits",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("article", Text, ForeignKey("articles.id"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", MOMENT, nullable=False),
    CheckConstraint("kind IN ('vouch', 'unvouch')", name="kind"),
    Index(None, "article", "position"),
)
tombstones = Table(
    "tombstones",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("article", Text, ForeignKey("articles.id"), nullable=False),
    Column("erased", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", MOMENT, nullable=False),
    Index(None, "article", "position"),
)
labels = Table(
    "labels",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("claims", ARRAY(Text), nullable=False),
    Column("spans", JSONB, nullable=False),
    Column("events", ARRAY(Text), nullable=False),
    Column("relation", Text),
    Column("later", Text),
    Column("reasons", ARRAY(Text), nullable=False),
    Column("source", Text),
    Column("note", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", MOMENT, nullable=False),
    Column("source_kind", Text),
    Column("groups", ARRAY(Integer)),
    Column("digests", ARRAY(Text), nullable=False),
    Column("imported_by", Text),
    Column("ruling", Text),
    Column("party", Boolean),
    CheckConstraint("kind IN ('pair', 'source', 'event', 'dispute', 'party')", name="kind"),
    CheckConstraint("ruling IN ('excluded', 'borne_out', 'not_borne_out')", name="ruling"),
    CheckConstraint("relation IN ('agrees', 'contradicts', 'neutral', 'updates')", name="relation"),
    Index("ix_labels_claims", "claims", postgresql_using="gin"),
    Index("ix_labels_events", "events", postgresql_using="gin"),
    Index("ix_labels_digests", "digests", postgresql_using="gin"),
    Index(None, "by", "position"),
)
"""What editors decided about claims. ``claims`` are ids in their order, ``events`` what they were about at the time.

``digests`` name the versions that the claims stand in, each once; ``groups`` says of each claim of a decision on events
which group it belongs to.

Another reader may number the claims of a version otherwise, so ``spans`` says of each where it stands in its version:
field, start and end. The words are not copied: a label outlives its articles, removed or erased, and holds then no text
but the editor's own note and the name of a source. It points at nothing below the line, which may be made again.
"""
withdrawals = Table(
    "withdrawals",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("label", BigInteger, ForeignKey("labels.position"), nullable=False),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", MOMENT, nullable=False),
    UniqueConstraint("label"),
)
"""Labels that hold no more."""
trust_files = Table(
    "trust_files",
    metadata,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("site", Text, nullable=False),
    Column("lines", JSONB, nullable=False),
    Column("outlets", ARRAY(Text), nullable=False),
    Column("believed", Boolean, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", MOMENT, nullable=False),
    Index(None, "site", "position"),
)
"""What sites say in their trust.txt of whom they control and who controls them; of each site the last one holds.

``lines`` are pairs of name and value, ``outlets`` the names under which articles of the site are published; where
``believed``, the lines on control count though the other site says nothing of it.
"""

reports = Table(
    "reports",
    metadata,
    Column("id", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("model", Text, nullable=False),
    Column("build", Text, nullable=False),
    Column("store", Text, nullable=False),
    Column("neighbourhood", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", MOMENT, nullable=False),
)
"""Requests that were kept: which versions and which events they were answered on, so that they can be replayed."""

# ------------------------------------------------------------------------------ made again from the inputs at any time

state = Table(
    "state",
    metadata,
    Column("one", Boolean, primary_key=True, server_default="true"),
    Column("position", BigInteger, nullable=False),
    Column("model", Text, nullable=False),
    Column("live", Text, nullable=False),
    Column("reckoned", BigInteger),
    CheckConstraint("one", name="one"),
)
"""One row: the last input worked in, by which model, and the digest of all live versions.

``reckoned`` is the last input that was there when everything was weighed anew, null where it never was.
"""

live = Table(
    "live",
    metadata,
    Column("article", Text, ForeignKey("articles.id"), primary_key=True),
    Column("digest", Text, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("outlet_key", Text, nullable=False),
    Column("published_at", MOMENT),
    Column("vouched", Boolean, nullable=False),
    Column("site", Text),
    Index(None, "digest", unique=True),
    Index(None, "outlet_key", "site"),
    Index("ix_live_newest", _or_first("published_at"), "article"),
)
"""The current version of every article that has not been removed; ``site`` is where its address begins."""

readings = Table(
    "readings",
    metadata,
    Column("digest", Text, nullable=False),
    Column("reader", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("vectors", LargeBinary, nullable=False),
    PrimaryKeyConstraint("digest", "reader"),
)
judgements = Table(
    "judgements",
    metadata,
    Column("model", Text, nullable=False),
    Column("pair", LargeBinary, nullable=False),
    Column("logits", ARRAY(REAL), nullable=False),
    PrimaryKeyConstraint("model", "pair"),
)
"""What the pair model said of two texts, by the digest of both."""

events = Table(
    "events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", BigInteger, Identity(always=True), nullable=False),
    Column("headline", Text, nullable=False),
    Column("first_at", MOMENT),
    Column("last_at", MOMENT),
    Column("changed_at", MOMENT, nullable=False),
    Column("disputed", Boolean, nullable=False),
    Column("contradictions", Integer, nullable=False),
    Column("agreement", Double),
    Column("agreement_low", Double),
    Column("agreement_high", Double),
    Column("independent_outlets", Integer, nullable=False),
    Column("n_articles", Integer, nullable=False),
    Column("n_claims", Integer, nullable=False),
    Column("n_sources", Integer, nullable=False),
    Column("places", ARRAY(Text), nullable=False),
    Column("folded_places", ARRAY(Text), nullable=False),
    Column("snapshot", Text, nullable=False),
    Column("ended", Boolean, nullable=False, server_default="false"),
    Column("moved_to", Text, ForeignKey("events.id")),
    Index("ix_events_newest", "ended", _or_first("last_at"), "id"),
    Index("ix_events_most_disputed", "ended", "contradictions", _or_first("last_at"), "id"),
    Index("ix_events_folded_places", "folded_places", postgresql_using="gin"),
)
"""Events that are, and ids that were: those point to where most of their claims went, or nowhere."""

threads = Table(
    "threads",
    metadata,
    Column("digest", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("event", Text, ForeignKey("events.id"), nullable=False),
    Column("part", BigInteger, nullable=False),
    Column("claims", ARRAY(Text), nullable=False),
    Column("outlet", Text, nullable=False),
    Column("vector", HALFVEC(), nullable=False),
    Column("words", ARRAY(Text), nullable=False),
    Column("names", ARRAY(Text), nullable=False),
    Column("days", ARRAY(Integer), nullable=False),
    Column("published", Double),
    Column("background", Boolean, nullable=False),
    Column("vouched", Boolean, nullable=False),
    Column("together", Text, nullable=False, server_default=""),
    Column("apart", ARRAY(Text), nullable=False, server_default="{}"),
    PrimaryKeyConstraint("digest", "number"),
    Index(None, "published"),
    Index(None, "part"),
    Index(None, "event"),
)
"""Vectors are multiples of 1/2048, which 16 bits hold exactly: they then stand in the row, and not beside the table."""
parts = Sequence("parts", metadata=metadata)

claims = Table(
    "claims",
    metadata,
    Column("id", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("event", Text, ForeignKey("events.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("as_of", MOMENT),
    Column("supported", Double),
    Column("opposed", Double),
    Column("voice", Text),
    Column("statement", Text),
    Column("witnesses", JSONB),
    Column("ruled", Text),
    Column("bits", Double),
    Column("comparisons", Double),
    Index(None, "event"),
    Index(None, "digest"),
    Index(None, "source", "as_of", "id"),
    Index(None, "voice"),
)
"""Claims of live articles; ``supported`` and ``opposed`` are null where nothing that counts was compared.

``voice``, ``statement`` and ``witnesses`` are those of an utterance, null where the claim cannot count; ``ruled`` is
what an editor says of it. ``bits`` and ``comparisons`` are what its statement comes to, and stand at the latest of the
claims by which its source makes it.
"""

heard = Table(
    "heard",
    metadata,
    Column("event", Text, ForeignKey("events.id"), nullable=False),
    Column("source", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("aliases", ARRAY(Text), nullable=False),
    Column("speaks_for", Text),
    Column("vouched", Boolean, nullable=False),
    Column("n_claims", Integer, nullable=False, server_default="0"),
    Column("alike", Double, nullable=False, server_default="0"),
    Column("otherwise", Double, nullable=False, server_default="0"),
    Column("party", JSONB(none_as_null=True)),
    PrimaryKeyConstraint("event", "source"),
    Index(None, "source"),
    Index("ix_heard_parties", "source", postgresql_where=text("party IS NOT NULL")),
)
"""The sources of each event as they are named in it; where ``vouched``, as articles that count name them.

``n_claims`` is how many claims each makes in it; ``alike`` and ``otherwise`` are how others tell what an outlet passes
on; ``party`` is what says that it is a party to the event, null where it is none.
"""

sources = Table(
    "sources",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("folded_name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("aliases", ARRAY(Text), nullable=False),
    Column("speaks_for", Text),
    Column("prior_mean", Double, nullable=False),
    Column("prior_strength", Double, nullable=False),
    Column("prior_basis", Text, nullable=False),
    Column("comparisons", Double, nullable=False),
    Column("mean", Double),
    Column("low", Double),
    Column("high", Double),
    Column("faithful", Double),
    Column("faithful_low", Double),
    Column("faithful_high", Double),
    Column("alike", Double, nullable=False, server_default="0"),
    Column("otherwise", Double, nullable=False, server_default="0"),
    Column("n_claims", Integer, nullable=False),
    Column("n_events", Integer, nullable=False),
    Column("ways", JSONB, nullable=False, server_default="[]"),
    Index(None, "folded_name", "id"),
)
"""Sources over all events; ``mean``, ``low`` and ``high`` are null where no credibility is shown.

``faithful`` with its bounds is the fidelity of an outlet, null where it is not known; ``alike`` and ``otherwise`` are
sums over what it passes on. ``ways`` are those in which it is named, each with the number of events that name it so:
name, kind, aliases, whom it speaks for, whether articles that count do, and how many. Sums and ways are kept up to date
by what events add to them and take away, so that nothing has to be added up over the store.
"""
