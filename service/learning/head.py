"""Labelled rows → the head: logistic regressions over signals, a temperature for each, two thresholds.

1. Stances are fitted on rows that are no updates; whether a row is an update on those whose second claim is late enough
   to be one.
2. Whether a report laid two claims side by side joins in as one more column while weights are fitted, so that neither
   sort of rows bends them for the other, and is left out of the head, for bounds tell the two apart.
3. The penalty of each is chosen by cross-validation over events (log loss), and the same folds give out-of-fold
   probabilities of all rows.
4. Terms that tell more than the signals (``service.learning.wording``) join in, where predictions out of fold are the
   better for it.
5. The temperature that minimises their log loss calibrates the weights (Guo et al. 2017, arXiv:1706.04599).
6. The thresholds are the lowest probabilities from which out-of-fold decisions are right often enough: of what reports
   lay side by side by themselves on such rows alone, of two claims that are asked about on all others.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, log_loss

from service.learning.regression import (
    FOLDS,
    Lesson,
    Matrix,
    Regression,
    Terms,
    out_of_fold,
    regression,
    softmax,
)
from service.learning.wording import Candidates, candidates, telling
from service.news.pair import Bits, Relation
from service.news.progress import Progress, silent
from service.scoring.head import Bounds, Head

PENALTIES = (0.01, 0.03, 0.1, 0.3, 1.0)
# Of terms, whose columns are 0 or 1 as they are, so that rare ones are shrunk more, not less. What terms do not take up
# bends the weights of the signals: so it is a light one, and what a term may weigh has a bound instead. One alone never
# makes one stance more than eight times as likely beside another, before all is calibrated.
PENALTY_OF_TERMS = 3.0
MOST_BITS = 3.0
# Alphabetical, as scikit-learn orders classes.
RELATIONS = (Relation.AGREES, Relation.CONTRADICTS, Relation.NEUTRAL, Relation.UPDATES)
IMPOSSIBLE = 1e-4
# A false alarm costs an editor an hour, a missed contradiction a correction: seven alarms in ten are to be right, made
# pairs counting by their weight. A false agreement passes for corroboration unseen: there made pairs count in full.
CONTRADICTION_PRECISION = 0.7
AGREEMENT_PRECISION = 0.5
# Of what a report finds by itself half is to be right: a false alarm costs as much as one that is missed.
LAID_PRECISION = 0.5


class TooFewRows(ValueError):
    """Rows that no head can be fitted on: a stance has none, or there are fewer events than folds."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Labelled pairs as measurements.

    ``signals`` has shape (n_rows, n_signals), its columns named by ``names``, and ``signs`` (n_rows, n_signs), by
    ``sign_names``; ``late`` tells of each row whether its second claim is late enough for an update; ``relations``,
    ``events`` and ``weights`` (> 0) have n_rows members, and so has ``laid``, whether a report laid the two side by
    side by itself, and ``terms`` where the wording was read, too.
    """

    names: tuple[str, ...]
    signals: Matrix
    sign_names: tuple[str, ...]
    signs: Matrix
    late: NDArray[np.bool_]
    relations: tuple[Relation, ...]
    events: tuple[str, ...]
    weights: tuple[float, ...]
    laid: NDArray[np.bool_]
    terms: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted head, and figures of its out-of-fold predictions on what no report laid; made rows count by weight."""

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
    """Figures, as those of a Fit, without some signals or signs, by the ``name`` of what is left out."""

    name: str
    log_loss: float
    accuracy: float
    contradiction_f1: float
    update_f1: float


@dataclass(frozen=True, slots=True)
class _Part:
    """One regression fitted: its slopes (n_classes, n_columns) and intercepts in bits, and how it came about.

    ``of_terms`` are the slopes of those terms that were learnt, (n_classes,) each. ``probabilities`` are those of all
    rows as if each were asked about, out of fold, shape (n_rows, n_classes); ``loss`` is the log loss out of fold of
    what is known of each row, before it was calibrated.
    """

    slopes: Matrix
    prior: Matrix
    penalty: float
    temperature: float
    probabilities: Matrix
    loss: float
    of_terms: Mapping[str, Matrix] = field(default_factory=dict)


