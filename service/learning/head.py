"""Labelled rows → the head: logistic regressions over signals, a temperature for each, two thresholds.

1. Stances are fitted on rows that are no updates; whether a row is an update on those whose second claim is late enough
   to be one.
2. The penalty of each is chosen by cross-validation over events (log loss), and the same folds give out-of-fold
   probabilities of all rows.
3. The temperature that minimises their log loss calibrates the weights (Guo et al. 2017, arXiv:1706.04599).
4. The thresholds are the lowest probabilities from which out-of-fold decisions are right often enough.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, log_loss
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from service.news.pair import Bits, Relation
from service.news.progress import Progress, silent
from service.scoring.head import Head

Matrix = NDArray[np.float64]

FOLDS = 8
PENALTIES = (0.01, 0.03, 0.1, 0.3, 1.0)
# Alphabetical, as scikit-learn orders classes.
RELATIONS = (Relation.AGREES, Relation.CONTRADICTS, Relation.NEUTRAL, Relation.UPDATES)
IMPOSSIBLE = 1e-4
# A false alarm costs an editor an hour, a missed contradiction a correction: seven alarms in ten are to be right, made
# pairs counting by their weight. A false agreement passes for corroboration unseen: there made pairs count in full.
CONTRADICTION_PRECISION = 0.7
AGREEMENT_PRECISION = 0.5


class TooFewRows(ValueError):
    """Rows that no head can be fitted on: a stance has none, or there are fewer events than folds."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Labelled pairs as measurements.

    ``signals`` has shape (n_rows, n_signals), its columns named by ``names``, and ``signs`` (n_rows, n_signs), by
    ``sign_names``; ``late`` tells of each row whether its second claim is late enough for an update; ``relations``,
    ``events`` and ``weights`` (> 0) have n_rows members.
    """

    names: tuple[str, ...]
    signals: Matrix
    sign_names: tuple[str, ...]
    signs: Matrix
    late: NDArray[np.bool_]
    relations: tuple[Relation, ...]
    events: tuple[str, ...]
    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted head with the figures of its out-of-fold predictions; made rows count by their weight."""

    head: Head
    rows: int
    penalties: tuple[float, float]
    temperatures: tuple[float, float]
    log_loss: float
    accuracy: float
    contradiction_precision: float
    contradiction_recall: float


@dataclass(frozen=True, slots=True)
class Ablation:
    """Figures of out-of-fold predictions without some signals or signs, by the ``name`` of what is left out."""

    name: str
    log_loss: float
    accuracy: float
    contradiction_f1: float
    update_f1: float


@dataclass(frozen=True, slots=True)
class _Part:
    """One regression fitted: its slopes (n_classes, n_columns) and intercepts in bits, and how it came about.

    ``probabilities`` are those of all rows, out of fold, shape (n_rows, n_classes).
    """

    slopes: Matrix
    prior: Matrix
    penalty: float
    temperature: float
    probabilities: Matrix


def fit(rows: Rows, progress: Progress = silent) -> Fit:
    """Fit the head; raises TooFewRows where a relation has no row or there are fewer events than folds.

    ``progress`` hears of 'fit' before each penalty that is tried.
    """
    y, weights = _checked(rows), np.array(rows.weights)
    steps = count()
    stance, development = _parts(rows, y, PENALTIES, told=lambda: progress("fit", next(steps), 2 * len(PENALTIES)))
    probabilities = _over_relations(stance, development, rows.late)
    head = _head(rows, stance, development, _thresholds(probabilities, y, weights))
    called = _called(probabilities)
    true = y == Relation.CONTRADICTS.value
    alarms = (called == Relation.CONTRADICTS.value) & (probabilities[:, 1] >= head.contradiction_from)
    return Fit(
        head=head,
        rows=len(y),
        penalties=(stance.penalty, development.penalty),
        temperatures=(stance.temperature, development.temperature),
        log_loss=float(log_loss(y, _possible(probabilities), sample_weight=weights)),
        accuracy=float(np.average(called == y, weights=weights)),
        contradiction_precision=_share(true, alarms, weights),
        contradiction_recall=_share(alarms, true, weights),
    )


