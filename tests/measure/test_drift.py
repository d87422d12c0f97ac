"""Drift by truth known otherwise: an index worked out by hand, a shift that was planted, and no shift at all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.measure.drift import CALLED, Sample, drift, psi, sample
from service.news.pair import Bits, Evidence
from service.scoring.memory import EventState
from service.scoring.signals import SIGNALS
from tests.builders import make_comparison, make_event

PAIRS = 20


def make_sample(period, values, neutral=1.0):
    """An event with a signal of these values, so large a part of whose pairs is neutral, and the rest undecided."""
    n = round(len(values) * neutral)
    called = tuple({"neutral": n, "undecided": len(values) - n}.get(name, 0) for name in CALLED)
    return Sample(period, called, {"": tuple(0.9 for _ in values), "nearness": tuple(values)})


def events(deal, period, n, mean=0.0, spread=1.0):
    """Events whose pairs are alike: each has a level of its own, and its pairs lie close to it."""
    return [
        make_sample(period, deal.normal(level, 0.1, PAIRS).tolist()) for level in deal.normal(mean, spread, n).tolist()
    ]


def test_the_index_is_what_its_formula_gives_by_hand():
    # Half a pair more in each bin: 6/8 and 2/8 against 2/8 and 6/8.
    expected = 2 * 0.5 * np.log(3)
    assert psi(np.array([5.5, 1.5]), np.array([1.5, 5.5])) == pytest.approx(expected)


COUNTS = st.lists(st.integers(0, 50), min_size=3, max_size=3).map(lambda each: np.array(each, float))


@given(COUNTS, COUNTS)
def test_the_index_is_symmetric_never_below_nought_and_nought_between_equals(one, other):
    assert psi(one, other) == pytest.approx(psi(other, one))
    assert psi(one, other) >= 0
    assert psi(one, one) == 0


def test_a_term_of_a_wording_is_evidence_and_no_measurement():
    nothing = Bits(0.0, 0.0, 0.0)
    evidence = (
        Evidence("prior", None, nothing),
        Evidence(SIGNALS[0].name, 0.5, nothing),
        Evidence("wording: a: fell", 1.0, nothing),
    )
    report = make_event(pairs=(make_comparison(evidence=evidence),))
    found = sample(3, EventState(report, (), (), (), {}, {}, (), (), ()))
    assert found.measured == {"": (pytest.approx(report.pairs[0].probability),), SIGNALS[0].name: (0.5,)}
    assert (found.period, found.pairs) == (3, 1)


def test_a_shift_that_was_planted_lies_above_chance_and_is_told_where_it_happened():
    deal = np.random.default_rng(1)
    samples = [*events(deal, 0, 30), *events(deal, 1, 30), *events(deal, 2, 30, mean=2.0)]
    first, second, third = (seen.signals["nearness"] for seen in drift(samples, 3))
    assert first.shift is None
    assert second.shift.index < third.shift.index
    assert third.shift.index > third.shift.chance
    assert third.mean - second.mean == pytest.approx(2.0, abs=0.5)


def test_where_nothing_shifts_hardly_anything_lies_above_chance_though_few_events_lie_far_apart():
    above, far, rounds = 0, 0, 100
    for seed in range(rounds):
        deal = np.random.default_rng(seed)
        shift = drift([*events(deal, 0, 12), *events(deal, 1, 12)], 2)[1].signals["nearness"].shift
        above += shift.index > shift.chance
        far += shift.index > 0.25  # which a rule of thumb calls a major shift
    assert far > rounds / 2
    assert above <= rounds / 8


def test_what_pairs_are_called_shifts_as_well():
    samples = [make_sample(period, [0.0] * PAIRS, neutral) for period, neutral in [(0, 1.0), (1, 0.2)] * 20]
    before, after = drift(samples, 2)
    assert (before.shares["neutral"], after.shares["neutral"], after.shares["undecided"]) == (1.0, 0.2, 0.8)
    assert after.shift.index > after.shift.chance
    assert after.signals["nearness"].shift.index == after.signals["nearness"].shift.chance == 0.0


def test_a_period_without_pairs_has_no_figures_and_the_next_is_held_against_those_before():
    samples = [make_sample(0, [0.1, 0.2]), Sample(1, (0,) * len(CALLED), {"": ()}), make_sample(2, [0.9])]
    first, second, third = drift(samples, 3)
    assert (first.events, first.pairs, first.shift) == (1, 2, None)
    assert (second.events, second.pairs, dict(second.shares), second.probability) == (1, 0, {}, None)
    assert third.probability.mean == 0.9
    assert third.shift is not None


def test_what_is_not_measured_on_every_event_is_told_by_those_on_which_it_is():
    here, there = {"rare": (0.5,)}, {}
    samples = [
        Sample(period, tuple(int(name == "neutral") for name in CALLED), {"": (0.9,), **rare})
        for period, rare in [(0, there), (1, here), (1, there), (2, here), (2, here)]
    ]
    first, second, third = (seen.signals for seen in drift(samples, 3))
    assert (first, second["rare"].mean, second["rare"].shift) == ({}, 0.5, None)
    assert third["rare"].shift.index == 0.0
