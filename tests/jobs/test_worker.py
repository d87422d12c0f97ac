"""Workers: they run what is queued, tell how far they are, stop when asked to, and report faults as they should."""

from __future__ import annotations

import threading

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from service.jobs.running import AgainLater
from service.news.errors import NotReady, SnapshotGone, TooManyClaims
from service.news.job import JobState
from service.store import job_rows
from service.store.locks import held
from tests.waiting import PATIENCE_S, until

SECRET = "Seven people were killed."


def doubling(order, progress):
    progress("extract", 1, 1)
    return {"twice": 2 * order.request["n"], "by": order.by.id}


def patient(started, release):
    """A handler that tells its progress until it is let go."""

    def work(order, progress):
        started.set()
        while not release.is_set():
            progress("compare", 1, 2)
            release.wait(0.01)
        return order.attempt

    return work


def places(database):
    with database.begin() as connection:
        return connection.scalars(text("SELECT status::text FROM procrastinate_jobs")).all()


def test_a_worker_runs_what_is_queued_and_what_comes_later(queue, make_worker, ended, ada):
    early = queue.enqueue("double", {"n": 1}, ada)
    make_worker(double=doubling)
    late = queue.enqueue("double", {"n": 21}, ada)
    for job, twice in ((early, 2), (late, 42)):
        done = ended(job.id)
        assert (done.state, done.percent, done.attempts) == (JobState.SUCCEEDED, 100, 1)
        assert done.created_at <= done.started_at <= done.finished_at
        assert queue.result(job.id) == {"twice": twice, "by": "key:ada"}


def test_nothing_is_left_in_the_queue_of_a_job_that_was_run(queue, make_worker, ended, database, ada):
    make_worker(double=doubling)
    ended(queue.enqueue("double", {"n": 1}, ada).id)
    until(lambda: places(database) == [], "the queue emptying")


def test_many_jobs_and_several_workers_run_each_job_once(queue, make_worker, ended, ada):
    ran, lock = [], threading.Lock()

    def count(order, progress):
        with lock:
            ran.append(order.id)

    jobs = [queue.enqueue("count", {}, ada).id for _ in range(30)]
    for _ in range(3):
        make_worker(concurrency=2, count=count)
    for job in jobs:
        assert ended(job).state is JobState.SUCCEEDED
    assert sorted(ran) == sorted(jobs)


def test_progress_is_seen_while_the_job_runs(queue, make_worker, ended, ada):
    started, release = threading.Event(), threading.Event()
    make_worker(score=patient(started, release))
    job = queue.enqueue("score", {}, ada)
    seen = until(lambda: (now := queue.get(job.id)).stage and now, "progress")
    assert (seen.state, seen.stage, seen.done, seen.total, seen.percent) == (JobState.RUNNING, "compare", 1, 2, 70)
    later = queue.watch(job.id, seen.revision, 60)
    assert later.revision > seen.revision
    release.set()
    assert ended(job.id).revision > later.revision


def test_progress_is_written_now_and_then_however_often_it_is_told(queue, make_worker, ended, ada):
    def chatter(order, progress):
        for n in range(100_000):
            progress("encode", n, 100_000)

    make_worker(chatter=chatter)
    done = ended(queue.enqueue("chatter", {}, ada).id)
    assert done.state is JobState.SUCCEEDED
    assert done.revision < 1_000


def test_a_running_job_that_is_cancelled_ends_at_its_next_progress(queue, make_worker, ended, ada):
    started = threading.Event()
    make_worker(wait=patient(started, threading.Event()))
    job = queue.enqueue("wait", {}, ada)
    assert started.wait(PATIENCE_S)
    queue.cancel(job.id)
    done = ended(job.id)
    assert (done.state, done.cancel_requested) == (JobState.CANCELLED, True)
    assert queue.result(job.id) is None


def test_a_worker_goes_on_after_a_job_was_cancelled(queue, make_worker, ended, ada):
    started = threading.Event()
    make_worker(wait=patient(started, threading.Event()), double=doubling)
    job = queue.enqueue("wait", {}, ada)
    assert started.wait(PATIENCE_S)
    queue.cancel(job.id)
    ended(job.id)
    assert ended(queue.enqueue("double", {"n": 1}, ada).id).state is JobState.SUCCEEDED


