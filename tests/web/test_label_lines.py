"""Labels out and in as lines of JSON: what goes out comes in again, twice as once, and every bad line is told."""

from __future__ import annotations

import json

import pytest

from service.news.identity import Scope
from tests.desk import EVERYTHING
from tests.web.test_contract import validator
from tests.web.test_edits import merge, withdraw
from tests.web.test_labels import OTHERS, claim, label, pair, source

LINES = "application/x-ndjson"


@pytest.fixture
def full(desk):
    desk.keep(*EVERYTHING)
    return desk


@pytest.fixture
def labelled(full):
    """A desk with a label of each kind, two people who disagree, and one label that was withdrawn."""
    label(full, pair(full, note="7 or 12?\nA second line"))
    label(full, pair(full, "neutral"), OTHERS)
    label(full, source(full, source_kind="organisation"))
    merge(full)
    withdraw(full, "3")
    return full


def export(desk, query=""):
    answer = desk.get(f"/labels.jsonl{query}")
    assert (answer.status_code, answer.mimetype) == (200, LINES)
    return [json.loads(line) for line in answer.data.splitlines()]


def bring_in(desk, rows, query="", scopes=(Scope.ADMIN,), **rest):
    lines = b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows)
    return desk.ask("POST", f"/labels.jsonl{query}", *scopes, data=lines, **{"content_type": LINES, **rest})


def came_of(answer):
    assert answer.status_code == 200
    validator("Imported", strict=True).validate(answer.json)
    return {name: n for name, n in answer.json.items() if name != "refused"}


def made(rows):
    """What makes a label, whatever number it has."""
    return [{name: value for name, value in row.items() if name not in {"id", "imported_by", "events"}} for row in rows]


def test_all_labels_go_out_a_line_each_the_oldest_first_as_they_are_read(labelled):
    rows = export(labelled)
    assert [row["id"] for row in rows] == ["1", "2", "3", "4"]
    assert rows == [labelled.get(f"/labels/{row['id']}").json for row in rows]


@pytest.mark.parametrize(
    ("query", "expected"), [("?kind=pair", ["1", "2"]), ("?kind=event", ["4"]), ("?claim=v0.1", [])]
)
def test_those_that_go_out_can_be_chosen(labelled, query, expected):
    assert [row["id"] for row in export(labelled, query)] == expected


def test_a_query_that_cannot_be_meant_is_refused_before_anything_goes_out(labelled):
    assert labelled.get("/labels.jsonl?limit=3").status_code == 422
    assert labelled.ask("GET", "/labels.jsonl", Scope.READ).status_code == 403


def test_what_went_out_comes_in_where_the_articles_are_kept_and_twice_is_once(labelled, make_client):
    rows = export(labelled)
    labelled.archive.given_labels.clear()
    labelled.archive.withdrawn.clear()
    assert came_of(bring_in(labelled, rows)) == {"added": 4, "withdrawn": 1, "known": 0}
    again = export(labelled)
    assert made(again) == made(rows)
    assert {row["imported_by"] is not None for row in again} == {True}
    assert came_of(bring_in(labelled, rows)) == {"added": 0, "withdrawn": 0, "known": 4}
    assert export(labelled) == again


def test_what_is_made_by_hand_is_the_word_of_who_brings_it_in(full):
    rows = [pair(full), source(full)]
    assert came_of(bring_in(full, rows)) == {"added": 2, "withdrawn": 0, "known": 0}
    first = export(full)
    assert {row["by"] for row in first} == {row["imported_by"] for row in first}
    assert {row["at"] for row in first} == {"2024-06-01T12:00:00Z"}
    assert came_of(bring_in(full, [*rows, *rows])) == {"added": 0, "withdrawn": 0, "known": 4}


def test_every_bad_line_is_told_and_the_others_are_kept(full):
    good = pair(full)
    rows = [
        b"{",
        good,
        b"",
        b"[1]",
        {**good, "relation": "agree"},
        {**good, "b": "v0.7"},
        {"kind": "vote"},
        {**good, "at": "yesterday"},
        {**good, "colour": "red"},
        b"\xff",
        source(full),
    ]
    answer = bring_in(full, rows)
    assert came_of(answer) == {"added": 2, "withdrawn": 0, "known": 0}
    told = {each["line"]: each["why"] for each in answer.json["refused"]}
    assert list(told) == [1, 4, 5, 6, 7, 8, 9, 10]
    for line, word in {
        1: "line is not JSON",
        5: "#/relation",
        6: "v0.7",
        7: "#/kind",
        8: "#/at",
        9: "#/colour",
        10: "UTF-8",
    }.items():
        assert word in told[line]
    assert len(export(full)) == 2


def test_a_dry_run_tells_what_would_come_of_it_and_keeps_nothing(full):
    expected = came_of(bring_in(full, [pair(full)], "?dry_run=true"))
    assert export(full) == []
    assert came_of(bring_in(full, [pair(full)])) == expected


def test_a_label_that_was_withdrawn_elsewhere_meanwhile_is_withdrawn_here(labelled):
    rows = export(labelled, "?kind=event")
    gone = [{**row, "withdrawn": {"by": row["by"], "at": row["at"], "reason": "a slip"}} for row in rows]
    assert came_of(bring_in(labelled, gone)) == {"added": 0, "withdrawn": 1, "known": 0}
    assert claim(labelled, "n1")
    assert export(labelled, "?kind=event")[0]["withdrawn"]["reason"] == "a slip"


def test_bringing_in_takes_an_admin_and_lines(full):
    assert bring_in(full, [pair(full)], scopes=(Scope.LABEL,)).status_code == 403
    assert bring_in(full, [pair(full)], content_type="application/json").status_code == 415
    assert bring_in(full, [pair(full)], "?dry_run=perhaps").status_code == 422
    assert came_of(bring_in(full, [])) == {"added": 0, "withdrawn": 0, "known": 0}
