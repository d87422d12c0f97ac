"""What workers do: the handler of each kind of job, over the rooms that it needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from service.jobs.intake import Keeping
from service.jobs.reckoning import reckoning_by
from service.jobs.score import scoring
from service.news.job import Handler, JobKind

if TYPE_CHECKING:
    from service.following import Following
    from service.news.progress import Progress
    from service.news.report import ScoreReport, ScoreRequest
    from service.store.archive import Archive
    from service.store.database import Database
    from service.web.contract import Contract
    from service.web.ports import Scores


def handlers(
    bodies: Contract,
    scores: Callable[[], Scores],
    archive: Archive,
    database: Database,
    following: Following | None,
    models: Path,
) -> dict[str, Handler]:
    """The handlers by kind. Each scores by the scorer that ``scores`` gives then; without ``following``, none retrains.

    ``models`` is the folder of trained artefacts.
    """
    from service.retraining import Retraining

    def score(request: ScoreRequest, progress: Progress) -> ScoreReport:
        return scores().score(request, progress)

    found: dict[str, Handler] = {
        JobKind.SCORE.value: scoring(bodies.score_request.load, score, archive.keep, bodies.report.dump),
        JobKind.INGEST.value: Keeping(database, bodies.score_request.load, archive),
    }
    found[JobKind.RECKON.value] = reckoning_by(archive.reckon)
    if following is not None:
        found[JobKind.RETRAIN.value] = Retraining(database, lambda: following.scorer, models)
    return found
