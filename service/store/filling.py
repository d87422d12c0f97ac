"""A store filled by the thousand with articles that have been read already, for measuring: nothing is worked out yet.

What is put in stands there as ``Archive.keep`` would have put it; a rebuild makes of it what it amounts to.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import BigInteger, Connection, Engine, ScalarSelect, Table, func, insert, literal_column, select, text

from service.news.accounts import By
from service.news.article import Field
from service.news.identity import Principal
from service.news.label import LabelKind
from service.news.memory import Extent
from service.news.pair import Relation
from service.scoring.memory import Remembered
from service.store import inputs
from service.store.readings import Readings
from service.store.schema.memory import claims, events, labels, live, positions, threads

# Judgements on texts that nobody sent: each under a digest of the digest of a pair that was judged.
_REPEATED = text("""
    INSERT INTO judgements
    SELECT model, substring(sha256(pair || convert_to(CAST(n AS text), 'UTF8')) FOR 16),
        logits
    FROM judgements, generate_series(1, :times) n
""")


_SERVER_MEMORY = text("""
    SELECT (SELECT sum(total_bytes) FROM pg_backend_memory_contexts WHERE level = 1)
        + (SELECT sum(allocated_size) FROM pg_shmem_allocations)
""")
_INDEXES = (
    select(func.coalesce(func.sum(func.pg_relation_size(literal_column("pg_class.oid"))), 0).cast(BigInteger))
    .select_from(text("pg_class"))
    .where(text("relkind = 'i' AND relnamespace = 'public'::regnamespace"))
)


@dataclass(frozen=True, slots=True)
class MadeLabel:
    """What two claims are to each other: their ids, in order, and for an update the later one; what they are about."""

    claims: tuple[str, str]
    relation: Relation
    later: str | None
    event: str


def put_in(connection: Connection, readings: Readings, read: Sequence[Remembered], by: Principal, at: datetime) -> None:
    """Adds articles, each under the id that its sender gives it, with what was read in them."""
    given = [inputs.sent(one.article, by) for one in read]
    inputs.lock(connection)
    inputs.add_versions(connection, given, by, at)
    readings.add(connection, [_named(one, sent.digest) for one, sent in zip(read, given, strict=True)])


def put_in_labels(connection: Connection, made: Sequence[MadeLabel], by: By, at: datetime) -> None:
    """Adds labels on pairs of claims, which need not be there."""
    inputs.lock(connection)
    rows = [
        {
            "kind": LabelKind.PAIR.value,
            "claims": list(each.claims),
            "spans": [{"field": Field.TEXT.value, "start": 0, "end": 1}] * len(each.claims),
            "digests": [claim.partition(".")[0] for claim in each.claims],
            "events": [each.event],
            "relation": each.relation.value,
            "later": each.later,
            "reasons": [],
            "note": "",
            "by": by.id,
            "at": at,
        }
        for each in made
    ]
    connection.execute(insert(labels).values(position=positions.next_value()), rows)


def repeat_judgements(connection: Connection, times: int) -> None:
    """Adds ``times`` judgements for each that is kept, on texts that nobody asks about: they only take up room."""
    connection.execute(_REPEATED, {"times": times})


def tidy(engine: Engine) -> None:
    """Does at once what the server does by itself, by and by, in a store that grows from day to day."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM (ANALYZE)"))


def extent(connection: Connection) -> Extent:
    """How much is kept."""
    parts = select(func.count().label("n")).select_from(threads).group_by(threads.c.part).subquery()
    row = connection.execute(
        select(
            _count(live).label("articles"),
            _count(claims).label("claims"),
            _count(threads).label("threads"),
            select(func.count()).select_from(events).where(~events.c.ended).scalar_subquery().label("events"),
            select(func.coalesce(func.max(parts.c.n), 0)).scalar_subquery().label("part"),
            select(func.coalesce(func.max(events.c.n_claims), 0))
            .where(~events.c.ended)
            .scalar_subquery()
            .label("event"),
            func.pg_database_size(func.current_database()).label("bytes"),
            _INDEXES.scalar_subquery().label("indexes"),
        )
    ).one()
    return Extent(row.articles, row.claims, row.threads, row.events, row.part, row.event, row.bytes, row.indexes)


def server_memory(connection: Connection) -> int:
    """The bytes that the server holds for this connection, and those that all of its connections share."""
    return int(connection.execute(_SERVER_MEMORY).scalar_one())


def _count(table: Table) -> ScalarSelect[int]:
    return select(func.count()).select_from(table).scalar_subquery()


def _named(read: Remembered, digest: str) -> Remembered:
    """``read`` as it is where its article is called ``digest``."""
    said = tuple(
        replace(claim, id=f"{digest}.{number}", article=digest) for number, claim in enumerate(read.reading.claims, 1)
    )
    voices = tuple(replace(voice, first=(digest, *voice.first[1:])) for voice in read.reading.voices)
    return replace(
        read,
        article=replace(read.article, id=digest),
        reading=replace(read.reading, article=digest, claims=said, voices=voices),
        encoded=tuple(replace(one, claim=claim) for one, claim in zip(read.encoded, said, strict=True)),
    )