def ablations(rows: Rows, groups: Mapping[str, Sequence[str]], progress: Callable[[int, int], None]) -> list[Ablation]:
    """What is lost where the signals and signs of one of ``groups`` are left out; first, where none is ('').

    Penalties are those chosen with all of them. Raises TooFewRows.
    """
    y, weights = _checked(rows), np.array(rows.weights)
    whole = _parts(rows, y, PENALTIES)
    found: list[Ablation] = []
    for done, (name, left_out) in enumerate([("", ()), *groups.items()], start=1):
        kept = _without(rows, frozenset(left_out))
        parts = _parts(kept, y, (whole[0].penalty,), (whole[1].penalty,))
        probabilities = _over_relations(*parts, kept.late)
        called = _called(probabilities)
        found.append(
            Ablation(
                name,
                float(log_loss(y, _possible(probabilities), sample_weight=weights)),
                float(np.average(called == y, weights=weights)),
                *(
                    float(f1_score(y == each.value, called == each.value, sample_weight=weights, zero_division=0.0))
                    for each in (Relation.CONTRADICTS, Relation.UPDATES)
                ),
            )
        )
        progress(done, len(groups) + 1)
    return found


def _checked(rows: Rows) -> NDArray[np.str_]:
    """The relations of the rows, if they suffice; raises TooFewRows."""
    y = np.array([relation.value for relation in rows.relations])
    if set(y) != {relation.value for relation in RELATIONS}:
        raise TooFewRows(f"rows of every relation are needed, not only of {sorted(map(str, set(y)))}")
    if len(set(rows.events)) < FOLDS:
        raise TooFewRows(f"at least {FOLDS} events are needed, not {len(set(rows.events))}")
    update = y == Relation.UPDATES.value
    if not (rows.late & update).any() or not (rows.late & ~update).any():
        raise TooFewRows("rows of two times an hour or more apart are needed, updates and others")
    return y


def _parts(
    rows: Rows,
    y: NDArray[np.str_],
    penalties: Sequence[float],
    of_updates: Sequence[float] = (),
    told: Callable[[], None] = lambda: None,
) -> tuple[_Part, _Part]:
    """The regression of stances, and that of updates, each with the best of the penalties; each is ``told`` of."""
    events, weights, update = np.array(rows.events), np.array(rows.weights), y == Relation.UPDATES.value
    return (
        _fitted(rows.signals, y, events, weights, ~update, penalties, told),
        _fitted(rows.signs, update, events, weights, rows.late, of_updates or penalties, told),
    )


def _over_relations(stance: _Part, development: _Part, late: NDArray[np.bool_]) -> Matrix:
    """Out-of-fold probabilities in the order of RELATIONS, shape (n_rows, 4)."""
    updates = np.where(late, development.probabilities[:, 1], 0.0)
    return np.column_stack([stance.probabilities * (1 - updates)[:, None], updates])


def _called(probabilities: Matrix) -> NDArray[np.str_]:
    """The likeliest relation of each row."""
    return np.asarray(np.array([relation.value for relation in RELATIONS])[probabilities.argmax(axis=1)])


def _without(rows: Rows, left_out: frozenset[str]) -> Rows:
    signals = [name not in left_out for name in rows.names]
    signs = [name not in left_out for name in rows.sign_names]
    return replace(
        rows,
        names=tuple(name for name in rows.names if name not in left_out),
        signals=rows.signals[:, signals],
        sign_names=tuple(name for name in rows.sign_names if name not in left_out),
        signs=rows.signs[:, signs],
    )


def _fitted(
    x: Matrix,
    y: NDArray[Any],
    events: NDArray[np.str_],
    weights: Matrix,
    among: NDArray[np.bool_],
    penalties: Sequence[float],
    told: Callable[[], None],
) -> _Part:
    """A regression of ``y`` on ``x`` fitted on the rows ``among``."""
    tried = []
    for penalty in penalties:
        told()
        tried.append((penalty, _out_of_fold(x, y, events, weights, among, penalty)))
    penalty, logits = min(
        tried, key=lambda each: float(log_loss(y[among], _softmax(each[1][among]), sample_weight=weights[among]))
    )
    cooling = temperature(logits[among], y[among], weights[among])
    scaler, model = _model(penalty)
    model.fit(scaler.fit_transform(x[among]), y[among], sample_weight=weights[among])
    scale = 1 / (math.log(2) * cooling)
    slopes = model.coef_ / scaler.scale_ * scale
    prior = model.intercept_ * scale - slopes @ scaler.mean_
    return _Part(slopes, prior, penalty, cooling, _softmax(logits / cooling))


