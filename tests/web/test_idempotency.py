"""Repeating a request under its key: it is done once and answered as the first time, whatever the first answer was."""

from __future__ import annotations

import json
import threading
from collections import Counter

import pytest

from service.jobs.queue import JobQueue
from service.news.errors import OutcomeUnknown
from service.news.identity import Scope
from service.store.answers import Answers
from service.web.idempotency import read_key
from tests.fakes import FakeAccounts, FakeScorer, make_house
from tests.waiting import until
from tests.web.test_auth import bearer, make_key

ONE = {"articles": [{"id": "a", "outlet": "x", "text": "Seven people were killed."}]}
TWO = {"articles": [{"id": "a", "outlet": "x", "text": "Nine people were killed."}]}
KEYED = {"Idempotency-Key": '"k-1"'}


class Counting(FakeScorer):
    """Counts what it is asked; where a gate is given, waits before it answers."""

    def __init__(self, gate=None):
        super().__init__()
        self.asked = Counter()
        self.begun = threading.Event()
        self.gate = gate

    def score(self, request, progress=lambda *_: None):
        self.asked["score"] += 1
        self.begun.set()
        if self.gate:
            assert self.gate.wait(60)
        return super().score(request, progress)


@pytest.fixture
def scorer():
    return Counting()


@pytest.fixture
def accounts():
    return FakeAccounts()


@pytest.fixture
def house(accounts):
    return make_house(accounts)


@pytest.fixture
def client(make_client, scorer, house):
    return make_client(scorer, house)


@pytest.fixture
def kept(database, accounts):
    """A house whose queue and answers are on a database."""
    return make_house(accounts, jobs=JobQueue(database), answers=Answers(database))


# -------------------------------------------------------------------------------------------------- one after another
def test_a_repeated_request_is_done_once_and_answered_as_the_first_time(client, scorer):
    first = client.post("/score", json=ONE, headers=KEYED)
    second = client.post("/score", json=ONE, headers=KEYED)
    assert scorer.asked["score"] == 1
    assert (second.status_code, second.data, second.content_type) == (200, first.data, first.content_type)
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.headers["X-Request-ID"] != first.headers["X-Request-ID"]
    assert second.headers["Content-Length"] == first.headers["Content-Length"]


def test_without_a_key_a_request_is_done_each_time(client, scorer, house):
    for _ in range(2):
        client.post("/score", json=ONE)
    assert scorer.asked["score"] == 2
    assert house.answers.made == {}


@pytest.mark.parametrize("written", ["k-1", '"k-1"', ' "k-1" '])
def test_a_string_and_a_token_are_the_same_key(client, scorer, written):
    client.post("/score", json=ONE, headers=KEYED)
    assert client.post("/score", json=ONE, headers={"Idempotency-Key": written}).headers["Idempotency-Replayed"]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("abc", "abc"),
        ('"a b;c,d"', "a b;c,d"),
        (r'"a\"b\\c"', r'a"b\c'),
        ("8e03978e-40d5-43dd-bc93-6894a57f9324", "8e03978e-40d5-43dd-bc93-6894a57f9324"),
        ("x" * 200, "x" * 200),
        ('"' + "x" * 200 + '"', "x" * 200),
    ],
)
def test_a_key_is_read_as_it_is_meant(written, key):
    assert read_key(written) == key


@pytest.mark.parametrize(
    "written", ["", '""', '"', '"a', 'a"b', "a b", "a,b", "é", '"é"', "x" * 201, '"' + "x" * 201 + '"', '"a\\b"']
)
def test_what_is_no_key_is_refused(client, scorer, written):
    answer = client.post("/score", json=ONE, headers={"Idempotency-Key": written})
    assert answer.status_code == 400
    assert "Idempotency-Key" in answer.json["detail"]
    assert scorer.asked["score"] == 0


@pytest.mark.parametrize("change", [{"json": TWO}, {"query_string": {"x": "1"}}, {"path": "/compare"}])
def test_a_key_belongs_to_one_request(client, change):
    client.post("/score", json=ONE, headers=KEYED)
    answer = client.post(**{"path": "/score", "json": ONE, "headers": KEYED} | change)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/idempotency-mismatch")


