"""How long the server takes for the page of a large event: asked of the whole app, over a house with one event."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from datetime import UTC, datetime
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any, cast

from service.app import create_app, settings_from_environ
from service.measure.bench import seconds_of
from service.measure.large_event import N_CLAIMS, N_SOURCES, large_report
from service.measure.page_figures import MOST_KB, MOST_MS, PageFigures, PageRow
from service.news.identity import Principal, Scope
from service.news.memory import EventSummary, Page
from service.news.progress import Progress, silent
from service.web.ports import House

if TYPE_CHECKING:
    from service.news.label import Label, LabelQuery
    from service.news.memory import EventQuery
    from service.news.report import ScoreReport

ROUNDS = 15
LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
EDITOR = Principal("key:bench", "bench", frozenset({Scope.READ, Scope.LABEL}), frozenset())


class _OneEvent:
    """An archive that keeps one event, worked out already, and no labels."""

    def event(self, id: str) -> ScoreReport:
        return replace(large_report(), id=id)

    def events(self, query: EventQuery) -> Page[EventSummary]:
        figures = dict.fromkeys(("contradictions", "independent_outlets", "n_articles", "n_claims", "n_sources"), 0)
        one = EventSummary(str(query.id), "", None, None, LONG_AGO, disputed=True, agreement=None, places=(), **figures)
        return Page((one,), None)

    def labels(self, query: LabelQuery) -> Page[Label]:
        return Page((), None)


class _OneEditor:
    """Accounts in which every key is an editor's: their pages are the largest."""

    def by_key(self, token: str) -> Principal:
        return EDITOR


def measure(progress: Progress = silent) -> PageFigures:
    """The median over ROUNDS requests for the page, after one that is not counted."""
    rooms: dict[str, Any] = {each.name: None for each in fields(House)}
    rooms |= {"archive": _OneEvent(), "accounts": _OneEditor(), "secret": b"of a bench, which guards nothing"}
    app = create_app(settings_from_environ(), cast("Any", object()), House(**rooms), log_to=io.StringIO())
    client, seen = app.test_client(), {"Authorization": "Bearer any", "Accept": "text/html"}
    found = client.get("/desk/events/e1", headers=seen)
    if found.status_code != 200:
        raise RuntimeError(f"The page of the event is answered with {found.status}.")
    taken, worked = [], []
    for done in range(1, ROUNDS + 1):
        before = process_time()
        taken.append(seconds_of(lambda: client.get("/desk/events/e1", headers=seen)))
        worked.append(process_time() - before)
        progress("pages", done, ROUNDS)
    rows = (
        PageRow("event_page_ms", 1000 * median(taken), "ms", MOST_MS),
        PageRow("event_page_processor_ms", 1000 * median(worked), "ms", MOST_MS),
        PageRow("event_page_kb", len(found.data) / 1000, "kB", MOST_KB),
    )
    notes = (
        f"the page of an event of {N_SOURCES} sources and {N_CLAIMS} claims, as an editor sees it",
        f"medians of {ROUNDS} requests; of the processor, what other programs take of it is not in it",
        "from the report to the last byte, within the server: how long the event takes to be worked out is not in it",
    )
    return PageFigures(ROUNDS, rows, notes)
