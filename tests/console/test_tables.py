"""Figures and speeds as a person reads them in a terminal."""

from __future__ import annotations

import pytest

from service.console.tables import show_figures, show_speeds
from service.measure.bench import SpeedRow, Speeds
from service.measure.figures import Figures

NAN = float("nan")
FIGURES = Figures(
    kind="pairs",
    n=10,
    model_version="m-1",
    seconds=4.0,
    headline="macro_f1",
    interval=(0.41234567, 0.6),
    values={"macro_f1": 0.5, "ece": NAN, "n_events": 3},
    baselines={"majority": {"macro_f1": 0.2}, "similarity": None},
    notes=("a note",),
)


@pytest.fixture
def lines(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    show_figures(FIGURES)
    return [line.split() for line in capsys.readouterr().out.splitlines()]


def line_of(lines, name):
    """The cells of a row, without the rules between them."""
    (found,) = [[cell for cell in line if cell != "│"] for line in lines if name in line]
    return found


def test_the_headline_has_its_interval_and_each_baseline_its_column(lines):
    assert line_of(lines, "macro_f1") == ["macro_f1", "0.500", "0.412", "to", "0.600", "0.200"]


def test_a_figure_that_is_not_defined_is_a_dash_and_a_count_stays_whole(lines):
    assert line_of(lines, "ece") == ["ece", "–"]
    assert line_of(lines, "n_events") == ["n_events", "3"]


def test_what_was_judged_how_fast_and_what_a_reader_must_know_is_said(lines):
    text = [" ".join(line) for line in lines]
    assert "pairs: n = 10, m-1" in text
    assert "4.0 s, 2.5 items/s" in text
    assert "- a note" in text


def test_speeds_stand_beside_their_units(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "100")
    rows = (SpeedRow("ms_per_article", 12.5, "ms"), SpeedRow("all_pairs", 90, ""))
    show_speeds(Speeds("m-1", 4, 3, rows, ("a note",)))
    out = capsys.readouterr().out
    lines = [line.split() for line in out.splitlines()]
    assert "4 articles, median of 3 rounds" in out
    assert line_of(lines, "ms_per_article") == ["ms_per_article", "12.500", "ms"]
    assert line_of(lines, "all_pairs") == ["all_pairs", "90"]
    assert "- a note" in out