def test_the_bytes_of_the_body_count_and_not_what_they_mean(client):
    headers = KEYED | {"Content-Type": "application/json"}
    client.post("/score", data=json.dumps(ONE), headers=headers)
    assert client.post("/score", data=json.dumps(ONE, indent=1), headers=headers).status_code == 422


def test_each_caller_has_keys_of_their_own(client, scorer, accounts):
    for _ in range(2):
        client.post("/score", json=ONE, headers=KEYED | bearer(make_key(accounts)))
    assert scorer.asked["score"] == 2


def test_refusals_are_answered_again_as_well(client):
    first = client.post("/score", json={}, headers=KEYED)
    second = client.post("/score", json={}, headers=KEYED)
    assert (first.status_code, second.status_code) == (422, 422)
    assert second.data == first.data
    assert second.content_type == "application/problem+json"


def test_a_fault_of_ours_is_not_kept(make_client, house):
    class Recovering(Counting):
        def score(self, request):
            if not self.asked["score"]:
                self.asked["score"] += 1
                raise ValueError
            return super().score(request)

    client = make_client(Recovering(), house)
    assert client.post("/score", json=ONE, headers=KEYED).status_code == 500
    assert client.post("/score", json=ONE, headers=KEYED).status_code == 200


def test_a_job_whose_enqueuing_was_answered_with_a_fault_is_the_same_job_when_it_is_asked_for_again(make_client, house):
    """The database may go away in the commit: then nobody knows whether the job is there."""
    enqueue = house.jobs.enqueue

    def lost_in_the_commit(*args):
        enqueue(*args)
        house.jobs.enqueue = enqueue
        raise OutcomeUnknown("lost")

    house.jobs.enqueue = lost_in_the_commit
    client, headers = make_client(None, house), KEYED | {"Prefer": "respond-async"}
    assert client.post("/score", json=ONE, headers=headers).status_code == 503
    assert client.post("/score", json=ONE, headers=headers).status_code == 202
    assert len(house.jobs.jobs) == 1


def test_who_was_not_let_in_may_come_again_under_the_same_key(client, accounts):
    key = make_key(accounts, Scope.READ)
    assert client.post("/score", json=ONE, headers=KEYED | bearer(key)).status_code == 403
    assert client.post("/score", json=ONE, headers=KEYED).status_code == 401
    assert client.post("/score", json=ONE, headers=KEYED | bearer(make_key(accounts))).status_code == 200


def test_a_job_is_made_once_and_its_address_given_again(client, house):
    headers = KEYED | {"Prefer": "respond-async"}
    first = client.post("/score", json=ONE, headers=headers)
    second = client.post("/score", json=ONE, headers=headers)
    assert (second.status_code, second.data) == (202, first.data)
    for name in ("Location", "Retry-After", "Preference-Applied"):
        assert second.headers[name] == first.headers[name]
    assert len(house.jobs.jobs) == 1


def test_every_post_of_the_api_takes_a_key_and_no_page_does(client, house, accounts):
    admin = bearer(make_key(accounts, Scope.ADMIN))
    first = client.post("/admin/keys", json={"name": "n", "scopes": ["score"]}, headers=KEYED | admin)
    second = client.post("/admin/keys", json={"name": "n", "scopes": ["score"]}, headers=KEYED | admin)
    assert (second.status_code, second.json["token"]) == (201, first.json["token"])
    assert len(accounts.made) == 2
    client.post("/sign-in", data={"name": "x", "password": "y"}, headers=KEYED)
    assert len(house.answers.made) == 1


def test_what_is_kept_of_an_answer_is_sealed(client, house, accounts):
    admin = bearer(make_key(accounts, Scope.ADMIN))
    answer = client.post("/admin/keys", json={"name": "n", "scopes": ["score"]}, headers=KEYED | admin)
    [(_, _, kept)] = house.answers.made.values()
    assert answer.json["token"].encode() not in kept.body
    assert answer.json["token"] not in str(kept)


