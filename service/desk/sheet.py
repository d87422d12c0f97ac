"""All that the page of one event shows, worked out from a report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from service.desk.grid import Grid, Matrix, grid, matrix
from service.desk.pictures import HeatMap, Timeline, heat_map, timeline
from service.desk.shown import Newsroom, PairShown, Reader, counted, in_order
from service.news.pair import Relation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.news.event import EventReport
    from service.news.report import ScoreReport

FIRST_PAIRS, FIRST_ROWS = 20, 60
"""How many pairs, and rows of the table, the page of an event has unless more are asked for."""


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
