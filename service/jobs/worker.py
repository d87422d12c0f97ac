"""A worker: takes jobs from the queue and runs them, in a process of its own or beside the server, until it is stopped.

It outlives its database: when that is away it comes back with growing pauses, and an embedded server that is gone is
started again. As many workers as one likes may be at work on one database.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.jobs import Job as QueuedJob
from procrastinate.retry import BaseRetryStrategy, RetryDecision

from service.jobs.beside import Beside
from service.jobs.queue import QUEUE, TASK
from service.jobs.reckoning import ask as ask_for_reckoning
from service.jobs.running import AgainLater, Runner, described
from service.jobs.sweep import STALLED_AFTER_S, remove_old, sweep
from service.store.locks import reachable
from service.store.repeating import AWAY

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger


RELAYED = ("procrastinate", "psycopg.pool", "asyncio")


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a worker does what it does besides its jobs, in seconds.

    ``grace`` is how long a job may go on once the worker is to stop; then it is interrupted, and run again by another.
    It is shorter than the 30 s that process managers usually wait before they kill.
    """

    heartbeat: float = 4.0
    stalled_after: float = STALLED_AFTER_S
    sweep_every: float = 5.0
    remove_every: float = 3600.0
    look_every: float = 2.0
    first_pause: float = 0.5
    longest_pause: float = 15.0
    grace: float = 25.0


INSIDE = Pace(grace=3.0)
"""The pace of a worker beside a server, which has some seconds in all to end."""