def test_a_job_cancelled_before_its_turn_is_never_run(queue, make_worker, ended, ada):
    ran = []
    job = queue.enqueue("note", {}, ada)
    queue.cancel(job.id)
    make_worker(note=lambda order, progress: ran.append(order.id))
    last = queue.enqueue("note", {}, ada)
    ended(last.id)
    assert ran == [last.id]


@pytest.mark.parametrize("fault", [TooManyClaims("4 001 claims; the limit is 4 000."), SnapshotGone()])
def test_what_the_caller_is_to_know_is_told_as_a_problem(queue, make_worker, ended, ada, fault):
    def refuse(order, progress):
        raise fault

    make_worker(refuse=refuse)
    done = ended(queue.enqueue("refuse", {}, ada).id)
    assert done.state is JobState.FAILED
    assert (done.error.slug, done.error.title) == (fault.slug, fault.title)
    assert done.error.detail == (str(fault) or fault.title)
    assert done.attempts == 1


def test_a_bug_is_told_by_nothing_but_the_id_of_the_job_and_the_log_has_its_place(
    queue, make_worker, ended, lines, log, ada
):
    def stumble(order, progress):
        raise ValueError(SECRET)

    make_worker(stumble=stumble)
    job = queue.enqueue("stumble", {}, ada)
    done = ended(job.id)
    assert done.state is JobState.FAILED
    assert done.error.slug == ""
    assert "ValueError" not in done.error.detail
    [line] = [each for each in lines() if each["event"] == "job broke"]
    assert (line["job"], line["error"], line["level"]) == (job.id, "ValueError", "error")
    assert line["where"][-1].endswith("in stumble")
    assert SECRET not in log.getvalue() + done.error.detail


@pytest.mark.parametrize("result", [float("nan"), object()])
def test_a_result_that_json_cannot_hold_is_a_bug(queue, make_worker, ended, ada, result):
    make_worker(odd=lambda order, progress: result)
    done = ended(queue.enqueue("odd", {}, ada).id)
    assert (done.state, done.error.slug, done.attempts) == (JobState.FAILED, "", 1)


def test_a_kind_that_nobody_here_knows_is_a_bug(queue, make_worker, ended, ada):
    make_worker()
    assert ended(queue.enqueue("unheard-of", {}, ada).id).state is JobState.FAILED


@pytest.mark.parametrize(
    "fault", [NotReady(), OperationalError("", {}, psycopg.OperationalError("server closed the connection"))]
)
def test_what_passes_by_itself_is_tried_again_later(queue, make_runner, database, ada, fault):
    job = queue.enqueue("meet", {}, ada)

    def meet(order, progress):
        raise fault

    with pytest.raises(AgainLater):
        make_runner(meet=meet).run(job.id, place_of(database, job.id), lambda: False)
    assert queue.get(job.id).state is JobState.QUEUED
    make_runner(meet=lambda order, progress: "met").run(job.id, place_of(database, job.id), lambda: False)
    done = queue.get(job.id)
    assert (done.state, done.attempts, queue.result(job.id)) == (JobState.SUCCEEDED, 2, "met")


def test_a_job_is_not_begun_for_ever(queue, make_runner, database, ada):
    job = queue.enqueue("meet", {}, ada)

    def meet(order, progress):
        raise NotReady

    for _ in range(job_rows.MOST_ATTEMPTS):
        with pytest.raises(AgainLater):
            make_runner(meet=meet).run(job.id, place_of(database, job.id), lambda: False)
    make_runner(meet=meet).run(job.id, place_of(database, job.id), lambda: False)
    done = queue.get(job.id)
    assert (done.state, done.error) == (JobState.FAILED, job_rows.GAVE_UP)


def test_a_job_that_has_ended_is_not_run_again(queue, make_runner, database, ada):
    ran = []
    runner = make_runner(note=lambda order, progress: ran.append(order.id))
    job = queue.enqueue("note", {}, ada)
    place = place_of(database, job.id)
    for _ in range(2):
        runner.run(job.id, place, lambda: False)
    assert ran == [job.id]


def test_a_place_that_has_been_replaced_runs_nothing(queue, make_runner, database, ada):
    ran = []
    job = queue.enqueue("note", {}, ada)
    make_runner(note=lambda order, progress: ran.append(order.id)).run(job.id, -1, lambda: False)
    make_runner(note=lambda order, progress: ran.append(order.id)).run("gone", 1, lambda: False)
    assert ran == []
    assert queue.get(job.id).state is JobState.QUEUED


