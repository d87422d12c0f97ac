"""A worker beside an embedded server that is killed: it starts the server again, and no job is lost or done twice."""

from __future__ import annotations

import io
import threading
from dataclasses import replace

import pytest

from service.jobs.queue import JobQueue
from service.jobs.running import Runner
from service.jobs.worker import Worker
from service.news.job import JobState
from service.store.cluster import Cluster
from service.store.database import open_database
from service.web.logs import json_logger
from tests.jobs.conftest import QUICK
from tests.store.servers import server_folder
from tests.waiting import PATIENCE_S, until


@pytest.fixture
def folder():
    with server_folder() as folder:
        yield folder


@pytest.fixture
def database(folder):
    """Its own embedded server, which a test may kill."""
    database = open_database(None, folder.parent)
    yield database
    database.close()


def test_a_worker_outlives_its_embedded_server_and_so_do_the_jobs(database, folder, ada):
    started, release, ran = threading.Event(), threading.Event(), []

    def wait(order, progress):
        ran.append((order.id, order.attempt))
        started.set()
        while not release.is_set():
            progress("compare", 0, 1)
            release.wait(0.01)
        return order.attempt

    queue, log = JobQueue(database), io.StringIO()
    # The worker is busy and not dead, however long a busy machine takes to start the server again.
    pace = replace(QUICK, stalled_after=PATIENCE_S)
    worker = Worker(Runner(database, {"wait": wait}, json_logger(log, "debug")), pace=pace)
    thread = worker.start()
    running, waiting = queue.enqueue("wait", {}, ada), queue.enqueue("wait", {}, ada)
    assert started.wait(PATIENCE_S)
    Cluster(folder).server().kill()
    noted = until(lambda: (now := queue.get(running.id)).stage and now, "the server answering again")
    until(lambda: queue.get(running.id).revision > noted.revision, "progress after the kill")
    release.set()
    for job in (running, waiting):
        until(lambda job=job: queue.get(job.id).state is JobState.SUCCEEDED, "the end of a job")
    worker.stop()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert ran == [(running.id, 1), (waiting.id, 1)], log.getvalue()


def test_a_worker_whose_server_is_killed_while_it_is_idle_goes_on(database, folder, ada):
    queue = JobQueue(database)
    worker = Worker(
        Runner(database, {"count": lambda order, progress: order.attempt}, json_logger(io.StringIO(), "info")),
        pace=QUICK,
    )
    thread = worker.start()
    for _ in range(3):
        job = queue.enqueue("count", {}, ada)
        until(lambda job=job: queue.get(job.id).state.is_final, "the end of the job")
        Cluster(folder).server().kill()
    job = queue.enqueue("count", {}, ada)
    until(lambda: queue.get(job.id).state is JobState.SUCCEEDED, "the end of the last job")
    worker.stop()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()
