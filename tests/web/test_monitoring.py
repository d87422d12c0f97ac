"""What versions make of what is kept, over HTTP: as the document says, over the periods that are asked for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from service.news.accounts import By, NewKey
from service.news.identity import Scope
from service.news.monitoring import Drift, Labelled, Period, Seen
from service.web.metrics import Meters
from tests.fake_monitoring import FakeMonitoring
from tests.fake_versions import EPOCH
from tests.fakes import FakeAccounts, make_house
from tests.web.conftest import NOW
from tests.web.test_contract import validator
from tests.web.test_passage import figures


@pytest.fixture
def monitoring():
    return FakeMonitoring()


@pytest.fixture
def client(make_client, monitoring):
    house = make_house(FakeAccounts(), monitoring=monitoring)
    client = make_client(house=house)
    made = house.accounts.add_key(NewKey("ops", frozenset({Scope.ADMIN})), By("cli:root"))
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {made.token}"
    return client


@pytest.mark.parametrize("what", ["changes", "drift"])
def test_an_answer_is_what_the_document_says_and_nothing_else(client, what):
    answer = client.get(f"/admin/models/model-1/{what}")
    assert answer.status_code == 200
    validator(what.capitalize(), strict=True).validate(answer.json)


def test_what_would_change_is_told_with_its_examples(client, monitoring):
    found = client.get("/admin/models/model-1/changes?events=7").json
    assert monitoring.asked == [7]
    assert found["flips"][0]["examples"] == [
        {
            "event": "e1",
            "claims": ["a.1", "b.2"],
            "texts": ["Seven died.", "Nine died."],
            "before": {"what": "neutral", "probability": 0.51},
            "after": {"what": "contradicts", "probability": 0.75},
        }
    ]
    assert [(move["name"], move["before"], move["after"]) for move in found["moves"]] == [
        ("The Courier", 0.5, 0.612346),
        ("Harbour Post", 0.4, None),
    ]
    assert found["turns"] == [{"event": "e1", "headline": "Bridge falls", "disputed": True}]


def test_drift_is_told_by_weeks_that_begin_on_monday_the_last_of_which_is_under_way(client, monitoring):
    found = client.get("/admin/models/model-1/drift").json
    ((starts, events),) = monitoring.asked
    assert (len(starts), events) == (9, 200)
    assert starts[-2] <= NOW < starts[-1]
    assert {start.isoweekday() for start in starts} == {1}
    period = found["periods"][0]
    assert period["shares"] == {"neutral": 0.9, "undecided": 0.1}
    assert period["signals"] == {"similarity": {"mean": 0.4, "shift": None}}
    assert period["probability"] == {"mean": 0.25, "shift": {"index": 0.3, "chance": 0.2}}
    assert (period["kept"], period["events"], period["labels"]) == (5, 3, {"same": 1, "other": 2, "undecided": 3})


def test_days_are_those_of_utc(client, monitoring):
    client.get("/admin/models/model-1/drift?by=day&periods=3&events=30")
    ((starts, events),) = monitoring.asked
    today = datetime(NOW.year, NOW.month, NOW.day, tzinfo=UTC)
    assert starts == [today + timedelta(days=n) for n in (-2, -1, 0, 1)]
    assert events == 30


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("changes?events=0", "#/events"),
        ("changes?events=501", "#/events"),
        ("changes?since=2024", "#/since"),
        ("drift?by=year", "#/by"),
        ("drift?periods=1", "#/periods"),
        ("drift?periods=32", "#/periods"),
        ("drift?periods=9&events=8", "#/events"),
    ],
)
def test_a_query_that_cannot_be_meant_is_refused_at_its_place(client, query, pointer):
    answer = client.get(f"/admin/models/model-1/{query}")
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid-request")
    assert [each["pointer"] for each in answer.json["errors"]] == [pointer]


@pytest.mark.parametrize("what", ["changes", "drift"])
def test_of_what_is_not_there_or_was_altered_nothing_is_told(client, what):
    assert client.get(f"/admin/models/model-9/{what}").status_code == 404
    answer = client.get(f"/admin/models/model-altered/{what}")
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/unusable-model")


def test_figures_follow_the_latest_report(client):
    client.get("/admin/models/model-1/drift")
    found = figures(client)
    assert found['counterclaim_drift_labels{verdict="other",version="model-1"}'] == "16.0"
    assert found['counterclaim_drift_share{called="undecided",version="model-1"}'] == "0.1"
    assert found['counterclaim_drift_above_chance{version="model-1"}'] == "1.0"


def test_of_a_report_without_pairs_only_labels_are_told():
    meters, start = Meters(), EPOCH
    nothing = Seen(0, 0, {}, None, None, {})
    meters.observe_drift(Drift("model-1", EPOCH, (Period(start, start + timedelta(days=1), 0, nothing, Labelled()),)))
    told = [line for line in meters.exposition(ready=True).decode().splitlines() if "drift" in line and line[0] != "#"]
    assert len(told) == 3
    assert all(line.startswith("counterclaim_drift_labels") and line.endswith(" 0.0") for line in told)