def test_a_job_whose_lock_is_held_is_left_alone(queue, make_runner, database, ada):
    job = queue.enqueue("double", {"n": 1}, ada)
    with held(database, f"job {job.id}") as hold:
        assert hold.is_mine()
        with pytest.raises(AgainLater):
            make_runner(double=doubling).run(job.id, place_of(database, job.id), lambda: False)
    assert queue.get(job.id).attempts == 0


def test_an_attempt_that_was_replaced_changes_nothing_any_more(queue, make_runner, database, ada):
    job = queue.enqueue("lose", {}, ada)

    def lose(order, progress):
        """Loses its lock and its place to another attempt, which ends the job."""
        with database.begin() as connection:
            assert job_rows.put_back(connection, order.id, order.attempt)
            other = job_rows.begin(connection, order.id, place_of(database, order.id))
            assert job_rows.end(connection, order.id, JobState.SUCCEEDED, order=other, result="the other's")
        return "mine"

    make_runner(lose=lose).run(job.id, place_of(database, job.id), lambda: False)
    done = queue.get(job.id)
    assert (done.attempts, queue.result(job.id)) == (2, "the other's")


def test_an_attempt_that_was_replaced_stops_at_its_next_progress(queue, make_runner, database, ada):
    reached = []
    job = queue.enqueue("lose", {}, ada)

    def lose(order, progress):
        with database.begin() as connection:
            job_rows.put_back(connection, order.id, order.attempt)
        progress("extract", 0, 1)
        reached.append("after")

    make_runner(lose=lose).run(job.id, place_of(database, job.id), lambda: False)
    assert reached == []
    assert queue.get(job.id).state is JobState.QUEUED


def test_a_worker_that_is_stopped_ends_its_job_where_that_is_soon_done(queue, make_worker, ended, ada):
    started, release = threading.Event(), threading.Event()
    worker = make_worker(wait=patient(started, release))
    job = queue.enqueue("wait", {}, ada)
    assert started.wait(PATIENCE_S)
    worker.stop()
    release.set()
    assert ended(job.id).state is JobState.SUCCEEDED


def test_a_worker_that_is_stopped_leaves_a_long_job_to_the_next(queue, make_worker, ended, ada):
    started, release = threading.Event(), threading.Event()
    first = make_worker(wait=patient(started, release))
    job = queue.enqueue("wait", {}, ada)
    assert started.wait(PATIENCE_S)
    first.stop()
    until(lambda: queue.get(job.id).state is JobState.QUEUED, "the job being put back")
    release.set()
    make_worker(wait=patient(started, release))
    assert ended(job.id).state is JobState.SUCCEEDED
    assert queue.result(job.id) == 2


def test_a_worker_that_was_stopped_before_it_began_ends_at_once(make_runner):
    from service.jobs.worker import Worker

    worker = Worker(make_runner())
    worker.stop()
    worker.run()


def test_a_worker_outlives_the_loss_of_all_its_connections(queue, make_worker, ended, database, lines, ada):
    make_worker(double=doubling)
    ended(queue.enqueue("double", {"n": 1}, ada).id)
    cut_all(database)
    assert ended(queue.enqueue("double", {"n": 2}, ada).id).state is JobState.SUCCEEDED


def test_a_job_outlives_the_loss_of_all_connections(queue, make_worker, ended, database, ada):
    started, release = threading.Event(), threading.Event()
    make_worker(wait=patient(started, release))
    job = queue.enqueue("wait", {}, ada)
    assert started.wait(PATIENCE_S)
    cut_all(database)
    told = until(lambda: (now := queue.get(job.id)).stage and now, "progress")
    until(lambda: queue.get(job.id).revision > told.revision + 1, "more progress")
    release.set()
    assert ended(job.id).state is JobState.SUCCEEDED
    assert queue.result(job.id) == 1


def place_of(database, id):
    with database.begin() as connection:
        return connection.scalar(text("SELECT queue_job FROM jobs WHERE id = :id"), {"id": id})


def cut_all(database):
    """Ends every connection to the database but the one that says so."""
    with database.begin() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
