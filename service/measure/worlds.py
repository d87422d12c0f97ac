"""Planted worlds: sources whose rates, silences, copying and attacks are known because they were made.

Each world draws its sources' rates from a Beta distribution, lets each source speak of some cells, and gives those that
are wrong one of several mistakes. Copiers take over a share of another source's statements, mistakes and all;
attackers state one and the same mistake on chosen cells. A station world has sites that report readings of weather
stations: each reads a feed, sometimes late, departs from it in some attributes, rounds some, and errs; one site is
exact but for few cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from service.scoring.credibility.statements import Indices, Numbers, Statements


@dataclass(frozen=True, slots=True)
class World:
    """What was made: ``statements`` with ``texts`` of their values and the truth about them.

    ``correct``, shape (n_values,), is 1 for what is right; ``rates``, shape (n_sources,), the planted rates, NaN where
    something else than a source's own rate decides about part of what it states; ``borne_out`` the shares that are
    right in fact; ``dependent`` the pairs of sources (the smaller number first) one of which has from the other, or
    both from a third. ``before``, shape (n_cells,), is the cell one step back in time, -1 where there is none.
    """

    statements: Statements
    texts: tuple[str, ...]
    correct: Numbers
    rates: Numbers
    borne_out: Numbers
    dependent: frozenset[tuple[int, int]]
    before: Indices


@dataclass(frozen=True, slots=True)
class Plan:
    """How a world is made: ``rates`` are the two parameters of their Beta distribution.

    ``silence`` is the share of cells that a source leaves out, None for a long tail of sources that say little.
    ``mistakes`` is their number in each cell, the n-th as likely as n to the power of -``skew``. There are ``cliques``
    of ``clique`` sources, which have the share ``copied`` from their first member, and one group of ``attackers``.
    """

    n_sources: int = 60
    n_cells: int = 400
    rates: tuple[float, float] = (6.0, 2.5)
    silence: float | None = 0.7
    mistakes: int = 6
    skew: float = 1.0
    cliques: int = 0
    clique: int = 4
    copied: float = 0.8
    attackers: int = 0
    attacked: float = 0.3


PLANS = {
    "plain": Plan(),
    "long tail": Plan(n_sources=300, silence=None),
    "sparse": Plan(n_sources=200, n_cells=500, silence=0.98),
    "poor sources": Plan(rates=(3.0, 3.0)),
    "two mistakes": Plan(rates=(5.0, 2.0), mistakes=2, skew=0.0),
    "copying": Plan(cliques=3),
    "poor sources copied": Plan(rates=(4.0, 3.0), silence=0.6, cliques=4, clique=5),
    "attack": Plan(attackers=12),
}


def planted(plan: Plan, seed: int) -> World:
    """The world of ``plan``; the same seed gives the same world."""
    chance = np.random.default_rng(seed)
    shape = (plan.n_sources, plan.n_cells)
    rates = chance.beta(*plan.rates, size=plan.n_sources)
    speaks = chance.uniform(size=shape) < _spoken(plan, chance)[:, None]
    likely = 1.0 / np.arange(1, plan.mistakes + 1) ** plan.skew
    wrong = chance.choice(np.arange(1, plan.mistakes + 1), p=likely / likely.sum(), size=shape)
    states = np.where(chance.uniform(size=shape) < rates[:, None], 0, wrong)
    groups = _copied(plan, chance, states, speaks)
    dependent = frozenset(pair for group in groups for pair in combinations(sorted(group), 2))
    touched = [member for group in groups for member in group]
    planted_rates = rates.copy()
    planted_rates[touched] = np.nan
    source, cell = np.nonzero(speaks)
    asked = _no_series(np.zeros(plan.n_cells, dtype=np.intp))
    return made(source, cell, states[source, cell].astype(np.float64), asked, planted_rates, dependent)


def _no_series(attribute: Indices) -> Asked:
    """Cells in which 0 is right, none of them before another."""
    return Asked(np.zeros(len(attribute)), attribute, np.full(len(attribute), -1, dtype=np.intp))


def _spoken(plan: Plan, chance: np.random.Generator) -> Numbers:
    if plan.silence is not None:
        return np.full(plan.n_sources, 1 - plan.silence)
    return np.clip(0.01 + 0.02 * chance.pareto(0.8, plan.n_sources), 0, 0.9)


def _copied(
    plan: Plan, chance: np.random.Generator, states: NDArray[np.int_], speaks: NDArray[np.bool_]
) -> list[list[int]]:
    """Lets copiers copy and attackers attack, in place; the groups that depend on each other."""
    order = chance.permutation(plan.n_sources).tolist()
    groups = [order[i * plan.clique : (i + 1) * plan.clique] for i in range(plan.cliques)]
    for origin, *copiers in groups:
        for copier in copiers:
            taken = speaks[origin] & (chance.uniform(size=plan.n_cells) < plan.copied)
            states[copier, taken] = states[origin, taken]
            speaks[copier] |= taken
    if plan.attackers:
        attackers = order[plan.cliques * plan.clique :][: plan.attackers]
        target = chance.uniform(size=plan.n_cells) < plan.attacked
        states[np.ix_(attackers, np.flatnonzero(target))] = plan.mistakes + 1
        speaks[attackers] |= target
        groups.append(attackers)
    return groups


# What a station tells: decimals, how far a reading strays, in the manner of °F, %, inches of mercury and miles.
DECIMALS = np.array([0, 0, 0, 2, 1])
SPREAD = np.array([1.2, 1.5, 3.0, 0.02, 1.0])
LEVEL = np.array([40.0, 38.0, 60.0, 30.0, 8.0])
ACROSS = np.array([15.0, 15.0, 20.0, 0.3, 3.0])


def stations(seed: int, n_sites: int = 16, n_places: int = 12, n_times: int = 50) -> World:
    """A station world: ``n_places`` stations of five attributes, read ``n_times`` times; no two are alike."""
    chance = np.random.default_rng(seed)
    shape = (n_places, n_times, len(SPREAD))
    steps = chance.normal(size=shape) * SPREAD * 1.5 * (chance.uniform(size=shape) < chance.uniform(0.1, 0.6, 5))
    first = LEVEL + ACROSS * chance.normal(size=(n_places, 1, 5))
    readings = first + np.cumsum(steps, axis=1)
    truth = rounded(readings, DECIMALS)
    feeds = [_astray(chance, readings) for _ in range(int(chance.integers(3, 8)))]
    read = chance.integers(len(feeds), size=n_sites)
    reports = np.stack([_report(chance, feeds[feed]) for feed in read.tolist()])
    exact = int(chance.integers(n_sites))
    slipped = chance.uniform(size=shape) < 0.07
    reports[exact] = np.where(slipped, rounded(truth + SPREAD * chance.normal(size=shape), DECIMALS), truth)
    reports = reports.reshape(n_sites, -1)
    speaks = chance.uniform(size=reports.shape) < chance.uniform(0.7, 1.0, n_sites)[:, None]
    pairs = combinations(range(n_sites), 2)
    dependent = frozenset((a, b) for a, b in pairs if read[a] == read[b] and exact not in (a, b))
    return of_readings(truth, reports, speaks, dependent)


def of_readings(
    truth: Numbers, reports: Numbers, speaks: NDArray[np.bool_], dependent: frozenset[tuple[int, int]]
) -> World:
    """The world in which sites tell ``reports``, shape (n_sites, n_cells), of what they speak of, of the same shape.

    ``truth`` has the shape (n_places, n_times, n_attributes), and n_cells is the product of these.
    """
    cell = np.arange(truth.size).reshape(truth.shape)
    before = np.full_like(cell, -1)
    before[:, 1:] = cell[:, :-1]
    attribute = np.tile(np.arange(truth.shape[-1]), truth.size // truth.shape[-1])
    cells = Asked(truth.ravel(), attribute, before.ravel().astype(np.intp))
    source, of = np.nonzero(speaks)
    return made(source, of, reports[source, of], cells, np.full(len(reports), np.nan), dependent)


def _astray(chance: np.random.Generator, readings: Numbers) -> Numbers:
    """A feed: some of its attributes come from another formula, and some readings are wrong."""
    shape = readings.shape
    other = readings + SPREAD * chance.normal(size=5) + 0.7 * SPREAD * chance.normal(size=shape)
    fed = np.where(chance.uniform(size=5) < 0.2, other, readings)
    wrong = chance.uniform(size=shape) < chance.uniform(0.02, 0.3, 5)
    return np.where(wrong, fed + SPREAD * chance.normal(size=shape), fed)


def _report(chance: np.random.Generator, feed: Numbers) -> Numbers:
    """What a site makes of a feed: late by up to two readings, now and then by one more, with slips and roundings."""
    late = int(chance.choice(3, p=[0.5, 0.35, 0.15]))
    missed = chance.uniform(size=feed.shape[:2])[..., None] < 0.25
    told = np.where(missed, delayed(feed, late + 1), delayed(feed, late))
    slipped = chance.uniform(size=feed.shape) < chance.uniform(0.02, 0.25)
    told = np.where(slipped, told + SPREAD * chance.normal(size=feed.shape), told)
    coarse = chance.uniform(size=5) < 0.15
    return rounded(told, np.where(coarse, np.maximum(DECIMALS - 1, 0), DECIMALS))


def delayed(feed: Numbers, by: int) -> Numbers:
    """What a feed, shape (n_places, n_times, n_attributes), has ``by`` readings late."""
    return np.concatenate([np.repeat(feed[:, :1], by, axis=1), feed[:, : feed.shape[1] - by]], axis=1)


def rounded(values: Numbers, decimals: NDArray[np.int_]) -> Numbers:
    """Readings to so many ``decimals``, one number for each attribute along the last axis."""
    return np.stack([np.round(values[..., i], int(places)) for i, places in enumerate(decimals)], axis=-1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The cells of a world, arrays of shape (n_cells,): what is right, the attribute, and the cell one step back."""

    truth: Numbers
    attribute: Indices
    before: Indices


