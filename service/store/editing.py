"""What editors decide, worked in: labels added, withdrawn and brought in, events merged and split.

Each function works in the transaction of its connection; callers hold the writer's lock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, Text, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY

from service.news.accounts import By
from service.news.errors import NothingToEdit, NotKept
from service.news.label import (
    Decision,
    DisputeDecision,
    Edited,
    EventDecision,
    GivenLabel,
    Imported,
    Label,
    RefusedLine,
    Withdrawal,
)
from service.store import audit, labelling, reading
from service.store.projection import Projection
from service.store.schema.base import AnyRow, among
from service.store.schema.memory import claims, labels, live, withdrawals

AT_ONCE = 200
# Labels on more articles than this are worked in by working everything out anew, some articles at a time.
MOST_ARTICLES = 1_000


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, why and when."""

    by: By
    reason: str
    at: datetime


def label(connection: Connection, projection: Projection, decision: Decision, by: By, at: datetime) -> Label:
    """Keeps ``decision``. Raises NotKept, naming the claim, where one stands in no article as it now is."""
    there = labelling.standing(connection, decision.claims)
    labelling.check(decision, there)
    own = labelling.whose(connection, by)
    number = labelling.add(connection, decision, own, at, there, projection.readings)
    _work_in(connection, projection, [decision])
    detail = {"kind": decision.kind.value, "claims": list(decision.claims)}
    audit.write(connection, at, by, "label.add", f"label:{number}", detail)
    return reading.label(connection, str(number))


def withdraw(connection: Connection, projection: Projection, id: str, act: Act, *, anyones: bool) -> Label:
    """Lets a label hold no more; one that was withdrawn stays as it is.

    Raises NotKept, and Forbidden where it is somebody else's word, unless ``anyones`` may be withdrawn.
    """
    found = reading.label(connection, id)
    own = labelling.whose(connection, act.by)
    if not anyones:
        labelling.refuse_others(found.by, own)
    if found.withdrawn is not None:
        return found
    labelling.withdraw(connection, found.number, Withdrawal(own, act.at, act.reason))
    _work_in(connection, projection, [found.decision])
    audit.write(connection, act.at, act.by, "label.withdraw", f"label:{found.number}", {"reason": act.reason})
    return reading.label(connection, id)


def dispute(connection: Connection, projection: Projection, source: str, decision: DisputeDecision, act: Act) -> Label:
    """A line of a source's ledger counts as an editor has it from now on.

    Raises NotKept where the source is not kept, or vouches for no such claim.
    """
    reading.source(connection, source)
    there = connection.scalar(select(claims.c.source).where(claims.c.id == decision.claim))
    if there != source:
        raise NotKept(f"No claim {decision.claim} is in the ledger of {source}.")
    return label(connection, projection, decision, act.by, act.at)


def merge(connection: Connection, projection: Projection, events: Sequence[str], act: Act) -> Edited:
    """Several events are one from now on.

    Raises NotKept, Moved and Removed where one of them is not there, NothingToEdit where they are one already.
    """
    found = dict.fromkeys(reading.resolve_event(connection, name) for name in events)
    if len(found) < 2:
        raise NothingToEdit(f"{', '.join(found)} is one event already.")
    names = [name for event in found for name in _claims_of(connection, event)]
    return _edit(connection, projection, (names,), act)


def split(
    connection: Connection,
    projection: Projection,
    id: str,
    chosen: Collection[str],
    articles: Collection[str],
    act: Act,
) -> Edited:
    """The ``chosen`` claims of an event, and its claims in ``articles``, are an event apart from the rest from now on.

    Raises NotKept, Moved and Removed where the event is not there; NotKept, naming it, where it has not such a claim or
    none in such an article; NothingToEdit where no claim would be left.
    """
    event = reading.resolve_event(connection, id)
    inside = _claims_of(connection, event)
    taken = set(chosen)
    for article in articles:
        digest = connection.scalar(select(live.c.digest).where(live.c.article == article))
        said = {name for name, version in inside.items() if version == digest}
        if not said:
            raise NotKept(f"No claim of the article {article} is about the event {event}.")
        taken |= said
    missing = next((name for name in sorted(taken) if name not in inside), None)
    if missing is not None:
        raise NotKept(f"No claim {missing} is about the event {event}.")
    rest = [name for name in inside if name not in taken]
    if not rest:
        raise NothingToEdit(f"These are all claims of {event}: none would be left.")
    return _edit(connection, projection, (rest, sorted(taken)), act)


def _edit(connection: Connection, projection: Projection, groups: Sequence[Sequence[str]], act: Act) -> Edited:
    made = label(connection, projection, EventDecision(tuple(map(tuple, groups)), act.reason), act.by, act.at)
    about = labelling.standing(connection, made.decision.claims)
    return Edited(made, tuple(dict.fromkeys(about[name].event for group in groups for name in group)))


def _claims_of(connection: Connection, event: str) -> dict[str, str]:
    """The claims of an event, each with its version, in the order of their ids."""
    rows = connection.execute(select(claims.c.id, claims.c.digest).where(claims.c.event == event).order_by(claims.c.id))
    return {row.id: row.digest for row in rows}


