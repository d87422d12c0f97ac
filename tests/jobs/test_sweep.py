"""What a crash can leave behind, state by state, and what the sweep makes of it; what is old goes."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from service.jobs.sweep import Swept, remove_old, sweep
from service.news.errors import NotKept
from service.news.job import JobState
from service.store import job_rows
from service.store.locks import held


@pytest.fixture
def tell(database):
    """Executes one statement, as a crash or an operator would have it."""

    def execute(statement, **values):
        with database.begin() as connection:
            return connection.execute(text(statement), values)

    return execute


@pytest.fixture
def swept(database):
    def run():
        with database.begin() as connection:
            return sweep(connection, 15.0)

    return run


@pytest.fixture
def make_job(queue, database, tell, ada):
    """A job whose row and place in the queue are in the states named; ``beat`` is the age of its worker's heartbeat."""

    def make(state, place, beat=None):
        job = queue.enqueue("score", {}, ada)
        worker = None
        if beat is not None:
            worker = tell(
                "INSERT INTO procrastinate_workers (last_heartbeat) "
                "VALUES (now() - make_interval(secs => :beat)) RETURNING id",
                beat=beat,
            ).scalar()
        if state != JobState.QUEUED:
            with database.begin() as connection:
                job_rows.begin(connection, job.id, place_number(tell, job.id))
        if place == "missing":
            tell("DELETE FROM procrastinate_jobs")
        else:
            tell(
                "UPDATE procrastinate_jobs SET status = CAST(:place AS procrastinate_job_status), worker_id = :worker",
                place=place,
                worker=worker,
            )
        if state is JobState.SUCCEEDED:
            with database.begin() as connection:
                job_rows.end(connection, job.id, JobState.SUCCEEDED)
        return job

    return make


def place_number(tell, id):
    return tell("SELECT queue_job FROM jobs WHERE id = :id", id=id).scalar()


def place(tell, id):
    number = place_number(tell, id)
    return tell("SELECT status::text FROM procrastinate_jobs WHERE id = :number", number=number).scalar()


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING])
@pytest.mark.parametrize(
    ("there", "beat"),
    [("doing", 20), ("doing", None), ("missing", None), ("succeeded", 1), ("failed", 1), ("aborted", 1)],
)
def test_a_job_whose_worker_is_dead_waits_again(queue, make_job, swept, tell, state, there, beat):
    job = make_job(state, there, beat)
    assert swept() == Swept(1, 0)
    assert queue.get(job.id).state is JobState.QUEUED
    assert place(tell, job.id) == "todo"
    assert swept() == Swept(0, 0)


@pytest.mark.parametrize(
    ("state", "there", "beat"),
    [(JobState.QUEUED, "todo", None), (JobState.QUEUED, "doing", 1), (JobState.RUNNING, "doing", 1)],
)
def test_a_job_that_waits_or_whose_worker_lives_is_left_alone(queue, make_job, swept, state, there, beat):
    job = make_job(state, there, beat)
    before = queue.get(job.id)
    assert swept() == Swept(0, 0)
    assert queue.get(job.id) == before


def test_a_running_job_whose_place_waits_is_shown_as_waiting(queue, make_job, swept):
    job = make_job(JobState.RUNNING, "todo")
    assert swept() == Swept(1, 0)
    assert queue.get(job.id).state is JobState.QUEUED


def test_a_worker_that_misses_heartbeats_but_holds_its_job_is_alive(queue, database, make_job, swept):
    job = make_job(JobState.RUNNING, "doing", 3600)
    with held(database, f"job {job.id}"):
        assert swept() == Swept(0, 0)
    assert queue.get(job.id).state is JobState.RUNNING
    assert swept() == Swept(1, 0)


def test_a_job_to_be_cancelled_is_left_to_its_worker_while_that_lives(queue, make_job, swept):
    job = make_job(JobState.RUNNING, "doing", 1)
    queue.cancel(job.id)
    assert swept() == Swept(0, 0)


def test_a_job_to_be_cancelled_is_cancelled_once_its_worker_is_dead(queue, make_job, swept, tell):
    job = make_job(JobState.RUNNING, "doing", 20)
    queue.cancel(job.id)
    assert swept() == Swept(1, 1)
    assert queue.get(job.id).state is JobState.CANCELLED
    assert place(tell, job.id) is None


def test_the_place_of_a_job_that_ended_before_its_worker_died_is_cleared(queue, make_job, swept, tell):
    job = make_job(JobState.SUCCEEDED, "doing", 20)
    assert swept() == Swept(0, 1)
    assert place(tell, job.id) is None
    assert queue.get(job.id).state is JobState.SUCCEEDED


def test_a_place_whose_job_is_gone_is_cleared(make_job, swept, tell):
    make_job(JobState.RUNNING, "doing", 20)
    tell("DELETE FROM jobs")
    assert swept() == Swept(0, 1)


def test_two_do_not_sweep_at_once(database, make_job, swept):
    make_job(JobState.RUNNING, "doing", 20)
    with database.begin() as connection:
        assert sweep(connection) == Swept(1, 0)
        assert swept() == Swept(0, 0)


def test_jobs_are_removed_some_days_after_their_end_and_not_before(queue, database, make_job, tell):
    old, young = make_job(JobState.SUCCEEDED, "missing"), make_job(JobState.SUCCEEDED, "missing")
    waiting = make_job(JobState.QUEUED, "todo")
    tell("UPDATE jobs SET created_at = now() - interval '30 days'")
    tell("UPDATE jobs SET finished_at = now() - interval '73 hours' WHERE id = :id", id=old.id)
    with database.begin() as connection:
        remove_old(connection)
    with pytest.raises(NotKept):
        queue.get(old.id)
    assert queue.get(young.id).state is JobState.SUCCEEDED
    assert queue.get(waiting.id).state is JobState.QUEUED
