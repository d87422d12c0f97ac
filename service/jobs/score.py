"""The job of scoring articles: the synchronous answer, worked out later."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from service.news.identity import Principal
from service.news.job import Handler, JobOrder
from service.news.progress import Progress
from service.news.report import ScoreReport, ScoreRequest


def scoring(
    read: Callable[[Mapping[str, object]], ScoreRequest],
    score: Callable[[ScoreRequest, Progress], ScoreReport],
    keep: Callable[[ScoreRequest, Principal, Progress], ScoreReport],
    write: Callable[[ScoreReport], object],
) -> Handler:
    """A handler that does what POST /score does.

    ``read`` makes the request of a body that has been found good before, ``write`` the body of an answer. ``score`` is
    a pure calculation, and to ``keep`` the same articles twice changes nothing, so it may be run again after a crash.
    """

    def work(order: JobOrder, progress: Progress) -> object:
        asked = read(order.request)
        return write(keep(asked, order.by, progress) if asked.store else score(asked, progress))

    return work
