"""Streams: what several sources take from one place, told from a source that is taken at its word.

Where nearly all sources speak of nearly all cells, and nearly all cells are in conflict, the sources that are wrong
alike may outvote the others. It is then known first who departs from the most credible source in the same way: these
sources read one stream. Each attribute is looked at by itself, as sites may take each from elsewhere. In a cell

    right value t  ->  a stream has t with probability b, else one of MISTAKES others  ->  so has a source its stream's,
    with its fidelity f; a source on its own has t with its rate;

which is exact to sum over (a tree of depth two; belief propagation, Pearl 1988), so that however many sources read a
stream it counts once, as far as it is right. Steps, from a view of what is right:

1. sources are gathered: two make a stream if what they state goes together better than it goes with what is right, by
   more than PENALTY; others join while they go better with the stream; then each is put where it goes best;
2. rates, fidelities and b are fitted by EM; what is right comes out anew; from 1 until nobody moves.

The first view is the word of one source. It is taken again from whoever is then the most credible, until that stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logsumexp

from service.scoring.credibility.dependence import Dependence
from service.scoring.credibility.statements import Numbers, Statements, added_up

# How many mistakes there could be in a cell, and the ln of the odds by which a stream has to be likelier than none.
MISTAKES = 10.0
PENALTY = 8.0
# Rates and fidelities have this prior, and bounds: no source is always right.
RIGHT, WRONG = 2.0, 1.0
LOWEST, HIGHEST = 0.02, 0.99
# Streams are looked for among so many sources, which speak of this share of all cells, in so many cells or more.
FEWEST, MOST = 4, 64
SPOKEN = 0.5
FEWEST_CELLS = 50
MOST_VALUES = 64
ROUNDS, EM_ROUNDS, VIEWS = 5, 6, 3
_TINY = 1e-300
Group = tuple[int, ...]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Streams:
    """What streams come to.

    ``probability``, shape (n_values,), is that of each value, ``none``, shape (n_cells,), that nothing stated is right;
    ``weight`` and ``own``, shape (n_statements,), are one over the statements of a value from one stream, and the ln of
    the odds that each statement adds itself; ``doubt``, shape (n_sources,), is the variance of the share right over
    which stream might be left out.
    """

    probability: Numbers
    none: Numbers
    weight: Numbers
    own: Numbers
    doubt: Numbers
    dependence: Dependence


def comparable(known: Statements) -> bool:
    """Whether nearly all sources speak of nearly all cells, of which there are enough for each attribute."""
    if not FEWEST <= known.n_sources <= MOST or not known.n_cells:
        return False
    cells = np.bincount(known.attribute)
    kinds = added_up(known.cell, np.ones(known.n_values), known.n_cells)
    spoken = len(known.value) / (known.n_sources * known.n_cells)
    return bool(cells[cells > 0].min() >= FEWEST_CELLS and spoken >= SPOKEN and kinds.max() <= MOST_VALUES)


def streams(known: Statements, first: int) -> Streams:
    """The streams by the word of the source ``first``."""
    tables = [_Table(known, each) for each in np.unique(known.attribute).tolist()]
    fits: list[_Fit] = []
    best, views = first, 0
    while not fits or (best != first and views < VIEWS):
        first, views = best, views + 1
        fits = [_Fit(table).run(table.word(first)) for table in tables]
        hits = np.sum([fit.hits() for fit in fits], axis=0)
        best = int(np.argmax(hits / np.maximum(known.stated, 1)))
    return _together(known, fits)


class _Table:
    """The cells of one attribute as dense arrays; the last of n_columns stands for what nobody states."""

    def __init__(self, known: Statements, attribute: int) -> None:
        cells = np.flatnonzero(known.attribute == attribute)
        place = np.full(known.n_cells, -1)
        place[cells] = np.arange(len(cells))
        values = np.flatnonzero(known.attribute[known.cell] == attribute)
        values = values[np.argsort(known.cell[values], kind="stable")]
        row = place[known.cell[values]]
        column = np.arange(len(values)) - np.searchsorted(row, np.arange(len(cells)))[row]
        at = np.full(known.n_values, -1)
        at[values] = column
        self.cells, self.values, self.row, self.column = cells, values, row, column
        self.statements = np.flatnonzero(known.attribute[known.cell_of] == attribute)
        self.source = known.source[self.statements]
        self.cell, self.at = place[known.cell_of[self.statements]], at[known.value[self.statements]]
        width = int(column.max(initial=0)) + 1
        self.valid: Flags = np.zeros((len(cells), width + 1), dtype=bool)
        self.valid[row, column] = True
        # How many answers each column stands for.
        self.answers = self.valid.astype(np.float64)
        self.answers[:, -1] = np.maximum(MISTAKES + 1 - self.valid.sum(axis=1), 1)
        self.states: Flags = np.zeros((known.n_sources, *self.valid.shape), dtype=bool)
        self.states[self.source, self.cell, self.at] = True
        self.speaks: Flags = np.asarray(self.states.any(axis=2), dtype=bool)
        self.spoken: Numbers = self.speaks.sum(axis=1).astype(np.float64)

    def word(self, source: int) -> Numbers:
        """What is right if one source nearly always is, shape (n_cells, n_columns)."""
        found = np.where(self.speaks[source][:, None], 0.02 * self.valid + 0.95 * self.states[source], self.valid)
        found[:, -1] = 0.02
        return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float64)

    def goes_with(self, stream: Numbers) -> tuple[Numbers, Numbers]:
        """How likely in ln what each source states is if it reads ``stream``, and its fidelity, both (n_sources,)."""
        hit = np.einsum("scv,cv->s", self.states, stream)
        rate = _rate(hit, self.spoken)
        return hit * np.log(rate) + (self.spoken - hit) * np.log((1 - rate) / MISTAKES), rate

    def consensus(self, members: Sequence[int]) -> Numbers:
        """What a stream has by those who read it, shape (n_cells, n_columns)."""
        states: Numbers = self.states[list(members)].astype(np.float64)
        speaks: Flags = np.asarray(self.speaks[list(members)].any(axis=0), dtype=bool)
        weight, spoken = np.ones(len(members)), np.maximum(self.spoken[list(members)], 1)
        stream = self._by_votes(states, weight)
        for _ in range(2):
            rate = np.clip(_rate(np.einsum("scv,cv->s", states, stream), spoken), 0.05, 0.98)
            weight = np.log(rate * MISTAKES / (1 - rate))
            stream = self._by_votes(states, weight)
        unknown = self.valid / np.maximum(self.valid.sum(axis=1, keepdims=True), 1)
        return np.asarray(np.where(speaks[:, None], stream, unknown), dtype=np.float64)

    def _by_votes(self, states: Numbers, weight: Numbers) -> Numbers:
        """The softmax of weighted votes for each value, shape (n_cells, n_columns)."""
        mass = np.where(self.valid, np.tensordot(weight, states, 1), -50.0)
        found = np.exp(mass - mass.max(axis=1, keepdims=True))
        return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float64)


def _rate(hit: Numbers, spoken: Numbers) -> Numbers:
    return np.asarray(np.clip((hit + RIGHT) / (spoken + RIGHT + WRONG), LOWEST, HIGHEST), dtype=np.float64)


class _Fit:
    """Streams of one attribute, and what is right by them."""

    def __init__(self, table: _Table) -> None:
        self.table = table
        self.groups: list[Group] = []
        self.rate = self.borne = np.zeros(0)

    def run(self, right: Numbers) -> _Fit:
        """Both steps until nobody moves; itself, with the likeliest of the rounds."""
        kept: tuple[float, list[Group], Numbers, Numbers] | None = None
        self.right = right
        for _ in range(ROUNDS):
            before = sorted(self.groups)
            self._gather()
            likelihood = self._em(EM_ROUNDS) - PENALTY * sum(len(group) > 1 for group in self.groups)
            if kept is None or likelihood > kept[0]:
                kept = likelihood, self.groups, self.rate, self.borne
            if sorted(self.groups) == before:
                break
        if kept is not None:
            _, self.groups, self.rate, self.borne = kept
        self._em(2 * EM_ROUNDS)
        return self

    def hits(self) -> Numbers:
        """How many statements of each source are right, as expected, shape (n_sources,)."""
        return np.asarray(np.einsum("scv,cv->s", self.table.states, self.right), dtype=np.float64)

    def _gather(self) -> None:
        """Step 1."""
        table = self.table
        alone, rate = table.goes_with(self.right)
        pairs = self._pairs(rate)
        free = set(range(len(alone)))
        groups: list[list[int]] = []
        while len(free) > 1:
            among = sorted(free)
            inside = pairs[np.ix_(among, among)]
            one, other = np.unravel_index(int(inside.argmax()), inside.shape)
            if inside[one, other] <= PENALTY:
                break
            group = [among[int(one)], among[int(other)]]
            free -= set(group)
            while free:
                gained = table.goes_with(table.consensus(group))[0] - alone
                best = max(sorted(free), key=lambda source: gained[source])
                if gained[best] <= PENALTY:
                    break
                group.append(best)
                free.discard(best)
            groups.append(group)
        for _ in range(2):
            groups = self._dealt(groups, alone, pairs)
        read = {source for group in groups for source in group}
        self.groups = [tuple(sorted(group)) for group in groups]
        self.groups += [(source,) for source in range(len(alone)) if source not in read]
        self._first_rates(rate)

    def _pairs(self, rate: Numbers) -> Numbers:
        """By how much better each two go with each other than with what is right, shape (n_sources, n_sources)."""
        table = self.table
        states, speaks = table.states.astype(np.float64), table.speaks.astype(np.float64)
        flat: Numbers = states.reshape(len(states), -1)
        agreed, common = flat @ flat.T, speaks @ speaks.T
        share = _rate(agreed, common)
        hit = np.einsum("scv,cv->sc", states, self.right)
        alone = hit * np.log(rate)[:, None] + (speaks - hit) * np.log((1 - rate) / MISTAKES)[:, None]
        of_common = np.asarray(alone @ speaks.T, dtype=np.float64)
        found = agreed * np.log(share) + (common - agreed) * np.log((1 - share) / MISTAKES)
        found -= (of_common + of_common.T) / 2
        np.fill_diagonal(found, -np.inf)
        return np.asarray(found, dtype=np.float64)

    def _dealt(self, groups: list[list[int]], alone: Numbers, pairs: Numbers) -> list[list[int]]:
        """Each source where it goes best: its own statements say nothing of what its stream has."""
        table = self.table
        fits = [alone]
        for group in groups:
            fit = table.goes_with(table.consensus(group))[0] - PENALTY
            for source in group:
                others = [other for other in group if other != source]
                if len(others) > 1:
                    fit[source] = table.goes_with(table.consensus(others))[0][source] - PENALTY
                else:
                    fit[source] = alone[source] + pairs[source, others[0]] - PENALTY
            fits.append(fit)
        best = np.argmax(fits, axis=0)
        dealt = [np.flatnonzero(best == number).tolist() for number in range(1, len(fits))]
        return [group for group in dealt if len(group) > 1]

    def _first_rates(self, rate: Numbers) -> None:
        table = self.table
        self.rate, self.borne = rate.copy(), np.full(len(self.groups), 0.5)
        for number, group in enumerate(self.groups):
            if len(group) > 1:
                stream = table.consensus(group)
                self.rate[list(group)] = table.goes_with(stream)[1][list(group)]
                self.borne[number] = np.clip((stream * self.right).sum() / len(stream), 0.05, 0.95)

    def _em(self, rounds: int) -> float:
        """Step 2; the ln of the likelihood of all statements."""
        table = self.table
        for _ in range(rounds):
            self._up()
            rate, borne = self.rate.copy(), self.borne.copy()
            for number, group in enumerate(self.groups):
                has, right = self._down(number) if len(group) > 1 else (self.right, 0.0)
                members = list(group)
                hit = np.einsum("scv,cv->s", table.states[members], has)
                rate[members] = _rate(hit, table.spoken[members])
                if len(group) > 1:
                    borne[number] = np.clip((right + RIGHT) / (len(has) + RIGHT + WRONG), LOWEST, 1 - LOWEST)
            self.rate, self.borne = rate, borne
        return self._up()

    def _up(self) -> float:
        """What all groups say of what is right, and its probability; the ln of the likelihood."""
        table = self.table
        self.read = [self._read(group) for group in self.groups]
        self.told = [
            self._through(read, borne) if len(group) > 1 else read
            for group, read, borne in zip(self.groups, self.read, self.borne.tolist(), strict=True)
        ]
        prior = np.log(np.maximum(table.answers, _TINY) / (MISTAKES + 1))
        score = np.sum(self.told, axis=0) + prior
        whole = logsumexp(score, axis=1)
        self.right = np.exp(score - whole[:, None])
        return float(whole.sum())

    def _read(self, group: Group) -> Numbers:
        """The ln of how probable it is what the members state, by what they read, shape (n_cells, n_columns)."""
        table, found = self.table, np.zeros(self.table.valid.shape)
        for source in group:
            fidelity = self.rate[source]
            said = np.where(table.states[source], np.log(fidelity), np.log((1 - fidelity) / MISTAKES))
            found += np.where(table.speaks[source][:, None], said, 0.0)
        return found

    def _through(self, read: Numbers, borne: float) -> Numbers:
        """The same by what is right, the stream having it or one of the mistakes."""
        peak = read.max(axis=1, keepdims=True)
        odds = np.exp(read - peak) * (self.table.answers > 0)
        whole = (odds * self.table.answers).sum(axis=1, keepdims=True)
        told = borne * odds + (1 - borne) / MISTAKES * np.maximum(whole - odds, 1e-12)
        return np.asarray(np.log(told) + peak, dtype=np.float64)

    def _down(self, number: int) -> tuple[Numbers, float]:
        """The probability of each value as what a stream has, and in how many cells that is right, as expected."""
        answers, borne = self.table.answers, self.borne[number]
        others = np.log(np.maximum(self.right, _TINY)) - self.told[number]
        right = np.exp(others - others.max(axis=1, keepdims=True))
        right /= right.sum(axis=1, keepdims=True)
        told = self.read[number]
        read: Numbers = np.exp(told - told.max(axis=1, keepdims=True))
        has = (borne * right + (1 - borne) / MISTAKES * np.maximum(answers - right, 0)) * (answers > 0) * read
        whole = has.sum(axis=1, keepdims=True)
        return has / whole, float((borne * right * read / whole).sum())

    def moved(self) -> Numbers:
        """How far the share right of each source moves as each group is left out, shape (n_groups, n_sources)."""
        table, found = self.table, np.zeros((len(self.groups), len(self.rate)))
        for number, group in enumerate(self.groups):
            score = np.log(np.maximum(self.right, _TINY)) - self.told[number]
            right = np.exp(score - logsumexp(score, axis=1)[:, None])
            found[number] = np.einsum("scv,cv->s", table.states, right - self.right)
            found[number, list(group)] = 0.0
        return found


def _together(known: Statements, fits: Sequence[_Fit]) -> Streams:
    """What the streams of all attributes come to."""
    probability, none = np.zeros(known.n_values), np.zeros(known.n_cells)
    weight, own = np.ones(len(known.value)), np.zeros(len(known.value))
    doubt, kin = np.zeros(known.n_sources), np.zeros((known.n_sources, known.n_sources))
    for fit in fits:
        table = fit.table
        probability[table.values] = fit.right[table.row, table.column]
        none[table.cells] = fit.right[:, -1]
        stream = np.zeros(known.n_sources, dtype=np.intp)
        for number, group in enumerate(fit.groups):
            stream[list(group)] = number
            kin[np.ix_(group, group)] += len(table.cells)
        place = known.value[table.statements] * len(fit.groups) + stream[table.source]
        _, one, many = np.unique(place, return_inverse=True, return_counts=True)
        weight[table.statements] = 1 / many[one]
        odds = np.log(fit.rate * MISTAKES / (1 - fit.rate))[table.source]
        own[table.statements] = weight[table.statements] * odds
        doubt += (fit.moved() ** 2).sum(axis=0)
    stated = np.maximum(known.stated, 1)
    return Streams(probability, none, weight, own, doubt / stated**2, _dependence(kin / known.n_cells))


def _dependence(kin: Numbers) -> Dependence:
    """Pairs by the share of cells for which they read one stream."""
    one, other = (each.astype(np.intp) for each in np.nonzero(np.triu(kin, 1)))
    evidence = _logit(kin[one, other])
    return Dependence(one, other, expit(evidence), evidence)


def _logit(share: Numbers) -> Numbers:
    share = np.clip(share, 0.01, 0.99)
    return np.asarray(np.log(share) - np.log1p(-share), dtype=np.float64)
