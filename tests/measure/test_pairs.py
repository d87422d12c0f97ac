"""KIND pairs against figures worked out by hand."""

from __future__ import annotations

import pytest

from service.measure import pairs
from service.measure.rows import UnreadableRow
from tests.measure.corpora import pair_row, write_rows
from tests.measure.fake_scorer import FakeScorer

AGREES = ("one two", "two one")
CONTRADICTS = ("one two", "one three")
NEUTRAL = ("one two", "four five")


def evaluate(tmp_path, *rows, **asked):
    found = [pair_row(f"{premise}", hypothesis, label) for (premise, hypothesis), label in rows]
    return pairs.evaluate([write_rows(tmp_path / "pairs.jsonl", *found)], FakeScorer(), **asked)


def test_figures_are_those_worked_out_by_hand(tmp_path):
    figures = evaluate(
        tmp_path,
        (AGREES, "entailment"),
        (AGREES, "contradiction"),
        (CONTRADICTS, "contradiction"),
        (NEUTRAL, "neutral"),
    )
    assert figures.n == 4
    assert figures.model_version == "fake-1"
    assert figures.headline == "macro_f1"
    assert figures.values == {
        "accuracy": 0.75,
        "macro_f1": pytest.approx((2 / 3 + 2 / 3 + 1) / 3),
        "contradiction_precision": 1.0,
        "contradiction_recall": 0.5,
        "contradiction_f1": pytest.approx(2 / 3),
        "ece": pytest.approx(0.05),
    }


def test_macro_f1_is_over_the_labels_in_the_file_and_predictions_stay_three_way(tmp_path):
    figures = evaluate(tmp_path, (AGREES, "entailment"), (NEUTRAL, "entailment"))
    assert figures.values["macro_f1"] == pytest.approx(2 / 3)
    assert figures.as_json()["contradiction_f1"] is None


def test_baselines_stand_beside(tmp_path):
    rows = [(("abc abc", "abc abc"), "entailment"), (("abc", "xyz"), "neutral"), (("abc", "xyz"), "neutral")]
    many = [
        ((f"{premise} {'q' * (n % 2)}", hypothesis), label) for n in range(20) for (premise, hypothesis), label in rows
    ]
    figures = evaluate(tmp_path, *many)
    assert figures.baselines["majority"]["accuracy"] == pytest.approx(2 / 3)
    assert figures.baselines["similarity"]["accuracy"] == 1.0


def test_a_limit_draws_whole_premises(tmp_path):
    rows = [((f"premise {n}", "two"), "neutral") for n in range(10) for _ in range(2)]
    figures = evaluate(tmp_path, *rows, limit=3)
    assert figures.n == 6
    assert "a seeded sample of at most 3 premises" in figures.notes


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"id": "1", "premise": "x", "hypothesis": "y"}, "'label' is missing"),
        (pair_row(label="agree"), "'label' is not one of"),
    ],
)
def test_a_row_that_is_none_stops_the_run(tmp_path, row, reason):
    file = write_rows(tmp_path / "pairs.jsonl", pair_row(), row)
    with pytest.raises(UnreadableRow, match=reason) as caught:
        pairs.evaluate([file], FakeScorer())
    assert caught.value.line == 2
