"""All that the page of one event shows, worked out from a report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.desk.grid import Grid, Matrix, grid, matrix
from service.desk.pictures import HeatMap, Timeline, heat_map, timeline
from service.desk.shown import Newsroom, PairShown, Reader, counted, in_order
from service.news.label import LabelKind, LabelQuery, PairDecision
from service.news.pair import Relation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from service.news.event import EventReport
    from service.news.label import Label
    from service.news.report import ScoreReport
    from service.web.ports import Archive

FIRST_PAIRS, FIRST_ROWS = 20, 60
"""How many pairs, and rows of the table, the page of an event has unless more are asked for."""

LABELS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class LabelShown:
    """A current label on a pair: whose, which relation, and whether it is that of who looks."""

    by: str
    relation: str
    mine: bool


Labels = dict[tuple[str, str], tuple[LabelShown, ...]]
"""The current labels on pairs, by the ids of both claims in either order."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One event of a report; ``pairs`` are the first that tell something, ``n_further`` counts the rest.

    ``grid`` has its first rows, ``n_further_rows`` counts the rest.
    """

    reader: Reader
    event: EventReport
    counts: Mapping[str, int]
    pairs: tuple[PairShown, ...]
    n_further: int
    grid: Grid
    n_further_rows: int
    matrix: Matrix
    heat: HeatMap
    timelines: tuple[Timeline, ...]
    rooms: tuple[Newsroom, ...]

    @property
    def stored(self) -> bool:
        """Whether the event is kept, so that it has pages of its own."""
        return bool(self.reader.report.kept)


def sheets(report: ScoreReport, most_pairs: int = FIRST_PAIRS) -> tuple[Sheet, ...]:
    """The events of a report in which sources were compared, disputed ones first, then those with most claims."""
    reader = Reader(report)
    found = [event for event in report.events if event.pairs]
    found.sort(key=lambda event: (not event.disputed, -len(event.event.claims), event.event.id))
    return tuple(sheet(reader, event, most_pairs) for event in found)


def sheet(
    reader: Reader, event: EventReport, most_pairs: int = FIRST_PAIRS, most_rows: int | None = FIRST_ROWS
) -> Sheet:
    """One event of the report that ``reader`` reads; with None, all rows of its table."""
    agreements = matrix(reader, event)
    telling = [pair for pair in in_order(event.pairs) if not (pair.decided and pair.relation is Relation.NEUTRAL)]
    pairs, whole = telling[:most_pairs], grid(reader, event)
    rows = whole.rows[:most_rows]
    return Sheet(
        reader,
        event,
        counted(event.pairs),
        tuple(reader.pair(pair) for pair in pairs),
        len(event.pairs) - len(pairs),
        replace(whole, rows=rows),
        len(whole.rows) - len(rows),
        agreements,
        heat_map(agreements),
        tuple(timeline(series) for series in event.numbers),
        reader.newsrooms(event),
    )


def labels_of(archive: Archive, events: Iterable[str], me: str) -> Labels:
    """The current labels on pairs of some stored events; ``me`` is the id of who looks."""
    found: dict[tuple[str, str], list[LabelShown]] = {}
    for event in events:
        for label in _all_labels(archive, event):
            if label.current and isinstance(label.decision, PairDecision):
                shown = LabelShown(label.by.partition(":")[2], label.decision.relation.value, label.by == me)
                one, other = label.decision.claims
                for both in ((one, other), (other, one)):
                    found.setdefault(both, []).append(shown)
    return {both: tuple(dict.fromkeys(labels)) for both, labels in found.items()}


def _all_labels(archive: Archive, event: str) -> Iterator[Label]:
    after = None
    while True:
        page = archive.labels(LabelQuery(LABELS_AT_ONCE, after=after, kind=LabelKind.PAIR, event=event))
        yield from page.items
        if (after := page.next) is None:
            return