def _model(penalty: float) -> tuple[StandardScaler, LogisticRegression]:
    return StandardScaler(), LogisticRegression(C=penalty, max_iter=5_000)


def _out_of_fold(
    x: Matrix,
    y: NDArray[Any],
    events: NDArray[np.str_],
    weights: Matrix,
    among: NDArray[np.bool_],
    penalty: float,
) -> Matrix:
    """Logits of all rows, shape (n_rows, n_classes), each by a model fitted without its event."""
    logits = np.zeros((len(y), len(set(y[among]))))
    for train, test in GroupKFold(FOLDS).split(x, y, events):
        chosen = train[among[train]]
        model = make_pipeline(*_model(penalty))
        model.fit(x[chosen], y[chosen], logisticregression__sample_weight=weights[chosen])
        found = model.decision_function(x[test])
        logits[test] = found if found.ndim == 2 else np.column_stack([np.zeros_like(found), found])
    return logits


def temperature(logits: Matrix, y: NDArray[Any], weights: Matrix) -> float:
    """The divisor of ``logits``, shape (n_rows, n_classes), with the least log loss on ``y`` (Guo et al. 2017)."""

    def loss(log_temperature: float) -> float:
        return float(log_loss(y, _softmax(logits / math.exp(log_temperature)), sample_weight=weights))

    return math.exp(minimize_scalar(loss, bounds=(-2.0, 2.0), method="bounded").x)


def _thresholds(probabilities: Matrix, y: NDArray[np.str_], weights: Matrix) -> tuple[float, float]:
    """(agreement_from, contradiction_from), in hundredths."""
    called = _called(probabilities)
    right = called == y
    agrees, contradicts = (called == each.value for each in (Relation.AGREES, Relation.CONTRADICTS))
    alike = np.ones_like(weights)
    return (
        _lowest(probabilities[agrees, 0], right[agrees], alike[agrees], AGREEMENT_PRECISION),
        _lowest(probabilities[contradicts, 1], right[contradicts], weights[contradicts], CONTRADICTION_PRECISION),
    )


def _lowest(probability: Matrix, right: NDArray[np.bool_], weights: Matrix, wanted: float) -> float:
    """The lowest threshold, in hundredths from 1/4 up, from which the share of right decisions is as wanted."""
    for hundredths in range(25, 96):
        chosen = probability >= hundredths / 100
        if chosen.any() and np.average(right[chosen], weights=weights[chosen]) >= wanted:
            return hundredths / 100
    return 0.95


def _share(wanted: NDArray[np.bool_], among: NDArray[np.bool_], weights: Matrix) -> float:
    return float(np.average(wanted[among], weights=weights[among])) if among.any() else 0.0


def _softmax(logits: Matrix) -> Matrix:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def _possible(probabilities: Matrix) -> Matrix:
    """No probability is 0, so that a row of which the rule of time says so, against its label, has a loss at all."""
    clipped = np.clip(probabilities, IMPOSSIBLE, 1.0)
    return np.asarray(clipped / clipped.sum(axis=1, keepdims=True))


def _head(rows: Rows, stance: _Part, development: _Part, thresholds: tuple[float, float]) -> Head:
    """In bits per unit of each signal; a signal that measures 0 contributes nothing."""
    prior = _bits(stance.prior)
    weights = {name: _bits(stance.slopes[:, column]) for column, name in enumerate(rows.names)}
    update_prior = round(float(development.prior[0]), 4)
    update_weights = {
        name: round(float(slope), 4) for name, slope in zip(rows.sign_names, development.slopes[0], strict=True)
    }
    bits = {name: asdict(each) for name, each in weights.items()}
    parts = [asdict(prior), bits, update_prior, update_weights, thresholds]
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]
    return Head(f"head-{digest}", prior, weights, update_prior, update_weights, *thresholds)


def _bits(column: Matrix) -> Bits:
    """Centred over the stances (which changes no probability) and rounded, so that the file shows what is used."""
    centred = column - column.mean()
    return Bits(*(round(float(value), 4) for value in centred))
