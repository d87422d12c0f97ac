"""Editors' merges, splits and sources over HTTP, and taking them back."""

from __future__ import annotations

import pytest

from service.news.identity import Scope
from tests.desk import EVERYTHING
from tests.web.test_contract import validator
from tests.web.test_labels import OTHERS, claim, label, source

WHY = {"reason": "one story"}


@pytest.fixture
def full(desk):
    """A desk that keeps two accounts of a blast, one of a flood and one of markets."""
    desk.keep(*EVERYTHING)
    return desk


def stored(desk, given):
    """The article that was given as ``given``, as it is kept."""
    id = next(each["id"] for each in desk.get("/articles").json["items"] if each["given_id"] == given)
    return desk.get(f"/articles/{id}").json


def event(desk, given):
    return stored(desk, given)["claims"][0]["event"]


def edit(desk, what, body, given="n1", scopes=(Scope.LABEL,), **rest):
    return desk.ask("POST", f"/events/{event(desk, given)}/{what}", *scopes, json=body, **rest)


def merge(desk, given="n1", other="n3", **rest):
    return edit(desk, "merge", {"with": event(desk, other), **WHY}, given, **rest)


def split(desk, given="n1", **body):
    return edit(desk, "split", {**WHY, **(body or {"articles": [stored(desk, "n2")["id"]]})}, given)


def pointers(answer):
    return [each["pointer"] for each in answer.json["errors"]]


def test_a_merge_is_answered_with_the_label_and_the_event(full):
    before = event(full, "n1"), event(full, "n3")
    answer = merge(full)
    validator("Edited", strict=True).validate(answer.json)
    made = answer.json["label"]
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/labels/{made['id']}")
    assert (made["kind"], made["note"], set(made["events"])) == ("event", "one story", set(before))
    assert made["groups"] == [sorted(claim(full, name) for name in ("n1", "n2", "n3"))]
    assert answer.json["events"] == [event(full, "n1")] == [event(full, "n3")]
    assert full.get(answer.headers["Location"]).json == made


def test_the_address_of_an_event_that_was_merged_leads_to_what_it_has_become(full):
    before = {event(full, "n1"), event(full, "n3")}
    now = merge(full).json["events"]
    [gone] = before - set(now)
    answer = full.get(f"/events/{gone}")
    assert (answer.status_code, answer.headers["Location"]) == (308, f"/events/{now[0]}")
    again = full.ask("POST", f"/events/{gone}/merge", Scope.LABEL, json={"with": event(full, "n4"), **WHY})
    assert (again.status_code, again.json["type"]) == (410, "/problems/moved")


def test_who_merged_when_and_why_stands_in_the_event(full):
    made = merge(full).json["label"]
    found = full.get(f"/events/{event(full, 'n1')}").json
    validator("ScoreReport", strict=True).validate(found)
    assert found["events"][0]["edits"] == [
        {
            "label": made["id"],
            "kind": "merge",
            "by": made["by"],
            "at": made["at"],
            "note": "one story",
            "followed": True,
        }
    ]


@pytest.mark.parametrize("what", ["claims", "articles"])
def test_what_is_split_off_is_an_event_of_its_own(full, what):
    named = {"claims": claim(full, "n2"), "articles": stored(full, "n2")["id"]}[what]
    answer = split(full, **{what: [named]})
    assert answer.status_code == 201
    assert answer.json["events"] == [event(full, "n1"), event(full, "n2")]
    assert len(set(answer.json["events"])) == 2
    for name in answer.json["events"]:
        [shown] = full.get(f"/events/{name}").json["events"][0]["edits"]
        assert (shown["kind"], shown["label"]) == ("split", answer.json["label"]["id"])


def test_of_two_that_oppose_each_other_both_are_shown(full):
    split(full)
    merge(full, other="n2", scopes=OTHERS)
    shown = full.get(f"/events/{event(full, 'n1')}").json["events"][0]["edits"]
    assert [(each["kind"], each["followed"]) for each in shown] == [("split", False), ("merge", True)]
    assert {each["disagree"] for each in full.get("/labels").json["items"]} == {True}


