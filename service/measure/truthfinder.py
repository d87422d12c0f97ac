"""TruthFinder (Yin, Han & Yu 2007, doi:10.1145/1281192.1281309; TKDE 2008, doi:10.1109/TKDE.2007.190745), a baseline.

1. A value's confidence is 1 / (1 + exp(-GAMMA σ*)), σ* = σ + RHO Σ over the cell's others of σ(other) implication;
   σ sums -ln(1 - t) over the value's sources, and another value implies this one by its likeness less BASE.
2. A source's trustworthiness t is the mean confidence of its values.
"""

from __future__ import annotations

import numpy as np

from service.scoring.credibility.likeness import Likeness
from service.scoring.credibility.statements import Numbers, Statements, added_up

FIRST = 0.9
RHO = 0.5
GAMMA = 0.3
BASE = 0.5
TOLERANCE = 1e-6
ROUNDS = 100
# -ln(1 - t) has no bound: a source whose values are all sure would end the iteration.
_MOST = 1 - 1e-6


def truthfinder(known: Statements, alike: Likeness) -> tuple[Numbers, Numbers]:
    """The adjusted score of each value, shape (n_values,), and the trustworthiness of each source, in [0, 1]."""
    trust, score, stated = np.full(known.n_sources, FIRST), known.votes, np.maximum(known.stated, 1)
    for _ in range(ROUNDS):
        plain = added_up(known.value, -np.log1p(-np.minimum(trust, _MOST))[known.source], known.n_values)
        implied = plain[alike.stated] * (alike.alike - BASE)
        score = plain + RHO * added_up(alike.right, implied, known.n_values)
        confidence = 1 / (1 + np.exp(-GAMMA * score))
        before, trust = trust, added_up(known.source, confidence[known.value], known.n_sources) / stated
        if np.abs(trust - before).max(initial=0) < TOLERANCE:
            break
    return score, trust
