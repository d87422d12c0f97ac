"""Labels as they are added and withdrawn: inputs like the others, so callers hold the writer's lock."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select

from service.news.accounts import By
from service.news.errors import Forbidden, NotKept
from service.news.label import (
    Decision,
    DisputeDecision,
    EventDecision,
    LabelKind,
    PairDecision,
    PartyDecision,
    SourceDecision,
    Withdrawal,
)
from service.store.readings import Readings
from service.store.schema.base import AnyRow, among
from service.store.schema.identity import keys
from service.store.schema.memory import claims, labels, positions, versions, withdrawals


def standing(connection: Connection, names: Collection[str]) -> dict[str, AnyRow]:
    """Of some claims those that stand in articles as they now are, by id: each with its version and its event."""
    rows = connection.execute(select(claims.c.id, claims.c.digest, claims.c.event).where(among(claims.c.id, names)))
    return {row.id: row for row in rows}


def check(decision: Decision, there: Mapping[str, AnyRow]) -> None:
    """Raises NotKept, naming the claim, where one is not ``there``.

    Such a claim stands in an article that was removed, in an earlier version, or in none at all.
    """
    missing = next((name for name in decision.claims if name not in there), None)
    if missing is not None:
        raise NotKept(f"No claim {missing} stands in an article as it is kept now.")


def add(
    connection: Connection,
    decision: Decision,
    by: str,
    at: datetime,
    there: Mapping[str, AnyRow],
    readings: Readings,
    imported_by: str | None = None,
) -> int:
    """Keeps ``decision``, all of whose claims are ``there``; the number of the label."""
    rows = [there[name] for name in decision.claims]
    made = insert(labels).values(
        position=positions.next_value(),
        kind=decision.kind.value,
        claims=list(decision.claims),
        spans=_spans(connection, rows, readings),
        digests=list(dict.fromkeys(row.digest for row in rows)),
        events=list(dict.fromkeys(row.event for row in rows)),
        note=decision.note,
        by=by,
        at=at,
        imported_by=imported_by,
        **content(decision),
    )
    return int(connection.execute(made.returning(labels.c.position)).scalar_one())


def withdraw(connection: Connection, label: int, withdrawal: Withdrawal) -> None:
    """Lets a label that stands hold no more."""
    connection.execute(
        insert(withdrawals).values(
            position=positions.next_value(),
            label=label,
            reason=withdrawal.reason,
            by=withdrawal.by,
            at=withdrawal.at,
        )
    )


def whose(connection: Connection, by: By) -> str:
    """Whose word it is: the person's, where one of their keys was used. The audit log has the key."""
    person = connection.scalar(select(keys.c.user_id).where(keys.c.id == by.id.removeprefix("key:")))
    return by.id if person is None else f"user:{person}"


def refuse_others(maker: str, own: str) -> None:
    """Raises Forbidden where ``own`` is not ``maker``: what others say is not taken back, but said otherwise."""
    if maker != own:
        raise Forbidden(f"That is the word of {maker}: they or an admin may withdraw it; others say otherwise.")


def articles_of(connection: Connection, decisions: Collection[Decision]) -> set[str]:
    """The articles about which some decisions change something: not those that are on pairs."""
    named = {
        name.rpartition(".")[0]
        for decision in decisions
        if decision.kind is not LabelKind.PAIR
        for name in decision.claims
    }
    return set(connection.scalars(select(versions.c.article).where(among(versions.c.digest, named))))


def _spans(connection: Connection, rows: Sequence[AnyRow], readings: Readings) -> list[Mapping[str, object]]:
    read = readings.recall(connection, {row.digest for row in rows})
    said = {claim.id: claim for one in read.values() for claim in one.reading.claims}
    return [
        {"field": claim.field.value, "start": claim.span.start, "end": claim.span.end}
        for claim in (said[row.id] for row in rows)
    ]


def content(decision: Decision) -> Mapping[str, object]:
    """What is decided, as the columns that are its kind's own."""
    match decision:
        case PairDecision(relation=relation, reasons=reasons, later=later):
            return {"relation": relation.value, "later": later, "reasons": [reason.value for reason in reasons]}
        case SourceDecision(source=source, source_kind=kind):
            return {"source": source, "source_kind": None if kind is None else kind.value, "reasons": []}
        case DisputeDecision(ruling=ruling):
            return {"ruling": ruling.value, "reasons": []}
        case PartyDecision(party=party):
            return {"party": party, "reasons": []}
        case EventDecision(group_of=group_of):
            return {"groups": [group_of[name] for name in decision.claims], "reasons": []}
