"""Labels as they are read: newest first, each with how it stands among the others on the same claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, Text, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from service.news.errors import NotKept
from service.news.label import (
    Decision,
    DisputeDecision,
    EventDecision,
    Label,
    LabelKind,
    LabelQuery,
    PairDecision,
    PartyDecision,
    SourceDecision,
    Withdrawal,
    opposed,
)
from service.news.memory import Page
from service.news.pair import ReasonCode, Relation
from service.news.source import Ruling, SourceKind
from service.store import keyset
from service.store.kept_edits import STANDS
from service.store.schema.base import among
from service.store.schema.memory import labels as table
from service.store.schema.memory import withdrawals

_Row: TypeAlias = Row[Any]
# As PostgreSQL's own type of array, for which the indexes answer.
_CLAIMS = type_coerce(table.c.claims, ARRAY(Text))
_EVENTS = type_coerce(table.c.events, ARRAY(Text))
_NEWEST = (keyset.by_number(table.c.position),)


def labels(connection: Connection, query: LabelQuery) -> Page[Label]:
    """The labels that ``query`` asks for, newest first."""
    rows = select(table).where(*_conditions(query))
    found = keyset.page(connection, rows, _NEWEST, _as_it_is, limit=query.limit, after=query.after, descending=True)
    return Page(_labels(connection, found.items), found.next)


def labels_from(connection: Connection, query: LabelQuery) -> Page[Label]:
    """As ``labels``, but the oldest first."""
    rows = select(table).where(*_conditions(query))
    found = keyset.page(connection, rows, _NEWEST, _as_it_is, limit=query.limit, after=query.after, descending=False)
    return Page(_labels(connection, found.items), found.next)


def label(connection: Connection, number: str) -> Label:
    """One label by its number. Raises NotKept."""
    position = keyset.number_in(number)
    wanted = select(table).where(table.c.position == position)
    row = connection.execute(wanted).one_or_none() if position is not None else None
    if row is None:
        raise NotKept(f"No label {number} is kept.")
    return _labels(connection, [row])[0]


def _conditions(query: LabelQuery) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if query.kind is not None:
        wanted.append(table.c.kind == query.kind.value)
    if query.claims:
        wanted.append(_CLAIMS.overlap(query.claims))
    if query.event is not None:
        wanted.append(_EVENTS.contains([query.event]))
    if query.by is not None:
        wanted.append(table.c.by == query.by)
    if query.since is not None:
        wanted.append(table.c.at >= query.since)
    return wanted


def _as_it_is(row: _Row) -> _Row:
    return row


def _labels(connection: Connection, rows: Sequence[_Row]) -> tuple[Label, ...]:
    """Each row as a label: whether it is current, and whether people disagree, follows from everyone's last word."""
    names = sorted({name for row in rows for name in row.claims})
    last = _last_of_each(connection, names)
    said: defaultdict[object, set[object]] = defaultdict(set)
    for row in last:
        said[_on(row)].add(decision(row).said)
    on_events = _on_events(connection, names)
    current = {row.position for row in last} | {row.position for row in on_events if _is_last_word(row, on_events)}
    current_on_events = [row for row in on_events if row.position in current]
    withdrawn = _withdrawn(connection, [row.position for row in rows])
    return tuple(
        Label(
            number=row.position,
            decision=decision(row),
            events=tuple(row.events),
            by=row.by,
            at=row.at,
            current=row.position in current,
            disagree=_is_opposed(row, current_on_events) if _is_on_events(row) else len(said[_on(row)]) > 1,
            imported_by=row.imported_by,
            withdrawn=withdrawn.get(row.position),
        )
        for row in rows
    )


def _last_of_each(connection: Connection, names: Sequence[str]) -> Sequence[_Row]:
    """The last label of each person on each pair and each source among the claims ``names``."""
    each = (table.c.kind, table.c.claims, table.c.by)
    found = select(table).where(_CLAIMS.overlap(names), table.c.kind != LabelKind.EVENT.value, STANDS)
    latest = (table.c.at.desc(), table.c.position.desc())
    return connection.execute(found.ext(distinct_on(*each)).order_by(*each, *latest)).all()


def _on_events(connection: Connection, names: Sequence[str]) -> Sequence[_Row]:
    """The labels on events that name one of the claims ``names``."""
    found = select(table).where(_CLAIMS.overlap(names), table.c.kind == LabelKind.EVENT.value, STANDS)
    return connection.execute(found).all()


def _is_last_word(row: _Row, others: Sequence[_Row]) -> bool:
    """Whether nothing that its maker said later on events opposes it."""
    later = [each for each in others if each.by == row.by and (each.at, each.position) > (row.at, row.position)]
    return not any(opposed(decision(row), decision(each)) for each in later)


def _is_opposed(row: _Row, current: Sequence[_Row]) -> bool:
    """Whether it is current, and what somebody else says now opposes it."""
    others = [each for each in current if each.by != row.by]
    is_current = any(each.position == row.position for each in current)
    return is_current and any(opposed(decision(row), decision(each)) for each in others)


def _withdrawn(connection: Connection, numbers: Sequence[int]) -> dict[int, Withdrawal]:
    found = connection.execute(select(withdrawals).where(among(withdrawals.c.label, numbers)))
    return {row.label: Withdrawal(row.by, row.at, row.reason) for row in found}


def _is_on_events(row: _Row) -> bool:
    return bool(row.kind == LabelKind.EVENT.value)


def _on(row: _Row) -> tuple[str, tuple[str, ...]]:
    """What a label is on."""
    return row.kind, tuple(row.claims)


def decision(row: _Row) -> Decision:
    """What a row of ``labels`` says."""
    match LabelKind(row.kind):
        case LabelKind.PAIR:
            a, b = row.claims if row.later != row.claims[0] else reversed(row.claims)
            return PairDecision(a, b, Relation(row.relation), tuple(map(ReasonCode, row.reasons)), row.note)
        case LabelKind.SOURCE:
            kind = None if row.source_kind is None else SourceKind(row.source_kind)
            return SourceDecision(row.claims[0], row.source, row.note, kind)
        case LabelKind.DISPUTE:
            return DisputeDecision(row.claims[0], Ruling(row.ruling), row.note)
        case LabelKind.PARTY:
            return PartyDecision(row.claims[0], row.party, row.note)
        case LabelKind.EVENT:
            groups: defaultdict[int, list[str]] = defaultdict(list)
            for name, group in zip(row.claims, row.groups, strict=True):
                groups[group].append(name)
            return EventDecision(tuple(map(tuple, groups.values())), row.note)
