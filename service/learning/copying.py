"""Pairs of articles → the head that says whether they are copies.

Fitted on pairs of some stories and operations and of real reports, the penalty chosen on others.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import log_loss

from service.learning.copy_pairs import Pair
from service.learning.regression import in_bits
from service.news.article import Article
from service.scoring.copying.head import CopyHead
from service.scoring.copying.imprint import FEWEST_WORDS, imprint
from service.scoring.copying.measures import MEASURES, Measured, measured

PENALTIES = (0.1, 0.3, 1.0, 3.0, 10.0)
# All real pairs together weigh as much as so many made ones.
REAL_PAIRS = 300.0
# How often a newsroom names another one whose report it did not use, taken rather high: to pass for a copy costs more.
NAMED_IN_PASSING = 0.06
# Real pairs have no labels. Those that share more than this word for word may be copies: they are learnt from as
# neither.
MOST_RUNS = 0.15


@dataclass(frozen=True, slots=True)
class Rows:
    """MEASURES of pairs, shape (n_pairs, n_measures), whether each holds a copy, and what each weighs (> 0)."""

    measures: Measured
    copied: NDArray[np.bool_]
    weights: NDArray[np.float64]

    def __add__(self, other: Rows) -> Rows:
        """Both, one after the other."""
        return Rows(
            np.concatenate([self.measures, other.measures]),
            np.concatenate([self.copied, other.copied]),
            np.concatenate([self.weights, other.weights]),
        )


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted head, the inverse penalty C that was chosen, and the log loss there (natural, on the choosing rows)."""

    head: CopyHead
    penalty: float
    loss: float


def labelled(pairs: Sequence[Pair]) -> Rows:
    """Pairs of which it is known whether they hold a copy."""
    x = np.stack([measured(imprint(pair.one), imprint(pair.other)) for pair in pairs])
    return Rows(x, np.array([pair.copied for pair in pairs]), np.ones(len(pairs)))


def independent(events: Iterable[Sequence[Article]]) -> Rows:
    """Reports of several newsrooms on one event, each beside each: all taken to be independent but the most alike.

    Each counts once as it is and, for a smaller part, as if one named the other. Raises ValueError where there is none.
    """
    found = []
    for articles in events:
        for one, other in combinations(map(imprint, articles), 2):
            if min(one.length, other.length) < FEWEST_WORDS:
                continue
            told = [measured(one, other, credited=named) for named in (False, True)]
            if told[0][0] < MOST_RUNS:
                found.append(told)
    if not found:
        raise ValueError("reports of several newsrooms on one event are needed")
    each = REAL_PAIRS / len(found)
    weights = np.tile([each * (1 - NAMED_IN_PASSING), each * NAMED_IN_PASSING], len(found))
    return Rows(np.concatenate(found), np.zeros(2 * len(found), dtype=bool), weights)


def fit(learnt: Rows, chosen: Rows) -> Fit:
    """Fit the head on ``learnt``, choose the penalty on ``chosen``; both hold rows of both kinds."""
    tried = [(_fitted(learnt, penalty), penalty) for penalty in PENALTIES]
    losses = [
        float(log_loss(chosen.copied, _probabilities(head, chosen.measures), sample_weight=chosen.weights))
        for head, _ in tried
    ]
    head, penalty = tried[int(np.argmin(losses))]
    return Fit(_named(head), penalty, min(losses))


def _fitted(rows: Rows, penalty: float) -> CopyHead:
    (slopes,), (prior,) = in_bits(rows.measures, rows.copied, rows.weights, penalty)
    weights = {name: round(float(slope), 4) for name, slope in zip(MEASURES, slopes, strict=True)}
    return CopyHead("", round(float(prior), 4), weights)


def _probabilities(head: CopyHead, x: Measured) -> NDArray[np.float64]:
    return np.array([1 / (1 + 2 ** -head.bits(row)) for row in x])


def _named(head: CopyHead) -> CopyHead:
    """The head, called by the digest of all that it holds."""
    told = json.dumps([head.prior, dict(head.weights)], sort_keys=True)
    return replace(head, version=f"copies-{hashlib.sha256(told.encode()).hexdigest()[:12]}")
