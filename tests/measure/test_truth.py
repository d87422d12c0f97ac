"""Finding the right values, with truth known because it was planted."""

from __future__ import annotations

import csv
from types import SimpleNamespace

import numpy as np
import pytest

from service.measure import truth
from service.measure.observations import observations
from service.measure.rows import UnreadableRow
from service.scoring.credibility.estimate import estimate
from tests.builders import SNAPSHOT
from tests.conftest import CORPORA

SCORER = SimpleNamespace(snapshot=SNAPSHOT)


def write(folder, observations, right):
    files = folder / "observations.csv", folder / "truth.csv"
    heads = ("source", "object", "attribute", "value"), ("object", "attribute", "value")
    for file, head, rows in zip(files, heads, (observations, right), strict=True):
        with file.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([head, *rows])
    return files


@pytest.mark.parametrize(
    ("attribute", "one", "other"),
    [
        ("authors", "Knuth, Donald E.", "DONALD KNUTH"),
        ("Author", "Römer, Kay; Puder, Arno", "arno puder, kay romer"),
        ("population", "1,000,230", "1000230.0"),
        ("population", " 1 000 230", "1000230"),
        ("temperature", "-0", "0.0"),
        ("city", "New  York", "NEW YORK"),
    ],
)
def test_equal_values_have_one_form(attribute, one, other):
    assert truth.normal_form(attribute, one) == truth.normal_form(attribute, other) != ""


@pytest.mark.parametrize(
    ("attribute", "one", "other"),
    [
        ("n", "1,5", "15"),
        ("n", "nan", "inf"),
        ("n", "10", "100"),
        ("authors", "Knuth", "Knuth; Graham"),
        ("n", "e5", "5"),
    ],
)
def test_other_values_have_another(attribute, one, other):
    assert truth.normal_form(attribute, one) != truth.normal_form(attribute, other)


def test_figures_are_those_worked_out_by_hand(tmp_path):
    rows = [("good", f"o{n}", "n", "one") for n in range(6)]
    rows += [("poor", f"o{n}", "n", "one" if n < 2 else f"w{n}") for n in range(6)]
    rows += [("other", f"o{n}", "n", "one" if n < 5 else "seven") for n in range(6)]
    rows += [("rare", "o0", "n", "nine"), ("rare", "o0", "n", "one"), ("rare", "o1", "n", "")]
    right = [(f"o{n}", "n", "One") for n in range(6)] + [("unseen", "n", "four")]
    figures = truth.evaluate(write(tmp_path, rows, right), SCORER)
    assert figures.n == 6
    # o0 to o4 have a majority, o5 is a tie of three; 'good' and 'other' agree wherever they can be told from 'poor'.
    assert figures.values["majority_accuracy"] == pytest.approx((5 + 1 / 3) / 6)
    assert figures.values["accuracy"] == pytest.approx((5 + 1 / 2) / 6)
    assert figures.values["rank_correlation"] == pytest.approx(np.sqrt(3) / 2)
    assert figures.values["n_sources_scored"] == 3
    assert figures.baselines["majority"] == {"accuracy": figures.values["majority_accuracy"]}
    assert figures.baselines["crh"]["accuracy"] >= 5 / 6
    assert figures.interval[0] <= figures.values["accuracy"] <= figures.interval[1]


def test_the_last_of_a_sources_values_counts(tmp_path):
    stated, _ = truth.read(write(tmp_path, [("a", "o", "n", "1"), ("a", "o", "n", "2")], [("o", "n", "2")]))
    assert stated == {("a", ("o", "n")): "2.0"}


def test_sets_without_a_scored_cell_have_no_figures(tmp_path):
    figures = truth.evaluate(write(tmp_path, [("a", "o", "authors", "Not Available")], [("p", "n", "2")]), SCORER)
    assert figures.n == 0
    assert figures.as_json()["accuracy"] is None
    assert figures.as_json()["accuracy_interval"] == [None, None]


def test_two_files_are_needed(tmp_path):
    with pytest.raises(UnreadableRow, match="two files"):
        truth.read([tmp_path / "observations.csv"])


@pytest.mark.shared
@pytest.mark.parametrize(("name", "at_least"), [("books", 0.92), ("population", 0.8)])
def test_the_estimate_beats_voting_on_public_sets(name, at_least):
    stated, right = truth.read([CORPORA / "truth" / name / f"{file}.csv" for file in ("observations", "truth")])
    known = observations(stated)
    exam = truth.Exam(known, right)
    reached = exam.accuracy(estimate(known.statements, known.alike).score)
    assert reached > exam.accuracy(known.statements.votes)
    assert reached >= at_least