def bring_in(
    connection: Connection, projection: Projection, given: Sequence[GivenLabel], by: By, at: datetime, *, trial: bool
) -> Imported:
    """Keeps labels from elsewhere, but for those that are kept already or cannot be; a ``trial`` only tells.

    One is kept already where there is one of the same person with the same content and time, or, where no time is
    given, one that stands.
    """
    point = connection.begin_nested()
    own = labelling.whose(connection, by)
    found = _Incoming(connection, projection, own, at)
    lines = iter(given)
    while some := list(islice(lines, AT_ONCE)):
        found.take(some)
    if trial:
        point.rollback()
    elif found.changed:
        _work_in(connection, projection, found.changed)
        detail = {"added": found.added, "withdrawn": found.withdrawn, "known": found.known}
        audit.write(connection, at, by, "label.import", "labels", {**detail, "refused": len(found.refused)})
    return Imported(found.added, found.withdrawn, found.known, tuple(found.refused))


class _Incoming:
    """Labels from elsewhere, taken in some at a time."""

    def __init__(self, connection: Connection, projection: Projection, own: str, at: datetime) -> None:
        self._connection = connection
        self._readings = projection.readings
        self._own = own
        self._at = at
        self.added = self.withdrawn = self.known = 0
        self.refused: list[RefusedLine] = []
        self.changed: list[Decision] = []

    def take(self, given: Sequence[GivenLabel]) -> None:
        """Keeps those that can be and are not yet."""
        names = {name for one in given for name in one.decision.claims}
        there = labelling.standing(self._connection, names)
        self._readings.recall(self._connection, {row.digest for row in there.values()})  # once for all of them
        kept = _kept(self._connection, names)
        for one in given:
            if one.at is not None and one.at > self._at:
                self.refused.append(RefusedLine(one.line, "Its time lies in the future."))
                continue
            stated = replace(one, by=one.by or self._own, at=one.at or self._at)
            match = _known(kept[_identity(stated.by or "", one.decision)], one.at)
            if match is None:
                try:
                    labelling.check(one.decision, there)
                except NotKept as fault:
                    self.refused.append(RefusedLine(one.line, str(fault)))
                    continue
                match = self._add(stated, there)
                kept[_identity(stated.by or "", one.decision)].append(match)
            elif one.withdrawn is None or match.withdrawn:
                self.known += 1
                continue
            if one.withdrawn is not None:
                self._withdraw(match, one, one.withdrawn)

    def _add(self, one: GivenLabel, there: dict[str, AnyRow]) -> _Kept:
        by, at = one.by or self._own, one.at or self._at
        number = labelling.add(self._connection, one.decision, by, at, there, self._readings, self._own)
        self.added += 1
        self.changed.append(one.decision)
        return _Kept(number, at)

    def _withdraw(self, match: _Kept, one: GivenLabel, withdrawal: Withdrawal) -> None:
        labelling.withdraw(self._connection, match.number, withdrawal)
        match.withdrawn = True
        self.withdrawn += 1
        self.changed.append(one.decision)


class _Kept:
    """A label that is kept: its number, its time, and whether it was withdrawn."""

    def __init__(self, number: int, at: datetime, *, withdrawn: bool = False) -> None:
        self.number = number
        self.at = at
        self.withdrawn = withdrawn


def _known(kept: Sequence[_Kept], at: datetime | None) -> _Kept | None:
    """The one of that time; the one that stands, where no time is given."""
    return next((one for one in kept if (not one.withdrawn if at is None else one.at == at)), None)


def _kept(connection: Connection, names: Collection[str]) -> defaultdict[object, list[_Kept]]:
    """The labels on some claims, by whose word they are and what they say."""
    overlap = type_coerce(labels.c.claims, ARRAY(Text)).overlap(sorted(names))
    rows = connection.execute(select(labels).where(overlap).order_by(labels.c.position)).all()
    numbers = [row.position for row in rows]
    gone = set(connection.scalars(select(withdrawals.c.label).where(among(withdrawals.c.label, numbers))))
    found: defaultdict[object, list[_Kept]] = defaultdict(list)
    for row in rows:
        found[_identity(row.by, reading.decision(row))].append(
            _Kept(row.position, row.at, withdrawn=row.position in gone)
        )
    return found


def _identity(by: str, decision: Decision) -> object:
    """What tells a label from others, but for its time."""
    content = sorted((name, str(value)) for name, value in labelling.content(decision).items())
    return by, decision.kind, decision.claims, decision.note, tuple(content)


def _work_in(connection: Connection, projection: Projection, decisions: Collection[Decision]) -> None:
    """Brings what is kept up to date with labels that were added or withdrawn."""
    articles = labelling.articles_of(connection, decisions)
    if not articles:
        projection.note(connection)
    elif len(articles) > MOST_ARTICLES:
        projection.rebuild(connection)
    else:
        projection.update(connection, (), relabelled=articles)
