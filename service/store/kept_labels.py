"""Labels as they are read: newest first, each with how it stands among the others on the same claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Row, Text, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from service.news.errors import NotKept
from service.news.label import Decision, Label, LabelKind, LabelQuery, PairDecision, SourceDecision
from service.news.memory import Page
from service.news.pair import ReasonCode, Relation
from service.store import keyset
from service.store.schema.memory import labels as table

_Row: TypeAlias = Row[Any]
# As PostgreSQL's own type of array, for which the indexes answer.
_CLAIMS = type_coerce(table.c.claims, ARRAY(Text))
_EVENTS = type_coerce(table.c.events, ARRAY(Text))
_NEWEST = (keyset.by_number(table.c.position),)
_MOST_DIGITS = 18  # a position is a bigint


def labels(connection: Connection, query: LabelQuery) -> Page[Label]:
    """The labels that ``query`` asks for, newest first."""
    rows = select(table).where(*_conditions(query))
    found = keyset.page(connection, rows, _NEWEST, _as_it_is, limit=query.limit, after=query.after, descending=True)
    return Page(_labels(connection, found.items), found.next)


def label(connection: Connection, number: str) -> Label:
    """One label by its number. Raises NotKept."""
    known = number.isascii() and number.isdecimal() and not number.startswith("0") and len(number) <= _MOST_DIGITS
    row = connection.execute(select(table).where(table.c.position == int(number))).one_or_none() if known else None
    if row is None:
        raise NotKept(f"No label {number} is kept.")
    return _labels(connection, [row])[0]


def _conditions(query: LabelQuery) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if query.kind is not None:
        wanted.append(table.c.kind == query.kind.value)
    if query.claim is not None:
        wanted.append(_CLAIMS.contains([query.claim]))
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
    last = _last_of_each(connection, rows)
    current = {row.position for row in last}
    said: defaultdict[object, set[object]] = defaultdict(set)
    for row in last:
        said[_on(row)].add(_decision(row).said)
    return tuple(
        Label(
            number=row.position,
            decision=_decision(row),
            events=tuple(row.events),
            by=row.by,
            at=row.at,
            current=row.position in current,
            disagree=len(said[_on(row)]) > 1,
        )
        for row in rows
    )


def _last_of_each(connection: Connection, rows: Sequence[_Row]) -> Sequence[_Row]:
    """The last label of each person on whatever shares a claim with ``rows``."""
    names = sorted({name for row in rows for name in row.claims})
    each = (table.c.kind, table.c.claims, table.c.by)
    found = select(table).where(_CLAIMS.overlap(names)).ext(distinct_on(*each))
    return connection.execute(found.order_by(*each, table.c.position.desc())).all()


def _on(row: _Row) -> tuple[str, tuple[str, ...]]:
    """What a label is on."""
    return row.kind, tuple(row.claims)


def _decision(row: _Row) -> Decision:
    match LabelKind(row.kind):
        case LabelKind.PAIR:
            a, b = row.claims if row.later != row.claims[0] else reversed(row.claims)
            return PairDecision(a, b, Relation(row.relation), tuple(map(ReasonCode, row.reasons)), row.note)
        case LabelKind.SOURCE:
            return SourceDecision(row.claims[0], row.source, row.note)
