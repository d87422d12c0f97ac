"""The job that weighs everything anew: put into the queue now and then, where anything has come in since."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from service.jobs.queue import enqueue_alone, new_id
from service.news.identity import Principal
from service.news.job import JobKind, JobOrder
from service.news.reckoning import TOLERANCE
from service.store import reckoning

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.news.job import Handler
    from service.news.progress import Progress
    from service.news.reckoning import Reckoned

SERVICE = Principal("service", "the service itself", frozenset())


def ask(connection: Connection) -> None:
    """Puts a reckoning into the queue if one is due and none is waiting."""
    if reckoning.is_due(connection):
        enqueue_alone(connection, JobKind.RECKON, {}, SERVICE, new_id())


def reckoning_by(reckon: Callable[[Progress], Reckoned]) -> Handler:
    """The handler: ``reckon`` does it and says how far credibilities moved."""

    def run(_: JobOrder, progress: Progress) -> dict[str, object]:
        return asdict(reckon(progress)) | {"tolerance": TOLERANCE}

    return run
