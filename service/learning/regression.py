"""Logistic regressions, over signals and columns of terms beside them; in bits; out of fold; calibration."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler

Matrix = NDArray[np.float64]

FOLDS = 8


@dataclass(frozen=True, slots=True)
class Terms:
    """Columns of terms, shape (n_rows, n_terms), and ``most``: no weights of one for two classes are further apart.

    Weights are natural logarithms of odds per unit of the column.
    """

    columns: csr_matrix
    most: float

    def of(self, rows: NDArray[np.int_]) -> Terms:
        """Those of some rows."""
        return Terms(self.columns[rows], self.most)


def no_terms(learnt_from: NDArray[np.int_]) -> None:
    """Signals alone are learnt."""
    del learnt_from


@dataclass(frozen=True, slots=True)
class Regression:
    """A logistic regression over signals, each scaled to one size, and columns of terms, which are as they are."""

    scaler: StandardScaler
    model: LogisticRegression

    def logits(self, x: Matrix, terms: Terms | None) -> Matrix:
        """Shape (n_rows, n_classes)."""
        found = self.model.decision_function(_beside(self.scaler.transform(x), terms))
        return found if found.ndim == 2 else np.column_stack([np.zeros_like(found), found])


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is learnt: classes ``y`` from columns ``x``, shape (n_rows, n_columns), on the rows that are ``among`` them.

    ``as_asked`` is ``x`` as it would be had each row been asked about, and ``weights`` are > 0.
    """

    x: Matrix
    as_asked: Matrix
    y: NDArray[Any]
    events: NDArray[np.str_]
    weights: Matrix
    among: NDArray[np.bool_]

    def loss(self, logits: Matrix) -> float:
        """The mean log loss of logits of all rows, shape (n_rows, n_classes), on those that are learnt from."""
        return mean_loss(logits[self.among], self.y[self.among], self.weights[self.among])

    def temperature(self, logits: Matrix) -> float:
        """What such logits have to be divided by for that loss to be least."""
        return temperature(logits[self.among], self.y[self.among], self.weights[self.among])


def regression(lesson: Lesson, chosen: NDArray[np.int_], penalty: float, terms: Terms | None = None) -> Regression:
    """Fitted on the rows that are ``chosen``; ``terms`` are those of all rows."""
    scaler, model = StandardScaler(), LogisticRegression(C=penalty, max_iter=5_000)
    scaled = scaler.fit_transform(lesson.x[chosen])
    model.fit(_beside(scaled, terms and terms.of(chosen)), lesson.y[chosen], sample_weight=lesson.weights[chosen])
    if terms:
        of_terms = model.coef_[:, scaled.shape[1] :]
        of_terms *= np.minimum(1.0, terms.most / np.maximum(np.ptp(of_terms, axis=0), np.finfo(float).tiny))
    return Regression(scaler, model)


def in_bits(x: Matrix, y: NDArray[Any], weights: Matrix, penalty: float = 1.0) -> tuple[Matrix, Matrix]:
    """Slopes, shape (n_classes or 1, n_columns), in bits per unit of each column, and priors of a regression."""
    scaler, model = StandardScaler(), LogisticRegression(C=penalty, max_iter=5_000)
    model.fit(scaler.fit_transform(x), y, sample_weight=weights)
    slopes = model.coef_ / scaler.scale_ / math.log(2)
    return slopes, model.intercept_ / math.log(2) - slopes @ scaler.mean_


def _beside(scaled: Matrix, terms: Terms | None) -> Matrix | csr_matrix:
    return scaled if terms is None else hstack([csr_matrix(scaled), terms.columns], format="csr")


def out_of_fold(
    lesson: Lesson, penalty: float, terms_of: Callable[[NDArray[np.int_]], Terms | None] = no_terms
) -> tuple[Matrix, Matrix]:
    """Logits of all rows, shape (n_rows, n_classes), by models fitted without their events; and the same as if asked.

    ``terms_of`` gives the terms, of all rows, that are to be learnt from some of them.
    """
    shape = (len(lesson.y), len(set(lesson.y[lesson.among])))
    logits, as_asked = np.zeros(shape), np.zeros(shape)
    for train, test in GroupKFold(FOLDS).split(lesson.x, lesson.y, lesson.events):
        chosen = train[lesson.among[train]]
        terms = terms_of(chosen)
        fitted = regression(lesson, chosen, penalty, terms)
        for x, found in ((lesson.x, logits), (lesson.as_asked, as_asked)):
            found[test] = fitted.logits(x[test], terms and terms.of(test))
    return logits, as_asked


def mean_loss(logits: Matrix, y: NDArray[Any], weights: Matrix) -> float:
    """The mean log loss of ``logits``, shape (n_rows, n_classes), on ``y``, whose classes are in sorted order."""
    return float(log_loss(y, softmax(logits), sample_weight=weights))


def temperature(logits: Matrix, y: NDArray[Any], weights: Matrix) -> float:
    """The divisor of ``logits``, shape (n_rows, n_classes), with the least log loss on ``y`` (Guo et al. 2017)."""

    def loss(log_temperature: float) -> float:
        return mean_loss(logits / math.exp(log_temperature), y, weights)

    return math.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x)


def softmax(logits: Matrix) -> Matrix:
    """The probabilities of ``logits``, shape (n_rows, n_classes)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