def fit(rows: Rows, progress: Progress = silent, labelled: NDArray[np.bool_] | None = None) -> Fit:
    """Fit the head; raises TooFewRows where a relation has no row or there are fewer events than folds.

    Only the rows that are ``labelled`` here say which terms are learnt; without any, none are. ``progress`` hears of
    'fit' before each penalty that is tried.
    """
    y, weights = _checked(rows), np.array(rows.weights)
    found = candidates(rows.terms, labelled) if labelled is not None and rows.terms else None
    steps, n_steps = count(), 2 * len(PENALTIES) + (1 if found else 0)

    def told() -> None:
        progress("fit", next(steps), n_steps)

    stance, development = _parts(rows, y, PENALTIES, told=told)
    if found is not None and labelled is not None:
        stance = _worded(rows, y, stance, found, labelled, told)
    probabilities = _over_relations(stance, development, rows.late)
    asked = _asked(probabilities, y, weights, ~rows.laid)
    head = _head(rows, stance, development, asked, _laid(probabilities, y, rows.laid, asked))
    probabilities, y, weights = probabilities[~rows.laid], y[~rows.laid], weights[~rows.laid]
    called = _called(probabilities)
    true = y == Relation.CONTRADICTS.value
    alarms = (called == Relation.CONTRADICTS.value) & (probabilities[:, 1] >= asked.contradicts)
    return Fit(
        head=head,
        rows=len(rows.relations),
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
    y = _checked(rows)
    true, weights = y[~rows.laid], np.array(rows.weights)[~rows.laid]
    whole = _parts(rows, y, PENALTIES)
    found: list[Ablation] = []
    for done, (name, left_out) in enumerate([("", ()), *groups.items()], start=1):
        kept = _without(rows, frozenset(left_out))
        parts = _parts(kept, y, (whole[0].penalty,), (whole[1].penalty,))
        probabilities = _over_relations(*parts, kept.late)[~rows.laid]
        called = _called(probabilities)
        found.append(
            Ablation(
                name,
                float(log_loss(true, _possible(probabilities), sample_weight=weights)),
                float(np.average(called == true, weights=weights)),
                *(
                    float(f1_score(true == each.value, called == each.value, sample_weight=weights, zero_division=0.0))
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
    update = y == Relation.UPDATES.value
    return (
        _fitted(_lesson(rows, rows.signals, y, ~update), penalties, told),
        _fitted(_lesson(rows, rows.signs, update, rows.late), of_updates or penalties, told),
    )


def _lesson(rows: Rows, measured: Matrix, y: NDArray[Any], among: NDArray[np.bool_]) -> Lesson:
    """To learn ``y`` from what was ``measured`` and, in a last column, from whether a report laid the two."""
    x, as_asked = (np.column_stack([measured, laid]) for laid in (rows.laid, np.zeros_like(rows.laid)))
    return Lesson(x, as_asked, y, np.array(rows.events), np.array(rows.weights), among)


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


def _fitted(lesson: Lesson, penalties: Sequence[float], told: Callable[[], None]) -> _Part:
    """A regression with the best of the penalties."""
    tried = []
    for penalty in penalties:
        told()
        tried.append((penalty, *out_of_fold(lesson, penalty)))
    penalty, *logits = min(tried, key=lambda each: lesson.loss(each[1]))
    return _part(lesson, regression(lesson, np.flatnonzero(lesson.among), penalty), penalty, *logits)


def _worded(
    rows: Rows,
    y: NDArray[np.str_],
    plain: _Part,
    found: Candidates,
    labelled: NDArray[np.bool_],
    told: Callable[[], None],
) -> _Part:
    """``plain`` with the terms that tell more, fitted together; as it is where predictions are none the better.

    Which terms tell is found anew in every fold, on what is learnt from there.
    """
    lesson = _lesson(rows, rows.signals, y, y != Relation.UPDATES.value)
    classes = [relation.value for relation in RELATIONS if relation is not Relation.UPDATES]
    residuals = (np.equal.outer(y, classes) - plain.probabilities) * lesson.weights[:, None]

    def tell(train: NDArray[np.int_]) -> NDArray[np.bool_]:
        own = train[labelled[train]]
        return telling(found.present[own], residuals[own], lesson.events[own])

    learnt = np.flatnonzero(lesson.among)
    kept = tell(learnt)
    if not kept.any():
        return plain
    told()
    # One regression has one penalty: a column that is scaled by s is shrunk as by a penalty of s² times it.
    scale = math.sqrt(PENALTY_OF_TERMS / plain.penalty)

    def columns(terms: NDArray[np.bool_]) -> Terms:
        return Terms(found.present[:, terms] * scale, MOST_BITS * math.log(2) / scale)

    logits = out_of_fold(lesson, plain.penalty, lambda train: columns(tell(train)))
    if lesson.loss(logits[0]) >= plain.loss:
        return plain
    part = _part(lesson, regression(lesson, learnt, plain.penalty, columns(kept)), plain.penalty, *logits)
    slopes, of_terms = np.split(part.slopes, [len(rows.names)], axis=1)
    names = found.names[kept].tolist()
    return replace(part, slopes=slopes, of_terms=dict(zip(names, of_terms.T * scale, strict=True)))


def _part(lesson: Lesson, fitted: Regression, penalty: float, logits: Matrix, as_asked: Matrix) -> _Part:
    """A regression in bits, calibrated by its ``logits`` out of fold, without the column that is no signal."""
    cooling = lesson.temperature(logits)
    scale, scaler = 1 / (math.log(2) * cooling), fitted.scaler
    n_columns = len(scaler.scale_)
    slopes = fitted.model.coef_ * scale
    slopes[:, :n_columns] /= scaler.scale_
    prior = fitted.model.intercept_ * scale - slopes[:, :n_columns] @ scaler.mean_
    kept = np.delete(slopes, n_columns - 1, axis=1)
    return _Part(kept, prior, penalty, cooling, softmax(as_asked / cooling), lesson.loss(logits))


def _asked(probabilities: Matrix, y: NDArray[np.str_], weights: Matrix, among: NDArray[np.bool_]) -> Bounds:
    """In hundredths, from the rows ``among``; none for updates: that a claim goes on from another accuses nobody."""
    called = _called(probabilities)
    right = called == y
    agrees, contradicts = (among & (called == each.value) for each in (Relation.AGREES, Relation.CONTRADICTS))
    alike = np.ones_like(weights)
    return Bounds(
        _lowest(probabilities[agrees, 0], right[agrees], alike[agrees], AGREEMENT_PRECISION),
        _lowest(probabilities[contradicts, 1], right[contradicts], weights[contradicts], CONTRADICTION_PRECISION),
    )


def _laid(probabilities: Matrix, y: NDArray[np.str_], laid: NDArray[np.bool_], asked: Bounds) -> Bounds:
    """In hundredths, from what reports laid side by side; never lower than what ``asked`` has for reports."""
    bounds = asked.in_reports()
    called = _called(probabilities)
    for place, relation in enumerate(RELATIONS):
        chosen = laid & (called == relation.value)
        if relation is Relation.NEUTRAL or not chosen.any():
            continue
        right = y[chosen] == relation.value
        found = _lowest(probabilities[chosen, place], right, np.ones(len(right)), LAID_PRECISION)
        bounds = replace(bounds, **{relation.value: max(found, bounds.of(relation))})
    return bounds


def _lowest(probability: Matrix, right: NDArray[np.bool_], weights: Matrix, wanted: float) -> float:
    """The lowest threshold, in hundredths from 1/4 up, from which the share of right decisions is as wanted."""
    for hundredths in range(25, 96):
        chosen = probability >= hundredths / 100
        if chosen.any() and np.average(right[chosen], weights=weights[chosen]) >= wanted:
            return hundredths / 100
    return 0.95


def _share(wanted: NDArray[np.bool_], among: NDArray[np.bool_], weights: Matrix) -> float:
    return float(np.average(wanted[among], weights=weights[among])) if among.any() else 0.0


def _possible(probabilities: Matrix) -> Matrix:
    """No probability is 0, so that a row of which the rule of time says so, against its label, has a loss at all."""
    clipped = np.clip(probabilities, IMPOSSIBLE, 1.0)
    return np.asarray(clipped / clipped.sum(axis=1, keepdims=True))


def _head(rows: Rows, stance: _Part, development: _Part, asked: Bounds, laid: Bounds) -> Head:
    """In bits per unit of each signal; a signal that measures 0 contributes nothing."""
    prior = _bits(stance.prior)
    weights = {name: _bits(stance.slopes[:, column]) for column, name in enumerate(rows.names)}
    update_prior = round(float(development.prior[0]), 4)
    update_weights = {
        name: round(float(slope), 4) for name, slope in zip(rows.sign_names, development.slopes[0], strict=True)
    }
    wording = {name: _bits(slopes) for name, slopes in stance.of_terms.items()}
    bits, of_terms = ({name: asdict(each) for name, each in some.items()} for some in (weights, wording))
    bounds = [asdict(asked), asdict(laid)]
    parts = [asdict(prior), bits, update_prior, update_weights, *bounds, *([of_terms] if of_terms else [])]
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]
    return Head(f"head-{digest}", prior, weights, update_prior, update_weights, asked, laid, wording)


def _bits(column: Matrix) -> Bits:
    """Centred over the stances (which changes no probability) and rounded, so that the file shows what is used."""
    centred = column - column.mean()
    return Bits(*(round(float(value), 4) for value in centred))