class Worker:
    """Runs jobs with ``runner``, ``concurrency`` at a time, from ``run`` or ``start`` until ``stop``.

    What is ``beside`` goes on meanwhile: messages are sent to webhooks, feeds are polled.
    """

    def __init__(
        self, runner: Runner, *, concurrency: int = 1, pace: Pace | None = None, beside: Sequence[Beside] = ()
    ) -> None:
        self._beside = beside
        self._runner = runner
        self._log = runner.log
        self._concurrency = concurrency
        self._pace = pace or Pace()
        self._stop = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._interrupt_at = float("inf")

    def run(self) -> None:
        """Work until ``stop`` is called from another thread or from a signal handler."""
        for each in self._beside:
            each.start()
        with _relayed(self._log):
            asyncio.run(self._until_stopped())
        until = time.monotonic() + self._pace.grace
        for each in self._beside:
            each.wait(max(0.0, until - time.monotonic()))

    def start(self) -> Thread:
        """Work in a thread that does not keep the process from ending."""
        thread = self.thread()
        thread.start()
        return thread

    def thread(self) -> Thread:
        """As ``start``, with the thread still to be started; after ``stop`` it ends at once."""
        return Thread(target=self.run, name="jobs", daemon=True)

    def stop(self) -> None:
        """Take no more jobs, give those at work some time to end, and return from ``run``. Returns at once."""
        self._interrupt_at = time.monotonic() + self._pace.grace
        for each in self._beside:
            each.stop()
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)

    async def _until_stopped(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._loop.set_default_executor(ThreadPoolExecutor(self._concurrency + 2, "job"))
        pause = self._pace.first_pause
        while self._interrupt_at == float("inf"):
            try:
                await self._session()
                pause = self._pace.first_pause
            except Exception as fault:  # noqa: BLE001 -- whatever it is, the worker stays and tries again
                self._log.warning("worker interrupted", pause_s=pause, **_told(fault))
                await self._rest(pause)
                pause = min(2 * pause, self._pace.longest_pause)

    async def _rest(self, seconds: float) -> None:
        """Waits, but no longer than until the worker is to stop."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)

    async def _session(self) -> None:
        """Works as long as the database is there. Raises what ended it, and returns when the worker is to stop."""
        conninfo = await asyncio.to_thread(reachable, self._runner.database)
        await asyncio.to_thread(self._sweep)
        app = self._app(conninfo)
        async with app.open_async():
            self._log.info("worker ready", concurrency=self._concurrency)
            sides = [asyncio.create_task(each) for each in (self._serve(app), self._sweeping(), self._stop.wait())]
            await asyncio.wait(sides, return_when=asyncio.FIRST_COMPLETED)
            for each in sides:
                each.cancel()  # which lets Procrastinate's worker end its jobs first
            ends = await asyncio.gather(*sides, return_exceptions=True)
        for end in ends:
            if isinstance(end, Exception):
                raise end
        if self._interrupt_at == float("inf"):
            raise ConnectionError("the queue's worker ended by itself, as it does when its connection is lost")

    async def _serve(self, app: App) -> None:
        pace = self._pace
        await app.run_worker_async(
            queues=[QUEUE],
            concurrency=self._concurrency,
            install_signal_handlers=False,
            fetch_job_polling_interval=pace.look_every,
            update_heartbeat_interval=pace.heartbeat,
            stalled_worker_timeout=4 * pace.stalled_after,  # the sweep needs their jobs to be still theirs, or nobody's
            delete_jobs="always",  # our own rows tell what became of a job
        )

    async def _sweeping(self) -> None:
        """Sweeps now and then. That it cannot is no reason to end: the jobs at work may outlast a short absence."""
        removed_at = float("-inf")
        while True:
            await asyncio.sleep(self._pace.sweep_every)
            try:
                await asyncio.to_thread(self._sweep)
                if time.monotonic() - removed_at > self._pace.remove_every:
                    await asyncio.to_thread(self._runner.database.run, remove_old, idempotent=True)
                    await asyncio.to_thread(self._runner.database.run, ask_for_reckoning, idempotent=True)
                    removed_at = time.monotonic()
            except AWAY as fault:
                self._log.warning("sweep put off", **_told(fault))

    def _sweep(self) -> None:
        swept = self._runner.database.run(lambda each: sweep(each, self._pace.stalled_after), idempotent=True)
        if swept.jobs or swept.places:
            self._log.warning("jobs of dead workers put right", jobs=swept.jobs, places=swept.places)
        if swept.arrivals:
            self._log.warning("arrivals quarantined, their jobs have ended without them", arrivals=swept.arrivals)

    def _app(self, conninfo: str) -> App:
        """Procrastinate with its one task; it connects to fetch and to finish, for heartbeats, and to listen."""
        app = App(connector=PsycopgConnector(conninfo=conninfo, min_size=1, max_size=self._concurrency + 2))

        @app.task(name=TASK, queue=QUEUE, pass_context=True, retry=_WhenAsked())
        def run(context: JobContext, *, job: str) -> None:
            if context.job.id is not None:
                self._runner.run(job, context.job.id, lambda: time.monotonic() > self._interrupt_at)

        return app


class _WhenAsked(BaseRetryStrategy):
    """Runs a job again where that is asked for by AgainLater, and never else."""

    def get_retry_decision(self, *, exception: BaseException, job: QueuedJob) -> RetryDecision | None:
        if not isinstance(exception, AgainLater):
            return None
        return RetryDecision(retry_in={"seconds": exception.seconds})


class _Relay(logging.Handler):
    """Passes warnings of the libraries below on to the service's own log. They hold no words of articles."""

    def __init__(self, log: FilteringBoundLogger) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.warning("queue", by=record.name, said=record.getMessage().partition("\n")[0])


@contextmanager
def _relayed(log: FilteringBoundLogger) -> Iterator[None]:
    relay = _Relay(log)
    loggers = [logging.getLogger(name) for name in RELAYED]
    for logger in loggers:
        logger.addHandler(relay)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeHandler(relay)


def _told(fault: Exception) -> dict[str, object]:
    """An interruption of the worker: by its first line where the database is the cause, else by its place."""
    if isinstance(fault, (*AWAY, ConnectionError)):
        return {"error": type(fault).__name__, "why": str(fault).strip().partition("\n")[0]}
    return described(fault)
