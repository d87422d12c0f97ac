"""KIND copies against figures worked out by hand."""

from __future__ import annotations

import json

import pytest

from service.adapters import artefacts
from service.learning.copy_pairs import STORIES
from service.measure import copies
from service.measure.rows import UnreadableRow
from tests.measure.corpora import write_rows
from tests.measure.fake_scorer import FakeScorer


def article(text, outlet="A"):
    return {"outlet": outlet, "title": "", "text": text, "published_at": None}


def row(label, one="One text.", other="One text.", story="s1", id="p1"):
    return {"id": id, "story": story, "label": label, "a": article(one), "b": article(other, "B")}


def evaluate(tmp_path, *rows, **asked):
    return copies.evaluate([write_rows(tmp_path / "copies.jsonl", *rows)], FakeScorer(), **asked)


def test_figures_are_those_worked_out_by_hand(tmp_path):
    """The fake finds those that have one text."""
    found = evaluate(
        tmp_path,
        row("copy"),
        row("copy", story="s2"),
        row("copy", other="Another text."),
        row("independent", other="Another text."),
        row("independent", other="Another text.", story="s2"),
        row("independent", other="Another text.", story="s3"),
        row("independent", story="s3"),
    )
    assert found.n == 7
    assert found.headline == "f1"
    assert found.values["precision"] == pytest.approx(2 / 3)
    assert found.values["recall"] == pytest.approx(2 / 3)
    assert found.values["f1"] == pytest.approx(2 / 3)
    assert found.values["independent_marked"] == pytest.approx(1 / 4)
    assert found.as_json()["by_hand_recall"] is None
    assert found.baselines["majority"]["recall"] == 0


def test_a_story_stands_for_the_pairs_to_report_on(tmp_path):
    stories = [json.loads(line) for line in (artefacts.seeds_folder() / STORIES).read_text("utf-8").splitlines()]
    kept = [story for story in stories if story["part"] == "report"]
    pairs = copies.read([write_rows(tmp_path / "stories.jsonl", *stories)])
    assert {pair.story for pair in pairs} == {story["id"] for story in kept}
    assert {pair.copied for pair in pairs} == {True, False}


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (row("other"), "label"),
        ({key: value for key, value in row("copy").items() if key != "b"}, "'b'"),
        ({"id": "s", "wire": ["One."]}, "no story"),
    ],
)
def test_what_cannot_be_read_stops_the_run_and_says_why(tmp_path, broken, reason):
    with pytest.raises(UnreadableRow, match=reason):
        evaluate(tmp_path, row("copy"), broken)


def test_files_without_a_pair_to_report_on_are_refused(tmp_path):
    stories = [json.loads(line) for line in (artefacts.seeds_folder() / STORIES).read_text("utf-8").splitlines()]
    learnt = [story for story in stories if story["part"] == "fit"]
    with pytest.raises(UnreadableRow, match="no pair here"):
        copies.read([write_rows(tmp_path / "learnt.jsonl", *learnt)])
