"""What a version of the model makes of what is kept: what would change if it answered, and how it drifts.

Everything kept is decided by the active version, and by another one as soon as that is activated: there is no record of
what a former one decided, and none is needed. Articles are kept as they were read and pairs as the pair model judged
them, so that any version's head can decide them again, and no model is asked. What is told is a function of what is
kept: whatever came in first, and whatever was removed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from service.adapters import artefacts
from service.measure.drift import Sample, drift, sample
from service.news.errors import ArtefactError, UnusableModel
from service.news.monitoring import Changes, Drift, Labelled, Period
from service.news.pair import UNDECIDED
from service.news.progress import Progress, silent
from service.scoring.changes import of_event, together
from service.scoring.head import Head
from service.scoring.memory import EventState
from service.store import kept_rates, sampling, utterance_rows
from service.store.decided import ClaimPlace, DecidedPair, decided

if TYPE_CHECKING:
    from service.scoring.pipeline import Scorer
    from service.store.archive import Archive
    from service.store.projection import Projection
    from service.store.versions import Versions


class Monitoring:
    """Looks at what is kept by any version of the model. Safe to use from several threads and processes."""

    def __init__(self, archive: Archive, versions: Versions) -> None:
        self._archive = archive
        self._versions = versions

    def changes(self, id: str, events: int) -> Changes:
        """The port's."""

        def work(connection: Any, scorer: Scorer, projection: Projection) -> Changes:
            return changes(connection, projection, (scorer.tools.head, self._head(id, scorer)), events)

        return self._archive.look_over(work)

    def drift(self, id: str, starts: Sequence[datetime], events: int) -> Drift:
        """The port's."""
        made_at = self._versions.one(id).made_at

        def work(connection: Any, scorer: Scorer, projection: Projection) -> Drift:
            most = max(1, events // (len(starts) - 1))
            return Drift(id, made_at, tuple(_periods(connection, projection, self._head(id, scorer), starts, most)))

        return self._archive.look_over(work)

    def _head(self, id: str, scorer: Scorer) -> Head:
        """The head of a version. Raises NotKept, and UnusableModel where it cannot weigh what was measured here."""
        model = self._versions.model(id)
        if model.reads_with != scorer.reads_with:
            raise UnusableModel(f"{id} weighs what {model.reads_with} measure, not {scorer.reads_with}.")
        try:
            return artefacts.head_of(model.head, id)
        except ArtefactError as fault:
            raise UnusableModel(str(fault)) from fault


def changes(
    connection: Any, projection: Projection, heads: tuple[Head, Head], events: int, progress: Progress = silent
) -> Changes:
    """What would change if the second of ``heads`` decided in place of the first, over the newest events.

    ``progress`` hears of 'changes' before each event.
    """
    names = sampling.newest(connection, events)
    found = {}
    for done, (before, after) in enumerate(sampling.states(connection, projection, names, heads)):
        progress("changes", done, len(names))
        rates = kept_rates.rates(connection, [*before.said, *after.said])
        found[after.report.event.id] = of_event(before, after, rates)
    progress("changes", len(names), len(names))
    heard = {source for change in found.values() for source in (*change.before, *change.after)}
    return together(
        [found[name] for name in names],
        sampling.comparable(connection),
        sampling.sources(connection, heard),
        utterance_rows.records(connection, heard, names),
    )


def _periods(
    connection: Any, projection: Projection, head: Head, starts: Sequence[datetime], most: int
) -> Iterator[Period]:
    """What a head makes of each period from one of ``starts`` to the next: of ``most`` events and as many labelled."""
    said = defaultdict(list)
    for pair in decided(connection).pairs:
        said[pair.event].append(pair)
    spans = list(pairwise(starts))
    samples: list[Sample] = []
    kept, labels = [], []
    for number, span in enumerate(spans):
        chosen, there = sampling.within(connection, *span, most)
        judged = sampling.among_those(connection, list(said), *span, most)
        each = {
            state.report.event.id: (sample(number, state), _labelled(state, said.get(state.report.event.id, ())))
            for (state,) in sampling.states(connection, projection, {*chosen, *judged}, [head])
        }
        samples.extend(each[name][0] for name in chosen)
        kept.append(there)
        labels.append(sum((told for _, told in each.values()), Labelled()))
    for span, there, seen, found in zip(spans, kept, drift(samples, len(spans)), labels, strict=True):
        yield Period(*span, there, seen, found)


def _labelled(state: EventState, said: Iterable[DecidedPair]) -> Labelled:
    """What an event's pairs are called beside what people say of them; a pair that is not compared counts nowhere."""
    claim_at = {
        ClaimPlace(claim.article, claim.field.value, claim.span.start, claim.span.end): claim.id
        for claim in state.claims
    }
    called = {frozenset((pair.a, pair.b)): pair.called for pair in state.report.pairs}
    same = other = undecided = 0
    for pair in said:
        told = called.get(frozenset(claim_at.get(place, "") for place in pair.places))
        same += told == pair.relation
        undecided += told == UNDECIDED
        other += told not in {None, UNDECIDED, pair.relation}
    return Labelled(same, other, undecided)
