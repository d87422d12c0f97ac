"""A candidate beside the head that answers now, on the same gates: better, worse, and by how much at the least.

1. Both heads weigh the same measurements of the same pairs.
2. For each figure, the 95 % interval of the candidate's advantage, by drawing events with replacement, the same draw
   for both (paired bootstrap; Efron & Tibshirani 1993).
3. A figure stands against the candidate where that interval reaches below minus its margin: that it is worse by more
   cannot be ruled out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.learning.head import IMPOSSIBLE, RELATIONS, Rows
from service.measure import metrics
from service.measure.bootstrap import grouped, interval
from service.measure.metrics import Numbers
from service.news.pair import Bits
from service.scoring.head import Head
from service.scoring.odds import LARGEST_BITS

UNDECIDED = len(RELATIONS)
BINS = 10
ACCURACY, LOG_LOSS = "accuracy", "log_loss"
F1 = {relation: f"{relation.value}_f1" for relation in RELATIONS}
# The F1 of a relation rests on a quarter of the rows, so that its interval is twice as wide: with the margin of the
# others honest labels would often be refused, only because that figure is known less well.
MARGINS = {ACCURACY: 0.02, LOG_LOSS: 0.02, **dict.fromkeys(F1.values(), 0.04)}


@dataclass(frozen=True, slots=True)
class Alone:
    """Figures of one head, and its ``reliability`` as in ``Trial``."""

    figures: Mapping[str, float]
    reliability: tuple[tuple[float, float, int], ...]

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON, with the keys that ``Trial.plain`` has for the candidate."""
        return {"candidate": _told(self.figures), "reliability": _tenths(self.reliability)}


@dataclass(frozen=True, slots=True)
class Trial:
    """Figures of both heads, the interval of the candidate's advantage in each, and the figures that stand against it.

    The advantage in ``log_loss`` is how much smaller it is. ``reliability`` has, for each tenth of stated probability
    that holds rows, the candidate's mean stated probability of the likeliest relation, how often that is right, and how
    many rows there are.
    """

    candidate: Mapping[str, float]
    active: Mapping[str, float]
    advantage: Mapping[str, tuple[float, float]]
    against: tuple[str, ...]
    reliability: tuple[tuple[float, float, int], ...]

    @property
    def plain(self) -> dict[str, Any]:
        """As JSON: figures that have no value are null."""
        return {
            "candidate": _told(self.candidate),
            "active": _told(self.active),
            "advantage": {name: [_number(end) for end in ends] for name, ends in self.advantage.items()},
            "margins": MARGINS,
            "against": list(self.against),
            "reliability": _tenths(self.reliability),
        }


def trial(gates: Rows, candidate: Head, active: Head) -> Trial:
    """Both heads on ``gates``."""
    counts = np.stack([_counts(gates, head) for head in (candidate, active)], axis=1)
    losses = np.stack([_losses(gates, head) for head in (candidate, active)], axis=1)
    tables, sums = grouped(gates.events, counts), grouped(gates.events, losses)
    advantage = {name: interval(tables, partial(_advantage, name)) for name in _of_tables(tables.sum(0))}
    advantage[LOG_LOSS] = interval(sums, lambda drawn: _mean(drawn[:, 1]) - _mean(drawn[:, 0]))
    both = _of_tables(tables.sum(0)), _mean(sums.sum(0))
    mine, theirs = (
        {name: float(values[side]) for name, values in both[0].items()} | {LOG_LOSS: float(both[1][side])}
        for side in (0, 1)
    )
    # Written so that an interval that is none, where a figure has no value, stands against it, too.
    against = tuple(name for name, (low, _) in advantage.items() if not low >= -MARGINS[name])
    return Trial(mine, theirs, advantage, against, reliability(gates, candidate))


def alone(gates: Rows, head: Head) -> Alone:
    """One head on ``gates``."""
    tables, losses = _counts(gates, head).sum(0), _losses(gates, head).sum(0)
    figures = {name: float(value) for name, value in _of_tables(tables).items()}
    return Alone(figures | {LOG_LOSS: float(_mean(losses))}, reliability(gates, head))


