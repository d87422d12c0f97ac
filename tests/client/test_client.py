"""The client over real HTTP: against the app on fakes, and against a server that has bad days."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest

from service.app import create_app
from service.client import Client, JobFailed, Refused, StillRunning, Unreachable, calls
from service.news.accounts import By, NewKey
from service.news.identity import Scope
from service.news.job import JobFault, JobState
from service.settings import Settings
from tests.browsing import served
from tests.desk import BLAST, BOUND_TO, EVERYTHING
from tests.fake_archive import FakeArchive
from tests.fakes import FakeAccounts, FakeScorer, make_house

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # of connections that the server closes late


@pytest.fixture
def house():
    return make_house(FakeAccounts(), archive=FakeArchive())


@pytest.fixture
def address(house):
    with served(create_app(Settings(), FakeScorer(), house, log_to=io.StringIO())) as address:
        yield address


@pytest.fixture
def client(address, house):
    key = house.accounts.add_key(NewKey("desk", frozenset(Scope), BOUND_TO), By("cli:root")).token
    with Client(f"{address}/", key) as client:
        yield client


def test_articles_are_scored_and_claims_compared(client, house):
    report = client.score(BLAST)
    [pair] = report["events"][0]["pairs"]
    assert pair["relation"] == "contradicts"
    assert house.archive.texts == {}
    compared = client.compare({"text": "The blast killed 7."}, {"text": "The blast killed 9."})
    assert compared["relation"] == "contradicts"


def test_what_is_kept_is_read_page_by_page_and_labelled(client, house):
    client.score(EVERYTHING, {"store": True})
    events = list(client.events(limit=1, order="most_disputed"))
    assert [each["disputed"] for each in events] == [True, False, False]
    assert [each["id"] for each in client.events(disputed=True)] == [events[0]["id"]]
    report = client.event(events[0]["id"])
    [pair] = report["events"][0]["pairs"]
    label = client.label(pair["a"], pair["b"], "contradicts", reasons=["number"], note="7 or 12")
    assert (label["relation"], label["reasons"], label["note"]) == ("contradicts", ["number"], "7 or 12")
    assert len(house.archive.given_labels) == 1


def test_an_event_that_has_become_part_of_another_is_found_there(client, house):
    client.score(BLAST, {"store": True})
    [event] = client.events()
    house.archive.moved["old"] = event["id"]
    assert client.event("old")["id"] == event["id"]


def test_an_address_that_leads_on_is_followed_though_nothing_is_tried_twice(address, house, client):
    client.score(BLAST, {"store": True})
    [event] = client.events()
    house.archive.moved["old"] = event["id"]
    key = house.accounts.add_key(NewKey("once", frozenset(Scope), BOUND_TO), By("cli:root")).token
    with Client(address, key, tries=1) as once:
        assert once.event("old")["id"] == event["id"]


def test_one_key_has_one_label_made_however_often_it_is_sent(client, house):
    client.score(BLAST, {"store": True})
    a, b = house.archive.claims
    decision = {"kind": "pair", "a": a, "b": b, "relation": "agrees"}
    made = [client.decide(decision, idempotency_key="label-1")["id"] for _ in range(2)]
    assert made == ["1", "1"]


# --------------------------------------------------------------------------------------------------------- refusals


def test_a_refusal_holds_the_problem_with_its_pointers(client):
    with pytest.raises(Refused, match="#/articles/0/outlet: Missing data") as refused:
        client.score([{"id": "a", "text": "x"}])
    assert (refused.value.status, refused.value.type) == (422, "/problems/invalid-request")
    assert refused.value.problem["errors"][0]["pointer"] == "#/articles/0/outlet"
    assert refused.value.problem["request_id"]


def test_a_key_that_is_none_is_refused_and_so_is_an_event_that_there_is_not(client, address):
    with Client(address, "cc_none_x") as stranger, pytest.raises(Refused, match="401"):
        stranger.score(BLAST)
    with pytest.raises(Refused) as refused:
        client.event("none")
    assert refused.value.type == "/problems/not-kept"


# ------------------------------------------------------------------------------------------------------------- jobs


def test_a_job_is_waited_for_and_gives_what_came_of_it(client, house, monkeypatch):
    job = client.score_later(BLAST)
    assert job["state"] == "queued"
    waited = []

    def ends(seconds):
        waited.append(seconds)
        house.jobs.end(job["id"], result={"events": []})

    monkeypatch.setattr(calls, "sleep", ends)
    assert client.wait(job) == {"events": []}
    assert waited == [2]


def test_a_job_that_fails_tells_why_and_one_that_lasts_can_be_waited_for_again(client, house):
    job = client.retrain(dry_run=True)
    assert house.jobs.asked[job["id"]][0]["dry_run"] is True
    with pytest.raises(StillRunning, match="is queued still") as lasting:
        client.wait(job["id"], 0)
    assert lasting.value.job["id"] == job["id"]
    house.jobs.end(
        job["id"], JobState.FAILED, error=JobFault("cannot-learn", "Nothing to learn from.", "Too few rows.")
    )
    with pytest.raises(JobFailed, match="Too few rows") as failed:
        client.wait(job)
    assert failed.value.job["error"]["type"] == "/problems/cannot-learn"
    assert client.job(job["id"])["state"] == "failed"


# --------------------------------------------------------------------------------------------------------- bad days


class BadDay:
    """Answers what it is told to, one after another, and notes what it was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.keys = []

    def __call__(self, environ, start_response):
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        self.keys.append(environ.get("HTTP_IDEMPOTENCY_KEY"))
        status, headers, body = self.answers.pop(0)
        start_response(status, [("Content-Type", "application/json"), *headers])
        return [json.dumps(body).encode()]