def test_an_answer_sealed_under_another_secret_is_not_given_again_and_the_request_not_done_again(make_client, accounts):
    answers, scorer = make_house().answers, Counting()
    make_client(scorer, make_house(accounts, answers=answers)).post("/score", json=ONE, headers=KEYED)
    later = make_client(scorer, make_house(accounts, answers=answers, secret=b"t" * 32))
    assert later.post("/score", json=ONE, headers=KEYED).status_code == 422
    assert scorer.asked["score"] == 1


def test_other_verbs_take_no_notice_of_keys(client, house):
    for _ in range(2):
        assert client.get("/jobs", headers=KEYED).status_code == 200
    assert house.answers.made == {}
    assert client.post("/nowhere", headers=KEYED).status_code == 404
    assert client.post("/jobs", headers=KEYED).status_code == 405


def test_a_body_that_is_too_large_is_refused_before_it_is_read(make_client, house):
    client = make_client(house=house, max_body_bytes=10)
    assert client.post("/score", json=ONE, headers=KEYED).status_code == 413
    assert house.answers.made == {}


def test_an_answer_that_cannot_be_kept_is_given_all_the_same(make_client, accounts, lines):
    from service.news.errors import StoreError
    from tests.job_fakes import FakeAnswers, FakeTurn

    class Full(FakeAnswers):
        def begin(self, owner, key, fingerprint):
            turn = super().begin(owner, key, fingerprint)
            turn.keep = self.refuse
            return turn

        def refuse(self, answer):
            raise StoreError("full")

    answers = Full()
    client = make_client(house=make_house(accounts, answers=answers))
    assert client.post("/score", json=ONE, headers=KEYED).status_code == 200
    assert isinstance(answers.begin("open", "other", "f"), FakeTurn)
    assert answers.busy == {("open", "other")}
    assert lines()[-1]["error"] == "StoreError"


# --------------------------------------------------------------------------------------------------------- all at once
def test_of_many_at_once_one_is_done_and_all_get_its_answer_in_the_end(kept, make_client):
    scorer = Counting(threading.Event())
    app = make_client(scorer, kept).application
    answers, lock = [], threading.Lock()

    def ask():
        answer = app.test_client().post("/score", json=ONE, headers=KEYED)
        with lock:
            answers.append(answer)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    until(lambda: len(answers) == 5, "all but one being answered")
    for answer in answers:
        assert (answer.status_code, answer.json["type"]) == (409, "/problems/idempotency-in-progress")
        assert answer.headers["Retry-After"] == "5"
    scorer.gate.set()
    for thread in threads:
        thread.join()
    first = answers[-1]
    again = app.test_client().post("/score", json=ONE, headers=KEYED)
    assert scorer.asked["score"] == 1
    assert (first.status_code, again.data) == (200, first.data)
    assert again.headers["Idempotency-Replayed"] == "true"


def test_another_body_under_a_key_that_is_at_work_is_refused(kept, make_client):
    scorer = Counting(threading.Event())
    app = make_client(scorer, kept).application
    thread = threading.Thread(target=lambda: app.test_client().post("/score", json=ONE, headers=KEYED))
    thread.start()
    scorer.begun.wait(60)
    assert app.test_client().post("/score", json=TWO, headers=KEYED).status_code == 422
    scorer.gate.set()
    thread.join()


def test_a_job_is_made_once_even_where_its_answer_was_lost(kept, make_client):
    class Dying(Answers):
        """Whoever has the turn dies before the answer is kept."""

        def begin(self, owner, key, fingerprint):
            turn = super().begin(owner, key, fingerprint)
            return type("Turn", (), {"token": turn.token, "kept": None, "keep": lambda *_: None, "close": turn.close})()

    from dataclasses import replace

    headers = KEYED | {"Prefer": "respond-async"}
    dying = replace(kept, answers=Dying(kept.answers._database))
    lost = make_client(house=dying).post("/score", json=ONE, headers=headers)
    client = make_client(house=kept)
    second = client.post("/score", json=ONE, headers=headers)
    assert (second.status_code, second.json["id"]) == (202, lost.json["id"])
    assert "Idempotency-Replayed" not in second.headers
    assert client.post("/score", json=ONE, headers=headers).headers["Idempotency-Replayed"] == "true"
    assert len(kept.jobs.page(None, 10).items) == 1
