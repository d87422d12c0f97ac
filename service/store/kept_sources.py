"""Sources over everything that is kept, as they are read: by name, one by one, and with their ledgers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Integer, Row, select

from service.news.errors import NotKept
from service.news.memory import LedgerLine, Page, Place, SourceQuery, SourceSummary
from service.news.source import Credibility, LedgerEntry, Prior, Ruling, Source, SourceKind
from service.scoring import weigh
from service.scoring.credibility.borne_out import Record
from service.store import followings, kept_rates, keyset, party_rows, utterance_rows
from service.store.folding import folded
from service.store.schema.base import among
from service.store.schema.memory import claims, live
from service.store.schema.memory import sources as table

_BY_NAME = (keyset.by_text(table.c.folded_name), keyset.by_text(table.c.id))
_COUNTS = (claims.c.supported.is_not(None) | claims.c.ruled.is_not(None)).cast(Integer)
_LEDGER = (keyset.by_number(_COUNTS), keyset.by_moment(claims.c.as_of), keyset.by_text(claims.c.id))


def sources(connection: Connection, query: SourceQuery) -> Page[SourceSummary]:
    """The sources that ``query`` asks for, by name, case and accents apart, then by id."""
    rows = select(table)
    if query.named is not None:
        rows = rows.where(table.c.folded_name.contains(folded(query.named), autoescape=True))
    if query.kind is not None:
        rows = rows.where(table.c.kind == query.kind)
    return keyset.page(connection, rows, _BY_NAME, _summary, limit=query.limit, after=query.after, descending=False)


def source(connection: Connection, id: str) -> SourceSummary:
    """One source. Raises NotKept."""
    found = _summary(_row(connection, id))
    return replace(
        found, party_to=party_rows.party_to(connection, id), followings=followings.of(connection, found.source)
    )


def named(connection: Connection, ids: Collection[str]) -> list[SourceSummary]:
    """Some sources, by id; those that are not kept are left out."""
    return [
        _summary(row) for row in connection.execute(select(table).where(among(table.c.id, ids)).order_by(table.c.id))
    ]


def ledger(connection: Connection, id: str, limit: int, after: Place | None) -> Page[LedgerLine]:
    """What a source vouches for, and what each claim did to its credibility. Raises NotKept.

    First the claims that were compared with something that counts, then those that were not; both latest first, those
    without a time last, then by id.
    """
    of = _row(connection, id)
    rows = (
        select(claims, live.c.article)
        .join_from(claims, live, live.c.digest == claims.c.digest)
        .where(claims.c.source == id)
    )
    found = keyset.page(connection, rows, _LEDGER, lambda row: row, limit=limit, after=after, descending=True)
    entries = _entries(connection, of, [row for row in found.items if row.statement is not None])
    return Page(tuple(_line(row, of, entries.get(row.id)) for row in found.items), found.next)


def _entries(connection: Connection, of: Row[Any], rows: Sequence[Row[Any]]) -> dict[str, LedgerEntry]:
    """What each of some claims did, beside all that its source states elsewhere."""
    if not rows:
        return {}
    inside = {row.event for row in rows}
    said = utterance_rows.utterances(connection, (claims.c.source == of.id) & among(claims.c.event, inside))
    known = kept_rates.rates(connection, said)
    rest = utterance_rows.records(connection, [of.id], inside).get(of.id, Record())
    entries = weigh.ledger(_prior(of), said, known, rest, {row.id for row in rows})
    return {entry.claim: entry for entry in entries}


def _row(connection: Connection, id: str) -> Row[Any]:
    row = connection.execute(select(table).where(table.c.id == id)).one_or_none()
    if row is None:
        raise NotKept(f"No source {id} is kept.")
    return row


def _line(row: Row[Any], of: Row[Any], entry: LedgerEntry | None) -> LedgerLine:
    """Without figures that would give away a credibility that is not shown."""
    shown = of.mean is not None
    return LedgerLine(
        claim=row.id,
        text=row.text,
        event=row.event,
        article=row.article,
        as_of=row.as_of,
        supported=row.supported or 0.0,
        opposed=row.opposed or 0.0,
        mean_without=(entry.mean_without if entry else of.mean) if shown else None,
        evidence=entry.evidence if entry else 0.0,
        effect=(entry.effect if entry else 0.0) if shown else None,
        compared=entry.compared if entry else (),
        ruled=None if row.ruled is None else Ruling(row.ruled),
        dependence=entry.dependence if entry else 0.0,
    )


def _summary(row: Row[Any]) -> SourceSummary:
    return SourceSummary(
        source=Source(row.id, row.name, SourceKind(row.kind), tuple(row.aliases), row.speaks_for),
        prior=_prior(row),
        credibility=_credibility(row),
        n_claims=row.n_claims,
        n_events=row.n_events,
        fidelity=_fidelity(row),
    )


def _prior(row: Row[Any]) -> Prior:
    return Prior(row.prior_mean, row.prior_strength, row.prior_basis)


def _credibility(row: Row[Any]) -> Credibility | None:
    return None if row.mean is None else Credibility(row.mean, (row.low, row.high), row.comparisons)


def _fidelity(row: Row[Any]) -> Credibility | None:
    if row.faithful is None:
        return None
    return Credibility(row.faithful, (row.faithful_low, row.faithful_high), row.alike + row.otherwise)
