"""Worlds made by chance, and what the bench says of them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from math import isnan

import numpy as np
import pytest

from service.console.tables import show_worlds
from service.measure import claim_worlds_bench, worlds_bench
from service.measure.benchmarks_page import write_worlds
from service.measure.claim_worlds import ClaimPlan, planted_claims
from service.measure.feed_worlds import CONFUSED, CONTESTED, GAINED, feeds
from service.measure.plots import plots
from service.measure.worlds import PLANS, large, planted, stations
from service.scoring import weigh
from service.scoring.credibility.borne_out import credibility
from service.scoring.credibility.followers import learnt

FEW = ClaimPlan(n_outlets=14, n_events=90, rates=(4.0, 3.0), reports=0.45, groups=3)


@pytest.mark.parametrize("name", PLANS)
def test_sources_are_right_as_often_as_planned(name):
    world = planted(PLANS[name], 7)
    stated = np.bincount(world.statements.source, minlength=len(world.rates))
    much = (stated > 80) & ~np.isnan(world.rates)
    assert world.borne_out[much] == pytest.approx(world.rates[much], abs=0.17)
    assert bool(np.isnan(world.rates).any()) is bool(world.dependent)


@pytest.mark.parametrize(
    "make",
    [
        lambda seed: planted(PLANS["copying"], seed),
        stations,
        lambda seed: feeds(seed, n_places=4),
        lambda seed: large(2000, seed),
    ],
)
def test_a_seed_makes_one_world(make):
    one, same, other = make(1), make(1), make(2)
    assert (one.statements.value == same.statements.value).all()
    assert one.dependent == same.dependent
    assert one.statements.n_values != other.statements.n_values


@pytest.mark.parametrize(
    "world", [planted(PLANS["attack"], 1), stations(1), large(2000, 1)], ids=["attack", "stations", "large"]
)
def test_a_source_states_one_value_of_a_cell_and_one_value_is_right_at_most(world):
    known = world.statements
    spoken = known.source * known.n_cells + known.cell_of
    assert len(np.unique(spoken)) == len(spoken)
    assert np.bincount(known.cell, weights=world.correct).max() == 1
    assert len(world.texts) == known.n_values == len(world.correct)


def test_one_station_site_is_nearly_exact_and_the_others_are_not():
    world = stations(3)
    first, second = np.sort(world.borne_out)[::-1][:2]
    assert first == pytest.approx(0.94, abs=0.02)
    assert second < 0.9


def test_a_feed_world_is_as_hard_as_wanted_and_is_solved_better_than_by_voting():
    world = feeds(0, n_places=6, n_times=50)
    known = world.statements
    kinds = np.bincount(known.cell)
    assert (kinds > 1).mean() >= CONTESTED
    best, second = np.sort(world.borne_out)[::-1][:2]
    assert best == pytest.approx(0.95, abs=0.03)
    assert np.median(world.borne_out) < 0.6
    row = worlds_bench.row("feeds", [world])
    assert CONFUSED[0] <= row.methods["voting"].accuracy <= CONFUSED[1]
    assert GAINED[0] <= row.methods["crh"].accuracy - row.methods["voting"].accuracy <= GAINED[1]
    assert row.methods["counterclaim"].accuracy > row.methods["voting"].accuracy + 0.1
    assert row.methods["counterclaim"].rank_correlation > row.methods["voting"].rank_correlation
    assert second < best


def test_the_cell_before_is_of_the_same_station_and_attribute():
    before = stations(1, n_places=2, n_times=3).before
    assert before.tolist() == [*[-1] * 5, *range(10), *[-1] * 5, *range(15, 25)]


def test_the_bench_tells_methods_apart_and_draws_them(tmp_path, capsys):
    found = worlds_bench.run(n_worlds=1, n_statements=32_000, claim_plans={"pairs": FEW})
    rows = {row.name: row for row in found.rows}
    attack = rows["attack"].methods
    assert attack["counterclaim"].accuracy > attack["voting"].accuracy
    assert attack["counterclaim"].error < min(attack[name].error for name in ("voting", "truthfinder", "crh"))
    assert found.precision >= 0.9
    assert found.recall >= 0.7
    assert [size.n_statements for size in found.growth] == [2000, 8000, 32_000]
    page = tmp_path / "benchmarks.md"
    write_worlds(page, found)
    show_worlds(found)
    assert "growth" in capsys.readouterr().out
    text = page.read_text(encoding="utf-8")
    assert "| attack | voting |" in text
    for name in plots(found):
        assert f"]({name})" in text
        dots = [each for each in ET.parse(tmp_path / name).iter() if each.tag.endswith("circle")]
        assert len(dots) >= len(found.rows)
    assert found.as_json()["worlds"]["attack"]["pairs_planted"] == 66
    assert found.as_json()["claims"]["pairs"]["pairs_planted"] == 3
    assert "| pairs | 0." in text


def test_learning_who_follows_whom_brings_the_credibility_of_followers_nearer_to_the_truth():
    (row,) = claim_worlds_bench.run(3, plans={"pairs": FEW}, n_worlds=2)
    assert row.right / row.found >= 0.9
    assert row.right / row.planted >= 0.7
    assert row.learnt.error < row.without.error
    assert row.learnt.tied < row.without.tied / 2
    assert row.learnt.coverage > row.without.coverage


def test_credibility_by_claims_is_neither_too_high_nor_too_low():
    """Where the others are mostly right, hardly more often right than not, and mostly wrong."""
    for rates, seed in (((12.0, 1.5), 1), ((4.0, 3.0), 2), ((5.0, 5.0), 3)):
        world = planted_claims(replace(FEW, rates=rates, groups=0), seed)
        found, _ = learnt(world.said, world.priors)
        said = {name: [one for one in world.said if one.source == name] for name in world.rates}
        off = [
            credibility(world.priors[name], weigh.record(each, found)).mean - world.borne_out[name]
            for name, each in said.items()
        ]
        assert abs(np.mean(off)) < 0.03
        good = np.mean(list(world.borne_out.values()))
        assert found.around.overall == pytest.approx(good, abs=0.08)


def test_claims_are_witnessed_from_both_sides_and_a_seed_makes_one_world():
    world, other = planted_claims(FEW, 1), planted_claims(FEW, 2)
    assert world == replace(planted_claims(FEW, 1), rates=world.rates)
    assert world.said != other.said
    by_claim = {one.claim: one for one in world.said}
    for one in world.said:
        for each in one.witnesses:
            back = next(mine for mine in by_claim[each.claim].witnesses if mine.claim == one.claim)
            assert (back.agrees, back.contradicts) == (each.agrees, each.contradicts)
    alone = [name for name, rate in world.rates.items() if not isnan(rate)]
    assert len(alone) == FEW.n_outlets - 2 * FEW.groups
    assert [world.borne_out[name] for name in alone] == pytest.approx([world.rates[name] for name in alone], abs=0.17)
