"""Threads put into events again after articles came and went: only the parts they are connected to are touched."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from service.scoring import group
from service.scoring.affinity import Grouping, Thread, Threads
from service.scoring.holding import Held
from service.scoring.memory import Remembered
from service.store.schema.base import AnyRow, among
from service.store.schema.memory import events, parts, threads

Key = tuple[str, int]
"""A thread by the digest of its version and its number in it."""

# What is fetched is measured again: a little more than is needed does no harm, rounding must take nothing away.
_SLACK = 0.001


@dataclass(frozen=True, slots=True)
class Placed:
    """A thread with where it stands: its number in its version, the outlet, and the event and part it was in."""

    thread: Thread
    number: int
    outlet: str
    event: str | None = None
    part: int | None = None

    @property
    def key(self) -> Key:
        """What it is known by."""
        return self.thread.article, self.number

    @property
    def order(self) -> tuple[bool, float, str, str, int]:
        """The canonical order of articles, then that of threads in an article."""
        published = self.thread.published
        return published is None, published or 0.0, self.outlet, *self.key


@dataclass(frozen=True, slots=True)
class Group:
    """An event as it now is: the claims that belong to it, and the digests of the versions they stand in."""

    event: str
    claims: frozenset[str]
    digests: frozenset[str]


@dataclass(frozen=True, slots=True)
class Regrouped:
    """The events whose claims changed, and those that ended, each with the event most of its claims went to."""

    groups: tuple[Group, ...]
    ended: Mapping[str, str | None]


def regroup(
    connection: Connection,
    gone: Collection[str],
    new: Sequence[Remembered],
    replaced: Mapping[str, str],
    vouched: Collection[str],
    held_to: Mapping[str, Held],
    grouping: Grouping,
) -> Regrouped:
    """Takes the threads of the versions ``gone`` out and those of ``new`` in, and groups what is connected with either.

    ``replaced`` leads from a new version to the one it took the place of, so that its event keeps its id; ``vouched``
    are those of the new ones that count, ``held_to`` is what editors hold their claims to. What is held together has to
    be new together.
    """
    added = [row for one in new for row in placed(one, held_to, vouched=one.article.id in vouched)]
    left = _of_digests(connection, gone)
    touched = {row.part for row in left if row.part is not None} | _connected_parts(connection, added, gone, grouping)
    stayed = [row for row in _of_parts(connection, touched) if row.thread.article not in gone]
    return _settle(connection, sorted([*stayed, *added], key=lambda row: row.order), left, replaced, grouping)


def regroup_everything(connection: Connection, new: Sequence[Placed], grouping: Grouping) -> Regrouped:
    """Groups all threads there are, ``new``, whatever they were in before; events keep their ids by overlap."""
    left = [_placed(row) for row in connection.execute(select(threads))]
    before = {row.key: row.event for row in left}
    known = [Placed(row.thread, row.number, row.outlet, before.get(row.key)) for row in new]
    connection.execute(delete(threads))
    stayed = {row.key for row in known if row.event is not None}
    gone = [row for row in left if row.key not in stayed]
    return _settle(connection, sorted(known, key=lambda row: row.order), gone, {}, grouping, afresh=True)


def groups_of(connection: Connection, digests: Collection[str]) -> list[Group]:
    """The events that some versions take part in, as they are."""
    if not digests:
        return []
    inside = select(threads.c.event).where(among(threads.c.digest, digests)).distinct()
    return _groups(connection, threads.c.event.in_(inside))


def groups_named(connection: Connection, events: Collection[str]) -> list[Group]:
    """Some events as they are, by id."""
    return _groups(connection, among(threads.c.event, events))


def _groups(connection: Connection, wanted: ColumnElement[bool]) -> list[Group]:
    found: dict[str, list[AnyRow]] = {}
    for row in connection.execute(select(threads.c.event, threads.c.digest, threads.c.claims).where(wanted)):
        found.setdefault(row.event, []).append(row)
    return [
        Group(name, frozenset(claim for row in rows for claim in row.claims), frozenset(row.digest for row in rows))
        for name, rows in sorted(found.items())
    ]


def placed(read: Remembered, held_to: Mapping[str, Held], *, vouched: bool) -> list[Placed]:
    """The threads of a version that have not been placed yet; ``held_to`` is what editors hold claims to."""
    return [
        Placed(replace(thread, vouched=vouched), number, read.article.outlet)
        for number, thread in enumerate(read.held_threads(held_to))
    ]


def _of_digests(connection: Connection, digests: Collection[str]) -> list[Placed]:
    if not digests:
        return []
    return [_placed(row) for row in connection.execute(select(threads).where(among(threads.c.digest, digests)))]


def _of_parts(connection: Connection, wanted: Collection[int]) -> list[Placed]:
    if not wanted:
        return []
    return [_placed(row) for row in connection.execute(select(threads).where(among(threads.c.part, wanted)))]


def _placed(row: AnyRow) -> Placed:
    thread = Thread(
        article=row.digest,
        claims=tuple(row.claims),
        vector=np.asarray(row.vector, dtype=np.float32),
        words=tuple(row.words),
        names=tuple(row.names),
        days=tuple(row.days),
        published=row.published,
        background=row.background,
        vouched=row.vouched,
        together=row.together,
        apart=tuple(row.apart),
    )
    return Placed(thread, row.number, row.outlet, row.event, row.part)


def _connected_parts(
    connection: Connection, added: Sequence[Placed], gone: Collection[str], grouping: Grouping
) -> set[int]:
    """The parts that hold a thread whose affinity with a new one is high enough for an edge."""
    near: dict[Key, Placed] = {}
    for row in added:
        rows = connection.execute(_near(row.thread, grouping))
        near |= {one.key: one for found in rows if (one := _placed(found)).part is not None}
    known = [row for row in near.values() if row.thread.article not in gone]
    if not known:
        return set()
    everyone = [*added, *known]
    _, later = Threads([row.thread for row in everyone], grouping).edges(of_first=len(added))
    return {part for place in later if (part := everyone[place].part) is not None}


def _near(thread: Thread, grouping: Grouping) -> Select[*tuple[AnyRow, ...]]:
    """Threads whose vectors are near enough to a thread's; of a dated one those in its window, by the index on time."""
    nearness = threads.c.vector.max_inner_product(thread.vector)
    rows = select(threads).where(nearness <= _SLACK - grouping.near_from)
    if thread.published is None:
        return rows
    reach = grouping.window + _SLACK
    inside = threads.c.published.between(thread.published - reach, thread.published + reach)
    return rows.where(or_(inside, threads.c.published.is_(None)))


