"""What the inputs amount to: kept up to date article by article, and made anew from nothing; both give the same."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain

from sqlalchemy import ColumnElement, Connection, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from service.news.edit import SourceEdit
from service.news.progress import Progress, silent
from service.news.reckoning import Reckoned
from service.scoring import memory
from service.scoring.edited import edited
from service.scoring.head import Head
from service.scoring.memory import EventState, Remembered
from service.scoring.pipeline import Scorer
from service.store import kept_edits, liveness, reckoning, telling
from service.store.credit import Addition, write_sources
from service.store.judgements import KeptJudgements
from service.store.outcomes import clear_events, write_events
from service.store.owning import Owning
from service.store.readings import Readings
from service.store.regrouping import Group, Placed, Regrouped, groups_of, placed, regroup, regroup_everything
from service.store.schema.base import among
from service.store.schema.memory import (
    claims,
    edits,
    events,
    heard,
    labels,
    live,
    readings,
    sources,
    state,
    threads,
    tombstones,
    trust_files,
    versions,
    withdrawals,
)

# How many articles, and how many events with theirs, a rebuild holds in memory at a time.
AT_ONCE = 200
EVENTS_AT_ONCE = 50

INPUTS = (versions, edits, tombstones, labels, withdrawals, trust_files)
"""What is only ever added to, each row at a position of its own."""
# How many objects are made between two looks for garbage among the youngest, while everything is worked out anew.
ALLOCATIONS = 50_000


class Projection:
    """Events, comparisons and credibility as a function of the inputs, by one model. Safe to use from several threads.

    Callers that write hold the writer's lock (``inputs.lock``).
    """

    def __init__(self, scorer: Scorer) -> None:
        self._tools = scorer.tools
        self.model = f"{scorer.snapshot.model} {scorer.snapshot.build}"
        self.readings = Readings(scorer.tools, scorer.snapshot.build)
        self.owning = Owning()

    def update(
        self,
        connection: Connection,
        articles: Collection[str],
        progress: Progress = silent,
        *,
        relabelled: Collection[str] = (),
    ) -> dict[str, EventState]:
        """Works in what has changed about some articles, or about the labels on claims of some; the events worked out.

        They are by id.
        """
        progress("group", 0, 1)
        change = liveness.refresh(connection, articles)
        tied = kept_edits.tied(connection, {*articles, *relabelled})
        # What is vouched for or held otherwise than before is taken out and put in again: in its event if it can be.
        anew = change.revouched | self._live(connection, {*relabelled, *tied})
        again = anew - change.new
        new = self.readings.recall(connection, change.new | again)
        found = regroup(
            connection,
            change.gone | again,
            [new[name] for name in sorted(new)],
            change.replaced | {name: name for name in again},
            self.vouched(connection, new),
            kept_edits.held(connection, self.readings, tied),
            self._tools.grouping,
        )
        progress("group", 1, 1)
        worked_out = self._settle(connection, found, anew, progress)
        telling.of_events(connection, change.new, found.ended, worked_out, datetime.now(UTC))
        return worked_out

    def rebuild(self, connection: Connection, progress: Progress = silent) -> None:
        """Works everything out from the inputs, whatever was known before; ids of events are kept by overlap."""
        with _seldom_collecting():
            self._rebuild(connection, progress)

    def _rebuild(self, connection: Connection, progress: Progress) -> None:
        connection.execute(insert(state).values(position=0, model=self.model, live="0" * 64).on_conflict_do_nothing())
        # Another model's rates are another's: a reckoning is due, whatever else comes in.
        connection.execute(update(state).where(state.c.model != self.model).values(reckoned=None))
        liveness.refresh(connection, None)
        digests = sorted(connection.scalars(select(live.c.digest)))
        placed = list(self._placed(connection, digests, progress))
        progress("group", 0, 1)
        found = regroup_everything(connection, placed, self._tools.grouping)
        known = {group.event for group in found.groups}
        everything = [*found.groups, *(one for one in groups_of(connection, digests) if one.event not in known)]
        for table in (claims, heard, sources):
            connection.execute(delete(table))
        inside = select(threads.c.event)
        connection.execute(update(events).where(~events.c.ended, events.c.id.not_in(inside)).values(ended=True))
        # What was read for a request that was then refused is nobody's, and what another reader read is read no more.
        nobodys = readings.c.digest.not_in(select(versions.c.digest))
        connection.execute(delete(readings).where(nobodys | (readings.c.reader != self.readings.reader)))
        progress("group", 1, 1)
        self._settle(connection, Regrouped(tuple(everything), found.ended), (), progress, keep=False)

    def reckon(self, connection: Connection, progress: Progress = silent) -> Reckoned:
        """Weighs everything anew; tells of the sources that this moves."""
        progress("weigh", 0, 1)
        names = set(connection.scalars(select(sources.c.id)))
        before = telling.credibility(connection, names)
        found = reckoning.reckon(
            connection, lambda: write_sources(connection, {name: Addition() for name in names}, self._tools)
        )
        telling.of_sources(connection, before, names, datetime.now(UTC))
        progress("weigh", 1, 1)
        return found

    def note(self, connection: Connection) -> None:
        """Takes note of an input that changes nothing about events: the store's state has another name from now on."""
        connection.execute(update(state).values(position=_last_position(), model=self.model))

    def states(
        self,
        connection: Connection,
        groups: Sequence[Group],
        vouched: Collection[str] | None = None,
        edits: Mapping[str, SourceEdit] | None = None,
        progress: Progress = silent,
        head: Head | None = None,
        owned_as_of: int | None = None,
    ) -> Iterator[EventState]:
        """Each group worked out.

        ``vouched`` names the versions that count, and ``edits`` the sources of claims where editors name them;
        ``owned_as_of`` is the position of the last trust.txt that counts. By default what holds now does. With another
        ``head`` than its own, as that one would decide.
        """
        return chain.from_iterable(self._batches(connection, groups, vouched, edits, progress, head, owned_as_of))

    def members(
        self, connection: Connection, digests: Collection[str], edits: Mapping[str, SourceEdit] | None = None
    ) -> dict[str, Remembered]:
        """Some versions as they were read, but for the sources that editors name; ``edits`` as in ``states``."""
        read = self.readings.recall(connection, digests)
        named = kept_edits.source_edits(connection, self.readings, digests) if edits is None else edits
        changed = {claim.rpartition(".")[0] for claim in named} & read.keys()
        return read | {name: replace(read[name], reading=edited(read[name].reading, named)) for name in changed}

    def _live(self, connection: Connection, articles: Collection[str]) -> frozenset[str]:
        """The live versions of some articles."""
        if not articles:
            return frozenset()
        return frozenset(connection.scalars(select(live.c.digest).where(among(live.c.article, articles))))

    def vouched(self, connection: Connection, digests: Collection[str]) -> set[str]:
        """Which of some live versions are vouched for."""
        if not digests:
            return set()
        return set(connection.scalars(select(live.c.digest).where(among(live.c.digest, digests), live.c.vouched)))

    def is_current(self, connection: Connection) -> bool:
        """Whether what is kept was worked out by this model."""
        return connection.scalar(select(state.c.model)) == self.model

    def group(self, connection: Connection, event: str) -> Group:
        """One event as it is."""
        inside = select(threads.c.digest).where(threads.c.event == event)
        return next(one for one in groups_of(connection, list(connection.scalars(inside))) if one.event == event)

    def changed_on(self, connection: Connection, event: str) -> str:
        """The snapshot at which an event was last worked out."""
        return str(connection.execute(select(events.c.snapshot).where(events.c.id == event)).scalar_one())

    def snapshot(self, connection: Connection) -> str:
        """The name of the state of the store: the last input worked in, and the digest of all live versions."""
        row = connection.execute(select(state.c.position, state.c.live)).one()
        return f"{row.position}-{row.live[:16]}"

    def _settle(
        self,
        connection: Connection,
        found: Regrouped,
        anew: Collection[str],
        progress: Progress = silent,
        *,
        keep: bool = True,
    ) -> dict[str, EventState]:
        """Works out the events that changed, and those of the versions ``anew``; writes them down.

        They are also returned, unless there may be too many to ``keep``.
        """
        known = {group.event for group in found.groups}
        groups = [*found.groups, *(one for one in groups_of(connection, anew) if one.event not in known)]
        now = datetime.now(UTC)
        self.note(connection)
        snapshot = self.snapshot(connection)
        touched = clear_events(connection, [group.event for group in groups], found.ended, now)
        worked_out: dict[str, EventState] = {}
        written, steps = 0, len(groups) + 1
        for batch in self._batches(connection, groups, None, None, progress):
            progress("weigh", written, steps)
            digests = {claim.article for one in batch for claim in one.claims}
            rulings = kept_edits.rulings(connection, self.readings, digests)
            sides = kept_edits.party_edits(connection, self.readings, digests)
            write_events(connection, batch, rulings, sides, snapshot, now, touched)
            written += len(batch)
            progress("weigh", written, steps)
            worked_out |= {one.report.event.id: one for one in batch if keep}
        progress("weigh", written, steps)
        before = telling.credibility(connection, touched) if keep else None
        write_sources(connection, touched, self._tools)
        telling.of_sources(connection, before, touched, now)
        progress("weigh", steps, steps)
        return worked_out

    def _batches(
        self,
        connection: Connection,
        groups: Sequence[Group],
        vouched: Collection[str] | None,
        edits: Mapping[str, SourceEdit] | None,
        progress: Progress,
        head: Head | None = None,
        owned_as_of: int | None = None,
    ) -> Iterator[list[EventState]]:
        """As ``states``, some at a time."""
        owned = self.owning.known(connection, owned_as_of)
        kept = KeptJudgements(connection, self._tools.pair_model)
        tools = replace(self._tools, head=head or self._tools.head, pair_model=kept)
        for start in range(0, len(groups), EVENTS_AT_ONCE):
            progress("compare", start, len(groups))
            some, batch = groups[start : start + EVENTS_AT_ONCE], []
            digests = frozenset[str]().union(*(group.digests for group in some))
            read = self.members(connection, digests, edits)
            counted = self.vouched(connection, digests) if vouched is None else vouched
            for done, group in enumerate(some, start + 1):
                members = [read[digest] for digest in group.digests]
                batch.append(memory.event(group.event, members, group.claims, counted, tools, owned))
                progress("compare", done, len(groups))
            yield batch

    def _placed(self, connection: Connection, digests: Sequence[str], progress: Progress) -> Iterator[Placed]:
        held_to = kept_edits.held(connection, self.readings, None)
        for start in range(0, len(digests), AT_ONCE):
            progress("extract", start, len(digests))
            read = self.readings.recall(connection, digests[start : start + AT_ONCE])
            vouched = self.vouched(connection, read)
            for one in read.values():
                yield from placed(one, held_to, vouched=one.article.id in vouched)
        progress("extract", len(digests), len(digests))


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Has garbage looked for more seldom, in the whole process.

    Readings are very many objects without a circle among them: looking through them takes a third of a rebuild's time
    and finds nothing.
    """
    before = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _last_position() -> ColumnElement[int]:
    """The position of the last input there is."""
    lasts = [select(func.max(table.c.position)).scalar_subquery() for table in INPUTS]
    return func.coalesce(func.greatest(*lasts), 0)
