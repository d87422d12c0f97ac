"""A first guess of rates from how often sources agree, which no clique of a minority can move.

Two sources on their own agree where both are right, and hardly ever otherwise: the share of their common cells on which
they agree is about r r' (the first factor of the agreement of raters; Dawid & Skene 1979, doi:10.2307/2346806). So r is
about agreement / r' for every r', and the weighted median over the other sources is it even where several of them agree
with each other on purpose.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from scipy import sparse

from service.scoring.credibility.statements import Indices, Numbers, Statements

# Of bare observations all pairs may have cells in common: those of the sources that state most are counted.
MOST_SOURCES = 200
ROUNDS = 30
USUAL = 0.7


def first_rates(known: Statements) -> Numbers:
    """A guess of each source's rate in [0.05, 0.95], shape (n_sources,)."""
    chosen = np.sort(np.argsort(-known.stated, kind="stable")[:MOST_SOURCES])
    together = _common(known, known.cell_of, known.n_cells, chosen)
    agreed = _common(known, known.value, known.n_values, chosen)
    np.fill_diagonal(together, 0)
    one, other = np.nonzero(together)
    guessed = np.full(known.n_sources, USUAL)
    guessed[chosen] = by_agreement(one, other, agreed[one, other], together[one, other], len(chosen))
    return guessed


def by_agreement(one: Indices, other: Indices, agreed: Numbers, together: Numbers, n_sources: int) -> Numbers:
    """Each source's rate in [0.05, 0.95], shape (n_sources,), from the pairs of sources that have cells in common.

    ``agreed`` and ``together``, shape (n_pairs,), say on how many cells ``one`` and ``other`` agree, of how many; each
    pair is there both ways, in the order of ``one``.
    """
    share = (agreed + 0.5) / (together + 1)
    start = np.searchsorted(one, np.arange(n_sources + 1))
    rates = np.full(n_sources, USUAL)
    for _ in range(ROUNDS):
        values, weights = share / rates[other], together * rates[other]
        found = [_median(values[a:b], weights[a:b]) if a < b else USUAL for a, b in pairwise(start.tolist())]
        # Half a step at a time: the full step swings between too high and too low.
        rates = np.clip((rates + np.array(found)) / 2, 0.05, 0.95)
    return rates


def _common(known: Statements, which: Indices, many: int, chosen: Indices) -> Numbers:
    """How many of ``which`` two of the chosen sources have in common, shape (n_chosen, n_chosen)."""
    table = sparse.csr_array((np.ones(len(which)), (known.source, which)), shape=(known.n_sources, many))[chosen]
    return np.asarray((table @ table.T).todense(), dtype=np.float64)


def _median(values: Numbers, weights: Numbers) -> float:
    """The weighted median."""
    order = np.lexsort((weights, values))
    reached = np.cumsum(weights[order])
    return float(values[order[np.searchsorted(reached, reached[-1] / 2)]])
