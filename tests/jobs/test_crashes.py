"""Workers in processes of their own that are killed in the middle of a job: nothing is lost, nothing is there twice."""

from __future__ import annotations

import signal

import pytest
from sqlalchemy import text

from service.jobs.sweep import sweep
from service.news.job import JobState
from tests.jobs.conftest import QUICK
from tests.processes import workers
from tests.waiting import PATIENCE_S, until


@pytest.fixture
def start(database, tmp_path):
    """Starts a worker in a process of its own; all are killed after the test."""
    with workers("tests.jobs.worker_process", database.conninfo, str(tmp_path)) as begin:
        yield begin


def begun(folder, job):
    """The processes that have begun a job, in order of attempts."""
    notes = sorted(folder.glob(f"{job.id}.*.*"), key=lambda note: int(note.name.split(".")[1]))
    return [int(note.name.split(".")[2]) for note in notes if note.name.split(".")[2].isdigit()]


def test_a_job_whose_worker_was_killed_is_taken_over_and_its_result_is_there_once(
    queue, start, ended, database, tmp_path, ada
):
    first = start()
    job = queue.enqueue("wait", {}, ada)
    until(lambda: begun(tmp_path, job), "the job being begun")
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = start()
    until(lambda: len(begun(tmp_path, job)) == 2, "the job being taken over")
    (tmp_path / "release").touch()
    done = ended(job.id)
    assert begun(tmp_path, job) == [first.pid, second.pid]
    assert (done.state, done.attempts) == (JobState.SUCCEEDED, 2)
    assert queue.result(job.id) == {"by": second.pid, "attempt": 2}
    assert not list(tmp_path.glob(f"{job.id}.1.done"))
    with database.begin() as connection:
        until(lambda: not connection.scalar(text("SELECT count(*) FROM procrastinate_jobs")), "the queue emptying")


def oldest_heartbeat(database):
    """How many seconds the oldest heartbeat of a worker is old."""
    with database.begin() as connection:
        age = "SELECT extract(epoch FROM max(now() - last_heartbeat)) FROM procrastinate_workers"
        return float(connection.scalar(text(age)))


def test_a_job_is_not_taken_from_a_worker_that_was_only_asleep(queue, start, ended, database, tmp_path, ada):
    first = start()
    job = queue.enqueue("wait", {}, ada)
    until(lambda: begun(tmp_path, job), "the job being begun")
    first.send_signal(signal.SIGSTOP)
    until(lambda: oldest_heartbeat(database) > QUICK.stalled_after, "the heartbeat growing old")
    start()
    other = queue.enqueue("wait", {}, ada)
    until(lambda: begun(tmp_path, other), "another job being begun by the other worker")
    with database.begin() as connection:
        sweep(connection, QUICK.stalled_after)
    first.send_signal(signal.SIGCONT)
    (tmp_path / "release").touch()
    assert ended(job.id).attempts == 1
    assert ended(other.id).state is JobState.SUCCEEDED
    assert begun(tmp_path, job) == [first.pid]


def test_a_worker_asked_to_end_puts_its_long_job_back_and_ends(queue, start, tmp_path, ada):
    first = start()
    job = queue.enqueue("wait", {}, ada)
    until(lambda: begun(tmp_path, job), "the job being begun")
    first.send_signal(signal.SIGTERM)
    assert first.wait(PATIENCE_S) == 0
    assert queue.get(job.id).state is JobState.QUEUED


def test_an_idle_worker_ends_at_once_when_it_is_interrupted(queue, start, ended, tmp_path, ada):
    first = start()
    (tmp_path / "release").touch()
    ended(queue.enqueue("wait", {}, ada).id)
    first.send_signal(signal.SIGINT)
    assert first.wait(PATIENCE_S) == 0


def test_workers_killed_again_and_again_lose_no_job(queue, start, ended, tmp_path, ada):
    (tmp_path / "release").touch()
    jobs = [queue.enqueue("wait", {}, ada) for _ in range(40)]
    for n in (3, 10, 20):
        worker = start()
        until(lambda n=n: len(list(tmp_path.glob("*.done"))) >= n, "some jobs being done")
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    start()
    for job in jobs:
        assert ended(job.id).state is JobState.SUCCEEDED
