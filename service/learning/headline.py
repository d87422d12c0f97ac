"""Labelled headlines and bodies → the head that says what a body says of a headline.

1. Whether a body speaks of the headline is fitted on rows of all labels.
2. What it says is fitted on rows whose body does. A row weighs as many as it was drawn for, and less the more rows its
   story has, or a few stories would decide for all.
3. The penalty, and how far each stance is leant to, are chosen by cross-validation over stories.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import accuracy_score, f1_score
from sklearn.model_selection import GroupKFold

from service.learning.regression import in_bits
from service.scoring.headline.head import RELATED, BodyHead, BodyStance
from service.scoring.headline.held import MANNER, NEARNESS, Measured

FOLDS = 8
PENALTIES = (0.0003, 0.001, 0.003, 0.01)
# In bits, added to the prior: the rarer a stance, the less it would be called by its likelihood alone.
LEANS = ((0.0, 0.5, 1.0), (0.0, 0.5, 1.0, 1.5, 2.0, 2.5), (0.0,))
# A related row that is passed over loses up to four times what an unrelated one that is taken loses.
NEAR_LEAN = 1.5
# How much of the challenge's credit hangs on which of the three stances it is, and how many of the four F1s do.
CREDIT, SCORES = 0.45, 0.75


class TooFewStories(ValueError):
    """Rows that no head can be fitted on: a stance has none, or there are fewer stories than folds."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Headlines held against bodies.

    ``nearness`` has shape (n_rows, n_nearness), and ``stances`` one member each. ``manner``, shape (n_related,
    n_manner), is of the rows of which ``stories`` names the story, ``said`` the stance, one of RELATED, and
    ``stands_for`` how many rows (> 0) it was drawn for.
    """

    nearness: Measured
    stances: tuple[BodyStance, ...]
    manner: Measured
    said: tuple[BodyStance, ...]
    stories: tuple[str, ...]
    stands_for: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted head, how it was chosen, and what it reaches out of fold among related rows."""

    head: BodyHead
    penalty: float
    leans: tuple[float, ...]
    accuracy: float
    f1: tuple[float, ...]


def fit(rows: Rows) -> Fit:
    """Fit the head; raises TooFewStories."""
    said = np.array([RELATED.index(stance) for stance in rows.said])
    if len(set(said)) < len(RELATED) or len(set(rows.stories)) < FOLDS:
        raise TooFewStories(f"rows of every stance, of {FOLDS} stories at least, are needed")
    if BodyStance.UNRELATED not in rows.stances:
        raise TooFewStories("unrelated rows are needed, too")
    many = np.array(rows.stands_for)
    weights = _weights(rows.stories, many)
    tried = [
        (penalty, leans, bits + leans)
        for penalty in PENALTIES
        for bits in [_out_of_fold(rows.manner, said, rows.stories, weights, penalty)]
        for leans in product(*LEANS)
    ]
    penalty, leans, bits = max(tried, key=lambda each: _worth(said, each[2], many))
    slopes, prior = in_bits(rows.manner, said, weights, penalty)
    related = np.array([stance is not BodyStance.UNRELATED for stance in rows.stances])
    near_slopes, near_prior = in_bits(rows.nearness, related, np.ones(len(related)))
    called = bits.argmax(axis=1)
    return Fit(
        head=_head(near_slopes[0], float(near_prior[0]) + NEAR_LEAN, slopes, prior + leans),
        penalty=penalty,
        leans=leans,
        accuracy=float(accuracy_score(said, called, sample_weight=many)),
        f1=tuple(map(float, f1_score(said, called, average=None, sample_weight=many))),
    )


def _weights(stories: Sequence[str], many: Measured) -> Measured:
    """How many a row stands for over the root of how many rows its story has, 1 on average."""
    of_story: dict[str, float] = dict.fromkeys(stories, 0.0)
    for story, rows in zip(stories, many, strict=True):
        of_story[story] += float(rows)
    weights = many / np.sqrt([of_story[story] for story in stories])
    return np.asarray(weights / weights.mean())


def _out_of_fold(
    x: Measured, y: NDArray[np.int_], stories: Sequence[str], weights: Measured, penalty: float
) -> Measured:
    """The bits of all rows, shape (n_rows, n_classes), each by a model fitted without its story."""
    bits = np.zeros((len(y), len(RELATED)))
    for learnt, left in GroupKFold(FOLDS).split(x, y, stories):
        slopes, prior = in_bits(x[learnt], y[learnt], weights[learnt], penalty)
        bits[left] = x[left] @ slopes.T + prior
    return bits


def _worth(said: NDArray[np.int_], bits: Measured, many: Measured) -> float:
    """What answers add to the sum of the challenge's score and the macro F1."""
    called = bits.argmax(axis=1)
    right = float(accuracy_score(said, called, sample_weight=many))
    return CREDIT * right + SCORES * float(f1_score(said, called, average="macro", sample_weight=many))


def _head(near_slopes: Measured, near_prior: float, slopes: Measured, prior: Measured) -> BodyHead:
    """Rounded, so that the file shows what is used, and centred over the stances, which changes no answer."""
    nearness = {name: _rounded(bits) for name, bits in zip(NEARNESS, near_slopes, strict=True)}
    manner = {name: _centred(column) for name, column in zip(MANNER, slopes.T, strict=True)}
    head = BodyHead("", _rounded(near_prior), nearness, _centred(prior), manner)
    digest = hashlib.sha256(json.dumps(asdict(head), sort_keys=True).encode()).hexdigest()[:12]
    return BodyHead(f"stance-{digest}", head.near_prior, nearness, head.manner_prior, manner)


def _centred(column: Measured) -> tuple[float, ...]:
    return tuple(map(_rounded, column - column.mean()))


def _rounded(bits: float) -> float:
    return round(float(bits), 4)
