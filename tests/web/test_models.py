"""Versions of the model over HTTP: listed, looked at, activated, learnt; by administrators alone."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from service.news.accounts import By, NewKey
from service.news.identity import Scope
from tests.fake_versions import FakeVersions, make_model
from tests.fakes import FakeAccounts, make_house


@pytest.fixture
def versions():
    return FakeVersions()


@pytest.fixture
def house(versions):
    return make_house(FakeAccounts(), models=versions)


@pytest.fixture
def client(make_client, house):
    client = make_client(house=house)
    made = house.accounts.add_key(NewKey("ops", frozenset({Scope.ADMIN})), By("cli:root"))
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {made.token}"
    return client


def activate(client, id, body=None):
    return client.post(f"/admin/models/{id}/activate", json={"reason": "It is better."} if body is None else body)


def test_versions_are_listed_newest_first_with_the_active_one_and_what_was_active_when(client, versions):
    first, second = versions.add(make_model("head-1")), versions.add(make_model("head-2"))
    activate(client, first)
    found = client.get("/admin/models").json
    assert [(each["id"], each["head"], each["active"]) for each in found["items"]] == [
        (second, "head-2", False),
        (first, "head-1", True),
    ]
    assert [(each["version"], each["reason"]) for each in found["activations"]] == [(first, "It is better.")]
    assert not {"card", "weights"} & found["items"][0].keys()


def test_one_is_shown_with_its_card_its_figures_and_what_it_learnt_from(client, versions):
    found = client.get(f"/admin/models/{versions.add(make_model())}").json
    assert (found["card"], found["figures"], found["learnt_from"]) == ("# A head", {"accuracy": 0.5}, "ab12")
    assert found["weights"] == {"version": "head-1"}


def test_activating_answers_with_the_version_as_it_now_is(client, versions):
    answer = activate(client, versions.add(make_model()))
    assert (answer.status_code, answer.json["active"]) == (200, True)


def test_an_altered_version_is_listed_as_unusable_and_not_activated(client, versions):
    id = versions.add(None)
    (listed,) = client.get("/admin/models").json["items"]
    assert (listed["usable"], listed["head"], listed["figures"]) == (False, None, None)
    answer = activate(client, id)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/unusable-model")


def test_reliability_is_drawn_with_a_point_for_each_tenth_that_says_what_it_is(client, versions):
    tenths = [[0.45, 0.4, 12], [0.93, 1.0, 30]]
    id = versions.add(make_model(figures={"gates": {"reliability": tenths}}))
    answer = client.get(f"/admin/models/{id}/reliability.svg")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    drawing = ET.fromstring(answer.text)
    points = drawing.findall(".//{http://www.w3.org/2000/svg}circle")
    assert [point.find("{http://www.w3.org/2000/svg}title").text for point in points] == [
        "stated 0.45, right 0.4, of 12",
        "stated 0.93, right 1.0, of 30",
    ]
    heights = [float(point.get("cy")) for point in points]
    assert heights[1] < heights[0]


@pytest.mark.parametrize("model", [make_model(), None])
def test_what_was_never_measured_is_not_drawn(client, versions, model):
    answer = client.get(f"/admin/models/{versions.add(model)}/reliability.svg")
    assert (answer.status_code, answer.json["type"]) == (404, "/problems/not-kept")


def test_what_nobody_made_is_not_found(client):
    for answer in (client.get("/admin/models/model-9"), activate(client, "model-9")):
        assert (answer.status_code, answer.json["type"]) == (404, "/problems/not-kept")


@pytest.mark.parametrize(
    "body", [{}, {"reason": ""}, {"reason": " "}, {"reason": "x" * 1001}, {"reason": 1}, {"why": "x"}]
)
def test_without_a_reason_that_can_be_read_nothing_is_activated(client, versions, body):
    answer = activate(client, versions.add(make_model()), body)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid-request")
    assert not versions.activations


# ---------------------------------------------------------------------------------------------------- retraining


def test_retraining_is_answered_with_a_job_and_written_down(client, house):
    answer = client.post("/admin/retrain", json={"label_weight": 3, "dry_run": True})
    assert (answer.status_code, answer.json["kind"], answer.json["state"]) == (202, "retrain", "queued")
    assert client.get(answer.headers["Location"]).json["id"] == answer.json["id"]
    asked, by = house.jobs.asked[answer.json["id"]]
    assert asked == {"labels": True, "label_weight": 3, "dry_run": True, "force": False}
    (line,) = house.audit.noted
    assert (line.by, line.action, line.subject) == (by.id, "model.retrain", f"job:{answer.json['id']}")
    assert line.detail == asked


def test_a_second_gets_the_job_that_is_under_way_and_one_after_it_a_new_one(client, house):
    first = client.post("/admin/retrain", json={}).json["id"]
    assert client.post("/admin/retrain", json={"dry_run": True}).json["id"] == first
    house.jobs.end(first)
    assert client.post("/admin/retrain", json={}).json["id"] != first


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"force": True}, "#/reason"),
        ({"reason": ""}, "#/reason"),
        ({"labels": "yes"}, "#/labels"),
        ({"label_weight": 0}, "#/label_weight"),
        ({"label_weight": 101}, "#/label_weight"),
        ({"label_weight": 1.5}, "#/label_weight"),
        ({"dry_run": None}, "#/dry_run"),
        ({"target": "pair_model"}, "#/target"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_place(client, body, pointer):
    answer = client.post("/admin/retrain", json=body)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid-request")
    assert [each["pointer"] for each in answer.json["errors"]] == [pointer]