BUSY = ("503 Service Unavailable", [("Retry-After", "0")], {"title": "Not ready.", "detail": "Loading."})
STILL = ("409 Conflict", [("Retry-After", "0")], {"title": "Still answering."})
NO = ("409 Conflict", [], {"title": "Nothing to edit."})
DONE = ("200 OK", [], {"id": "r1"})


@pytest.mark.parametrize("busy", [BUSY, ("429 Too Many Requests", [("Retry-After", "0")], {}), STILL])
def test_what_asks_for_patience_is_asked_again_under_the_same_key(busy):
    app = BadDay(busy, DONE)
    with served(app) as address, Client(address) as client:
        assert client.score(BLAST) == {"id": "r1"}
    assert len(app.keys) == 2
    assert len(set(app.keys)) == 1
    assert app.keys[0]


def test_patience_ends_and_the_last_refusal_is_told():
    app = BadDay(BUSY, BUSY, DONE)
    with served(app) as address, Client(address, tries=2) as client, pytest.raises(Refused, match="503 Loading"):
        client.score(BLAST)
    assert len(app.keys) == 2


def test_a_plain_refusal_is_not_asked_again_and_each_request_has_a_key_of_its_own():
    app = BadDay(NO, DONE)
    with served(app) as address, Client(address) as client:
        with pytest.raises(Refused, match="409 Nothing to edit"):
            client.score(BLAST)
        client.score(BLAST)
    assert len(set(app.keys)) == 2


def test_where_nobody_or_somebody_else_answers_that_is_said():
    with Client("http://127.0.0.1:9", tries=1) as client, pytest.raises(Unreachable, match="does not answer"):
        client.job("1")
    with (
        served(BadDay(("200 OK", [], ["a list"]))) as other,
        Client(other) as client,
        pytest.raises(Unreachable, match="the service"),
    ):
        client.job("1")


def test_importing_it_loads_nothing_heavy():
    program = "import sys, service.client; print(sorted({name.split('.')[0] for name in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    heavy = {"flask", "werkzeug", "marshmallow", "sqlalchemy", "psycopg", "numpy", "torch", "spacy", "requests"}
    assert not heavy & set(json.loads(loaded.replace("'", '"')))