def made(
    source: Indices,
    cell: Indices,
    stated: Numbers,
    asked: Asked,
    rates: Numbers,
    dependent: frozenset[tuple[int, int]],
) -> World:
    """The world in which each ``source`` states ``stated`` of ``cell``."""
    n_sources = len(rates)
    kinds, value = np.unique(np.stack([cell.astype(np.float64), stated]), axis=1, return_inverse=True)
    at = kinds[0].astype(np.intp)
    correct = np.isclose(kinds[1], asked.truth[at], rtol=0, atol=1e-9).astype(np.float64)
    spoken = np.maximum(np.bincount(source, minlength=n_sources), 1)
    return World(
        statements=Statements(source.astype(np.intp), value.ravel().astype(np.intp), at, asked.attribute, n_sources),
        texts=tuple(repr(float(each)) for each in kinds[1]),
        correct=correct,
        rates=rates,
        borne_out=np.bincount(source, weights=correct[value.ravel()], minlength=n_sources) / spoken,
        dependent=dependent,
        before=asked.before,
    )


def large(n_statements: int, seed: int) -> World:
    """A world with a hundred statements a source and ten a cell in the mean, some sources much more; no likeness."""
    chance = np.random.default_rng(seed)
    n_sources, n_cells = n_statements // 100, n_statements // 10
    busy = 0.3 + np.minimum(chance.pareto(1.2, n_sources), 20)
    # More are drawn than wanted, for a source speaks of a cell once.
    who = chance.choice(n_sources, size=2 * n_statements, p=busy / busy.sum())
    spoken = np.unique(who * n_cells + chance.integers(0, n_cells, size=len(who)))
    spoken = chance.permutation(spoken)[:n_statements]
    source, cell = spoken // n_cells, spoken % n_cells
    rates = chance.beta(6.0, 2.5, size=n_sources)
    right = chance.uniform(size=len(source)) < rates[source]
    stated = np.where(right, 0, chance.integers(1, 7, size=len(source))).astype(np.float64)
    return made(source, cell, stated, _no_series(np.arange(n_cells) % 5), rates, frozenset())
