"""Majority and thresholds on the cosine, and samples drawn by group."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.measure.baselines import Labelled, baselines, crossed_over
from service.measure.metrics import accuracy
from service.measure.sampling import sample

ROWS = st.lists(st.tuples(st.integers(0, 2), st.floats(0, 1), st.integers(0, 5)), min_size=1, max_size=40)


def labelled(rows) -> Labelled:
    gold, similarities, groups = zip(*rows, strict=True)
    return Labelled(gold, similarities, groups, n_labels=3)


def test_thresholds_separate_what_the_cosine_separates():
    rows = [(0, 0.9, n) for n in range(20)] + [(1, 0.5, n) for n in range(20)] + [(2, 0.1, n) for n in range(20)]
    assert crossed_over(labelled(rows), seed=1) == [0] * 20 + [1] * 20 + [2] * 20


def test_a_half_is_labelled_by_the_other_half_alone():
    """Each group has its own meaning of high and low, so thresholds of the other half must fail."""
    rows = [(0, 0.9, "a"), (1, 0.1, "a")] * 5 + [(1, 0.9, "b"), (0, 0.1, "b")] * 5
    assert crossed_over(labelled(rows), seed=1) == [1, 0] * 5 + [0, 1] * 5


@given(ROWS)
def test_every_row_gets_a_label_of_the_file(rows):
    assert set(crossed_over(labelled(rows), seed=3)) <= {gold for gold, _, _ in rows}


@given(ROWS)
def test_the_majority_is_right_as_often_as_its_label_occurs(rows):
    figures = baselines(labelled(rows), lambda table: {"accuracy": float(accuracy(table))}, seed=3)
    gold = [label for label, _, _ in rows]
    assert figures["majority"]["accuracy"] == max(np.bincount(gold)) / len(gold)


@given(st.lists(st.integers(0, 9), max_size=30), st.integers(1, 12), st.integers(0, 5))
def test_a_sample_holds_whole_groups_in_their_order(rows, limit, seed):
    drawn = sample(rows, lambda row: row, limit, seed)
    assert len(set(drawn)) == min(limit, len(set(rows)))
    assert drawn == [row for row in rows if row in set(drawn)]
    assert drawn == sample(rows, lambda row: row, limit, seed)


def test_without_a_limit_nothing_is_left_out():
    assert sample([3, 1, 3], lambda row: row, None, 0) == [3, 1, 3]