def _settle(
    connection: Connection,
    pool: Sequence[Placed],
    left: Sequence[Placed],
    replaced: Mapping[str, str],
    grouping: Grouping,
    *,
    afresh: bool = False,
) -> Regrouped:
    """Groups the threads of ``pool``, given in canonical order, names the events, and writes where each now stands."""
    found = [row.thread for row in pool]
    connected = group.parts(found, grouping)
    part_of = _parts(connection, connected, pool)
    clusters = [[pool[i] for i in places] for part in connected for places in group.clusters(found, part, grouping)]
    named, ended = _named(connection, clusters, left, replaced)
    event_of = {row.key: name for name, rows in zip(named, clusters, strict=True) for row in rows}
    before = _claims_before([*pool, *left])
    groups = [
        Group(name, frozenset(c for r in rows for c in r.thread.claims), frozenset(r.thread.article for r in rows))
        for name, rows in zip(named, clusters, strict=True)
    ]
    _make_events(connection, [one.event for one in groups if one.event not in before])
    _write(connection, pool, left, event_of, part_of, afresh=afresh)
    return Regrouped(tuple(one for one in groups if one.claims != before.get(one.event)), ended)


def _parts(connection: Connection, connected: Sequence[Sequence[int]], pool: Sequence[Placed]) -> dict[Key, int]:
    """The part each thread is in: a part that only grew keeps its number."""
    taken: set[int] = set()
    numbers: list[int | None] = []
    for places in connected:
        known = Counter(part for i in places if (part := pool[i].part) is not None and part not in taken)
        numbers.append(min(known, key=lambda part: (-known[part], part)) if known else None)
        taken |= {numbers[-1]} if numbers[-1] is not None else set()
    found: dict[Key, int] = {}
    new = iter(_new_parts(connection, numbers.count(None)))
    for places, number in zip(connected, numbers, strict=True):
        part = next(new) if number is None else number
        found |= {pool[i].key: part for i in places}
    return found


def _new_parts(connection: Connection, n: int) -> list[int]:
    """``n`` numbers that no part has had yet."""
    return list(connection.scalars(select(parts.next_value()).select_from(func.generate_series(1, n)))) if n else []


