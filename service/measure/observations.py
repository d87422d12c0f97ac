"""Which value of each cell is right, and how often each source is: an order-free iteration over observations.

A cell (an attribute of an object) has one right value; sources state one value each. Two steps alternate, after ACCU of
Dong, Berti-Équille & Srivastava 2009 (doi:10.14778/1687627.1687690) without its copying:

1. a value weighs the sum over its sources of ln(n * r / (1 - r)), where r is a source's rate (A in the paper) and n the
   number of other values stated for the cell; a cell's probabilities are the softmax of its values' weights;
2. a source's rate has the posterior Beta(1 + right, 1 + wrong), where ``right`` sums the probabilities of its values
   over the cells that others speak of too (alone, no source bears out itself). r is the posterior's mean.

The prior Beta(1, 1) is flat: mean 0.5, worth two cells. A statement weighs at least a little: where sources are poor,
the formula alone would let a value lose by being stated, and the iteration could settle on the least stated values.
It stops when no rate moves by more than 1e-6, or after 100 rounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from service.measure.metrics import Numbers

Indices = NDArray[np.intp]
Cell = tuple[str, str]

PRIOR = (1.0, 1.0)
ROUNDS = 100
TOLERANCE = 1e-6
LEAST_WEIGHT = 0.01


@dataclass(frozen=True)
class Observations:
    """Who states what, as aligned arrays in canonical order.

    ``source``, ``cell`` and ``value`` have one entry for each statement.     ``sources``, ``cells`` and ``values``
    name what the indices stand for; a value belongs to one cell, ``values[i][0]``.
    """

    sources: tuple[str, ...]
    cells: tuple[Cell, ...]
    values: tuple[tuple[Cell, str], ...]
    source: Indices
    cell: Indices
    value: Indices

    @cached_property
    def cell_of_value(self) -> Indices:
        """The index of each value's cell, shape (n_values,)."""
        place = {cell: i for i, cell in enumerate(self.cells)}
        return np.array([place[cell] for cell, _ in self.values], dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the iteration ends in.

    ``weights``, shape (n_values,), are natural-log weights, -inf for a value that no drawn source states. ``right`` and
    ``judged``, shape (n_sources,), count each source's cells that others speak of; ``rounds`` says how many it took.
    """

    weights: Numbers
    right: Numbers
    judged: Numbers
    rounds: int

    @property
    def rates(self) -> Numbers:
        """The mean of each source's posterior, in (0, 1)."""
        return _rates(self.right, self.judged)

    def intervals(self, held: float = 0.9) -> tuple[Numbers, Numbers]:
        """The bounds that hold the share ``held`` of each source's posterior, as much left out below as above."""
        posterior = stats.beta(PRIOR[0] + self.right, PRIOR[1] + self.judged - self.right)
        return posterior.ppf((1 - held) / 2), posterior.ppf((1 + held) / 2)


def observations(stated: Mapping[tuple[str, Cell], str]) -> Observations:
    """The observations of each source on each cell; their order in ``stated`` changes nothing."""
    ordered = sorted((source, cell, value) for (source, cell), value in stated.items())
    sources = {name: i for i, name in enumerate(sorted({source for source, _, _ in ordered}))}
    cells = {cell: i for i, cell in enumerate(sorted({cell for _, cell, _ in ordered}))}
    values = {value: i for i, value in enumerate(sorted({(cell, value) for _, cell, value in ordered}))}
    return Observations(
        sources=tuple(sources),
        cells=tuple(cells),
        values=tuple(values),
        source=np.array([sources[source] for source, _, _ in ordered], dtype=np.intp),
        cell=np.array([cells[cell] for _, cell, _ in ordered], dtype=np.intp),
        value=np.array([values[cell, value] for _, cell, value in ordered], dtype=np.intp),
    )


def votes(known: Observations) -> Numbers:
    """How many sources state each value, shape (n_values,)."""
    return np.bincount(known.value, minlength=len(known.values)).astype(np.float64)


def weigh(known: Observations, times: Numbers | None = None) -> Weighed:
    """The iteration of this module; ``times``, shape (n_sources,), says how often each source counts (once)."""
    return _Weighing(known, np.ones(len(known.sources)) if times is None else times).run()


def shares_of_best(known: Observations, weights: Numbers) -> Numbers:
    """The chance of each value to be picked as its cell's best, shape (n_values,): ties are broken at random."""
    among = np.isfinite(weights) & (weights >= _heaviest(known, weights) - TOLERANCE)
    many = added_up(known.cell_of_value, among.astype(np.float64), len(known.cells))
    return np.asarray(among / np.maximum(many, 1)[known.cell_of_value], dtype=np.float64)


def added_up(places: Indices, amounts: Numbers, many: int) -> Numbers:
    """The amounts summed by place, shape (many,)."""
    return np.bincount(places, weights=amounts, minlength=many).astype(np.float64)


class _Weighing:
    """One run; arrays by statement unless said otherwise."""

    def __init__(self, known: Observations, times: Numbers) -> None:
        self.known = known
        self.times = times[known.source]
        self.stated = added_up(known.value, self.times, len(known.values)) > 0
        others = added_up(known.cell_of_value, self.stated.astype(np.float64), len(known.cells)) - 1
        self.log_others = np.log(np.maximum(others, 1))[known.cell]
        drawn = (self.times > 0).astype(np.float64)
        self.shared = drawn * (added_up(known.cell, drawn, len(known.cells))[known.cell] > 1)
        self.judged = self._by_source(self.shared)

    def run(self) -> Weighed:
        """Alternates the two steps until the rates stand still."""
        right, rounds, moved = self.judged / 2, 0, np.inf
        while moved > TOLERANCE and rounds < ROUNDS:
            before, right = right, self._by_source(self.shared * self._borne_out(right))
            moved = np.abs(_rates(right, self.judged) - _rates(before, self.judged)).max(initial=0)
            rounds += 1
        return Weighed(self._weights(self._parts(right)), right, self.judged, rounds)

    def _parts(self, right: Numbers) -> Numbers:
        """What each statement adds to its value's weight."""
        rate = _rates(right, self.judged)[self.known.source]
        evidence = self.log_others + np.log(rate) - np.log1p(-rate)
        return np.asarray(self.times * np.maximum(evidence, LEAST_WEIGHT), dtype=np.float64)

    def _weights(self, parts: Numbers) -> Numbers:
        return np.where(self.stated, added_up(self.known.value, parts, len(self.known.values)), -np.inf)

    def _borne_out(self, right: Numbers) -> Numbers:
        """The probability of each statement's value; 0 for those of sources that were not drawn."""
        known, weights = self.known, self._weights(self._parts(right))
        peak = _heaviest(known, weights)
        mass = np.exp(weights - np.where(np.isfinite(peak), peak, 0))
        whole = added_up(known.cell_of_value, mass, len(known.cells))
        return mass[known.value] / np.maximum(whole[known.cell], np.finfo(float).tiny)

    def _by_source(self, amounts: Numbers) -> Numbers:
        return added_up(self.known.source, amounts, len(self.known.sources))


def _heaviest(known: Observations, weights: Numbers) -> Numbers:
    """The largest weight in each value's cell, shape (n_values,)."""
    largest = np.full(len(known.cells), -np.inf)
    np.maximum.at(largest, known.cell_of_value, weights)
    return largest[known.cell_of_value]


def _rates(right: Numbers, judged: Numbers) -> Numbers:
    return (PRIOR[0] + right) / (sum(PRIOR) + judged)
