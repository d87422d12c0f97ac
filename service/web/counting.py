"""Notes how large each scoring was and what its pairs are called, for the log and the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import has_request_context

from service.news.progress import silent
from service.web.passage import passage

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.news.claim import Spoken
    from service.news.progress import Progress
    from service.news.report import Compared, ScoreReport, ScoreRequest, Snapshot
    from service.web.ports import Scores


class CountedScores:
    """A scorer that notes the sizes of what it answers on the passage of the request at hand."""

    def __init__(self, inner: Scores) -> None:
        self._inner = inner

    @property
    def snapshot(self) -> Snapshot:
        """The model and build that answer."""
        return self._inner.snapshot

    def score(self, request: ScoreRequest, progress: Progress = silent) -> ScoreReport:
        """As the inner scorer does, noting articles, claims, events and pairs; a job has nobody to note them for."""
        if not has_request_context():
            return self._inner.score(request, progress)
        return counted(request, self._inner.score)

    def compare(self, a: Spoken, b: Spoken) -> Compared:
        """As the inner scorer does; there is nothing to count."""
        return self._inner.compare(a, b)


def counted(request: ScoreRequest, answer: Callable[[ScoreRequest], ScoreReport]) -> ScoreReport:
    """What ``answer`` answers; the sizes of both are noted, of the request even where it is refused."""
    passage().counts["articles"] = len(request.articles)
    report = answer(request)
    noted = passage()
    noted.head, noted.pairs = report.snapshot.head, tuple(pair for event in report.events for pair in event.pairs)
    noted.counts.update(claims=len(report.claims), events=len(report.events), pairs=len(noted.pairs))
    return report
