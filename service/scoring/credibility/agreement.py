"""A first guess of rates from how often sources agree, which no clique of a minority can move.

Two sources on their own agree where both are right, and hardly ever otherwise: the share of their common cells on which
they agree is about r r' (the first factor of the agreement of raters; Dawid & Skene 1979, doi:10.2307/2346806). So r is
about agreement / r' for every r', and the weighted median over the other sources is it even where several of them agree
with each other on purpose.
"""

from __future__ import annotations

import numpy as np
from scipy import sparse

from service.scoring.credibility.statements import Indices, Numbers, Statements

# The table of agreements has this many rows at most: those of the sources that state most.
MOST_SOURCES = 200
ROUNDS = 30
USUAL = 0.7


def first_rates(known: Statements) -> Numbers:
    """A guess of each source's rate in [0.05, 0.95], shape (n_sources,)."""
    chosen = np.sort(np.argsort(-known.stated, kind="stable")[:MOST_SOURCES])
    together = _common(known, known.cell_of, known.n_cells, chosen)
    agreed = _common(known, known.value, known.n_values, chosen)
    np.fill_diagonal(together, 0)
    guessed = np.full(known.n_sources, USUAL)
    guessed[chosen] = by_agreement(agreed, together)
    return guessed


def by_agreement(agreed: Numbers, together: Numbers) -> Numbers:
    """The same of how often each two sources agree, of so many times, both of shape (n_sources, n_sources)."""
    share = (agreed + 0.5) / (together + 1)
    rates = np.full(len(together), USUAL)
    for _ in range(ROUNDS):
        # Half a step at a time: the full step swings between too high and too low.
        found = _median(share / np.maximum(rates, 0.05), together * rates)
        rates = np.clip((rates + np.where(together.any(axis=1), found, USUAL)) / 2, 0.05, 0.95)
    return rates


def _common(known: Statements, which: Indices, many: int, chosen: Indices) -> Numbers:
    """How many of ``which`` two of the chosen sources have in common, shape (n_chosen, n_chosen)."""
    table = sparse.csr_array((np.ones(len(which)), (known.source, which)), shape=(known.n_sources, many))[chosen]
    return np.asarray((table @ table.T).todense(), dtype=np.float64)


def _median(values: Numbers, weights: Numbers) -> Numbers:
    """The weighted median of each row."""
    order = np.argsort(values, axis=1, kind="stable")
    ranked = np.take_along_axis(values, order, axis=1)
    reached = np.cumsum(np.take_along_axis(weights, order, axis=1), axis=1)
    place = np.minimum((reached < reached[:, -1:] / 2).sum(axis=1), values.shape[1] - 1)
    return np.asarray(ranked[np.arange(len(values)), place], dtype=np.float64)
