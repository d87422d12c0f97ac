"""How like each other the values of a cell are, for a near miss bears out what it nearly says.

Numbers are the more alike the nearer they are, on a scale taken from the data: the median distance between two
different values of a cell, over all cells of the attribute. Positive numbers that range over two orders of magnitude
are compared by their logarithms. Days ('2026-03-01') are numbers of days. Anything else is a set of parts (the names of
a list, the words of a name); it is as like another one as the share of its own parts that the other one has, so that a
list with a name left out is wholly like the full list, and not the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from service.scoring.credibility.statements import Indices, Numbers, Statements

# A cell with more values than this gives no pairs: there would be too many, and each would tell little.
MOST_VALUES = 64
# Positive numbers whose 95th percentile is this many times the 5th are compared as logarithms.
WIDE = 100.0
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PART = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """Ordered pairs of different values of one cell, each array of shape (n_pairs,).

    ``alike`` in [0, 1] is how like ``right`` the value ``stated`` is; ``ratio`` (>= 0) how much likelier it is as a
    near miss where ``right`` is right than as any wrong value of such a cell: that over its mean in the attribute.
    """

    stated: Indices
    right: Indices
    alike: Numbers
    ratio: Numbers


NONE = Likeness(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0), np.zeros(0))
# Above this share of numbers among the values of an attribute they are compared as numbers.
_NUMERIC = 0.5


def likeness(known: Statements, texts: Sequence[str]) -> Likeness:
    """The likeness of values given as texts, one for each value of ``known``."""
    stated, right = _pairs(known)
    if not len(stated):
        return NONE
    numbers = np.array([_number(text) for text in texts])
    attribute = known.attribute[known.cell[stated]]
    alike, ratio = np.zeros(len(stated)), np.ones(len(stated))
    for each in np.unique(attribute):
        inside = np.flatnonzero(attribute == each)
        one, other = stated[inside], right[inside]
        if np.isfinite(numbers[one]).mean() > _NUMERIC:
            alike[inside] = _near(numbers[one], numbers[other])
        else:
            alike[inside] = _shared(texts, one, other)
        mean = float(alike[inside].mean())
        if mean > 0:
            ratio[inside] = alike[inside] / mean
    return Likeness(stated, right, alike, ratio)


def _pairs(known: Statements) -> tuple[Indices, Indices]:
    """All ordered pairs of different values of one cell."""
    order = np.argsort(known.cell, kind="stable")
    cell = known.cell[order]
    many = np.bincount(known.cell, minlength=known.n_cells)
    ones, others = [], []
    for step in range(1, min(int(many.max(initial=0)), MOST_VALUES)):
        at = np.flatnonzero((cell[step:] == cell[:-step]) & (many[cell[step:]] <= MOST_VALUES))
        ones.append(order[at])
        others.append(order[at + step])
    one, other = (np.concatenate(each) if each else np.zeros(0, np.intp) for each in (ones, others))
    return np.concatenate([one, other]), np.concatenate([other, one])


def _number(text: str) -> float:
    if _DAY.fullmatch(text):
        try:
            return float(date.fromisoformat(text).toordinal())
        except ValueError:
            return float("nan")
    try:
        return float(text)
    except ValueError:
        return float("nan")


def _near(one: Numbers, other: Numbers) -> Numbers:
    """exp(-distance / scale); 0 where one of the two is no number."""
    both = np.isfinite(one) & np.isfinite(other)
    among = np.concatenate([one[both], other[both]])
    if (among > 0).all() and np.percentile(among, 95) > WIDE * np.percentile(among, 5):
        one, other = np.log(np.where(both, one, 1.0)), np.log(np.where(both, other, 1.0))
    distance = np.abs(one - other)
    scale = float(np.median(distance[both])) if both.any() else 1.0
    return np.where(both, np.exp(-distance / (scale or 1.0)), 0.0)


def _shared(texts: Sequence[str], one: Indices, other: Indices) -> Numbers:
    parts = {value: frozenset(_PART.findall(texts[value])) for value in np.unique(one).tolist()}
    return np.array(
        [
            len(parts[a] & parts[b]) / len(parts[a]) if parts[a] else 0.0
            for a, b in zip(one.tolist(), other.tolist(), strict=True)
        ]
    )
