"""Finding the right values, with truth known because it was planted."""

from __future__ import annotations

import csv
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.measure import observations as obs
from service.measure import truth
from service.measure.rows import UnreadableRow
from tests.builders import SNAPSHOT
from tests.conftest import CORPORA

SCORER = SimpleNamespace(snapshot=SNAPSHOT)
STATEMENTS = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.tuples(st.sampled_from("xyz"), st.just("n"))),
    st.sampled_from("123"),
    min_size=1,
)


def write(folder, observations, right):
    files = folder / "observations.csv", folder / "truth.csv"
    heads = ("source", "object", "attribute", "value"), ("object", "attribute", "value")
    for file, head, rows in zip(files, heads, (observations, right), strict=True):
        with file.open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows([head, *rows])
    return files


def planted(rates, n_cells=300, n_values=6, seed=3):
    """Sources right at these rates, each on every cell; the right value is '0'."""
    generator = np.random.default_rng(seed)
    stated = {}
    for source, rate in rates.items():
        for cell in range(n_cells):
            wrong = str(generator.integers(1, n_values))
            stated[source, (f"o{cell}", "n")] = "0" if generator.uniform() < rate else wrong
    return stated, {(f"o{cell}", "n"): "0" for cell in range(n_cells)}


def test_planted_rates_are_recovered_with_their_intervals():
    rates = {"a": 0.9, "b": 0.75, "c": 0.6, "d": 0.4, "e": 0.3}
    stated, right = planted(rates)
    known = obs.observations(stated)
    weighed = obs.weigh(known)
    spoken, borne_out = truth.Exam(known, right).track_records()
    assert weighed.rates == pytest.approx(borne_out / spoken, abs=0.06)
    low, high = weighed.intervals()
    assert (low < weighed.rates).all()
    assert (weighed.rates < high).all()


def test_weighing_beats_voting_where_a_few_are_right_and_many_guess():
    stated, right = planted({"good": 0.95, "fair": 0.9} | {f"bad{n}": 0.3 for n in range(6)}, n_values=3)
    known = obs.observations(stated)
    exam = truth.Exam(known, right)
    assert exam.accuracy(obs.weigh(known).weights) > exam.accuracy(obs.votes(known)) + 0.05


def test_ties_of_voting_count_in_expectation():
    known = obs.observations({("a", ("x", "n")): "1", ("b", ("x", "n")): "2", ("a", ("y", "n")): "1"})
    exam = truth.Exam(known, {("x", "n"): "1", ("y", "n"): "1"})
    assert exam.accuracy(obs.votes(known)) == pytest.approx((0.5 + 1) / 2)


@given(STATEMENTS)
def test_a_statement_never_counts_against_its_value(stated):
    """Were a poor source's word to do so, the least stated values would win."""
    known = obs.observations(stated)
    assert (obs.weigh(known).weights >= obs.LEAST_WEIGHT * obs.votes(known) - 1e-9).all()


def test_alone_no_source_bears_out_itself():
    """Alone on every cell, a source keeps its prior, however much it says."""
    stated = {("alone", (f"o{n}", "n")): "1" for n in range(50)} | {("b", ("p", "n")): "1", ("c", ("p", "n")): "1"}
    weighed = obs.weigh(obs.observations(stated))
    assert weighed.judged.tolist() == [0.0, 1.0, 1.0]
    assert weighed.rates[0] == 0.5


@given(STATEMENTS, st.randoms())
def test_the_order_of_observations_changes_nothing(stated, random):
    shuffled = dict(random.sample(list(stated.items()), len(stated)))
    one, other = obs.weigh(obs.observations(stated)), obs.weigh(obs.observations(shuffled))
    assert one.weights.tolist() == other.weights.tolist()
    assert one.right.tolist() == other.right.tolist()


@given(STATEMENTS)
def test_rates_are_shares_and_never_certain(stated):
    weighed = obs.weigh(obs.observations(stated))
    assert ((weighed.rates > 0) & (weighed.rates < 1)).all()
    assert ((weighed.right >= 0) & (weighed.right <= weighed.judged + 1e-9)).all()


@given(STATEMENTS)
def test_the_best_values_of_a_cell_share_one_chance(stated):
    known = obs.observations(stated)
    chances = obs.shares_of_best(known, obs.weigh(known).weights)
    assert np.bincount(known.cell_of_value, weights=chances) == pytest.approx(1)


def test_a_source_that_counts_nothing_might_as_well_be_silent():
    stated, _ = planted({"a": 0.9, "b": 0.8, "c": 0.5}, n_cells=40)
    without = obs.weigh(obs.observations({key: value for key, value in stated.items() if key[0] != "c"}))
    weighed = obs.weigh(obs.observations(stated), np.array([1.0, 1.0, 0.0]))
    assert weighed.rates[:2] == pytest.approx(without.rates, abs=1e-4)


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
    rows = [("good", f"o{n}", "n", "1") for n in range(6)]
    rows += [("poor", f"o{n}", "n", "1" if n < 2 else f"{n}0") for n in range(6)]
    rows += [("other", f"o{n}", "n", "1" if n < 5 else "7") for n in range(6)]
    rows += [("rare", "o0", "n", "9"), ("rare", "o0", "n", "1"), ("rare", "o1", "n", "")]
    right = [(f"o{n}", "n", "1.0") for n in range(6)] + [("unseen", "n", "4")]
    figures = truth.evaluate(write(tmp_path, rows, right), SCORER)
    assert figures.n == 6
    # o0 to o4 have a majority for 1, o5 is a tie of three; 'good' and 'other' agree wherever they can be told from 'poor'.
    assert figures.values["majority_accuracy"] == pytest.approx((5 + 1 / 3) / 6)
    assert figures.values["accuracy"] == pytest.approx((5 + 1 / 2) / 6)
    assert figures.values["rank_correlation"] == pytest.approx(np.sqrt(3) / 2)
    assert figures.values["n_sources_scored"] == 3
    assert figures.baselines["majority"] == {"accuracy": figures.values["majority_accuracy"]}
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
@pytest.mark.parametrize(("name", "at_least"), [("books", 0.85), ("population", 0.75)])
def test_weighing_beats_voting_on_public_sets(name, at_least):
    stated, right = truth.read([CORPORA / "truth" / name / f"{file}.csv" for file in ("observations", "truth")])
    known = obs.observations(stated)
    exam = truth.Exam(known, right)
    reached = exam.accuracy(obs.weigh(known).weights)
    assert reached > exam.accuracy(obs.votes(known))
    assert reached >= at_least
