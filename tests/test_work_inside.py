"""A server that does queued work itself: the embedded default, from the request to the result."""

from __future__ import annotations

import json

import pytest

from service.app import close, stop
from tests.fakes import FakeScorer
from tests.replicas import replicas
from tests.waiting import until

ONE = {"articles": [{"id": "a", "outlet": "x", "text": "Seven people were killed."}]}
LATER = {"Prefer": "respond-async"}


@pytest.fixture
def start(database, tmp_path):
    """Starts servers over the database of the test; returns an app that is ready."""
    with replicas(database, tmp_path, lambda _: FakeScorer()) as start:
        yield start


def ended(app, location):
    client = app.test_client()
    return until(lambda: (job := client.get(location).json)["finished_at"] and job, "the end of the job")


def test_a_server_with_work_inside_does_what_is_asked_of_it_later(start):
    app = start("inside")
    answer = app.test_client().post("/score", json=ONE, headers=LATER)
    assert answer.status_code == 202
    job = ended(app, answer.headers["Location"])
    assert job["state"] == "succeeded"
    at_once = app.test_client().post("/score", json=ONE)
    assert json.dumps(job["result"]) == json.dumps(at_once.json)


def test_what_is_asked_of_a_server_that_does_no_work_waits_for_one_that_does(start):
    asked = start("worker")
    location = asked.test_client().post("/score", json=ONE, headers=LATER).headers["Location"]
    start("inside")
    assert ended(asked, location)["state"] == "succeeded"


def test_a_server_that_is_stopped_takes_up_no_more_work(start):
    first = start("inside")
    stop(first)
    close(first, 60)
    location = first.test_client().post("/score", json=ONE, headers=LATER).headers["Location"]
    second = start("inside")
    job = ended(second, location)
    assert (job["state"], job["attempts"]) == ("succeeded", 1)


def test_stopping_a_server_that_does_no_work_does_nothing(start):
    app = start("worker")
    stop(app)
    close(app, 0)
