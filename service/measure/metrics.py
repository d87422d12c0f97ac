"""Figures of merit as functions of counts.

Counts of parts of a file add up to those of the whole, which is what the bootstrap needs; scikit-learn's metrics want
the rows themselves, so those it has too are tested against it. Every function on counts takes any number of leading
axes and works along them. A figure whose denominator is 0 is NaN here and null in what is printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

Numbers = NDArray[np.float64]

ECE_BINS = 15


def ratio(part: ArrayLike, whole: ArrayLike) -> Numbers:
    """Part over whole, NaN where whole is 0."""
    above, below = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    undefined = np.full(np.broadcast_shapes(above.shape, below.shape), np.nan)
    return np.asarray(np.divide(above, below, out=undefined, where=below != 0), dtype=np.float64)


def precision(hits: ArrayLike, found: ArrayLike, wanted: ArrayLike) -> Numbers:
    """Share of what was found that is right; 0 where nothing was found though something was wanted."""
    empty = (np.asarray(found) == 0) & (np.asarray(wanted) > 0)
    return np.where(empty, 0.0, ratio(hits, found))


def recall(hits: ArrayLike, wanted: ArrayLike) -> Numbers:
    """Share of what was wanted that was found."""
    return ratio(hits, wanted)


def f1(hits: ArrayLike, found: ArrayLike, wanted: ArrayLike) -> Numbers:
    """The harmonic mean of precision and recall, 2 * hits / (found + wanted)."""
    return ratio(2 * np.asarray(hits), np.asarray(found) + np.asarray(wanted))


def one_hot_confusions(gold: Sequence[int], predicted: Sequence[int], n_labels: int) -> Numbers:
    """One confusion table for each row, shape (n_rows, n_labels, n_labels + 1): gold label by predicted label.

    A prediction of ``n_labels`` means that none was made; it stands in the last column.
    """
    tables = np.zeros((len(gold), n_labels, n_labels + 1))
    tables[np.arange(len(gold)), np.asarray(gold, dtype=int), np.asarray(predicted, dtype=int)] = 1
    return tables


def accuracy(table: Numbers) -> Numbers:
    """Share of rows with the right label, of confusion tables of shape (…, n_labels, n_labels + 1)."""
    return ratio(_right(table).sum(-1), table.sum((-2, -1)))


def label_scores(table: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Precision, recall and F1 of each label, each of shape (…, n_labels), of confusion tables."""
    hits, found, wanted = _right(table), table[..., :-1].sum(-2), table.sum(-1)
    return precision(hits, found, wanted), recall(hits, wanted), f1(hits, found, wanted)


def macro_f1(table: Numbers, present: NDArray[np.bool_]) -> Numbers:
    """The mean F1 of the labels that are ``present``, shape (n_labels,); one neither given nor wanted is left out."""
    scores = label_scores(table)[2][..., present]
    known = ~np.isnan(scores)
    return ratio(np.where(known, scores, 0).sum(-1), known.sum(-1))


def weighted_score(table: Numbers, credit: Numbers) -> Numbers:
    """The credit earned as a share of what perfect answers would earn; ``credit`` is by gold and predicted label."""
    best = credit.diagonal()
    return ratio((table[..., :-1] * credit).sum((-2, -1)), (table.sum(-1) * best).sum(-1))


def b_cubed(gold: Sequence[Hashable], predicted: Sequence[Hashable]) -> tuple[Numbers, Numbers]:
    """B³ precision and recall of each item, both of shape (n_items,) (Bagga & Baldwin 1998).

    The figures are their means. An item's precision (recall) is the share of its predicted (gold) cluster that is
    also in its gold (predicted) one.
    """
    shared = Counter(zip(gold, predicted, strict=True))
    sizes, found = Counter(gold), Counter(predicted)
    pairs = list(zip(gold, predicted, strict=True))
    precisions = [shared[pair] / found[pair[1]] for pair in pairs]
    recalls = [shared[pair] / sizes[pair[0]] for pair in pairs]
    return np.array(precisions, dtype=np.float64), np.array(recalls, dtype=np.float64)


def harmonic_mean(one: Numbers, other: Numbers) -> Numbers:
    """2ab / (a + b)."""
    return ratio(2 * one * other, one + other)


def expected_calibration_error(confidences: Sequence[float], right: Sequence[bool], bins: int = ECE_BINS) -> float:
    """The mean gap between stated and actual accuracy over equal-width bins of confidence, weighted by their rows.

    ``confidences`` in [0, 1] are those of the predicted labels; one on the edge of two bins belongs to the lower.
    """
    stated, actual = np.asarray(confidences, dtype=np.float64), np.asarray(right, dtype=np.float64)
    if not stated.size:
        return float("nan")
    place = np.clip(np.ceil(stated * bins).astype(int) - 1, 0, bins - 1)
    gaps = np.bincount(place, weights=stated - actual, minlength=bins)
    return float(np.abs(gaps).sum() / stated.size)


def rank_correlation(one: Sequence[float], other: Sequence[float]) -> float:
    """Spearman's rho; NaN where either side has fewer than two different values."""
    if len(set(one)) < 2 or len(set(other)) < 2:
        return float("nan")
    return float(stats.spearmanr(one, other).statistic)


def _right(table: Numbers) -> Numbers:
    return np.diagonal(table[..., :-1], axis1=-2, axis2=-1)
