"""A job from the request to its end, over a real socket, a real queue and a real worker."""

from __future__ import annotations

import http.client
import io
import json
import threading
from contextlib import closing

import pytest
from werkzeug.serving import make_server

from service.app import create_app
from service.jobs.queue import JobQueue
from service.jobs.running import Runner
from service.jobs.score import scoring
from service.jobs.worker import Worker
from service.settings import Settings
from service.store.answers import Answers
from service.web.bounds import Bounds
from service.web.contract import contract
from service.web.logs import json_logger
from tests.fakes import FakeScorer, make_house
from tests.jobs.conftest import QUICK
from tests.waiting import until
from tests.web.conftest import NOW

BODIES = contract(Bounds(10**6, 100, 10**5), lambda: NOW)
ONE = {
    "articles": [
        {"id": "a", "outlet": "x", "text": "Seven people were killed.", "published_at": "2024-03-01T00:00:00Z"}
    ]
}
LATER = {"Prefer": "respond-async", "Content-Type": "application/json"}


class Steps(FakeScorer):
    """A scorer that goes one step on each time it is told to, and tells of it until it is heard."""

    def __init__(self):
        super().__init__()
        self.step = 0
        self.last = 3

    def score(self, request, progress=lambda *_: None):
        while self.step < self.last:
            progress("compare", self.step, self.last)
            threading.Event().wait(0.005)
        return super().score(request)


@pytest.fixture
def scorer():
    return Steps()


@pytest.fixture
def house(database):
    return make_house(jobs=JobQueue(database), answers=Answers(database))


@pytest.fixture
def server(house):
    app = create_app(Settings(threads=4), FakeScorer(), house, clock=lambda: NOW, log_to=io.StringIO())
    with closing(make_server("127.0.0.1", 0, app, threaded=True)) as server:
        server.close = server.server_close
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def worker(database, scorer):
    handlers = {"score": scoring(BODIES.score_request.load, scorer.score, None, BODIES.report.dump)}
    worker = Worker(Runner(database, handlers, json_logger(io.StringIO(), "info")), pace=QUICK)
    thread = worker.start()
    yield worker
    scorer.step = scorer.last
    worker.stop()
    thread.join(60)


@pytest.fixture
def ask(server):
    """Makes one request; returns the status, the headers and the body."""

    def request(verb, path, body=None, **headers):
        with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
            connection.request(verb, path, body and json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    return request


@pytest.fixture
def follow(server):
    """Opens a stream; returns what reads the next event of it, or None at its end."""
    opened = []

    def open_stream(path, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        opened.append(connection)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        assert answer.status == 200
        return lambda: next_event(answer)

    yield open_stream
    for connection in opened:
        connection.close()


def next_event(answer):
    """The next event with a name: its id, its name, its data."""
    fields = {}
    for line in answer:
        text = line.decode().rstrip("\n")
        if text:
            name, _, value = text.partition(": ")
            fields[name] = value
        elif "event" in fields:
            return int(fields["id"]), fields["event"], json.loads(fields["data"])
        else:
            fields = {}
    return None


def test_a_job_is_followed_from_its_request_to_its_result(ask, follow, worker, scorer):
    status, headers, _ = ask("POST", "/score", ONE, **LATER)
    assert status == 202
    location = headers["Location"]
    read = follow(f"{location}/events")
    seen = [read()]
    for step in range(1, 4):
        scorer.step = step
        while seen[-1][1] == "progress" and seen[-1][2]["done"] < min(step, 2):
            seen.append(read())
    while seen[-1][1] == "progress":
        seen.append(read())
    assert read() is None
    revisions = [id for id, _, _ in seen]
    assert revisions == sorted(set(revisions))
    assert [name for _, name, _ in seen] == ["progress"] * (len(seen) - 1) + ["finished"]
    shown = json.loads(ask("GET", location)[2])
    assert (shown["state"], shown["percent"], shown["attempts"]) == ("succeeded", 100, 1)
    at_once = ask("POST", "/score", ONE, **{"Content-Type": "application/json"})
    assert json.dumps(shown["result"]) == json.dumps(json.loads(at_once[2]))


def test_who_comes_back_with_the_last_event_gets_those_after_it(ask, follow, worker, scorer):
    location = ask("POST", "/score", ONE, **LATER)[1]["Location"]
    read = follow(f"{location}/events")
    first = read()
    while first[2]["stage"] != "compare":
        first = read()
    scorer.step = 2
    again = follow(f"{location}/events", **{"Last-Event-ID": str(first[0])})
    second = again()
    assert second[0] > first[0]
    scorer.step = 3
    last = second
    while last[1] == "progress":
        last = again()
    assert ask("GET", f"{location}/events", **{"Last-Event-ID": str(last[0])})[0] == 204


def test_a_browser_follows_with_a_ticket(ask, follow, worker, scorer):
    location = ask("POST", "/score", ONE, **LATER)[1]["Location"]
    events = json.loads(ask("POST", f"{location}/ticket")[2])["events"]
    scorer.step = 3
    read = follow(events)
    event = read()
    while event[1] == "progress":
        event = read()
    assert event[2]["state"] == "succeeded"


def test_a_running_job_is_cancelled_and_its_followers_hear_of_it(ask, follow, worker):
    location = ask("POST", "/score", ONE, **LATER)[1]["Location"]
    read = follow(f"{location}/events")
    while (event := read())[2]["state"] != "running":
        pass
    assert ask("DELETE", location)[0] == 202
    while event[1] == "progress":
        event = read()
    assert event[2]["state"] == "cancelled"
    assert ask("DELETE", location)[0] == 200


def test_who_waits_gets_the_report_as_if_it_had_been_worked_out_at_once(ask, worker, scorer):
    scorer.step = 3
    status, headers, body = ask("POST", "/score", ONE, **LATER | {"Prefer": "respond-async, wait=30"})
    assert status == 200
    assert headers["Preference-Applied"] == "wait=30"
    assert body == ask("POST", "/score", ONE, **{"Content-Type": "application/json"})[2]


def test_a_reader_that_goes_away_makes_room_for_another(server, ask, follow, house, worker, monkeypatch):
    monkeypatch.setattr("service.web.events.HEARTBEAT_S", 0.05)
    location = ask("POST", "/score", ONE, **LATER)[1]["Location"]
    answers = [stream(server, location) for _ in range(3)]
    assert [answer.status for answer in answers] == [200, 200, 200]
    assert stream(server, location).status == 503
    for answer in answers:
        answer.close()
    until(lambda: stream(server, location).status == 200, "room for another reader")


def stream(server, location):
    """An open stream; the connection is closed with it."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", f"{location}/events")
    return connection.getresponse()
