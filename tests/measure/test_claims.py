"""KIND claims against figures worked out by hand."""

from __future__ import annotations

import pytest

from service.measure import claims
from service.measure.rows import UnreadableRow
from service.news.pair import ReasonCode, Relation
from tests.measure.corpora import claim_row, write_rows
from tests.measure.fake_scorer import FakeScorer


def evaluate(tmp_path, *rows, **asked):
    return claims.evaluate([write_rows(tmp_path / "claims.jsonl", *rows)], FakeScorer(), **asked)


def test_figures_are_those_worked_out_by_hand(tmp_path):
    figures = evaluate(
        tmp_path,
        claim_row("one two", "two one", "agree"),
        claim_row("one two", "one three", "contradict", ["number", "place"]),
        claim_row("one two", "one perhaps", "contradict", ["number"]),
        claim_row("one two", "one four", "neutral"),
        claim_row("one two", "one now", "update"),
    )
    assert figures.n == 5
    assert figures.values == {
        "accuracy": 0.6,
        "coverage": 0.8,
        "contradiction_precision": 0.5,
        "contradiction_recall": 0.5,
        "contradiction_f1": 0.5,
        "update_f1": 1.0,
        # One contradiction rightly found: 'number' of {'number', 'place'}.
        "reason_f1": pytest.approx(2 / 3),
        # Undecided ones forced: at 0.8 three of four are right, at 0.6 one of one.
        "ece": pytest.approx((4 * 0.05 + 1 * 0.4) / 5),
    }


def test_an_undecided_pair_is_an_error_even_where_it_leans_the_right_way(tmp_path):
    figures = evaluate(tmp_path, claim_row("one two", "one perhaps", "contradict", ["number"]))
    assert (figures.values["accuracy"], figures.values["coverage"]) == (0.0, 0.0)
    assert figures.as_json()["reason_f1"] is None


def test_what_a_report_laid_side_by_side_is_decided_as_a_report_decides_and_every_row_has_its_own_answer(tmp_path):
    rows = [
        claim_row("one two", "one now", "update"),
        claim_row("one two", "one now", "update") | {"laid_by": "report"},
        claim_row("one two", "two one", "agree") | {"laid_by": "report"},
        claim_row("one two", "one three", "contradict"),
    ]
    figures = evaluate(tmp_path, *rows)
    assert (figures.values["accuracy"], figures.values["coverage"]) == (0.75, 0.75)
    assert evaluate(tmp_path, *rows[1:]).values["accuracy"] == pytest.approx(2 / 3)


def test_rows_are_read_with_speaker_outlet_and_time(tmp_path):
    row = claims.read([write_rows(tmp_path / "c.jsonl", claim_row(relation="update", reasons=["denial"], event="e9"))])[
        0
    ]
    assert (row.a.source, row.a.outlet, row.a.published_at.year) == ("Ayn", "The Courier", 2026)
    assert (row.b.source, row.b.outlet, row.b.published_at) == ("", "Radio", None)
    assert (row.relation, row.reasons, row.group) == (Relation.UPDATES, {ReasonCode.DENIAL}, "e9")


def test_rows_without_an_event_are_grouped_by_their_first_claim(tmp_path):
    assert claims.read([write_rows(tmp_path / "c.jsonl", claim_row("one two"))])[0].group == "one two"


def test_baselines_stand_beside(tmp_path):
    rows = [claim_row("abc", "abc", "agree", event=f"e{n}") for n in range(10)]
    rows += [claim_row("abc", "xyz", "neutral", event=f"e{n}") for n in range(5)]
    figures = evaluate(tmp_path, *rows)
    assert figures.baselines["majority"]["accuracy"] == pytest.approx(2 / 3)
    assert figures.baselines["similarity"]["accuracy"] == 1.0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"relation": "agrees"}, "'relation' is not one of"),
        ({"reasons": ["colour"]}, "'reasons' is not one of"),
        ({"a": {"text": "x", "speaker": "y", "outlet": "z"}}, "'a.published_at' is missing"),
        ({"b": {"text": "x", "speaker": 1, "outlet": "z", "published_at": None}}, "'b.speaker' is not a string"),
    ],
)
def test_a_row_that_is_none_stops_the_run(tmp_path, change, reason):
    with pytest.raises(UnreadableRow, match=reason):
        claims.read([write_rows(tmp_path / "c.jsonl", claim_row() | change)])