@pytest.mark.parametrize(
    ("what", "body", "expected"),
    [
        ("merge", {"with": "e1"}, ["#/reason"]),
        ("merge", {"reason": "x"}, ["#/with"]),
        ("merge", {"with": "e1", "reason": " "}, ["#/reason"]),
        ("merge", {"with": "e1", "reason": "x", "note": "x"}, ["#/note"]),
        ("split", {"reason": "x"}, ["#/claims"]),
        ("split", {"reason": "x", "claims": "v1.1"}, ["#/claims"]),
        ("split", {"reason": "x", "claims": [1]}, ["#/claims/0"]),
        ("split", {"claims": ["v1.1"]}, ["#/reason"]),
    ],
)
def test_what_is_wrong_with_an_edit_is_said_where_it_is_wrong(full, what, body, expected):
    answer = edit(full, what, body)
    assert (answer.status_code, pointers(answer)) == (422, expected)


def test_an_edit_that_would_change_nothing_is_refused(full):
    for answer in (merge(full, other="n2"), split(full, claims=[claim(full, name) for name in ("n1", "n2")])):
        assert (answer.status_code, answer.json["type"]) == (409, "/problems/nothing-to-edit")
    assert full.ids("/labels") == []


def test_only_what_is_there_can_be_edited(full):
    assert edit(full, "merge", {"with": "e0", **WHY}).status_code == 404
    assert full.ask("POST", "/events/e0/split", Scope.LABEL, json={"claims": ["v1.1"], **WHY}).status_code == 404
    assert split(full, claims=[claim(full, "n3")]).status_code == 404


def test_events_are_edited_with_the_scope_for_labels(full):
    assert merge(full, scopes=(Scope.READ,)).status_code == 403


def test_a_label_on_events_says_by_groups_what_tells_of_one(full):
    groups = [[claim(full, "n1"), claim(full, "n3")], [claim(full, "n2")]]
    made = label(full, {"kind": "event", "groups": groups})
    assert made.status_code == 201
    assert sorted(map(sorted, groups)) == made.json["groups"]
    assert event(full, "n1") == event(full, "n3") != event(full, "n2")


@pytest.mark.parametrize(
    "groups", [None, [], [[]], [["v1.1"]], [["v1.1", "v1.1"]], [["v1.1", "v1.2"], ["v1.1"]], ["v1.1"]]
)
def test_what_is_wrong_with_groups_is_said(full, groups):
    answer = label(full, {"kind": "event", "groups": groups})
    assert answer.status_code == 422
    assert all(pointer.startswith("#/groups") for pointer in pointers(answer))


def test_the_source_that_an_editor_names_is_shown_with_the_label(full):
    made = label(full, source(full, note="paragraph 2", source_kind="organisation")).json
    assert made["source_kind"] == "organisation"
    [found] = stored(full, "n1")["claims"]
    assert found["edited"] == {"label": made["id"], "by": made["by"], "at": made["at"], "note": "paragraph 2"}
    assert full.get(f"/sources/{found['source']}").json["name"] == "Civil Defence"
    report = full.get(f"/events/{event(full, 'n1')}").json
    assert [each["edited"] is not None for each in report["claims"]] == [
        each["id"] == found["id"] for each in report["claims"]
    ]


def withdraw(desk, id, *scopes, reason="a slip"):
    return desk.ask("POST", f"/labels/{id}/withdraw", *scopes or (Scope.LABEL,), json={"reason": reason})


def test_a_label_that_is_withdrawn_holds_no_more_and_stays_to_be_read(full):
    before = stored(full, "n1")["claims"]
    made = label(full, source(full)).json
    answer = withdraw(full, made["id"])
    assert answer.status_code == 200
    assert answer.json["withdrawn"] == {"by": made["by"], "at": "2024-06-01T12:00:00Z", "reason": "a slip"}
    assert answer.json | {"current": True, "withdrawn": None} == made
    assert full.get(f"/labels/{made['id']}").json == answer.json
    assert stored(full, "n1")["claims"] == before


def test_people_withdraw_their_own_labels_and_admins_anybodys(full):
    made = merge(full).json["label"]["id"]
    assert withdraw(full, made, *OTHERS).status_code == 403
    assert event(full, "n1") == event(full, "n3")
    assert withdraw(full, made, Scope.ADMIN).status_code == 200
    assert event(full, "n1") != event(full, "n3")


def test_withdrawing_takes_a_reason_and_a_label(full):
    made = merge(full).json["label"]["id"]
    assert pointers(withdraw(full, made, reason="")) == ["#/reason"]
    assert withdraw(full, "99").status_code == 404
