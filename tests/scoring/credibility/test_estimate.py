"""Rates, values and dependence found again where they were planted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.measure.observations import observations
from service.measure.worlds import PLANS, planted
from service.scoring.credibility.estimate import Priors, estimate
from service.scoring.credibility.statements import Statements

STATED = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.tuples(st.sampled_from("xyz"), st.sampled_from("nm"))),
    st.sampled_from(["1.0", "2.0", "30.0"]),
    min_size=1,
)


def found(stated, **given):
    known = observations(stated)
    return known, estimate(known.statements, known.alike, **given)


def accuracy(world, scores):
    known = world.statements
    best = np.lexsort((scores, known.cell))
    last = np.append(known.cell[best][1:] != known.cell[best][:-1], True)
    return world.correct[best[last]].mean()


def held(world, credibility):
    own = ~np.isnan(world.rates)
    inside = (credibility.low <= world.rates) & (world.rates <= credibility.high)
    return inside[own]


def test_planted_rates_lie_in_their_intervals_nine_times_in_ten():
    worlds = [planted(replace(PLANS["plain"], n_sources=90, n_cells=200), seed) for seed in range(4)]
    inside = np.concatenate([held(world, estimate(world.statements).credibility) for world in worlds])
    assert 0.85 < inside.mean() < 0.95


def test_a_source_that_says_little_is_left_wide():
    world = planted(replace(PLANS["long tail"], n_sources=120), 1)
    credibility = estimate(world.statements).credibility
    stated = np.bincount(world.statements.source, minlength=120)
    width = credibility.high - credibility.low
    assert width[stated < 10].min() > width[stated > 100].max()
    assert held(world, credibility).mean() > 0.8


def test_copiers_are_told_apart_and_count_once():
    world = planted(PLANS["poor sources copied"], 2)
    end = estimate(world.statements)
    pairs = end.dependence
    likely = {tuple(sorted(pair)) for pair in zip(pairs.one[pairs.probability > 0.5].tolist(), pairs.other[pairs.probability > 0.5].tolist(), strict=True)}  # fmt: skip
    both = likely & world.dependent
    assert len(both) >= 0.9 * len(likely)
    assert len(both) >= 0.7 * len(world.dependent)
    assert accuracy(world, end.score) > accuracy(world, world.statements.votes) + 0.02
    copiers = [name for pair in world.dependent for name in pair]
    assert end.weight[np.isin(world.statements.source, copiers)].mean() < 0.5 < end.weight.min(initial=1) * 99


def test_an_attack_that_outvotes_the_others_is_seen_through():
    world = planted(PLANS["attack"], 3)
    assert accuracy(world, world.statements.votes) < 0.85
    assert accuracy(world, estimate(world.statements).score) > 0.95


def test_a_source_may_be_good_at_one_thing_and_poor_at_another():
    chance = np.random.default_rng(5)
    stated = {}
    for name in "abcdefg":
        for attribute, rate in (("n", 0.95), ("m", 0.3)) if name == "a" else (("n", 0.6), ("m", 0.75)):
            for cell in range(150):
                right = chance.uniform() < rate
                stated[name, (f"o{cell}", attribute)] = "10.0" if right else f"{chance.integers(1000, 1004)}.0"
    known, end = found(stated)
    at = known.statements
    evidence = end.score[at.value]
    of_a = at.source == known.sources.index("a")
    by_attribute = [evidence[of_a & (at.attribute[at.cell_of] == number)].mean() for number in (0, 1)]
    assert by_attribute[known.cells[0][1] == "m"] > 0
    assert end.credibility.mean[0] == pytest.approx(0.625, abs=0.06)


def test_a_near_miss_bears_out_what_it_nearly_says():
    stated = {("a", ("o", "n")): "100.0", ("b", ("o", "n")): "5000.0", ("c", ("o", "n")): "101.0"}
    stated |= {(name, (f"p{i}", "n")): "7.0" for name in "abc" for i in range(20)}
    for i in range(20):
        stated |= {("a", (f"q{i}", "n")): "50.0", ("b", (f"q{i}", "n")): "50.0", ("c", (f"q{i}", "n")): "51.0"}
    known, end = found(stated)
    score = dict(zip(known.values, end.score.tolist(), strict=True))
    assert score[("o", "n"), "100.0"] > score[("o", "n"), "5000.0"]


def test_a_list_bears_out_a_longer_one():
    stated = {
        ("a", ("o", "authors")): "graham; knuth",
        ("b", ("o", "authors")): "smith",
        ("c", ("o", "authors")): "knuth",
    }
    stated |= {(name, (f"p{i}", "authors")): "curie; joliot" for name in "abc" for i in range(20)}
    stated |= {("c", (f"q{i}", "authors")): "hopper" for i in range(20)}
    stated |= {(name, (f"q{i}", "authors")): "bartik; hopper" for name in "ab" for i in range(20)}
    known, end = found(stated)
    score = dict(zip(known.values, end.score.tolist(), strict=True))
    assert score[("o", "authors"), "graham; knuth"] > score[("o", "authors"), "smith"]


@settings(deadline=None, max_examples=25)
@given(STATED)
def test_probabilities_of_a_cell_sum_to_one_at_most_and_means_lie_in_intervals(stated):
    known, end = found(stated)
    assert (np.bincount(known.statements.cell, weights=end.probability) <= 1 + 1e-9).all()
    assert (end.probability >= 0).all()
    assert ((end.credibility.low >= 0) & (end.credibility.low < end.credibility.mean)).all()
    assert ((end.credibility.mean < end.credibility.high) & (end.credibility.high <= 1)).all()
    assert ((end.weight > 0) & (end.weight <= 1)).all()


@settings(deadline=None, max_examples=15)
@given(STATED, st.permutations("abcd"))
def test_names_and_order_change_nothing(stated, others):
    named = dict(zip("abcd", others, strict=True))
    known, end = found(stated)
    renamed = {(named[source], cell): value for (source, cell), value in reversed(stated.items())}
    again, other = found(renamed)
    assert other.score == pytest.approx(end.score, abs=1e-6)
    for name in known.sources:
        one, same = known.sources.index(name), again.sources.index(named[name])
        assert other.credibility.mean[same] == pytest.approx(end.credibility.mean[one], abs=1e-6)


def test_alone_no_source_bears_out_itself():
    stated = {("alone", (f"o{n}", "n")): "1.0" for n in range(50)} | {
        ("b", ("p", "n")): "1.0",
        ("c", ("p", "n")): "1.0",
    }
    _, end = found(stated, priors=Priors(np.array([0.6, 0.5, 0.5]), np.array([4.0, 4.0, 4.0])))
    assert end.credibility.mean[0] == pytest.approx(0.6, abs=1e-3)
    assert end.credibility.mean[1] > 0.5


def test_what_counts_for_nothing_might_as_well_be_unsaid():
    world = planted(replace(PLANS["plain"], n_sources=12, n_cells=80), 4)
    known = world.statements
    silent = known.source == 3
    priors = Priors(np.full(12, 0.7), np.full(12, 4.0))
    weighed = estimate(known, priors=priors, weight=np.where(silent, 1e-9, 1.0))
    values, value = np.unique(known.value[~silent], return_inverse=True)
    less = Statements(known.source[~silent], value, known.cell[values], known.attribute, 12)
    without = estimate(less, priors=priors)
    assert weighed.credibility.mean == pytest.approx(without.credibility.mean, abs=0.04)
