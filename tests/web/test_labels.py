"""Labelling pairs and sources, and reading what was decided."""

from __future__ import annotations

import pytest

from service.news.errors import NotReady
from service.news.identity import Scope
from tests.desk import BLAST, EVERYTHING, FLOOD


@pytest.fixture
def full(desk):
    """A desk that keeps four articles of three outlets, two of which differ over one event."""
    desk.keep(*EVERYTHING)
    return desk


def claim(desk, given):
    """The id of the claim in an article that was given as ``given``."""
    stored = next(each["id"] for each in desk.get("/articles").json["items"] if each["given_id"] == given)
    return desk.get(f"/articles/{stored}").json["claims"][0]["id"]


def pair(desk, relation="contradicts", one="n1", other="n2", **rest):
    return {"kind": "pair", "a": claim(desk, one), "b": claim(desk, other), "relation": relation} | rest


def source(desk, name="Civil Defence", one="n1", **rest):
    return {"kind": "source", "claim": claim(desk, one), "source": name} | rest


def label(desk, body, scopes=(Scope.LABEL,), **rest):
    """Labels with the key that has those scopes; other scopes, other key."""
    return desk.ask("POST", "/labels", *scopes, json=body, **rest)


OTHERS = (Scope.LABEL, Scope.INGEST)


def ids(desk, query=""):
    return desk.ids(f"/labels{query}")


# ------------------------------------------------------------------------------------------------------- labelling


def test_a_label_on_a_pair_is_answered_with_its_address(full):
    body = pair(full, reasons=["number"], note="7 or 12?")
    answer = label(full, body)
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/labels/{answer.json['id']}")
    [event] = {each["id"] for each in full.get("/events").json["items"] if each["n_claims"] == 2}
    made = dict(answer.json)
    assert {made.pop("a"), made.pop("b")} == {body["a"], body["b"]}
    assert made.pop("by").startswith("key:")
    assert made == {
        "id": "1",
        "kind": "pair",
        "relation": "contradicts",
        "reasons": ["number"],
        "claim": None,
        "source": None,
        "note": "7 or 12?",
        "events": [event],
        "at": "2024-06-01T12:00:00Z",
        "current": True,
        "disagree": False,
        "source_kind": None,
        "groups": None,
        "ruling": None,
        "party": None,
        "imported_by": None,
        "withdrawn": None,
    }
    assert full.get(answer.headers["Location"]).json == answer.json


def test_a_label_on_a_source_has_nothing_of_a_pair(full):
    made = label(full, source(full, "  Civil Defence ")).json
    assert (made["kind"], made["claim"], made["source"]) == ("source", claim(full, "n1"), "Civil Defence")
    assert {str(made[name]) for name in ("a", "b", "relation", "reasons", "groups")} == {"None"}
    assert made["note"] == ""


def test_of_an_update_b_is_the_later_one(full):
    for body in (pair(full, "updates"), pair(full, "updates", one="n2", other="n1")):
        made = label(full, body).json
        assert (made["a"], made["b"]) == (body["a"], body["b"])


def test_a_pair_may_be_of_claims_in_different_events_and_says_so(full):
    assert len(label(full, pair(full, "neutral", other="n3")).json["events"]) == 2


def test_a_reason_that_is_given_twice_is_one(full):
    assert label(full, pair(full, reasons=["number", "place", "number"])).json["reasons"] == ["number", "place"]


def test_a_note_may_have_lines_and_may_be_null(full):
    assert label(full, pair(full, note="one\ntwo")).json["note"] == "one\ntwo"
    assert label(full, pair(full, note=None)).json["note"] == ""


