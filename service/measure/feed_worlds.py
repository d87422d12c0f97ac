"""Feed worlds: sites that nearly always differ, most of them poor, and wrong together in many ways.

Harder than the station worlds (``worlds.stations``), and no two alike: which mistakes prevail is drawn for each world.
Sites take their readings from a few feeds. A feed may be late, read another station in some places, reckon some
attributes by another formula, tell forecasts, and err. A site may take each attribute from another feed, miss updates,
convert units there and back, round, and slip. One site publishes the readings themselves and slips now and then.

Worlds are drawn until one is as hard as wanted: voting finds the right value of about CONFUSED of the cells, and
hardly a cell is stated alike by all, and weighing votes gains a little. In some worlds those who are wrong alike are
more than those who are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from service.measure.crh import crh
from service.measure.observations import shares_of_best
from service.measure.worlds import ACROSS, DECIMALS, LEVEL, SPREAD, World, delayed, of_readings, rounded
from service.scoring.credibility.statements import Numbers, added_up

# The share of cells whose right value voting finds, and the least share of cells on which sites differ.
CONFUSED = (0.5, 0.63)
CONTESTED = 0.9
# What weighing votes (``crh``) gains.
GAINED = (0.02, 0.1)
SLIPS = 0.07
_ATTRIBUTES = len(SPREAD)


@dataclass(frozen=True, slots=True)
class _Ways:
    """How much each kind of mistake prevails in one world, all shares in [0, 1]."""

    late: float
    missed: float
    elsewhere: float
    formula: float
    forecast: float
    wrong: float
    slips: float
    converted: float
    coarse: float
    mixed: float


def feeds(seed: int, n_sites: int = 16, n_places: int = 12, n_times: int = 50) -> World:
    """A feed world: ``n_places`` stations of five attributes, read ``n_times`` times; the same seed, the same world."""
    chance = np.random.default_rng(seed)
    while True:
        world = _drawn(chance, n_sites, n_places, n_times)
        if _is_hard(world):
            return world


def _is_hard(world: World) -> bool:
    known = world.statements
    contested = float((added_up(known.cell, np.ones(known.n_values), known.n_cells) > 1).mean())
    voted = _found(world, known.votes)
    if contested < CONTESTED or not CONFUSED[0] <= voted <= CONFUSED[1]:
        return False
    return GAINED[0] <= _found(world, crh(known)[0]) - voted <= GAINED[1]


def _found(world: World, scores: Numbers) -> float:
    """The share of cells whose right value has the best score."""
    known = world.statements
    return float((shares_of_best(known, scores) * world.correct).sum()) / known.n_cells


def _ways(chance: np.random.Generator) -> _Ways:
    """Each kind prevails, is there or is hardly there, whatever the others are."""
    most = np.array([0.7, 0.4, 0.4, 0.4, 0.5, 0.3, 0.2, 0.4, 0.3, 0.6])
    return _Ways(*(most * chance.beta(0.7, 1.0, size=len(most))).tolist())


def _drawn(chance: np.random.Generator, n_sites: int, n_places: int, n_times: int) -> World:
    ways = _ways(chance)
    shape = (n_places, n_times, _ATTRIBUTES)
    changes = chance.uniform(size=shape) < chance.uniform(0.2, 0.9, _ATTRIBUTES)
    first = LEVEL + ACROSS * chance.normal(size=(n_places, 1, _ATTRIBUTES))
    readings = first + np.cumsum(chance.normal(size=shape) * SPREAD * 1.5 * changes, axis=1)
    truth = rounded(readings, DECIMALS)
    told = [_feed(chance, readings, ways) for _ in range(int(chance.integers(2, 8)))]
    read = _read(chance, n_sites, len(told), ways)
    reports = np.stack([_report(chance, _taken(told, each), ways) for each in read])
    exact = int(chance.integers(n_sites))
    slipped = chance.uniform(size=shape) < SLIPS
    stale = np.where(chance.uniform(size=shape) < 0.5, delayed(truth, 1), rounded(_noisy(chance, truth), DECIMALS))
    reports[exact] = np.where(slipped, stale, truth)
    reports = reports.reshape(n_sites, -1)
    speaks = chance.uniform(size=reports.shape) < chance.uniform(0.7, 1.0, n_sites)[:, None]
    # A cell of which nobody speaks is none.
    speaks[exact] |= ~speaks.any(axis=0)
    pairs = combinations(range(n_sites), 2)
    dependent = frozenset((a, b) for a, b in pairs if exact not in (a, b) and (read[a] == read[b]).any())
    return of_readings(truth, reports, speaks, dependent)


def _read(chance: np.random.Generator, n_sites: int, n_feeds: int, ways: _Ways) -> NDArray[np.intp]:
    """The feed of each site for each attribute, shape (n_sites, _ATTRIBUTES); some feeds are more popular."""
    popular = chance.dirichlet(np.full(n_feeds, 1.5))
    own = chance.choice(n_feeds, size=(n_sites, 1), p=popular)
    other = chance.choice(n_feeds, size=(n_sites, _ATTRIBUTES), p=popular)
    mixes = chance.uniform(size=(n_sites, 1)) < ways.mixed
    return np.where(mixes, other, own)


def _taken(told: list[Numbers], which: NDArray[np.intp]) -> Numbers:
    return np.stack([told[feed][..., attribute] for attribute, feed in enumerate(which.tolist())], axis=-1)


def _noisy(chance: np.random.Generator, values: Numbers) -> Numbers:
    return values + SPREAD * chance.normal(size=values.shape)


def _feed(chance: np.random.Generator, readings: Numbers, ways: _Ways) -> Numbers:
    """A feed: late, from other stations, by other formulas, foretold or wrong, each as far as the world has it."""
    fed = delayed(readings, int(chance.binomial(2, 0.6 * ways.late)))
    elsewhere = chance.uniform(size=(len(fed), 1, 1)) < ways.elsewhere
    fed = np.where(
        elsewhere, _noisy(chance, fed) * 0.5 + 0.5 * fed + SPREAD * chance.normal(size=(len(fed), 1, 5)), fed
    )
    if chance.uniform() < ways.forecast:
        foretold = (delayed(fed, 1) + delayed(fed, 2)) / 2 + 0.3 * SPREAD * chance.normal(size=fed.shape)
        fed = np.where(chance.uniform(size=_ATTRIBUTES) < 0.6, foretold, fed)
    # Another formula takes in another attribute, so that it is not off by a constant.
    swung = (np.roll(fed, 1, axis=-1) - np.roll(LEVEL, 1)) / np.roll(ACROSS, 1)
    formula = fed + SPREAD * (chance.normal(size=_ATTRIBUTES) + chance.normal(size=_ATTRIBUTES) * swung)
    fed = np.where(chance.uniform(size=_ATTRIBUTES) < ways.formula, formula, fed)
    return np.where(chance.uniform(size=fed.shape) < ways.wrong * chance.uniform(0, 1, 5), _noisy(chance, fed), fed)


def _report(chance: np.random.Generator, feed: Numbers, ways: _Ways) -> Numbers:
    """What a site makes of what it takes: missed updates, units converted there and back, slips and roundings."""
    own = delayed(feed, int(chance.uniform() < 0.5 * ways.late))
    missed = chance.uniform(size=feed.shape[:2])[..., None] < ways.missed * chance.uniform(0.3, 1.5)
    told = np.where(missed, delayed(own, 1), own)
    converts = chance.uniform(size=_ATTRIBUTES) < ways.converted
    told = np.where(converts, 1.8 * rounded(told / 1.8, DECIMALS), told)
    slipped = chance.uniform(size=feed.shape) < ways.slips * chance.uniform(0.2, 1.5)
    told = np.where(slipped, _noisy(chance, told), told)
    coarse = chance.uniform(size=_ATTRIBUTES) < ways.coarse
    return rounded(told, np.where(coarse, np.maximum(DECIMALS - 1, 0), DECIMALS))
