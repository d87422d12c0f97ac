"""95 % intervals by resampling groups of rows (premises, bodies, events, sources, scenarios), never single rows.

Rows of one group share a text or a story, so they are wrong together; resampling rows would make it too narrow.
Efron & Tibshirani 1993, ch. 13: the percentile interval.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence

import numpy as np

from service.measure.metrics import Numbers

ROUNDS = 1000
SEED = 20260301
_BLOCK = 50


def grouped(groups: Sequence[Hashable], counts: Numbers) -> Numbers:
    """Counts of each group in order of appearance, shape (n_groups, …), from those of each row, shape (n_rows, …)."""
    number = {group: i for i, group in enumerate(dict.fromkeys(groups))}
    sums = np.zeros((len(number), *counts.shape[1:]))
    np.add.at(sums, [number[group] for group in groups], counts)
    return sums


def interval(
    counts: Numbers, figure: Callable[[Numbers], Numbers], seed: int = SEED, rounds: int = ROUNDS
) -> tuple[float, float]:
    """Where 95 % of the figure's values lie when groups are drawn with replacement, as many as there are.

    ``counts`` has shape (n_groups, …); ``figure`` maps summed counts of shape (n_draws, …) to (n_draws,). Draws without
    a value are left out; (NaN, NaN) where none has one.
    """
    values = np.concatenate([figure(np.tensordot(drawn, counts, axes=1)) for drawn in draws(len(counts), seed, rounds)])
    known = values[~np.isnan(values)]
    if not known.size:
        return float("nan"), float("nan")
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


def draws(n_groups: int, seed: int, rounds: int) -> Iterator[Numbers]:
    """How often each group is drawn, in blocks of shape (at most 50, n_groups), ``rounds`` draws in all."""
    generator = np.random.default_rng(seed)
    for done in range(0, rounds, _BLOCK):
        size = min(_BLOCK, rounds - done)
        yield generator.multinomial(n_groups, np.full(n_groups, 1 / n_groups), size=size).astype(np.float64)