def _claims_before(rows: Sequence[Placed]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        if row.event is not None:
            found.setdefault(row.event, set()).update(row.thread.claims)
    return {name: frozenset(claims) for name, claims in found.items()}


def _named(
    connection: Connection, clusters: Sequence[Sequence[Placed]], left: Sequence[Placed], replaced: Mapping[str, str]
) -> tuple[list[str], dict[str, str | None]]:
    """An id for each cluster, by largest overlap with the events that were; and where those that end have gone."""
    overlap = _overlap(clusters, left, replaced)
    before = {row.event for rows in (*clusters, left) for row in rows if row.event is not None}
    age = _ages(connection, before)
    ranked = sorted(overlap, key=lambda pair: (-overlap[pair], age[pair[1]], pair[0]))
    id_of: dict[int, str] = {}
    taken: set[str] = set()
    for place, name in ranked:
        if place not in id_of and name not in taken:
            id_of[place] = name
            taken.add(name)
    named = [id_of.get(place) or "e" + secrets.token_hex(8) for place in range(len(clusters))]
    ended: dict[str, str | None] = dict.fromkeys(sorted(before - set(named)))
    for place, name in ranked:
        if name in ended and ended[name] is None:
            ended[name] = named[place]
    return named, ended


def _overlap(
    clusters: Sequence[Sequence[Placed]], left: Sequence[Placed], replaced: Mapping[str, str]
) -> Counter[tuple[int, str]]:
    """How many claims each cluster has of each event that was; a new version stands for the one it replaced."""
    former: dict[str, Counter[str]] = {}
    for row in left:
        if row.event is not None:
            former.setdefault(row.thread.article, Counter())[row.event] += len(row.thread.claims)
    found: Counter[tuple[int, str]] = Counter()
    for place, rows in enumerate(clusters):
        for row in rows:
            if row.event is not None:
                found[place, row.event] += len(row.thread.claims)
            else:
                for name, n in former.get(replaced.get(row.thread.article, ""), Counter()).items():
                    found[place, name] += min(n, len(row.thread.claims))
    return found


def _ages(connection: Connection, names: Collection[str]) -> dict[str, int]:
    if not names:
        return {}
    rows = connection.execute(select(events.c.id, events.c.number).where(among(events.c.id, names)))
    return {row.id: row.number for row in rows}


def _make_events(connection: Connection, names: Sequence[str]) -> None:
    """Rows for new ids, to be filled in when the events are worked out."""
    rows = [{"id": name, "changed_at": datetime.now(UTC), **BLANK} for name in names]
    if rows:
        connection.execute(insert(events), rows)


BLANK = {
    "headline": "",
    "disputed": False,
    "contradictions": 0,
    "independent_outlets": 0,
    "n_articles": 0,
    "n_claims": 0,
    "n_sources": 0,
    "places": [],
    "folded_places": [],
    "snapshot": "",
}


def _write(
    connection: Connection,
    pool: Sequence[Placed],
    left: Sequence[Placed],
    event_of: Mapping[Key, str],
    part_of: Mapping[Key, int],
    *,
    afresh: bool,
) -> None:
    if left and not afresh:
        connection.execute(delete(threads).where(among(threads.c.digest, {row.thread.article for row in left})))
    made = [row for row in pool if afresh or row.event is None]
    if made:
        connection.execute(insert(threads), [_values(row, event_of[row.key], part_of[row.key]) for row in made])
    moved = [
        {"d": row.thread.article, "n": row.number, "e": event_of[row.key], "p": part_of[row.key]}
        for row in pool
        if not afresh and row.event is not None and (row.event, row.part) != (event_of[row.key], part_of[row.key])
    ]
    if moved:
        placed = update(threads).where(threads.c.digest == bindparam("d"), threads.c.number == bindparam("n"))
        connection.execute(placed.values(event=bindparam("e"), part=bindparam("p")), moved)


def _values(row: Placed, event: str, part: int) -> dict[str, object]:
    thread = row.thread
    return {
        "digest": thread.article,
        "number": row.number,
        "event": event,
        "part": part,
        "claims": list(thread.claims),
        "outlet": row.outlet,
        "vector": thread.vector,
        "words": list(thread.words),
        "names": list(thread.names),
        "days": list(thread.days),
        "published": thread.published,
        "background": thread.background,
        "vouched": thread.vouched,
        "together": thread.together,
        "apart": list(thread.apart),
    }
