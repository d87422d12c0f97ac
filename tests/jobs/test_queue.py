"""Jobs as those who ask for them see them: enqueued with their transaction, listed, cancelled, watched."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import text

from service.jobs.queue import enqueue
from service.news.errors import JobFinished, NotKept
from service.news.identity import Scope
from service.news.job import STAGES, JobKind, JobState
from service.store import job_rows


def places(database):
    """The states of the places that Procrastinate keeps, by the job each is for."""
    with database.begin() as connection:
        return dict(connection.execute(text("SELECT args->>'job', status::text FROM procrastinate_jobs")).all())


def end(database, id, state=JobState.SUCCEEDED, **values):
    with database.begin() as connection:
        assert job_rows.end(connection, id, state, **values)


def begin(database, id):
    with database.begin() as connection:
        _, place = job_rows.held(connection, id)
        return job_rows.begin(connection, id, place)


def test_a_new_job_waits_in_the_queue(queue, database, ada):
    job = queue.enqueue("score", {"articles": []}, ada)
    assert (job.kind, job.owner, job.state, job.revision, job.attempts) == ("score", "key:ada", JobState.QUEUED, 1, 0)
    assert job.percent == 0
    assert queue.get(job.id) == job
    assert places(database) == {job.id: "todo"}


def test_a_job_enqueued_in_a_transaction_that_is_rolled_back_is_in_neither_table(queue, database, ada):
    with database.engine.connect() as connection:
        job = enqueue(connection, "score", {}, ada)
        connection.rollback()
    with pytest.raises(NotKept):
        queue.get(job.id)
    assert places(database) == {}


def test_a_job_enqueued_in_a_transaction_is_there_with_what_else_the_transaction_wrote(queue, database, ada):
    with database.begin() as connection:
        job = enqueue(connection, "score", {}, ada)
        connection.execute(text("CREATE TABLE beside (id text)"))
        assert places(database) == {}
    assert places(database) == {job.id: "todo"}
    assert queue.get(job.id).state is JobState.QUEUED


def test_a_job_enqueued_again_under_its_id_is_the_same_job(queue, database, ada):
    first = queue.enqueue("score", {}, ada, id="made-once")
    assert queue.enqueue("score", {}, ada, id="made-once") == first
    assert places(database) == {"made-once": "todo"}


def test_the_request_comes_to_the_worker_as_it_was_sent_with_who_asked(queue, database, ada):
    asked = {"z": [1, {"b": "é\u0000", "a": None}], "a": 0.1}
    order = begin(database, queue.enqueue("score", asked, ada).id)
    assert (order.kind, order.attempt, order.by) == ("score", 1, ada)
    assert list(order.request.items()) == list(asked.items())


def test_the_request_is_erased_when_the_job_ends(queue, database, ada):
    job = queue.enqueue("score", {"articles": ["words"]}, ada)
    end(database, job.id, result={"b": 1, "a": 2})
    with database.begin() as connection:
        assert connection.scalar(text("SELECT request IS NULL FROM jobs"))
    assert list(queue.result(job.id).items()) == [("b", 1), ("a", 2)]


def test_jobs_are_listed_by_owner_newest_first_a_page_at_a_time(queue, ada):
    made = [queue.enqueue("score", {}, ada).id for _ in range(5)]
    queue.enqueue("score", {}, replace(ada, id="key:other"))
    first = queue.page("key:ada", 2)
    second = queue.page("key:ada", 2, first.next)
    third = queue.page("key:ada", 2, second.next)
    assert [job.id for page in (first, second, third) for job in page.items] == made[::-1]
    assert third.next is None
    assert len(queue.page(None, 10).items) == 6


def test_a_queued_job_is_cancelled_at_once_in_both_tables(queue, database, ada):
    job = queue.enqueue("score", {}, ada)
    cancelled = queue.cancel(job.id)
    assert cancelled.state is JobState.CANCELLED
    assert cancelled.revision > job.revision
    assert cancelled.finished_at is not None
    assert places(database) == {}


def test_a_running_job_is_only_asked_to_end(queue, database, ada):
    job = queue.enqueue("score", {}, ada)
    begin(database, job.id)
    asked = queue.cancel(job.id)
    assert (asked.state, asked.cancel_requested) == (JobState.RUNNING, True)
    assert queue.cancel(job.id) == asked


def test_a_job_that_has_ended_cannot_be_cancelled(queue, database, ada):
    job = queue.enqueue("score", {}, ada)
    end(database, job.id)
    with pytest.raises(JobFinished):
        queue.cancel(job.id)


def test_a_cancelled_job_can_be_cancelled_again_and_nothing_changes(queue, ada):
    job = queue.enqueue("score", {}, ada)
    assert queue.cancel(job.id) == queue.cancel(job.id)


def test_there_is_nothing_to_say_of_a_job_that_is_not_there(queue):
    for ask in (queue.get, queue.cancel):
        with pytest.raises(NotKept):
            ask("nothing")


def test_a_watcher_sees_a_change_that_is_there_already(queue, ada):
    job = queue.enqueue("score", {}, ada)
    assert queue.watch(job.id, 0, 60) == job


def test_a_watcher_gets_the_job_as_it_is_when_its_patience_ends(queue, ada):
    job = queue.enqueue("score", {}, ada)
    assert queue.watch(job.id, job.revision, 0.01) == job


def test_a_watcher_of_a_job_that_has_ended_does_not_wait(queue, database, ada):
    job = queue.enqueue("score", {}, ada)
    end(database, job.id)
    assert queue.watch(job.id, 10**9, 3600).state is JobState.SUCCEEDED


def test_a_job_that_has_ended_does_not_end_again(queue, database, ada):
    job = queue.enqueue("score", {}, ada)
    end(database, job.id, result=1)
    with database.begin() as connection:
        assert not job_rows.end(connection, job.id, JobState.CANCELLED)
    assert queue.get(job.id).state is JobState.SUCCEEDED


@pytest.mark.parametrize("kind", JobKind)
def test_percentages_rise_with_stages_and_steps(queue, ada, kind):
    job = replace(queue.enqueue(kind, {}, ada), state=JobState.RUNNING)
    told = [replace(job, stage=stage, done=done, total=4).percent for stage in STAGES[kind] for done in range(5)]
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 100)
    *before, last = STAGES[kind]
    assert replace(job, stage=last, total=0).percent == int(100 * len(before) / (len(before) + 1))
    assert replace(job, stage="another").percent is None
    assert replace(job, kind="another", stage="compare").percent is None


def test_only_what_is_asked_of_the_principal_is_kept_of_it(queue, database, ada):
    order = begin(database, queue.enqueue("score", {}, ada).id)
    assert order.by.may(Scope.SCORE)
    assert order.by.speaks_for("The  Courier")


def test_of_a_kind_that_is_done_alone_a_second_is_the_first_until_that_has_ended(queue, database, ada):
    first = queue.enqueue_alone("retrain", {"n": 1}, ada)
    assert queue.enqueue_alone("retrain", {"n": 2}, ada).id == first.id
    begin(database, first.id)
    assert queue.enqueue_alone("retrain", {"n": 2}, ada).id == first.id
    assert queue.enqueue_alone("score", {}, ada).id != first.id
    end(database, first.id)
    assert queue.enqueue_alone("retrain", {"n": 2}, ada).id != first.id


def test_asked_for_again_under_its_id_it_is_itself_though_it_has_ended(queue, database, ada):
    first = queue.enqueue_alone("retrain", {}, ada, "once")
    begin(database, first.id)
    end(database, first.id)
    second = queue.enqueue_alone("retrain", {}, ada)
    assert queue.enqueue_alone("retrain", {}, ada, "once").id == "once"
    assert second.id != "once"


def test_asked_for_by_many_at_once_there_is_one(queue, ada):
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: queue.enqueue_alone("retrain", {"n": n}, ada).id, range(16)))
    assert len(set(found)) == 1
