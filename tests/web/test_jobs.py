"""Work that is asked for now and done later, over HTTP: who may see it, how it is followed, how it is cancelled."""

from __future__ import annotations

import json

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from service.news.identity import OPEN, Scope
from service.news.job import JobFault, JobState
from service.web import signing, tickets
from service.web.events import Streams, events, last_seen
from service.web.preferences import LONGEST_WAIT_S
from tests.fakes import FakeAccounts, FakeScorer, make_house
from tests.job_fakes import FakeJobs
from tests.web.test_auth import bearer, make_key
from tests.web.test_contract import validator

ONE = {"articles": [{"id": "a", "outlet": "x", "text": "Seven people were killed."}]}
LATER = {"Prefer": "respond-async"}


class Prompt(FakeJobs):
    """Jobs that end, as ``ends`` says, as soon as somebody waits for them."""

    def __init__(self, **ends):
        super().__init__()
        self.ends = ends
        self.waited = []

    def watch(self, id, revision, seconds):
        self.waited.append(seconds)
        return self.end(id, **self.ends)


@pytest.fixture
def jobs():
    return FakeJobs()


@pytest.fixture
def accounts():
    return FakeAccounts()


@pytest.fixture
def house(accounts, jobs):
    return make_house(accounts, jobs=jobs)


@pytest.fixture
def client(make_client, house):
    return make_client(house=house)


@pytest.fixture
def job(jobs):
    return jobs.enqueue("score", ONE, OPEN)


def told(answer):
    """The events of a stream: id, name and data of each, in order."""
    found = []
    for block in answer.get_data(as_text=True).split("\n\n"):
        fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if "event" in fields:
            found.append((int(fields["id"]), fields["event"], json.loads(fields["data"])))
    return found


# ------------------------------------------------------------------------------------------------- asking for a job
def test_who_prefers_a_job_gets_one(client, jobs):
    answer = client.post("/score", json=ONE, headers=LATER)
    assert answer.status_code == 202
    assert answer.headers["Location"] == f"/jobs/{answer.json['id']}"
    assert answer.headers["Retry-After"] == "2"
    assert answer.headers["Preference-Applied"] == "respond-async"
    validator("Job", strict=True).validate(answer.json)
    assert (answer.json["state"], answer.json["percent"], answer.json["result"]) == ("queued", 0, None)
    assert jobs.asked[answer.json["id"]] == (ONE, OPEN)


def test_a_body_that_is_not_good_is_refused_at_once(client, jobs):
    assert client.post("/score", json={}, headers=LATER).status_code == 422
    assert client.post("/score", data="{", headers=LATER, content_type="application/json").status_code == 400
    assert jobs.jobs == {}


def test_who_may_not_keep_articles_is_refused_at_once(client, jobs):
    assert client.post("/score", json=ONE | {"options": {"store": True}}, headers=LATER).status_code == 401
    assert jobs.jobs == {}


@pytest.mark.parametrize("prefer", ["", "wait=10", "return=minimal", "respond-async-later", "handling=lenient; x"])
def test_who_prefers_nothing_of_the_kind_gets_the_answer(client, jobs, prefer):
    answer = client.post("/score", json=ONE, headers={"Prefer": prefer})
    assert answer.status_code == 200
    assert "Preference-Applied" not in answer.headers
    assert jobs.jobs == {}


@pytest.mark.parametrize(
    "prefer",
    ["respond-async", "Respond-Async", "return=minimal, respond-async", "respond-async; x=1", 'respond-async=""'],
)
def test_the_preference_may_be_written_in_any_way_that_the_rfc_allows(client, prefer):
    assert client.post("/score", json=ONE, headers={"Prefer": prefer}).status_code == 202


def test_preferences_may_come_in_several_headers(client):
    headers = [("Prefer", "return=minimal"), ("Prefer", "respond-async")]
    assert client.post("/score", json=ONE, headers=headers).status_code == 202


@pytest.mark.parametrize(
    ("wait", "seconds"),
    [("wait=7", 7), ('wait="7"', 7), ("wait=999999999999", LONGEST_WAIT_S), ("wait=7;x=1", 7), ("wait=7, wait=9", 7)],
)
def test_who_waits_gets_the_answer_itself_where_it_is_there_in_time(make_client, wait, seconds):
    jobs = Prompt(result={"the": "report"})
    answer = make_client(house=make_house(jobs=jobs)).post(
        "/score", json=ONE, headers={"Prefer": f"respond-async, {wait}"}
    )
    assert (answer.status_code, answer.json) == (200, {"the": "report"})
    assert answer.headers["Preference-Applied"] == f"wait={seconds}"
    [waited] = jobs.waited
    assert seconds - 1 < waited <= seconds