BAD = {
    "no kind": ({"kind": None}, ["#/kind"]),
    "another kind": ({"kind": "merge"}, ["#/kind"]),
    "a list for a kind": ({"kind": ["pair"]}, ["#/kind"]),
    "the field of another kind": ({"claim": "v1.0"}, ["#/claim"]),
    "a field that nobody knows": ({"certainty": 1}, ["#/certainty"]),
    "no relation": ({"relation": None}, ["#/relation"]),
    "a relation that nobody knows": ({"relation": "agree"}, ["#/relation"]),
    "a reason that nobody knows": ({"reasons": ["number", "colour"]}, ["#/reasons/1"]),
    "reasons that are no list": ({"reasons": "number"}, ["#/reasons"]),
    "too many reasons": ({"reasons": ["number"] * 9}, ["#/reasons"]),
    "reasons without a conflict": ({"relation": "agrees", "reasons": ["number"]}, ["#/reasons"]),
    "a claim with itself": ({"a": "v1.0", "b": "v1.0"}, ["#/b"]),
    "two faults at once": (
        {"a": "v1.0", "b": "v1.0", "relation": "updates", "reasons": ["time"]},
        ["#/b", "#/reasons"],
    ),
    "a claim that is no string": ({"a": 1}, ["#/a"]),
    "an empty claim": ({"b": " "}, ["#/b"]),
    "a long note": ({"note": "x" * 1001}, ["#/note"]),
    "a note with a bell": ({"note": "\a"}, ["#/note"]),
}


@pytest.mark.parametrize(("changed", "pointers"), BAD.values(), ids=BAD)
def test_what_is_wrong_with_a_label_is_said_where_it_is_wrong(full, changed, pointers):
    answer = label(full, pair(full) | changed)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid-request")
    assert [each["pointer"] for each in answer.json["errors"]] == pointers
    assert ids(full) == []


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"source": ""}, "#/source"),
        ({"source": "x" * 201}, "#/source"),
        ({"relation": "agrees"}, "#/relation"),
        ({"source_kind": "state"}, "#/source_kind"),
    ],
)
def test_what_is_wrong_with_a_label_on_a_source_is_said_likewise(full, changed, pointer):
    answer = label(full, source(full) | changed)
    assert (answer.status_code, [each["pointer"] for each in answer.json["errors"]]) == (422, [pointer])


def test_a_label_takes_no_query(full):
    answer = full.ask("POST", "/labels?note=x", Scope.LABEL, json=pair(full))
    assert [each["pointer"] for each in answer.json["errors"]] == ["#/note"]


def test_a_claim_that_is_not_kept_is_named(full):
    answer = label(full, pair(full) | {"b": "v0.7"})
    assert (answer.status_code, answer.json["type"]) == (404, "/problems/not-kept")
    assert "v0.7" in answer.json["detail"]


def test_a_claim_of_an_article_that_was_removed_is_not_kept(full):
    body = pair(full)
    stored = next(each["id"] for each in full.get("/articles").json["items"] if each["given_id"] == "n2")
    full.ask("DELETE", f"/articles/{stored}?reason=wrong", Scope.ADMIN)
    assert label(full, body).status_code == 404


def test_until_the_models_are_there_nothing_is_labelled(full, monkeypatch):
    def waits(decision, by):
        raise NotReady("The models are still being loaded.")

    body = pair(full)
    monkeypatch.setattr(full.archive, "label", waits)
    answer = label(full, body)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_a_label_under_an_idempotency_key_is_made_once(full):
    keyed = {"Idempotency-Key": '"l-1"'}
    first, second = (label(full, pair(full), headers=keyed) for _ in range(2))
    assert second.data == first.data
    assert (second.status_code, second.headers["Location"]) == (201, first.headers["Location"])
    assert ids(full) == ["1"]


def test_labels_are_made_and_read_with_the_scope_for_labels(full):
    body = pair(full)
    assert label(full, body, scopes=(Scope.READ,)).status_code == 403
    made = label(full, body).headers["Location"]
    assert full.ask("GET", made, Scope.READ).status_code == 403
    assert full.ask("GET", "/labels", Scope.READ).status_code == 403
    assert full.get(made).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_label_is_not_changed_and_not_taken_away(full, method):
    label(full, pair(full))
    for path, allowed in (("/labels", {"GET", "HEAD", "OPTIONS", "POST"}), ("/labels/1", {"GET", "HEAD", "OPTIONS"})):
        answer = full.ask(method, path, Scope.ADMIN)
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) == allowed