def reliability(rows: Rows, head: Head) -> tuple[tuple[float, float, int], ...]:
    """Stated against actual (DeGroot & Fienberg 1983), by tenths of the stated probability; empty ones are left out."""
    found = probabilities(rows, head)
    right = found.argmax(axis=1) == np.array([RELATIONS.index(relation) for relation in rows.relations])
    stated = found.max(axis=1)
    places = np.minimum((stated * BINS).astype(int), BINS - 1)
    tenths = [places == place for place in sorted(set(places.tolist()))]
    return tuple((float(stated[each].mean()), float(right[each].mean()), int(each.sum())) for each in tenths)


def probabilities(rows: Rows, head: Head) -> Numbers:
    """What ``head`` makes of each row, in the order of RELATIONS, shape (n_rows, 4)."""
    weights = np.array([_row(head.weights[name]) for name in rows.names])
    bits = rows.signals @ weights + np.array(_row(head.prior))
    for row, terms in enumerate(rows.terms):
        bits[row] += np.sum([_row(head.wording[term]) for term in sorted(terms & head.wording.keys())], axis=0)
    powers = np.exp2(np.maximum(bits - bits.max(axis=1, keepdims=True), -LARGEST_BITS))
    of_update = rows.signs @ np.array([head.update_weights[name] for name in rows.sign_names]) + head.update_prior
    updates = np.where(rows.late, 1 / (1 + np.exp2(-np.clip(of_update, -LARGEST_BITS, LARGEST_BITS))), 0.0)
    stances = powers / powers.sum(axis=1, keepdims=True)
    return np.column_stack([stances * (1 - updates)[:, None], updates])


def called(rows: Rows, head: Head) -> NDArray[np.int_]:
    """The relation that ``head`` gives each row, by its place in RELATIONS; UNDECIDED inside the abstain band.

    A contradiction is taken to have a reason, which measurements do not tell.
    """
    found = probabilities(rows, head)
    likeliest, surest = found.argmax(axis=1), found.max(axis=1)
    least = np.array([head.asked.of(relation) for relation in RELATIONS])
    return np.where(surest >= least[likeliest], likeliest, UNDECIDED)


def _counts(rows: Rows, head: Head) -> Numbers:
    """A confusion table for each row."""
    gold = [RELATIONS.index(relation) for relation in rows.relations]
    return metrics.one_hot_confusions(gold, called(rows, head).tolist(), len(RELATIONS))


def _losses(rows: Rows, head: Head) -> Numbers:
    """The log loss of each row beside a one, shape (n_rows, 2)."""
    gold = [RELATIONS.index(relation) for relation in rows.relations]
    told = np.clip(probabilities(rows, head)[np.arange(len(gold)), gold], IMPOSSIBLE, 1.0)
    return np.column_stack([-np.log(told), np.ones(len(gold))])


def _of_tables(tables: Numbers) -> dict[str, Numbers]:
    """Figures of confusion tables with labels in the order of RELATIONS, shape (…, 4, 5)."""
    f1 = metrics.label_scores(tables)[2]
    of_each = {F1[relation]: f1[..., place] for place, relation in enumerate(RELATIONS)}
    return {ACCURACY: metrics.accuracy(tables), **of_each}


def _advantage(name: str, drawn: Numbers) -> Numbers:
    """By how much the first is better than the second in a figure, of tables of shape (n_draws, 2, 4, 5)."""
    found = _of_tables(drawn)[name]
    return np.asarray(found[:, 0] - found[:, 1])


def _mean(sums: Numbers) -> Numbers:
    return metrics.ratio(sums[..., 0], sums[..., 1])


def _told(values: Mapping[str, float]) -> dict[str, float | None]:
    return {name: _number(value) for name, value in values.items()}


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)


def _tenths(found: Sequence[tuple[float, float, int]]) -> list[list[float]]:
    return [[round(stated, 4), round(actual, 4), n] for stated, actual, n in found]


def _row(bits: Bits) -> tuple[float, float, float]:
    return bits.agrees, bits.contradicts, bits.neutral