@pytest.mark.parametrize("wait", ["wait=-1", "wait=soon", "wait", "wait=1.5", "wait=²", "wait=0"])
def test_a_wait_that_means_nothing_is_no_wait(make_client, wait):
    jobs = Prompt()
    answer = make_client(house=make_house(jobs=jobs)).post(
        "/score", json=ONE, headers={"Prefer": f"respond-async, {wait}"}
    )
    assert answer.status_code == 202
    assert jobs.waited == []


def test_who_waits_gets_the_problem_itself_where_the_job_fails_in_time(make_client):
    jobs = Prompt(state=JobState.FAILED, error=JobFault("too-many-claims", "Too many.", "4 001 claims."))
    answer = make_client(house=make_house(jobs=jobs)).post(
        "/score", json=ONE, headers={"Prefer": "respond-async, wait=5"}
    )
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/too-many-claims")
    assert (answer.json["title"], answer.json["detail"]) == ("Too many.", "4 001 claims.")


def test_who_has_waited_in_vain_gets_a_job(make_client):
    jobs = Prompt(state=JobState.CANCELLED)
    answer = make_client(house=make_house(jobs=jobs)).post(
        "/score", json=ONE, headers={"Prefer": "respond-async, wait=5"}
    )
    assert answer.status_code == 202
    assert answer.headers["Preference-Applied"] == "respond-async, wait=5"


# ---------------------------------------------------------------------------------------------------- looking at jobs
def test_a_job_is_shown_with_its_result_once_it_has_succeeded(client, jobs, job):
    jobs.note(job.id, "compare", 1, 4)
    under_way = client.get(f"/jobs/{job.id}")
    assert (under_way.json["state"], under_way.json["stage"], under_way.json["percent"]) == ("running", "compare", 65)
    assert under_way.headers["Retry-After"] == "2"
    jobs.end(job.id, result={"b": 1, "a": [2]})
    done = client.get(f"/jobs/{job.id}")
    assert (done.json["state"], done.json["percent"], done.json["result"]) == ("succeeded", 100, {"b": 1, "a": [2]})
    assert b'"result":{"b":1,"a":[2]}' in done.data
    assert "Retry-After" not in done.headers
    for answer in (under_way, done):
        validator("Job", strict=True).validate(answer.json)


def test_the_result_of_a_job_is_byte_for_byte_the_synchronous_answer(client, jobs, job):
    answer = client.post("/score", json=ONE)
    jobs.end(job.id, result=answer.json)
    assert b'"result":' + answer.data + b"}" in client.get(f"/jobs/{job.id}").data


@pytest.mark.parametrize(
    ("fault", "status", "type"),
    [
        (JobFault("too-many-claims", "Too many.", "4 001."), 422, "/problems/too-many-claims"),
        (JobFault("version-conflict", "Another text.", "x"), 409, "/problems/version-conflict"),
        (JobFault("", "", "A fault on our side."), 500, "about:blank"),
    ],
)
def test_a_job_that_failed_has_its_problem(client, jobs, job, fault, status, type):
    jobs.end(job.id, JobState.FAILED, error=fault)
    answer = client.get(f"/jobs/{job.id}")
    validator("Job", strict=True).validate(answer.json)
    error = answer.json["error"]
    assert (error["status"], error["type"], error["detail"]) == (status, type, fault.detail)
    assert error["title"]


def test_jobs_are_for_their_owner_and_for_who_may_everything(client, accounts, jobs):
    mine, other, admin = make_key(accounts), make_key(accounts), make_key(accounts, Scope.ADMIN)
    made = client.post("/score", json=ONE, headers=LATER | bearer(mine)).json["id"]
    for path, verb in ((f"/jobs/{made}", "GET"), (f"/jobs/{made}/ticket", "POST"), (f"/jobs/{made}", "DELETE")):
        for_another = client.open(path, method=verb, headers=bearer(other))
        assert (for_another.status_code, for_another.json["type"]) == (404, "/problems/not-kept")
        assert client.open(path, method=verb).status_code == 401
        assert client.open(path, method=verb, headers=bearer(admin)).status_code == 200
    assert client.get(f"/jobs/{made}", headers=bearer(mine)).json["state"] == "cancelled"
    assert client.get(f"/jobs/{made}/events", headers=bearer(other)).status_code == 404
    assert client.get(f"/jobs/{made}/events").status_code == 401


def test_a_list_has_the_callers_own_jobs_page_by_page(client, accounts, jobs):
    mine, other = make_key(accounts), make_key(accounts, Scope.ADMIN)
    made = [client.post("/score", json=ONE, headers=LATER | bearer(mine)).json["id"] for _ in range(5)]
    client.post("/score", json=ONE, headers=LATER | bearer(other))
    found, cursor = [], ""
    while cursor is not None:
        page = client.get(f"/jobs?limit=2{cursor and '&cursor=' + cursor}", headers=bearer(mine))
        validator("JobPage", strict=True).validate(page.json)
        found += [each["id"] for each in page.json["items"]]
        cursor = page.json["next"]
        assert ('rel="next"' in page.headers.get("Link", "")) is (cursor is not None)
    assert found == made[::-1]


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "cursor=made-up", "limit=1&limit=2", "unheard=of"])
def test_a_query_that_cannot_be_meant_is_refused(client, query):
    assert client.get(f"/jobs?{query}").status_code == 422


