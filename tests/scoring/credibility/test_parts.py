"""The parts of the estimate, by arithmetic that can be done on paper."""

from __future__ import annotations

from math import comb, log

import numpy as np
import pytest
from scipy.stats import beta

from service.scoring.credibility import mistakes, rates
from service.scoring.credibility.agreement import first_rates
from service.scoring.credibility.likeness import likeness
from service.scoring.credibility.statements import Statements


def statements(*cells, n_sources=1):
    """Cells with the values given, each stated by source 0."""
    cell = np.array([number for number, many in enumerate(cells) for _ in range(many)])
    return Statements(
        np.zeros(len(cell), np.intp), np.arange(len(cell)), cell, np.zeros(len(cells), np.intp), n_sources
    )


def alike(*texts):
    """Likeness of the values of one cell by (stated, right)."""
    found = likeness(statements(len(texts)), texts)
    return {(texts[a], texts[b]): value for a, b, value in zip(found.stated, found.right, found.alike, strict=True)}


def test_mistakes_fall_together_as_customers_do():
    """Three mistakes as two and one, with g = 2: 1 (the first) × 1/3 (joins it) × 2/4 (a new one)."""
    whole = mistakes.all_mistaken(np.array([2.0]), np.array([2.0]), np.array([0.0]), np.array([3.0]))
    assert np.exp(whole) == pytest.approx(1 * 1 / 3 * 2 / 4)
    spared = mistakes.spared(np.array([2.0]), np.array([2.0]), np.array([3.0]))
    left = mistakes.all_mistaken(np.array([2.0]), np.array([1.0]), np.array([0.0]), np.array([1.0]))
    assert spared == pytest.approx(left - whole)


@pytest.mark.parametrize("g", [0.1, 5.0, 300.0])
def test_a_value_stated_alone_is_as_likely_a_mistake_as_not(g):
    assert mistakes.spared(np.array([g]), np.array([1.0]), np.array([1.0])) == pytest.approx(0)


def test_certain_statements_give_the_beta_posterior():
    evidence = np.array([20.0] * 7 + [-20.0] * 3)
    told = rates.likelihood(np.zeros(10, np.intp), evidence, np.ones(10), 1)
    found = rates.posterior(told, np.array([0.6]), np.array([5.0]))
    exact = beta(3 + 7, 2 + 3)
    assert found.mean[0] == pytest.approx(exact.mean(), abs=2e-3)
    assert (found.low[0], found.high[0]) == pytest.approx(exact.ppf([0.05, 0.95]), abs=4e-3)


def test_doubtful_statements_leave_the_interval_wider():
    widths = []
    for evidence in (20.0, 1.0, 0.0):
        told = rates.likelihood(np.zeros(20, np.intp), np.full(20, evidence), np.ones(20), 1)
        found = rates.posterior(told, np.array([0.7]), np.array([4.0]))
        widths.append(found.high[0] - found.low[0])
    assert widths[0] < widths[1] < widths[2]
    assert widths[2] == pytest.approx(np.diff(beta(2.8, 1.2).ppf([0.05, 0.95]))[0], abs=0.01)


def test_the_shared_prior_is_found_where_sources_follow_one():
    chance = np.random.default_rng(1)
    right = chance.binomial(40, chance.beta(0.8 * 9, 0.2 * 9, size=400))
    told = right * np.log(rates.GRID)[:, None] + (40 - right) * np.log1p(-rates.GRID)[:, None]
    mean, strength = rates.prior(told - told.max(axis=0))
    assert mean == pytest.approx(0.8, abs=0.051)
    assert 6 <= strength <= 14


def test_near_numbers_are_more_alike_than_far_ones_on_any_scale():
    for unit in (1.0, 1e6, 1e-4):
        found = alike(*(repr(unit * each) for each in (10.0, 11.0, 14.0)))
        names = [repr(unit * each) for each in (10.0, 11.0, 14.0)]
        assert found[names[0], names[1]] == pytest.approx(found[names[1], names[0]]) == pytest.approx(np.exp(-1 / 3))
        assert found[names[0], names[1]] > found[names[1], names[2]] > found[names[0], names[2]]


def test_days_are_numbers():
    found = alike("2026-03-01", "2026-02-28", "2026-01-01")
    assert found["2026-03-01", "2026-02-28"] > found["2026-03-01", "2026-01-01"]


def test_populations_are_compared_by_their_ratio():
    cells = statements(2, 2)
    found = likeness(cells, ["100.0", "110.0", "1000000.0", "1100000.0"])
    assert found.alike == pytest.approx(np.full(4, found.alike[0]))


def test_part_of_a_list_is_like_the_whole_and_not_the_other_way_round():
    found = alike("knuth", "graham; knuth", "smith")
    assert found["knuth", "graham; knuth"] == 1
    assert found["graham; knuth", "knuth"] == 0.5
    assert found["smith", "knuth"] == found["knuth", "smith"] == 0


def test_first_rates_come_from_agreement():
    """Independent sources of rates r agree on r r' of their cells, and a clique does not move that."""
    chance = np.random.default_rng(2)
    planted = np.array([0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.4])
    right = chance.uniform(size=(8, 2000)) < planted[:, None]
    # Mistakes differ, but those of the last two, who state the same whatever it is.
    stated = np.where(right, 0, 1 + np.arange(8)[:, None])
    stated[7] = stated[6]
    source, cell = np.indices(stated.shape)
    values, value = np.unique(cell.ravel() * 10 + stated.ravel(), return_inverse=True)
    known = Statements(source.ravel(), value, values // 10, np.zeros(2000, np.intp), 8)
    assert first_rates(known) == pytest.approx(planted, abs=0.06)


def test_a_binomial_is_what_the_likelihood_says():
    told = rates.likelihood(np.zeros(5, np.intp), np.array([20.0, 20.0, 20.0, -20.0, -20.0]), np.ones(5), 1)
    by_hand = np.array([log(comb(5, 3) * r**3 * (1 - r) ** 2) for r in rates.GRID])
    assert told[:, 0] == pytest.approx(by_hand - by_hand.max(), abs=1e-5)
