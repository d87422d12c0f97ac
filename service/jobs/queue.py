"""The queue: Procrastinate on the same database. A job and its place in the queue are written in one transaction.

Each job is a row of ours, which its owner sees and which decides what happens, and a row of Procrastinate's, which gets
it to a worker. Whichever of the two a crash leaves behind, ``sweep`` puts right.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from datetime import datetime

from procrastinate import sql
from procrastinate.jobs import Job as QueuedJob
from procrastinate.manager import JobManager
from procrastinate.sync_psycopg_connector import SyncPsycopgConnector
from sqlalchemy import Connection, CursorResult

from service.news.errors import JobFinished
from service.news.identity import Principal
from service.news.job import Job, JobState
from service.news.memory import Page, Place
from service.store import job_rows
from service.store.database import Database
from service.store.locks import await_turn

QUEUE = "jobs"
TASK = "run"

LOOK_EVERY_S = 0.25
"""How often a watcher looks at its job, which is as often as a worker writes down how far it is.

Looking is one row by its primary key. LISTEN would bring news sooner, for a connection of its own to each watcher, or
one for each process and code that spreads the news and mends the connection: more than a quarter of a second is worth.
"""

_DEFERRING = JobManager(SyncPsycopgConnector())  # never opened: it is handed a connection each time


def enqueue(
    connection: Connection,
    kind: str,
    request: Mapping[str, object],
    by: Principal,
    id: str | None = None,
    not_before: datetime | None = None,
) -> Job:
    """A new job of ``kind`` for ``by``, if and only if the transaction of ``connection`` is committed.

    ``request`` holds what JSON can hold. With an ``id`` that a job has already, that job is returned and none is made.
    Until ``not_before`` no worker takes it up.
    """
    found = job_rows.find(connection, id) if id else None
    if found is not None:
        return found
    name = id or new_id()
    return job_rows.add(connection, name, kind, request, by, defer(connection, name, not_before))


def enqueue_alone(connection: Connection, kind: str, request: Mapping[str, object], by: Principal, id: str) -> Job:
    """As ``enqueue``, unless a job of ``kind`` has not ended yet: then that one, whoever asked for it, and for what.

    Procrastinate's own lock on the queue lets a second in as soon as the first has begun.
    """
    await_turn(connection, f"jobs of kind {kind}")
    return (
        job_rows.find(connection, id)
        or job_rows.unfinished(connection, kind)
        or enqueue(connection, kind, request, by, id)
    )


def new_id() -> str:
    """A name of a job that nobody can guess."""
    return secrets.token_hex(12)


def defer(connection: Connection, id: str, not_before: datetime | None = None) -> int:
    """A place in the queue for the job ``id``, in the transaction of ``connection``; the number of its row there."""
    place = QueuedJob(
        queue=QUEUE,
        lock=None,
        queueing_lock=None,
        task_name=TASK,
        task_kwargs={"job": id},
        scheduled_at=not_before,
    )
    placed = _DEFERRING.defer_job(place, connection=connection.connection.driver_connection)
    if placed.id is None:
        raise TypeError("a job that was deferred has a number")
    return placed.id


def tell_queue(connection: Connection, what: str, **values: object) -> CursorResult[tuple[object, ...]]:
    """One of Procrastinate's own statements, by its name in its package, in the transaction of ``connection``."""
    return connection.exec_driver_sql(sql.queries[what], values)


class JobQueue:
    """The jobs of one database, for those who ask for them. Safe to use from several threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def database(self) -> Database:
        """Where the queue is."""
        return self._database

    def enqueue(self, kind: str, request: Mapping[str, object], by: Principal, id: str | None = None) -> Job:
        """As the function of that name, in a transaction of its own."""
        name = id or new_id()
        return self._database.run(lambda each: enqueue(each, kind, request, by, name), idempotent=True)

    def enqueue_alone(self, kind: str, request: Mapping[str, object], by: Principal, id: str | None = None) -> Job:
        """As the function of that name, in a transaction of its own."""
        name = id or new_id()
        return self._database.run(lambda each: enqueue_alone(each, kind, request, by, name), idempotent=True)

    def get(self, id: str) -> Job:
        """The job ``id``. Raises NotKept."""
        return self._database.run(lambda each: job_rows.read(each, id), idempotent=True)

    def result(self, id: str) -> object:
        """What came of the job ``id``, as JSON has it; None where nothing has."""
        return self._database.run(lambda each: job_rows.result(each, id), idempotent=True)

    def page(self, owner: str | None, limit: int, after: Place | None = None) -> Page[Job]:
        """The jobs of ``owner`` (None: of all), newest first."""
        return self._database.run(lambda each: job_rows.page(each, owner, limit, after), idempotent=True)

    def cancel(self, id: str) -> Job:
        """Cancel the job ``id``: at once where it waits, at its next progress where it runs.

        Raises NotKept, and JobFinished where it has ended otherwise.
        """
        return self._database.run(lambda each: _cancel(each, id), idempotent=True)

    def watch(self, id: str, revision: int, seconds: float) -> Job:
        """The job ``id`` once its revision is above ``revision``, or as it is after ``seconds``. Raises NotKept."""
        until = time.monotonic() + seconds
        while True:
            job, left = self.get(id), until - time.monotonic()
            if job.revision > revision or job.state.is_final or left <= 0:
                return job
            time.sleep(min(LOOK_EVERY_S, left))


def _cancel(connection: Connection, id: str) -> Job:
    job, queue_job = job_rows.held(connection, id)
    if job.state is JobState.CANCELLED:
        return job
    if job.state.is_final:
        raise JobFinished(f"The job has {job.state} and cannot be cancelled any more.")
    if job.state is JobState.QUEUED:
        job_rows.end(connection, id, JobState.CANCELLED)
    elif not job.cancel_requested:
        job_rows.ask_to_cancel(connection, id)
    tell_queue(connection, "cancel_job", job_id=queue_job, abort=True, delete_job=job.state is JobState.QUEUED)
    return job_rows.read(connection, id)