# --------------------------------------------------------------------------------------------------------- cancelling
def test_a_waiting_job_is_cancelled_at_once(client, job):
    answer = client.delete(f"/jobs/{job.id}")
    assert (answer.status_code, answer.json["state"]) == (200, "cancelled")
    assert client.delete(f"/jobs/{job.id}").status_code == 200


def test_a_running_job_will_be_cancelled(client, jobs, job):
    jobs.note(job.id, "encode", 0, 1)
    answer = client.delete(f"/jobs/{job.id}")
    assert (answer.status_code, answer.json["state"], answer.json["cancel_requested"]) == (202, "running", True)
    assert answer.headers["Location"] == f"/jobs/{job.id}"


@pytest.mark.parametrize("state", [JobState.SUCCEEDED, JobState.FAILED])
def test_a_job_that_has_ended_is_not_cancelled(client, jobs, job, state):
    jobs.end(job.id, state)
    answer = client.delete(f"/jobs/{job.id}")
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/job-finished")


def test_there_is_no_job_where_none_was_made(client):
    for path, verb in (
        ("/jobs/x", "GET"),
        ("/jobs/x", "DELETE"),
        ("/jobs/x/ticket", "POST"),
        ("/jobs/x/events", "GET"),
    ):
        assert client.open(path, method=verb).status_code == 404


# ------------------------------------------------------------------------------------------------------------- events
def test_the_events_of_a_job_end_with_how_it_ended(client, jobs, job):
    jobs.end(job.id, result={"large": "report"})
    answer = client.get(f"/jobs/{job.id}/events")
    assert answer.mimetype == "text/event-stream"
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert answer.headers["Cache-Control"] == "no-store"
    [(id, name, shown)] = told(answer)
    assert (id, name) == (2, "finished")
    validator("Job", strict=True).validate(shown)
    assert (shown["state"], shown["result"]) == ("succeeded", None)


class Moving(FakeJobs):
    """Jobs that take one of ``steps`` each time somebody looks."""

    def __init__(self, steps):
        super().__init__()
        self.steps = iter(steps)

    def watch(self, id, revision, seconds):
        return next(self.steps)(self, id)


def nothing(jobs, id):
    return jobs.get(id)


def noted(done):
    def step(jobs, id):
        return jobs.note(id, "compare", done, 2)

    return step


def finished(jobs, id):
    return jobs.end(id)


def go_on():
    return False


def test_each_change_is_an_event_and_silence_a_comment(monkeypatch):
    monkeypatch.setattr("service.web.events.HEARTBEAT_S", 0)
    jobs = Moving([noted(1), nothing, noted(2), finished])
    text = b"".join(events(jobs, jobs.enqueue("score", ONE, OPEN), 0, go_on)).decode()
    kinds = [
        block.splitlines()[0] if block.startswith(":") else block.splitlines()[:2] for block in text.split("\n\n")[:-1]
    ]
    assert kinds == [
        ["retry: 2000"],
        ["id: 1", "event: progress"],
        ["id: 2", "event: progress"],
        ": still here",
        ["id: 3", "event: progress"],
        ["id: 4", "event: finished"],
    ]


def test_a_stream_that_cannot_go_on_just_ends():
    def lost(jobs, id):
        raise OSError("the database is away")

    jobs = Moving([noted(1), lost])
    assert b"".join(events(jobs, jobs.enqueue("score", ONE, OPEN), 0, go_on)).count(b"event: progress") == 2


def test_a_stream_ends_when_its_time_has_come_and_when_the_server_is_about_to(monkeypatch):
    streams = Streams(1)
    job = (jobs := FakeJobs()).enqueue("score", ONE, OPEN)
    streams.close()
    assert b"event: finished" not in b"".join(events(jobs, job, 0, lambda: streams.are_closing))
    monkeypatch.setattr("service.web.events.LONGEST_S", 0)
    assert b"event: finished" not in b"".join(events(jobs, job, 0, go_on))


def test_who_comes_back_gets_what_has_changed_since(client, jobs, job):
    jobs.note(job.id, "compare", 1, 2)
    jobs.end(job.id)
    for seen, names in ((0, ["finished"]), (2, ["finished"]), ("nonsense", ["finished"])):
        answer = client.get(f"/jobs/{job.id}/events", headers={"Last-Event-ID": str(seen)})
        assert [name for _, name, _ in told(answer)] == names


