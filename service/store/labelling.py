"""Labels as they are added: inputs like the others, so callers hold the writer's lock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from service.news.accounts import By
from service.news.errors import NotKept
from service.news.label import Decision, PairDecision, SourceDecision
from service.store.readings import Readings
from service.store.schema.base import AnyRow, among
from service.store.schema.identity import keys
from service.store.schema.memory import claims, labels, positions


def add_label(connection: Connection, decision: Decision, by: By, at: datetime, readings: Readings) -> int:
    """Keeps ``decision``; the number of the label.

    Raises NotKept, naming the claim, where one stands in no article as it now is: one that was removed, an earlier
    version, or none at all.
    """
    standing = _standing(connection, decision.claims)
    made = insert(labels).values(
        position=positions.next_value(),
        kind=decision.kind.value,
        claims=list(decision.claims),
        spans=_spans(connection, standing, readings),
        events=list(dict.fromkeys(row.event for row in standing)),
        note=decision.note,
        by=_whose(connection, by),
        at=at,
        **_content(decision),
    )
    return int(connection.execute(made.returning(labels.c.position)).scalar_one())


def _standing(connection: Connection, names: Sequence[str]) -> list[AnyRow]:
    """The rows of some claims, in the order of ``names``."""
    rows = connection.execute(select(claims.c.id, claims.c.digest, claims.c.event).where(among(claims.c.id, names)))
    found = {row.id: row for row in rows}
    missing = next((name for name in names if name not in found), None)
    if missing is not None:
        raise NotKept(f"No claim {missing} stands in an article as it is kept now.")
    return [found[name] for name in names]


def _spans(connection: Connection, standing: Sequence[AnyRow], readings: Readings) -> list[Mapping[str, object]]:
    read = readings.recall(connection, {row.digest for row in standing})
    said = {claim.id: claim for one in read.values() for claim in one.reading.claims}
    return [
        {"field": claim.field.value, "start": claim.span.start, "end": claim.span.end}
        for claim in (said[row.id] for row in standing)
    ]


def _content(decision: Decision) -> Mapping[str, object]:
    match decision:
        case PairDecision(relation=relation, reasons=reasons, later=later):
            return {"relation": relation.value, "later": later, "reasons": [reason.value for reason in reasons]}
        case SourceDecision(source=source):
            return {"source": source, "reasons": []}


def _whose(connection: Connection, by: By) -> str:
    """Whose word it is: the person's, where one of their keys was used. The audit log has the key."""
    person = connection.scalar(select(keys.c.user_id).where(keys.c.id == by.id.removeprefix("key:")))
    return by.id if person is None else f"user:{person}"
