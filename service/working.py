"""What workers do: the handler of each kind of job, over the rooms that it needs."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.jobs.intake import Keeping
from service.jobs.reckoning import reckoning_by
from service.jobs.score import scoring
from service.news.job import Handler, JobKind
from service.store.audit import utc_now
from service.web.arriving import made_by

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

    from service.following import Following
    from service.jobs.beside import Beside
    from service.jobs.worker import Worker
    from service.news.progress import Progress
    from service.news.report import ScoreReport, ScoreRequest
    from service.store.archive import Archive
    from service.store.database import Database
    from service.web.contract import Contract
    from service.web.ports import Scores


@dataclass(frozen=True, slots=True)
class Means:
    """What work takes from outside.

    ``models`` is the folder of trained artefacts. The hosts ``told_inside`` and ``fetched_inside`` need not be of the
    open internet; None: nothing is fetched. Links in messages to chats begin with ``address``.
    """

    models: Path
    secrets: tuple[bytes, ...]
    log: FilteringBoundLogger
    told_inside: Collection[str] = ()
    fetched_inside: Collection[str] | None = None
    address: str = ""


def worker(
    bodies: Contract,
    scores: Callable[[], Scores],
    archive: Archive,
    following: Following | None,
    means: Means,
    **how: Any,
) -> Worker:
    """What does queued work on the database of ``archive``, and what goes on beside; ``how`` is how Worker does it."""
    from service.jobs.running import Runner
    from service.jobs.worker import Worker

    found = handlers(bodies, scores, archive, following, means.models)
    return Worker(Runner(archive.database, found, means.log), beside=beside(bodies, archive.database, means), **how)


def handlers(
    bodies: Contract, scores: Callable[[], Scores], archive: Archive, following: Following | None, models: Path
) -> dict[str, Handler]:
    """The handlers by kind. Each scores by the scorer that ``scores`` gives then; without ``following``, none retrains.

    ``models`` is the folder of trained artefacts.
    """
    from service.retraining import Retraining

    def score(request: ScoreRequest, progress: Progress) -> ScoreReport:
        return scores().score(request, progress)

    found: dict[str, Handler] = {
        JobKind.SCORE.value: scoring(bodies.score_request.load, score, archive.keep, bodies.report.dump),
        JobKind.INGEST.value: Keeping(archive.database, bodies.score_request.load, archive),
        JobKind.RECKON.value: reckoning_by(archive.reckon),
    }
    if following is not None:
        found[JobKind.RETRAIN.value] = Retraining(archive.database, lambda: following.scorer, models)
    return found


def beside(bodies: Contract, database: Database, means: Means) -> list[Beside]:
    """What goes on beside jobs: messages are sent to webhooks, and feeds polled."""
    from service.jobs.polling import Poller
    from service.jobs.sending import Sender, Ways
    from service.store.sealing import Seal

    ways = Ways(means.told_inside, means.address)
    found: list[Beside] = [Sender(database, Seal(means.secrets), means.log, ways=ways)]
    if means.fetched_inside is not None:
        made = made_by(bodies, utc_now).or_reason
        found.append(Poller(database, made, means.log, trusted=means.fetched_inside))
    return found
