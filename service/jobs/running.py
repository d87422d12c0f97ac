"""Running one job: begin it, let its handler work, write down what came of it. Done at least once, seen exactly once.

A job is run by whoever holds its lock, so never by two at once; and each step it takes is fenced by the number of the
attempt, so that a worker whose lock was lost with its connection changes nothing any more.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.news.errors import KeepingError, NotReady, ScoringError
from service.news.job import Handler, JobFault, JobOrder, JobState
from service.store import job_rows, locks
from service.store.database import Database
from service.store.locks import Hold
from service.store.repeating import AWAY

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

NOTE_EVERY_S = 0.25
"""A person sees no more than four changes a second, and each is a transaction."""

AGAIN_AFTER_S = 5
"""When to try again what another worker still holds, what found no models or no database."""

BUG = JobFault("", "", "A fault on our side; the log has it under the id of the job.")


class AgainLater(Exception):
    """The job is to be run again, after ``seconds``."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class _Cancelled(Exception):
    """The job is to end here."""


class _Interrupted(Exception):
    """The worker is to end here, and the job to be run again."""


class _Replaced(Exception):
    """Another attempt has taken the place of this one, or has ended the job."""


def lock_of(id: str) -> str:
    """The name of the lock that is held by whoever runs the job ``id``."""
    return f"job {id}"


@dataclass(frozen=True, slots=True)
class Runner:
    """Runs jobs by ``handlers``, one for each kind. Safe to use from several threads and processes."""

    database: Database
    handlers: Mapping[str, Handler]
    log: FilteringBoundLogger

    def run(self, id: str, queue_job: int, must_stop: Callable[[], bool]) -> None:
        """Run the job ``id`` from the row ``queue_job`` of the queue, unless it has ended.

        When ``must_stop`` turns true, the handler is interrupted at its next progress. Raises AgainLater.
        """
        try:
            with locks.held(self.database, lock_of(id)) as hold:
                if not hold.is_mine():
                    raise AgainLater(AGAIN_AFTER_S)
                order = self._begin(id, queue_job)
                if order is not None:
                    self._work(order, _Reports(self.database, order, hold, must_stop))
        except AWAY as fault:
            self.log.warning("job interrupted, the database is away", job=id, error=type(fault).__name__)
            raise AgainLater(AGAIN_AFTER_S) from fault

    def _begin(self, id: str, queue_job: int) -> JobOrder | None:
        try:
            return self.database.run(lambda each: job_rows.begin(each, id, queue_job))
        except AWAY:
            raise
        except Exception as fault:  # noqa: BLE001 -- what cannot even be read would come back for ever
            _tell_of_bug(self.log.bind(job=id), fault)
            self.database.run(lambda each: job_rows.end(each, id, JobState.FAILED, error=BUG), idempotent=True)
            return None

    def _work(self, order: JobOrder, reports: _Reports) -> None:
        log = self.log.bind(job=order.id, kind=order.kind, attempt=order.attempt)
        log.info("job begun")
        try:
            self._end(log, order, JobState.SUCCEEDED, self.handlers[order.kind](order, reports))
        except _Cancelled:
            self._end(log, order, JobState.CANCELLED)
        except _Replaced:
            log.warning("job left to another attempt")
        except (_Interrupted, NotReady, *AWAY) as fault:
            self._put_back(order)
            log.info("job interrupted", why=type(fault).__name__)
            raise AgainLater(0 if isinstance(fault, _Interrupted) else AGAIN_AFTER_S) from fault
        except (ScoringError, KeepingError) as fault:
            self._end(log, order, JobState.FAILED, error=JobFault(fault.slug, fault.title, str(fault) or fault.title))
        except Exception as fault:  # noqa: BLE001 -- a bug in a handler ends its job, not the worker
            _tell_of_bug(log, fault)
            self._end(log, order, JobState.FAILED, error=BUG)

    def _end(
        self,
        log: FilteringBoundLogger,
        order: JobOrder,
        state: JobState,
        result: object = None,
        error: JobFault | None = None,
    ) -> None:
        """Ends the job; where that is repeated after an unknown outcome, it finds that the job has ended already."""
        ended = self.database.run(
            lambda each: job_rows.end(each, order.id, state, order=order, result=result, error=error), idempotent=True
        )
        if ended:
            log.info("job ended", state=state.value)
        else:
            log.warning("job had ended already, or was left to another attempt", state=state.value)

    def _put_back(self, order: JobOrder) -> None:
        """Shows the job as waiting again; where the database is away, whoever begins it next does without."""
        with suppress(*AWAY):
            self.database.run(lambda each: job_rows.put_back(each, order.id, order.attempt), idempotent=True)


class _Reports:
    """The progress of one attempt: writes it down now and then, and stops the handler where it is to stop."""

    def __init__(self, database: Database, order: JobOrder, hold: Hold, must_stop: Callable[[], bool]) -> None:
        self._database = database
        self._order = order
        self._hold = hold
        self._must_stop = must_stop
        self._next = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._must_stop():
            raise _Interrupted
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + NOTE_EVERY_S
        if not self._hold.is_mine():
            raise _Replaced
        cancelled = self._database.run(
            lambda each: job_rows.note(each, self._order, stage, done, total), idempotent=True
        )
        if cancelled is None:
            raise _Replaced
        if cancelled:
            raise _Cancelled


def _tell_of_bug(log: FilteringBoundLogger, fault: Exception) -> None:
    log.error("job broke", **described(fault))


def described(fault: BaseException) -> dict[str, object]:
    """A bug by its kind and place. Its message stays out: it may quote an article."""
    frames = traceback.extract_tb(fault.__traceback__)
    return {
        "error": type(fault).__name__,
        "where": [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames],
    }