def test_who_has_seen_the_end_is_told_not_to_come_back(client, jobs, job):
    jobs.end(job.id)
    answer = client.get(f"/jobs/{job.id}/events", headers={"Last-Event-ID": "2"})
    assert (answer.status_code, answer.data) == (204, b"")


@pytest.mark.parametrize(
    ("header", "revision"), [("7", 7), (None, 0), ("", 0), ("-1", 0), ("x", 0), ("٣", 0), ("9" * 40, 0)]
)
def test_a_last_event_is_a_revision_or_nothing(header, revision):
    assert last_seen(header) == revision


def test_only_so_many_streams_are_open_at_once_and_a_closed_one_makes_room(make_client, house, job):
    client = make_client(house=house, threads=3)
    first, second = (client.get(f"/jobs/{job.id}/events") for _ in range(2))
    refused = client.get(f"/jobs/{job.id}/events")
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
    assert refused.content_type == "application/problem+json"
    first.close()
    third = client.get(f"/jobs/{job.id}/events")
    assert third.status_code == 200
    for each in (second, third):
        each.close()


def test_a_server_of_one_thread_has_one_stream(make_client, house, job):
    client = make_client(house=house, threads=1)
    with client.get(f"/jobs/{job.id}/events") as answer:
        assert answer.status_code == 200
        assert client.get(f"/jobs/{job.id}/events").status_code == 503


def test_who_asks_for_the_headers_alone_takes_no_seat(make_client, house, job):
    client = make_client(house=house, threads=1)
    for _ in range(3):
        assert client.head(f"/jobs/{job.id}/events").status_code == 200


def test_a_seat_that_is_not_taken_cannot_be_given_back():
    streams = Streams(1)
    streams.take()
    streams.leave()
    with pytest.raises(ValueError):
        streams.leave()


# ------------------------------------------------------------------------------------------------------------ tickets
def test_a_ticket_opens_the_events_of_its_job_without_a_key(client, accounts, jobs):
    key = make_key(accounts)
    made = client.post("/score", json=ONE, headers=LATER | bearer(key)).json["id"]
    jobs.end(made)
    ticket = client.post(f"/jobs/{made}/ticket", headers=bearer(key)).json
    validator("Ticket", strict=True).validate(ticket)
    assert ticket["events"] == f"/jobs/{made}/events?ticket={ticket['ticket']}"
    assert [name for _, name, _ in told(client.get(ticket["events"]))] == ["finished"]


def test_a_ticket_opens_nothing_else(client, accounts, jobs):
    key = make_key(accounts)
    made, other = (client.post("/score", json=ONE, headers=LATER | bearer(key)).json["id"] for _ in range(2))
    ticket = client.post(f"/jobs/{made}/ticket", headers=bearer(key)).json["ticket"]
    refused = client.get(f"/jobs/{other}/events?ticket={ticket}")
    assert (refused.status_code, refused.json["detail"]) == (401, "The ticket is for another job.")
    for path in (f"/jobs/{made}?ticket={ticket}", f"/jobs?ticket={ticket}"):
        assert client.get(path).status_code == 401


@pytest.mark.parametrize("ticket", ["", "made-up", "a.b.c", "é"])
def test_a_ticket_that_was_made_up_opens_nothing(client, job, ticket):
    assert client.get(f"/jobs/{job.id}/events", query_string={"ticket": ticket}).status_code == 401


class Earlier(TimestampSigner):
    """Signs as if it were some time ago."""

    ago = 0

    def get_timestamp(self):
        return super().get_timestamp() - self.ago


@pytest.mark.parametrize(("ago", "status"), [(590, 200), (610, 401)])
def test_a_ticket_lasts_ten_minutes(client, house, jobs, job, ago, status):
    jobs.end(job.id)
    then = type("Then", (Earlier,), {"ago": ago})
    plain = signing.signer(house.secret, tickets.PURPOSE)
    signer = URLSafeTimedSerializer(
        plain.secret_keys, salt=tickets.PURPOSE, signer=then, signer_kwargs=plain.signer_kwargs
    )
    answer = client.get(f"/jobs/{job.id}/events", query_string={"ticket": signer.dumps(job.id)})
    assert answer.status_code == status


def test_a_ticket_is_not_in_the_log(client, job, log):
    ticket = client.post(f"/jobs/{job.id}/ticket").json
    client.get(ticket["events"]).close()
    assert ticket["ticket"] not in log.getvalue()


def test_a_job_in_the_server_itself_counts_nothing_for_a_request(make_client):
    from service.web.counting import CountedScores
    from tests.builders import make_article, make_request

    stages = []
    CountedScores(FakeScorer()).score(make_request(make_article()), lambda *step: stages.append(step))
    assert stages == [("extract", 1, 1)]
