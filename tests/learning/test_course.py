"""How the learning rate goes."""

from __future__ import annotations

import pytest

from service.learning.course import WARM_UP, share


@pytest.mark.parametrize("steps", [2, 10, 100, 1_000])
def test_the_rate_rises_to_its_peak_once_and_falls_towards_nothing(steps):
    rates = [share(step, steps) for step in range(steps)]
    peak = rates.index(max(rates))
    assert max(rates) == 1.0
    assert peak == max(1, round(WARM_UP * steps)) - 1
    assert rates[:peak] == sorted(rates[:peak])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert all(0.0 < rate <= 1.0 for rate in rates)


def test_after_the_last_step_the_rate_is_nothing():
    assert share(100, 100) == 0.0
    assert share(101, 100) == 0.0


@pytest.mark.parametrize(("step", "rate"), [(0, 1 / 6), (2, 0.5), (5, 1.0), (6, 1.0), (53, 0.5)], ids=str)
def test_the_rate_by_hand(step, rate):
    """Six steps of a hundred warm up; 47 of the 94 that follow are half the way down."""
    assert share(step, 100) == pytest.approx(rate)
