"""Intervals by resampling groups."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.measure.bootstrap import draws, grouped, interval


def mean(sums):
    return sums[..., 0] / sums[..., 1]


def test_counts_of_one_group_are_added_up():
    sums = grouped(["x", "y", "x"], np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
    assert sums.tolist() == [[6.0, 8.0], [3.0, 4.0]]


def test_every_draw_holds_as_many_groups_as_there_are():
    drawn = np.concatenate(list(draws(7, seed=1, rounds=120)))
    assert drawn.shape == (120, 7)
    assert (drawn.sum(axis=1) == 7).all()


def test_the_same_seed_gives_the_same_interval_and_another_one_does_not():
    counts = np.stack([np.arange(30.0), np.ones(30)], axis=-1)
    assert interval(counts, mean, seed=1) == interval(counts, mean, seed=1)
    assert interval(counts, mean, seed=1) != interval(counts, mean, seed=2)


def test_groups_that_are_all_alike_leave_no_doubt():
    assert interval(np.ones((5, 2)), mean) == (1.0, 1.0)


def test_the_interval_is_as_wide_as_theory_says():
    generator = np.random.default_rng(0)
    values = generator.normal(10, 2, size=400)
    low, high = interval(np.stack([values, np.ones(400)], axis=-1), mean)
    error = values.std() / 20
    assert low == pytest.approx(values.mean() - 1.96 * error, abs=0.25 * error)
    assert high == pytest.approx(values.mean() + 1.96 * error, abs=0.25 * error)


def test_rows_of_one_group_count_as_one():
    """Ten copies of each row, grouped, leave as much doubt as the rows alone."""
    values = np.arange(20.0)
    rows = np.stack([values, np.ones(20)], axis=-1)
    copied = grouped(np.repeat(np.arange(20), 10).tolist(), np.repeat(rows, 10, axis=0))
    assert interval(copied, mean, seed=5) == pytest.approx(interval(rows, mean, seed=5))


def test_a_figure_that_no_draw_defines_has_no_interval():
    assert np.isnan(interval(np.zeros((3, 2)), lambda sums: sums[..., 0] * np.nan)).all()


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_an_interval_of_means_stays_within_the_values(values):
    low, high = interval(np.stack([np.array(values), np.ones(len(values))], axis=-1), mean, rounds=60)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9
