"""A queue on a real database, workers with quick reflexes, and a log to read."""

from __future__ import annotations

import io
import json

import pytest

from service.jobs.queue import JobQueue
from service.jobs.running import Runner
from service.jobs.worker import Pace, Worker
from service.news.identity import Principal, Scope
from service.web.logs import json_logger
from tests.waiting import PATIENCE_S, until

QUICK = Pace(
    heartbeat=0.2, stalled_after=1.0, sweep_every=0.2, look_every=0.1, first_pause=0.1, longest_pause=0.3, grace=0.5
)


@pytest.fixture
def ada():
    return Principal("key:ada", "Ada", frozenset({Scope.SCORE, Scope.READ}), frozenset({"the courier"}))


@pytest.fixture
def queue(database):
    return JobQueue(database)


@pytest.fixture
def log():
    return io.StringIO()


@pytest.fixture
def lines(log):
    """What was logged so far, one dictionary a line."""
    return lambda: [json.loads(line) for line in log.getvalue().splitlines()]


@pytest.fixture
def make_runner(database, log):
    """Runners of handlers, by kind."""
    return lambda **handlers: Runner(database, handlers, json_logger(log, "debug"))


@pytest.fixture
def make_worker(make_runner):
    """Workers at work, stopped after the test."""
    started = []

    def make(*, concurrency=1, pace=QUICK, **handlers):
        worker = Worker(make_runner(**handlers), concurrency=concurrency, pace=pace)
        started.append((worker, worker.start()))
        return worker

    yield make
    for worker, _ in started:
        worker.stop()
    for _, thread in started:
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


@pytest.fixture
def ended(queue):
    """Waits until a job has ended, and returns it."""

    def wait(id):
        return until(lambda: (job := queue.get(id)).state.is_final and job, f"the end of job {id}")

    return wait
