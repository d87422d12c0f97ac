"""What a report on kept articles rests on, enough to work it out again: versions, the ids they have in it, events."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from cattrs.preconf.json import make_converter
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from service.news.edit import EventEdit, SourceEdit
from service.news.errors import NotKept, SnapshotGone
from service.news.party import PartyEdit
from service.news.report import Kept, ScoreReport, Snapshot, Unused
from service.scoring.parties import overruled
from service.store.readings import versions_of
from service.store.regrouping import Group
from service.store.schema.base import AnyRow, among
from service.store.schema.memory import live, reports, versions

_converter = make_converter()


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """``kept`` and ``shown`` tell by digest how each version stands in the store, and its id in the report.

    ``groups`` are the events it takes part in, ``unused`` the articles of the request that have no part in it. What
    editors had said by then is in ``source_edits`` and ``party_edits``, by claim, and in ``event_edits``, by event;
    ``owned_as_of`` is the position of the last trust.txt that there was.
    """

    kept: dict[str, Kept]
    shown: dict[str, str]
    groups: tuple[Group, ...]
    unused: tuple[Unused, ...] = ()
    source_edits: dict[str, SourceEdit] = field(default_factory=dict)
    event_edits: dict[str, tuple[EventEdit, ...]] = field(default_factory=dict)
    party_edits: dict[str, PartyEdit] = field(default_factory=dict)
    owned_as_of: int = 0

    @property
    def vouched(self) -> set[str]:
        """The versions that count."""
        return {digest for digest, one in self.kept.items() if one.vouched}

    def as_edited(self, report: ScoreReport) -> ScoreReport:
        """``report`` with what editors had said by then, and with what took no part."""
        return replace(
            report,
            events=tuple(
                replace(overruled(one, report.claims, self.party_edits), edits=self.event_edits.get(one.event.id, ()))
                for one in report.events
            ),
            source_edits={c.id: self.source_edits[c.id] for c in report.claims if c.id in self.source_edits},
            unused=(*report.unused, *self.unused),
        )


def standing(connection: Connection, digests: Sequence[str]) -> dict[str, Kept]:
    """How some live versions stand in the store, by digest."""
    rows = connection.execute(
        select(live.c.digest, live.c.article, live.c.vouched, versions.c.number)
        .join(versions, versions.c.position == live.c.position)
        .where(among(live.c.digest, digests))
        .order_by(live.c.digest)
    )
    return {row.digest: Kept(row.article, row.number, row.vouched) for row in rows}


def write(connection: Connection, found: Neighbourhood, snapshot: Snapshot, by: str, at: datetime) -> str:
    """Keeps what a report rests on; the report's id, the same whenever the same is asked of the same state."""
    content = _converter.dumps(found)
    asked = "\0".join([content, snapshot.model, snapshot.build, snapshot.store or ""])
    name = "k" + hashlib.sha256(asked.encode()).hexdigest()[:20]
    row = {
        "id": name,
        "position": int((snapshot.store or "0").partition("-")[0]),
        "model": snapshot.model,
        "build": snapshot.build,
        "store": snapshot.store,
        "neighbourhood": content,
        "by": by,
        "at": at,
    }
    connection.execute(insert(reports).values(row).on_conflict_do_nothing())
    return name


def read(connection: Connection, id: str, now: Snapshot) -> tuple[Neighbourhood, Snapshot]:
    """What a report rests on, and the snapshot it was given on.

    Raises NotKept where there is no such report, SnapshotGone where ``now`` names another model or build, or where the
    text of an article that it rests on has been erased.
    """
    row = connection.execute(select(reports).where(reports.c.id == id)).one_or_none()
    if row is None:
        raise NotKept(f"No report {id} is kept.")
    if (row.model, row.build) != (now.model, now.build):
        raise SnapshotGone(f"It was given by {row.model}, build {row.build}; another model answers now.")
    found = _converter.loads(row.neighbourhood, Neighbourhood)
    _refuse_erased(versions_of(connection, sorted(found.kept)))
    return found, Snapshot(row.model, row.build, row.store)


def _refuse_erased(rows: Sequence[AnyRow]) -> None:
    erased = sorted(row.article for row in rows if row.erased_at is not None)
    if erased:
        raise SnapshotGone(f"An article that it rests on has been erased: {erased[0]}.")


def shown_as(kept: Mapping[str, Kept], given: Mapping[str, str]) -> dict[str, str]:
    """The id of each version in a report: the one its sender gave where it was sent, else that of the store."""
    return {digest: given.get(digest, one.article) for digest, one in kept.items()}
