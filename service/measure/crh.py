"""CRH (Li et al. 2014, doi:10.1145/2588555.2610509) with its loss for categories, a baseline.

1. A cell's truth is the value with the largest sum of its sources' weights.
2. A source's weight is -ln of its share of all sources' loss, where a loss is the share of its values that are not the
   truth: sources state unequally much.
"""

from __future__ import annotations

import numpy as np

from service.scoring.credibility.statements import Numbers, Statements, added_up, largest

ROUNDS = 100
TOLERANCE = 1e-6
# A source without any loss would have a weight without bound.
_LEAST = 1e-3


def crh(known: Statements) -> tuple[Numbers, Numbers]:
    """The weight of each value, shape (n_values,), and one less each source's loss, in [0, 1]."""
    stated = np.maximum(known.stated, 1)
    weight, loss = np.ones(known.n_sources), np.zeros(known.n_sources)
    for _ in range(ROUNDS):
        score = added_up(known.value, weight[known.source], known.n_values)
        best = score >= largest(known.cell, score, known.n_cells)[known.cell] - TOLERANCE
        # Values that tie share the truth, so that their order decides nothing.
        truth = best / added_up(known.cell, best.astype(np.float64), known.n_cells)[known.cell]
        before, loss = loss, 1 - added_up(known.source, truth[known.value], known.n_sources) / stated
        least = np.maximum(loss, _LEAST)
        weight = -np.log(least / least.sum())
        if np.abs(loss - before).max(initial=0) < TOLERANCE:
            break
    return added_up(known.value, weight[known.source], known.n_values), 1 - loss
