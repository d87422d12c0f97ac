"""What editors' labels on sources, on events and on parties hold of the claims that are kept now.

A label names claims by where they stand in a version. It holds of the version that is live now: of its claims at these
places, where it is that version, and of those with the same words, where it is another one of the article. Of an
article that was removed after the label was made it holds no more. Of labels that oppose each other the later one is
followed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, Text, exists, func, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY

from service.news.claim import Claim
from service.news.edit import EventEdit, SourceEdit
from service.news.label import LabelKind
from service.news.party import PartyEdit
from service.news.source import Ruling, SourceKind
from service.scoring import holding
from service.scoring.holding import Held
from service.store.readings import Readings
from service.store.regrouping import Group
from service.store.schema.base import AnyRow, among
from service.store.schema.memory import claims, labels, live, tombstones, versions, withdrawals

# As PostgreSQL's own type of array, for which the index answers.
_DIGESTS = type_coerce(labels.c.digests, ARRAY(Text))
STANDS: ColumnElement[bool] = ~exists().where(withdrawals.c.label == labels.c.position)
"""Whether a label was not withdrawn."""
EARLIEST_FIRST = (labels.c.at, labels.c.position)


@dataclass(frozen=True, slots=True)
class _Life:
    """What became of a version: the one that is live now, whether it counts, and the last removal before it."""

    now: str
    vouched: bool
    removed: int


def tied(connection: Connection, articles: Collection[str]) -> set[str]:
    """The articles that labels on events name along with one of ``articles``, or along with one of those, and so on."""
    found: set[str] = set()
    new = set(articles)
    while new:
        rows = connection.execute(_of_articles(LabelKind.EVENT, new)).all()
        named = {digest for row in rows for digest in row.digests}
        if not named:
            break
        there = set(connection.scalars(select(versions.c.article).where(among(versions.c.digest, named))))
        new = there - found - set(articles)
        found |= there
    return found


def held(connection: Connection, readings: Readings, articles: Collection[str] | None) -> dict[str, Held]:
    """What the claims of some articles, or of all, are held to; with an article those ``tied`` to it must be given."""
    if articles is not None and not articles:
        return {}
    rows = connection.execute(_of_articles(LabelKind.EVENT, articles)).all()
    lives = _lives(connection, rows)
    decisions = [
        [[now[name] for name in group if name in now] for group in _groups(row)]
        for row in reversed(rows)
        for now in (_now(connection, readings, row, lives),)
    ]
    counted = readings.recall(connection, {life.now for life in lives.values() if life.vouched})
    return holding.held(decisions, [thread.claims for read in counted.values() for thread in read.threads])


def source_edits(connection: Connection, readings: Readings, digests: Collection[str]) -> dict[str, SourceEdit]:
    """By claim, who vouches for those of some live versions, where an editor has said so."""
    rows = connection.execute(_of_live(LabelKind.SOURCE, digests)).all()
    lives = _lives(connection, rows)
    found: dict[str, SourceEdit] = {}
    for row in rows:
        for name in _now(connection, readings, row, lives).values():
            kind = None if row.source_kind is None else SourceKind(row.source_kind)
            found[name] = SourceEdit(row.position, row.source, kind, row.by, row.at, row.note)
    return found


def rulings(connection: Connection, readings: Readings, digests: Collection[str]) -> dict[str, Ruling]:
    """By claim, what those of some live versions count for, where an editor disputes what others make of them."""
    rows = connection.execute(_of_live(LabelKind.DISPUTE, digests)).all()
    lives = _lives(connection, rows)
    return {name: Ruling(row.ruling) for row in rows for name in _now(connection, readings, row, lives).values()}


def party_edits(connection: Connection, readings: Readings, digests: Collection[str]) -> dict[str, PartyEdit]:
    """By claim, whether the sources of those of some live versions are parties, where an editor has said so."""
    rows = connection.execute(_of_live(LabelKind.PARTY, digests)).all()
    lives = _lives(connection, rows)
    return {
        name: PartyEdit(row.position, row.party, row.by, row.at, row.note)
        for row in rows
        for name in _now(connection, readings, row, lives).values()
    }


def event_edits(
    connection: Connection, readings: Readings, groups: Sequence[Group]
) -> dict[str, tuple[EventEdit, ...]]:
    """By event, the labels that name claims of it, the earliest first."""
    digests = frozenset[str]().union(*(group.digests for group in groups))
    rows = connection.execute(_of_live(LabelKind.EVENT, digests)).all()
    lives = _lives(connection, rows)
    found: defaultdict[str, list[EventEdit]] = defaultdict(list)
    for row in rows:
        now = _now(connection, readings, row, lives)
        about = _events_of(connection, now.values())
        told = [{about[now[name]] for name in group if name in now} for group in _groups(row)]
        met = Counter(event for events in told for event in events)
        followed = all(len(events) <= 1 for events in told) and max(met.values(), default=1) == 1
        edit = EventEdit(row.position, len(told) > 1, row.by, row.at, row.note, followed)
        for group in groups:
            if group.event in met:
                found[group.event].append(edit)
    return {name: tuple(edits) for name, edits in found.items()}


def _events_of(connection: Connection, names: Collection[str]) -> dict[str, str]:
    rows = connection.execute(select(claims.c.id, claims.c.event).where(among(claims.c.id, names)))
    return {row.id: row.event for row in rows}


def _of_articles(kind: LabelKind, articles: Collection[str] | None) -> Select[*tuple[AnyRow, ...]]:
    """Labels that stand, of one kind, which name a claim of some articles or of any; the earliest first."""
    return _of_kind(kind) if articles is None else _naming(kind, among(versions.c.article, articles))


def _of_live(kind: LabelKind, digests: Collection[str]) -> Select[*tuple[AnyRow, ...]]:
    """As ``_of_articles``, of the articles of some live versions."""
    inside = select(live.c.article).where(among(live.c.digest, digests))
    return _naming(kind, versions.c.article.in_(inside))


def _naming(kind: LabelKind, of: ColumnElement[bool]) -> Select[*tuple[AnyRow, ...]]:
    """Labels that stand, of one kind, which name a claim of some versions."""
    inside = select(func.array_agg(versions.c.digest)).where(of)
    return _of_kind(kind).where(_DIGESTS.overlap(inside.scalar_subquery()))


def _of_kind(kind: LabelKind) -> Select[*tuple[AnyRow, ...]]:
    return select(labels).where(labels.c.kind == kind.value, STANDS).order_by(*EARLIEST_FIRST)


def _groups(row: AnyRow) -> list[list[str]]:
    """The claims of each group, as they were named."""
    found: list[list[str]] = [[] for _ in range(max(row.groups) + 1)]
    for name, group in zip(row.claims, row.groups, strict=True):
        found[group].append(name)
    return found


def _digest(name: str) -> str:
    """The version that a claim stands in."""
    return name.rpartition(".")[0]


def _lives(connection: Connection, rows: Sequence[AnyRow]) -> dict[str, _Life]:
    """What became of the versions that some labels name; those of articles that are there no more are left out."""
    named = {digest for row in rows for digest in row.digests}
    if not named:
        return {}
    removed = select(func.coalesce(func.max(tombstones.c.position), 0)).where(tombstones.c.article == live.c.article)
    found = connection.execute(
        select(
            versions.c.digest, live.c.digest.label("now"), live.c.vouched, removed.scalar_subquery().label("removed")
        )
        .join(live, live.c.article == versions.c.article)
        .where(among(versions.c.digest, named))
    )
    return {row.digest: _Life(row.now, row.vouched, row.removed) for row in found}


def _now(connection: Connection, readings: Readings, row: AnyRow, lives: Mapping[str, _Life]) -> dict[str, str]:
    """The claims that a label names, as they were called and as they are called now; without those that are gone."""
    found: dict[str, str] = {}
    for digest in row.digests:
        life = lives.get(digest)
        if life is None or life.removed > row.position:
            continue
        read = readings.recall(connection, {digest, life.now})
        then, now = read[digest].reading.claims, read[life.now].reading.claims
        called = _called(then) if digest == life.now else _reworded(then, now)
        for name, span in zip(row.claims, row.spans, strict=True):
            place = span["field"], span["start"], span["end"]
            if _digest(name) == digest and place in called:
                found[name] = called[place]
    return found


def _called(said: Sequence[Claim]) -> dict[tuple[str, int, int], str]:
    """The ids of claims by where they stand."""
    return {_place(claim): claim.id for claim in said}


def _reworded(then: Sequence[Claim], now: Sequence[Claim]) -> dict[tuple[str, int, int], str]:
    """By where claims stood in an earlier version, the ids of those that say the same in a later one."""
    known = {told: claim.id for told, claim in _told(now)}
    return {_place(claim): known[told] for told, claim in _told(then) if told in known}


def _told(said: Sequence[Claim]) -> Iterator[tuple[tuple[str, int], Claim]]:
    """Each claim by its words and how often they came before."""
    times: Counter[str] = Counter()
    for claim in said:
        yield (claim.text, times[claim.text]), claim
        times[claim.text] += 1


def _place(claim: Claim) -> tuple[str, int, int]:
    return claim.field.value, claim.span.start, claim.span.end
