"""Putting right what a crash left behind, and removing what has been kept long enough.

A worker is taken for dead when its heartbeat is older than STALLED_AFTER_S and nobody holds the lock of its job. The
first alone may be a machine that was asleep or hard at work; the second alone a connection that is being mended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, text

from service.jobs.queue import QUEUE, defer, tell_queue
from service.jobs.running import lock_of
from service.news.job import JobState
from service.store import answers, arrivals, job_rows, outbox
from service.store.audit import utc_now
from service.store.locks import taken_to_the_end
from service.store.schema.work import jobs

STALLED_AFTER_S = 15.0
"""Three heartbeats and some: a worker that misses one is busy, one that misses three is gone."""

JOBS_KEPT = timedelta(days=3)
"""A job of Friday evening is there on Monday morning. Results hold words of articles, so no longer than that."""

ENDED = ["succeeded", "failed", "cancelled", "aborted"]

# What waits in the queue for a worker is as it should be, and there may be very many of them.
DOUBTFUL = text("""
    SELECT jobs.id, jobs.state, jobs.attempts, jobs.cancel_requested, jobs.queue_job, place.status AS place
    FROM jobs
    LEFT JOIN procrastinate_jobs AS place ON place.id = jobs.queue_job
    LEFT JOIN procrastinate_workers AS worker ON worker.id = place.worker_id
    WHERE jobs.finished_at IS NULL
      AND (jobs.state = 'running' OR place.status IS DISTINCT FROM 'todo')
      AND (place.status IS DISTINCT FROM 'doing'
           OR worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => :stalled_after))
    ORDER BY jobs.id
    FOR UPDATE OF jobs SKIP LOCKED
""")

# Places of jobs that have ended, held by workers that died before they could say so.
LEFT = text("""
    SELECT place.id
    FROM procrastinate_jobs AS place
    LEFT JOIN procrastinate_workers AS worker ON worker.id = place.worker_id
    LEFT JOIN jobs ON jobs.queue_job = place.id AND jobs.finished_at IS NULL
    WHERE place.status = 'doing' AND place.queue_name = :queue AND jobs.id IS NULL
      AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => :stalled_after))
    FOR UPDATE OF place SKIP LOCKED
""")


@dataclass(frozen=True, slots=True)
class Swept:
    """What was put right.

    That is, how many jobs were put back into the queue or ended, how many places of ended jobs were cleared, and how
    many arrivals went into quarantine because their job had ended without them.
    """

    jobs: int = 0
    places: int = 0
    arrivals: int = 0


def sweep(connection: Connection, stalled_after_s: float = STALLED_AFTER_S) -> Swept:
    """Put right what dead workers left; does nothing where another process is about it."""
    if not taken_to_the_end(connection, "sweep of jobs"):
        return Swept()
    doubtful = connection.execute(DOUBTFUL, {"stalled_after": stalled_after_s}).all()
    righted = sum(_put_right(connection, row) for row in doubtful)
    left = connection.execute(LEFT, {"stalled_after": stalled_after_s, "queue": QUEUE}).all()
    for place in left:
        tell_queue(connection, "finish_job", job_id=place.id, status="succeeded", delete_job=True)
    return Swept(righted, len(left), arrivals.settle_abandoned(connection, utc_now()))


def _put_right(connection: Connection, row: Row[Any]) -> bool:
    """Puts a job whose worker is dead, or whose place is gone, back into the queue, unless it is to be cancelled."""
    if not taken_to_the_end(connection, lock_of(row.id)):
        return False
    if row.cancel_requested:
        job_rows.end(connection, row.id, JobState.CANCELLED)
        return True
    if row.state == JobState.RUNNING:
        job_rows.put_back(connection, row.id, row.attempts)
    if row.place == "doing":
        tell_queue(
            connection,
            "retry_job",
            job_id=row.queue_job,
            retry_at=connection.scalar(select(func.now())),
            new_priority=None,
            new_queue_name=None,
            new_lock=None,
        )
    elif row.place != "todo":
        job_rows.queue_again(connection, row.id, defer(connection, row.id))
    return True


def remove_old(connection: Connection) -> None:
    """Remove jobs and messages that ended long ago, answers not given again any more, and what is left in the queue."""
    connection.execute(delete(jobs).where(jobs.c.finished_at < func.now() - JOBS_KEPT))
    answers.remove_old(connection)
    outbox.remove_old(connection)
    tell_queue(connection, "delete_old_jobs", nb_hours=24, queue=QUEUE, statuses=ENDED)
