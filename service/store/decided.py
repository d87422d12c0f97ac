"""What editors have decided about pairs, as it is to be learnt from: one decision a pair, undisputed ones only."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from service.news.label import LabelKind
from service.news.pair import Relation
from service.store.kept_edits import STANDS
from service.store.schema.base import AnyRow, among
from service.store.schema.learning import measurements
from service.store.schema.memory import claims, labels, versions


@dataclass(frozen=True, slots=True)
class ClaimPlace:
    """Where a claim stands: the digest of its version, the field, and the span in it."""

    digest: str
    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DecidedPair:
    """Two claims, in the order of their ids, and what they are to each other; ``event`` is what they are about now.

    ``later`` is the place among the two of the one that brings the other up to date.
    """

    places: tuple[ClaimPlace, ClaimPlace]
    relation: Relation
    later: int | None
    event: str

    @property
    def name(self) -> str:
        """What measurements on it are kept by: the versions, which are digests of their texts and times, and places."""
        return _name(self.places)


@dataclass(frozen=True, slots=True)
class Decided:
    """The pairs with one decision, in a settled order, and how many labels were left out, by why.

    ``labels`` is how many there are in all. Left out are 'withdrawn' ones; 'replaced' ones, whose maker has decided
    again; 'repeated' ones, which say what another has said already; and 'disputed' ones, on pairs about which people
    disagree.
    """

    pairs: tuple[DecidedPair, ...]
    labels: int
    left_out: dict[str, int]


def decided(connection: Connection) -> Decided:
    """What has been decided so far: everybody's last word on each pair, where all who spoke say the same."""
    mine = labels.c.kind == LabelKind.PAIR.value
    each = (labels.c.claims, labels.c.by)
    latest = (labels.c.at.desc(), labels.c.position.desc())
    last = select(labels).where(mine, STANDS).ext(distinct_on(*each)).order_by(*each, *latest)
    total = connection.scalar(select(func.count()).select_from(labels).where(mine)) or 0
    standing = connection.scalar(select(func.count()).select_from(labels).where(mine, STANDS)) or 0
    by_pair: defaultdict[tuple[str, ...], list[AnyRow]] = defaultdict(list)
    spoken = 0
    for row in connection.execute(last):
        by_pair[tuple(row.claims)].append(row)
        spoken += 1
    left_out = Counter(withdrawn=total - standing, replaced=standing - spoken)
    kept = []
    for _, said in sorted(by_pair.items()):
        if len({(row.relation, row.later) for row in said}) > 1:
            left_out["disputed"] += len(said)
        else:
            left_out["repeated"] += len(said) - 1
            kept.append(said[0])
    event_of = _events(connection, {row.claims[0] for row in kept})
    pairs = tuple(_pair(row, event_of.get(row.claims[0], row.events[0])) for row in kept)
    return Decided(pairs, total, {why: n for why, n in sorted(left_out.items()) if n})


def _events(connection: Connection, names: set[str]) -> dict[str, str]:
    """The event that each claim is about now; those of earlier versions and of removed articles are about none."""
    rows = connection.execute(select(claims.c.id, claims.c.event).where(among(claims.c.id, names)))
    return {row.id: row.event for row in rows}


def forget_erased(connection: Connection) -> None:
    """Let go of what was measured on pairs with a claim in a text that was erased: it holds their words."""
    claim = func.unnest(labels.c.claims).table_valued("id").render_derived()
    of_version = versions.c.digest == func.split_part(claim.c.id, ".", 1)
    erased = (
        select(labels.c.claims, labels.c.spans)
        .select_from(labels)
        .join(claim, true())
        .join(versions, of_version)
        .where(labels.c.kind == LabelKind.PAIR.value, versions.c.erased_at.is_not(None))
    )
    names = {_name(_places(row)) for row in connection.execute(erased)}
    connection.execute(delete(measurements).where(among(measurements.c.name, names)))


def _pair(row: AnyRow, event: str) -> DecidedPair:
    later = None if row.later is None else list(row.claims).index(row.later)
    return DecidedPair(_places(row), Relation(row.relation), later, event)


def _places(row: AnyRow) -> tuple[ClaimPlace, ClaimPlace]:
    a, b = (
        ClaimPlace(name.rpartition(".")[0], span["field"], span["start"], span["end"])
        for name, span in zip(row.claims, row.spans, strict=True)
    )
    return a, b


def _name(places: tuple[ClaimPlace, ClaimPlace]) -> str:
    parts = [[place.digest, place.field, place.start, place.end] for place in places]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
