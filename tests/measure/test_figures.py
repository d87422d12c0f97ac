"""Figures as JSON and as a table, and the page they are written into."""

from __future__ import annotations

import json

import pytest

from service.measure.bench import SpeedRow, Speeds
from service.measure.benchmarks_page import Entry, figures_table, write_figures, write_speeds
from service.measure.figures import Figures
from service.measure.kinds import KINDS, kind

NAN = float("nan")
SPEEDS = Speeds("m-1", 4, 3, (SpeedRow("ms_per_article", 12.5, "ms"), SpeedRow("all_pairs", 90, "")), ("a note",))


def make_figures(**rest) -> Figures:
    parts = {
        "kind": "pairs",
        "n": 10,
        "model_version": "m-1",
        "seconds": 4.0,
        "headline": "macro_f1",
        "interval": (0.41234567, NAN),
        "values": {"macro_f1": 0.5, "ece": NAN, "n_events": 3},
        "baselines": {"majority": {"macro_f1": 0.2, "ece": NAN}, "similarity": None},
        "notes": ("a note",),
    }
    return Figures(**(parts | rest))


def test_figures_are_one_flat_object_with_null_for_what_is_not_defined():
    dumped = json.loads(json.dumps(make_figures().as_json(), allow_nan=False))
    assert dumped == {
        "kind": "pairs",
        "n": 10,
        "model_version": "m-1",
        "seconds": 4.0,
        "items_per_second": 2.5,
        "macro_f1": 0.5,
        "ece": None,
        "n_events": 3,
        "headline": "macro_f1",
        "macro_f1_interval": [0.412346, None],
        "baselines": {"majority": {"macro_f1": 0.2, "ece": None}, "similarity": None},
        "notes": ["a note"],
    }


def test_a_run_without_measurable_time_has_no_speed():
    assert make_figures(seconds=0.0).as_json()["items_per_second"] is None


def test_rows_of_a_table_stand_beside_their_baselines():
    rows = list(make_figures().rows())
    assert [(row.name, row.value, row.baselines) for row in rows] == [
        ("macro_f1", 0.5, (0.2, None)),
        ("ece", None, (None, None)),
        ("n_events", 3, (None, None)),
    ]
    assert [row.interval for row in rows] == [(0.412346, None), None, None]


def test_kinds_are_those_of_the_formats():
    names = ["pairs", "stance", "claims", "events", "copies", "truth", "attribution", "scenarios"]
    assert [one.name for one in KINDS] == names
    assert kind("truth").headline == "accuracy"
    with pytest.raises(KeyError):
        kind("bench")


def test_a_missing_page_is_made_with_a_section_for_every_kind(tmp_path):
    page = tmp_path / "docs" / "benchmarks.md"
    write_figures(page, "pairs", [Entry("mnli", make_figures())])
    text = page.read_text(encoding="utf-8")
    for name in (*(one.name for one in KINDS), "speed"):
        assert text.count(f"<!-- figures:{name} start -->") == text.count(f"<!-- figures:{name} end -->") == 1
    assert "| mnli | counterclaim | 10 | **0.500** [0.412, –] | – | 3 |" in text
    assert "|  | majority |  | 0.200 | – |  |" in text


def test_writing_the_same_again_changes_nothing(tmp_path):
    page = tmp_path / "benchmarks.md"
    texts = []
    for _ in range(2):
        write_figures(page, "claims", [Entry("seeds", make_figures(), self_authored=True)])
        write_speeds(page, SPEEDS)
        texts.append(page.read_text(encoding="utf-8"))
    assert texts[0] == texts[1]


def test_new_figures_take_the_place_of_old_ones_and_what_people_wrote_stays(tmp_path):
    page = tmp_path / "benchmarks.md"
    page.write_text("# Ours\n\n<!-- figures:pairs start -->\nold\n<!-- figures:pairs end -->\nWritten by hand: \\1.\n")
    write_figures(page, "pairs", [Entry("mnli \\g<0>", make_figures())])
    write_figures(page, "truth", [Entry("books", make_figures(kind="truth"))])
    text = page.read_text(encoding="utf-8")
    assert "old" not in text
    assert "mnli \\g<0>" in text
    assert text.startswith("# Ours\n")
    assert "Written by hand: \\1." in text
    assert "<!-- figures:truth start -->\n| set |" in text


def test_sets_of_the_systems_own_authors_are_called_so():
    table = figures_table([Entry("seeds", make_figures(), self_authored=True), Entry("mnli", make_figures())])
    assert "| seeds *self-authored* |" in table
    assert "| mnli |" in table
    assert table.count("- a note") == 1
    assert "- model: `m-1`" in table


def test_a_section_that_there_is_not_is_refused(tmp_path):
    page = tmp_path / "benchmarks.md"
    page.write_text("# Ours\n")
    with pytest.raises(KeyError):
        write_figures(page, "pears", [])


def test_speeds_are_written_with_their_units(tmp_path):
    write_speeds(tmp_path / "b.md", SPEEDS)
    text = (tmp_path / "b.md").read_text(encoding="utf-8")
    assert "| ms per article | 12.500 | ms |" in text
    assert "| all pairs | 90 |  |" in text
    assert json.loads(json.dumps(SPEEDS.as_json()))["ms_per_article"] == 12.5
