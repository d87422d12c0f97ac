"""Labelled rows → the head: multinomial logistic regression over signals, one temperature, two thresholds.

1. Rows labelled ``updates`` are left out: the stance of an update is decided by the rule of time and direction.
2. The penalty is chosen by cross-validation over events (log loss), and the same folds give out-of-fold probabilities.
3. The temperature that minimises their log loss calibrates the weights (Guo et al. 2017, arXiv:1706.04599).
4. The thresholds are the lowest probabilities from which out-of-fold decisions are right often enough.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from service.news.pair import Bits, Relation, Stance
from service.scoring.head import Head

Matrix = NDArray[np.float64]

FOLDS = 8
PENALTIES = (0.01, 0.03, 0.1, 0.3, 1.0)
# Alphabetical, as scikit-learn orders classes.
STANCES = (Stance.AGREES, Stance.CONTRADICTS, Stance.NEUTRAL)
# A false alarm costs an editor an hour, a missed contradiction a correction: seven alarms in ten are to be right, made
# pairs counting by their weight. A false agreement passes for corroboration unseen: there made pairs count in full.
CONTRADICTION_PRECISION = 0.7
AGREEMENT_PRECISION = 0.5


class TooFewRows(ValueError):
    """Rows that no head can be fitted on: a stance has none, or there are fewer events than folds."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Labelled pairs as measurements.

    ``signals`` has shape (n_rows, n_signals), its columns named by ``names``; ``relations``, ``events`` and ``weights``
    (> 0) have n_rows members.
    """

    names: tuple[str, ...]
    signals: Matrix
    relations: tuple[Relation, ...]
    events: tuple[str, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted head with the figures of its out-of-fold predictions (rows without updates)."""

    head: Head
    rows: int
    penalty: float
    temperature: float
    log_loss: float
    accuracy: float
    contradiction_precision: float
    contradiction_recall: float


def fit(rows: Rows) -> Fit:
    """Fit the head; raises TooFewRows where a stance has no row or there are fewer events than folds."""
    kept = np.array([relation is not Relation.UPDATES for relation in rows.relations])
    x = rows.signals[kept]
    y = np.array([relation.value for relation in rows.relations])[kept]
    events = np.array(rows.events)[kept]
    weights = np.array(rows.weights)[kept]
    if set(y) != {stance.value for stance in STANCES}:
        raise TooFewRows(f"rows of every stance are needed, not only of {sorted(set(y))}")
    if len(set(events)) < FOLDS:
        raise TooFewRows(f"at least {FOLDS} events are needed, not {len(set(events))}")
    penalty, logits = _chosen(x, y, events, weights)
    cooling = temperature(logits, y, weights)
    probabilities = _softmax(logits / cooling)
    head = _head(x, y, weights, rows.names, penalty, cooling, _thresholds(probabilities, y, weights))
    called = np.array([stance.value for stance in STANCES])[probabilities.argmax(axis=1)]
    true = y == Stance.CONTRADICTS.value
    alarms = (called == Stance.CONTRADICTS.value) & (probabilities[:, 1] >= head.contradiction_from)
    return Fit(
        head=head,
        rows=len(y),
        penalty=penalty,
        temperature=cooling,
        log_loss=float(log_loss(y, probabilities, sample_weight=weights)),
        accuracy=float(np.average(called == y, weights=weights)),
        contradiction_precision=_share(true, alarms, weights),
        contradiction_recall=_share(alarms, true, weights),
    )


def _model(penalty: float) -> tuple[StandardScaler, LogisticRegression]:
    return StandardScaler(), LogisticRegression(C=penalty, max_iter=5_000)


def _chosen(x: Matrix, y: NDArray[np.str_], events: NDArray[np.str_], weights: Matrix) -> tuple[float, Matrix]:
    """The penalty with the least out-of-fold log loss, and its out-of-fold logits."""
    tried = [(penalty, _out_of_fold(x, y, events, weights, penalty)) for penalty in PENALTIES]
    return min(tried, key=lambda each: float(log_loss(y, _softmax(each[1]), sample_weight=weights)))


def _out_of_fold(x: Matrix, y: NDArray[np.str_], events: NDArray[np.str_], weights: Matrix, penalty: float) -> Matrix:
    logits = np.zeros((len(y), len(STANCES)))
    for train, test in GroupKFold(FOLDS).split(x, y, events):
        model = make_pipeline(*_model(penalty))
        model.fit(x[train], y[train], logisticregression__sample_weight=weights[train])
        logits[test] = model.decision_function(x[test])
    return logits


def temperature(logits: Matrix, y: NDArray[np.str_], weights: Matrix) -> float:
    """The divisor of ``logits``, shape (n_rows, 3), with the least log loss on stances ``y`` (Guo et al. 2017)."""

    def loss(log_temperature: float) -> float:
        return float(log_loss(y, _softmax(logits / math.exp(log_temperature)), sample_weight=weights))

    return math.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x)


def _thresholds(probabilities: Matrix, y: NDArray[np.str_], weights: Matrix) -> tuple[float, float]:
    """(agreement_from, contradiction_from), in hundredths."""
    called = probabilities.argmax(axis=1)
    right = np.array([stance.value for stance in STANCES])[called] == y
    agrees, contradicts = called == STANCES.index(Stance.AGREES), called == STANCES.index(Stance.CONTRADICTS)
    alike = np.ones_like(weights)
    return (
        _lowest(probabilities[agrees, 0], right[agrees], alike[agrees], AGREEMENT_PRECISION),
        _lowest(probabilities[contradicts, 1], right[contradicts], weights[contradicts], CONTRADICTION_PRECISION),
    )


def _lowest(probability: Matrix, right: NDArray[np.bool_], weights: Matrix, wanted: float) -> float:
    """The lowest threshold, in hundredths from 1/3 up, from which the share of right decisions is as wanted."""
    for hundredths in range(34, 96):
        chosen = probability >= hundredths / 100
        if chosen.any() and np.average(right[chosen], weights=weights[chosen]) >= wanted:
            return hundredths / 100
    return 0.95


def _share(wanted: NDArray[np.bool_], among: NDArray[np.bool_], weights: Matrix) -> float:
    return float(np.average(wanted[among], weights=weights[among])) if among.any() else 0.0


def _softmax(logits: Matrix) -> Matrix:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _head(
    x: Matrix,
    y: NDArray[np.str_],
    weights: Matrix,
    names: Sequence[str],
    penalty: float,
    temperature: float,
    thresholds: tuple[float, float],
) -> Head:
    """The model fitted on all rows, in bits per unit of each signal; a signal that measures 0 contributes nothing."""
    scaler, model = _model(penalty)
    model.fit(scaler.fit_transform(x), y, sample_weight=weights)
    scale = 1 / (math.log(2) * temperature)
    slopes = model.coef_ / scaler.scale_ * scale
    prior = model.intercept_ * scale - slopes @ scaler.mean_
    weights_by_name = {name: _bits(slopes[:, column]) for column, name in enumerate(names)}
    parts = {"prior": asdict(_bits(prior)), **{name: asdict(bits) for name, bits in weights_by_name.items()}}
    digest = hashlib.sha256(json.dumps([parts, thresholds], sort_keys=True).encode()).hexdigest()[:12]
    return Head(f"head-{digest}", _bits(prior), weights_by_name, *thresholds)


def _bits(column: Matrix) -> Bits:
    """Centred over the stances (which changes no probability) and rounded, so that the file shows what is used."""
    centred = column - column.mean()
    return Bits(*(round(float(value), 4) for value in centred))