# --------------------------------------------------------------------------------------------------------- reading


def test_labels_of_several_people_stand_side_by_side(full):
    label(full, pair(full))
    label(full, pair(full, "neutral"), OTHERS)
    label(full, pair(full, "neutral"))
    shown = [(each["id"], each["current"], each["disagree"]) for each in full.get("/labels").json["items"]]
    assert shown == [("3", True, False), ("2", True, False), ("1", False, False)]
    label(full, pair(full, "agrees"), OTHERS)
    assert {each["disagree"] for each in full.get("/labels").json["items"]} == {True}


@pytest.fixture
def labelled(full):
    """A desk with a label on a pair, one on a source in it, and one on the source of another claim."""
    label(full, pair(full))
    label(full, source(full), OTHERS)
    label(full, source(full, "the city", one="n3"))
    return full


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["3", "2", "1"]),
        ("?kind=pair", ["1"]),
        ("?kind=source", ["3", "2"]),
        ("?claim={n1}", ["2", "1"]),
        ("?claim={n2}&kind=source", []),
        ("?event={blast}", ["2", "1"]),
        ("?by={by}", ["2"]),
        ("?by=user:nobody", []),
        ("?since=2024-06-01T12:00:00Z", ["3", "2", "1"]),
        ("?since=2024-06-01T12:00:01Z", []),
        ("?claim=v0.1", []),
    ],
)
def test_labels_are_listed_newest_first_and_filtered(labelled, query, found):
    second = labelled.get("/labels/2").json
    names = {"n1": claim(labelled, "n1"), "n2": claim(labelled, "n2"), "blast": second["events"][0], "by": second["by"]}
    assert ids(labelled, query.format(**names)) == found


@pytest.mark.parametrize(
    "query", ["?kind=merge", "?claim=", "?event=%00", "?by=%0A", "?since=today", "?limit=0", "?cursor=x", "?note=x"]
)
def test_a_query_that_cannot_be_meant_is_refused_by_the_name_of_the_parameter(desk, query):
    answer = desk.get(f"/labels{query}")
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json["errors"]] == [f"#/{query[1:].partition('=')[0]}"]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_hold_each_label_once(labelled, limit):
    assert [each["id"] for each in labelled.walk("/labels", limit)] == ["3", "2", "1"]


def test_a_cursor_of_one_list_is_none_of_another(labelled):
    cursor = labelled.get("/labels?limit=1").json["next"]
    assert labelled.get(f"/labels?kind=pair&cursor={cursor}").status_code == 422


@pytest.mark.parametrize("path", ["/labels", "/labels/1"])
def test_what_the_caller_has_already_is_not_sent_again(labelled, path):
    first = labelled.get(path)
    again = labelled.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    head = labelled.ask("HEAD", path, Scope.LABEL)
    assert (head.status_code, head.headers["ETag"], head.data) == (200, first.headers["ETag"], b"")
    label(labelled, pair(labelled, "agrees"))
    assert labelled.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", ["/labels/0", "/labels/01", "/labels/x", "/labels/99999999999999999999"])
def test_a_label_that_never_was_is_not_there(labelled, path):
    assert labelled.get(path).json["type"] == "/problems/not-kept"


def test_a_label_outlives_its_articles(labelled):
    before = labelled.get("/labels/1").json
    for article in labelled.get("/articles").json["items"]:
        labelled.ask("DELETE", f"/articles/{article['id']}?reason=x&erase=true", Scope.ADMIN)
    assert labelled.get("/labels/1").json == before
    assert not any(each["text"] in labelled.get("/labels").text for each in (*BLAST, FLOOD))
