"""A server that does queued work itself: the embedded default, from the request to the result."""

from __future__ import annotations

import io
import json

import pytest

from service.app import close, create_app, stop
from service.settings import Settings
from tests.fakes import FakeScorer
from tests.waiting import until

ONE = {"articles": [{"id": "a", "outlet": "x", "text": "Seven people were killed."}]}
LATER = {"Prefer": "respond-async"}


@pytest.fixture
def start(database, tmp_path):
    """Starts servers over the database of the test; returns an app that is ready."""
    started = []

    def make(jobs="inside", build=lambda _: FakeScorer()):
        settings = Settings(database_url=database.conninfo, state=tmp_path, jobs=jobs)
        started.append(create_app(settings, build=build, log_to=io.StringIO()))
        until(lambda: started[-1].test_client().get("/readyz").status_code == 200, "the server being ready")
        return started[-1]

    yield make
    for app in started:
        stop(app)
        close(app, 60)


def ended(app, location):
    client = app.test_client()
    return until(lambda: (job := client.get(location).json)["finished_at"] and job, "the end of the job")


def test_a_server_with_work_inside_does_what_is_asked_of_it_later(start):
    app = start()
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
    first = start()
    stop(first)
    close(first, 60)
    location = first.test_client().post("/score", json=ONE, headers=LATER).headers["Location"]
    second = start()
    job = ended(second, location)
    assert (job["state"], job["attempts"]) == ("succeeded", 1)


def test_stopping_a_server_that_does_no_work_does_nothing(start):
    app = start("worker")
    stop(app)
    close(app, 0)
