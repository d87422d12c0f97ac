"""KIND events against figures worked out by hand."""

from __future__ import annotations

import pytest

from service.measure import events
from service.measure.rows import UnreadableRow
from tests.measure.corpora import document_row, write_rows
from tests.measure.fake_scorer import FakeScorer


def evaluate(tmp_path, *rows, **asked):
    return events.evaluate([write_rows(tmp_path / "events.jsonl", *rows)], FakeScorer(), **asked)


def test_figures_are_those_worked_out_by_hand(tmp_path):
    """Gold {a, b, c} {d}; predicted, by first word, {a, b} {c, d}."""
    figures = evaluate(
        tmp_path,
        document_row("a", "fire one", event="e1"),
        document_row("b", "fire two", event="e1"),
        document_row("c", "flood one", event="e1"),
        document_row("d", "flood two", event="e2"),
    )
    recall = (2 / 3 + 2 / 3 + 1 / 3 + 1) / 4
    assert figures.values == {
        "b3_precision": 0.75,
        "b3_recall": pytest.approx(recall),
        "b3_f1": pytest.approx(2 * 0.75 * recall / (0.75 + recall)),
        "n_events": 2,
    }
    assert figures.n == 4
    assert "the documents tell of 2 events" in figures.notes


def test_the_similarity_baseline_joins_what_is_close(tmp_path):
    rows = [document_row(f"a{n}", "abc abc", event="e1") for n in range(3)]
    figures = evaluate(tmp_path, *rows, document_row("x", "xyz xyz", event="e2"))
    assert figures.baselines["majority"] is None
    assert figures.baselines["similarity"]["b3_f1"] == 1.0


def test_one_document_is_one_event(tmp_path):
    figures = evaluate(tmp_path, document_row())
    assert figures.values["b3_f1"] == figures.baselines["similarity"]["b3_f1"] == 1.0


def test_a_limit_draws_whole_events(tmp_path):
    rows = [document_row(f"d{n}", f"w{n}", event=f"e{n // 3}") for n in range(12)]
    assert evaluate(tmp_path, *rows, limit=2).n == 6


def test_two_documents_with_one_id_stop_the_run(tmp_path):
    file = write_rows(tmp_path / "events.jsonl", document_row("a"), document_row("a"))
    with pytest.raises(UnreadableRow, match="stands for two documents"):
        events.read([file])
