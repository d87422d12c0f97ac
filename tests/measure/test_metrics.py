"""Metrics against values worked out by hand, against scikit-learn, and against laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score, f1_score, precision_recall_fscore_support

from service.measure import metrics

LABELLINGS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=40)
CLUSTERINGS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30)


def table(rows, n_labels=3):
    gold, predicted = zip(*rows, strict=True)
    return metrics.one_hot_confusions(gold, predicted, n_labels).sum(0)


def test_scores_of_two_labels_are_those_worked_out_by_hand():
    # label 0: wanted 3, found 2, both right; label 1: wanted 1, found 1, wrong; one row without an answer.
    precision, recall, f1 = metrics.label_scores(table([(0, 0), (0, 0), (0, 1), (1, 2)], n_labels=2))
    assert precision.tolist() == [1.0, 0.0]
    assert recall.tolist() == [pytest.approx(2 / 3), 0.0]
    assert f1.tolist() == [pytest.approx(0.8), 0.0]


def test_a_row_without_an_answer_is_an_error_of_accuracy():
    assert metrics.accuracy(table([(0, 0), (1, 2), (1, 1), (0, 2)], n_labels=2)) == 0.5


@given(LABELLINGS)
def test_scores_are_those_of_scikit_learn(rows):
    gold, predicted = zip(*rows, strict=True)
    counted = table(rows)
    theirs = precision_recall_fscore_support(gold, predicted, labels=[0, 1, 2], zero_division=np.nan)
    precision, recall, f1 = metrics.label_scores(counted)
    wanted = counted.sum(-1) > 0
    assert metrics.accuracy(counted) == pytest.approx(accuracy_score(gold, predicted))
    assert recall == pytest.approx(theirs[1], nan_ok=True)
    assert f1[wanted] == pytest.approx(theirs[2][wanted])
    assert precision[wanted] == pytest.approx(np.nan_to_num(theirs[0][wanted]))
    macro = f1_score(gold, predicted, labels=np.flatnonzero(wanted), average="macro", zero_division=0)
    assert metrics.macro_f1(counted, wanted) == pytest.approx(macro)


def test_what_has_no_denominator_is_not_a_number():
    assert np.isnan(metrics.f1(0, 0, 0))
    assert np.isnan(metrics.precision(0, 0, 0))
    assert metrics.precision(0, 0, 3) == 0.0
    assert np.isnan(metrics.recall(0, 0))


def test_functions_of_counts_work_along_leading_axes():
    one, other = table([(0, 0), (1, 2)]), table([(2, 2), (0, 1)])
    both = metrics.accuracy(np.stack([one, other]))
    assert both.tolist() == [metrics.accuracy(one), metrics.accuracy(other)]


def test_b_cubed_is_the_one_worked_out_by_hand():
    # Gold {a, b, c} {d}; predicted {a, b} {c, d}.
    precision, recall = metrics.b_cubed("xxxy", "1122")
    assert precision.tolist() == [1.0, 1.0, 0.5, 0.5]
    assert recall.tolist() == [pytest.approx(2 / 3), pytest.approx(2 / 3), pytest.approx(1 / 3), 1.0]


@given(CLUSTERINGS)
def test_b_cubed_of_a_partition_against_itself_is_one(rows):
    gold = [cluster for cluster, _ in rows]
    assert all((each == 1).all() for each in metrics.b_cubed(gold, [f"c{cluster}" for cluster in gold]))


@given(CLUSTERINGS)
def test_swapping_gold_and_predicted_swaps_precision_and_recall(rows):
    gold, predicted = zip(*rows, strict=True)
    precision, recall = metrics.b_cubed(gold, predicted)
    assert [each.tolist() for each in metrics.b_cubed(predicted, gold)] == [recall.tolist(), precision.tolist()]


@given(CLUSTERINGS, st.randoms())
def test_b_cubed_does_not_depend_on_the_order_of_items(rows, random):
    shuffled = random.sample(rows, len(rows))
    before, after = (metrics.b_cubed(*zip(*each, strict=True)) for each in (rows, shuffled))
    for one, other in zip(before, after, strict=True):
        assert sorted(one) == pytest.approx(sorted(other))


def test_calibration_error_is_the_one_worked_out_by_hand():
    # Bin (0.6, 0.667]: one at 0.65, right; bin (0.867, 0.933]: two at 0.9, one right.
    error = metrics.expected_calibration_error([0.65, 0.9, 0.9], [True, True, False])
    assert error == pytest.approx((1 * 0.35 + 2 * 0.4) / 3)


def test_confidence_without_doubt_that_is_always_right_has_no_error():
    assert metrics.expected_calibration_error([1.0, 1.0, 0.0], [True, True, False]) == 0.0


def test_calibrated_data_have_almost_no_error():
    generator = np.random.default_rng(4)
    stated = generator.uniform(1 / 3, 1, 50_000)
    right = generator.uniform(size=stated.size) < stated
    assert metrics.expected_calibration_error(stated.tolist(), right.tolist()) < 0.01


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_calibration_error_is_a_share_and_no_less_than_the_gap_of_the_whole(rows):
    stated, right = zip(*rows, strict=True)
    error = metrics.expected_calibration_error(stated, right)
    assert abs(np.mean(stated) - np.mean(right)) - 1e-9 <= error <= 1 + 1e-9


def test_no_rows_have_no_calibration_error():
    assert np.isnan(metrics.expected_calibration_error([], []))


def test_rank_correlation_looks_at_order_only():
    assert metrics.rank_correlation([1, 2, 3, 4], [10, 100, 1000, 10_000]) == pytest.approx(1)
    assert metrics.rank_correlation([1, 2, 3], [3, 2, 1]) == pytest.approx(-1)


def test_rank_correlation_needs_two_different_values_on_both_sides():
    assert np.isnan(metrics.rank_correlation([1, 1, 1], [1, 2, 3]))
    assert np.isnan(metrics.rank_correlation([], []))
