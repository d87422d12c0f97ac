"""Whether two threads tell of one event: a learnt decision in bits, over meaning, words, names and time.

A headline alone gives a noisier vector and fewer words than a report, so how much a likeness tells depends on the
shorter of the two texts, and one decision serves both. Words and names count by how rare they are (Spärck Jones 1972,
doi:10.1108/eb026526); how rare each is was counted once and ships with the weights, so that it does not hang on what
else is at hand. Inner products are exact (see ``service.scoring.encode``), sums of rarities are sums of small whole
numbers, and everything else is reckoned pair by pair: the affinity of two threads is the same to the last bit whichever
others are measured along with them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]
Places = NDArray[np.int64]

# Threads whose affinities with all others are measured at a time: a few hundred megabytes with 50 000 others.
BLOCK = 512
APART = np.float32(-64.0)
"""The affinity of two threads that are never put together, in bits."""
MOST = np.float32(12.0)
"""No pair counts for more bits than this, either way: an average must not hang on one of its members."""

MEASURES = (
    "meaning",
    "meaning_of_headline",
    "words",
    "names",
    "headline",
    "next_day",
    "other_day",
    "look_alike",
    "days_apart",
    "dated",
    "dated_length",
    "background",
)
"""What is measured on two threads: how alike they are, then how far apart in time; ``Threads`` says how."""
TIMES_FROM = "next_day"
"""The first measure of time: however alike two texts are, no more than MOST stands against it."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """The learnt decision (``models/grouping.json``); affinities are in bits, log₂ odds of one event.

    ``weights`` are in bits for each unit of MEASURES. ``rarity`` gives words a weight >= 1, ``rarest`` is that of all
    others. Threads are one event from an average affinity of ``join_from`` bits on. Vectors whose cosine is below
    ``near_from`` alone never connect two threads, nor do threads published more than ``window`` days apart.
    """

    version: str
    prior: float
    weights: Mapping[str, float]
    rarity: Mapping[str, int]
    rarest: int
    near_from: float
    join_from: float = 0.0
    window: float = 30.0


@dataclass(frozen=True, slots=True)
class Thread:
    """The claims of one article that tell of one time.

    ``vector`` is of unit length and on the grid, shape (n_dims,): that of the article's title and text where the claims
    tell of the story's own time, else of the claims. ``words`` are the words of that text and ``names`` those of names
    in the claims, ``days`` the calendar days told in them (proleptic ordinals), all ascending and each once;
    ``published`` is in days since 1970. ``background`` tells that they speak of another time than the story's,
    ``vouched`` that the article counts. ``together`` and ``apart`` say what editors hold them to
    (``service.scoring.holding``), '' and () where nothing.
    """

    article: str
    claims: tuple[str, ...]
    vector: Vector
    words: tuple[str, ...]
    names: tuple[str, ...]
    days: tuple[int, ...]
    published: float | None
    background: bool
    vouched: bool = True
    together: str = ""
    apart: tuple[str, ...] = ()


class Threads:
    """Some threads laid out as arrays, to be measured against each other."""

    def __init__(self, found: Sequence[Thread], grouping: Grouping) -> None:
        self._grouping = grouping
        self._vectors = np.stack([thread.vector for thread in found])
        self._words = _Terms([thread.words for thread in found], grouping)
        self._names = _Terms([thread.names for thread in found], grouping)
        self._size = np.array([len(thread.claims) for thread in found], dtype=np.float32)
        # Reckoned one by one: logarithms of whole arrays differ in their last bit with the place in them.
        self._length = np.array([math.log2(len(thread.claims)) for thread in found], dtype=np.float32)
        self._days = _padded([thread.days for thread in found])
        self._published = np.array([np.nan if t.published is None else t.published for t in found])
        self._background = np.array([thread.background for thread in found])
        numbers = {name: n for n, name in enumerate(dict.fromkeys(thread.article for thread in found))}
        self._article = np.array([numbers[thread.article] for thread in found])

    def __len__(self) -> int:
        return len(self._vectors)

    def matrix(self) -> Matrix:
        """All affinities in bits, shape (n_threads, n_threads), symmetric, at most MOST."""
        everyone = np.arange(len(self))
        return np.concatenate([self._of_all(rows, everyone) for rows in self._blocks(everyone)])

    def edges(self, of_first: int | None = None) -> tuple[Places, Places]:
        """The pairs of threads, each once and the earlier place first, whose affinity is ``join_from`` or more.

        Where ``of_first`` is given, those alone whose earlier place is among the first so many.
        """
        found = [self._edges(rows) for rows in self._blocks(np.arange(len(self))[:of_first])]
        return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])

    def measured(self, one: Places, other: Places) -> Matrix:
        """What is measured on pairs of threads, given by their places: shape (n_pairs, n_measures), as in MEASURES."""
        cosine = np.einsum("ij,ij->i", self._vectors[one], self._vectors[other])
        values = self._values(one, other, cosine, self._words.shared(one, other), self._names.shared(one, other))
        return np.stack([np.broadcast_to(value, cosine.shape) for value in values], axis=1).astype(np.float32)

    def _of_all(self, rows: Places, everyone: Places) -> Matrix:
        cosine = self._vectors[rows] @ self._vectors.T
        words, names = (each.products(rows, everyone) for each in (self._words, self._names))
        return self._affinity(rows[:, None], everyone[None, :], cosine, words, names)

    def _edges(self, rows: Places) -> tuple[Places, Places]:
        """The affinity is reckoned of those pairs alone whose vectors are near enough."""
        others = self._within_window(rows)
        cosine = self._vectors[rows] @ self._vectors[others].T
        row, column = np.nonzero((cosine >= np.float32(self._grouping.near_from)) & (others[None, :] > rows[:, None]))
        one, other = rows[row], others[column]
        words, names = (each.products(rows, others)[row, column] for each in (self._words, self._names))
        affinity = self._affinity(one, other, cosine[row, column], words, names)
        kept = affinity >= np.float32(self._grouping.join_from)
        return one[kept], other[kept]

    def _within_window(self, rows: Places) -> Places:
        """The places from the first of ``rows`` on, less those published too long before or after them all."""
        others = np.arange(rows[0], len(self))
        known, published = self._published[rows], self._published[others]
        if np.isnan(known).any():
            return others
        reach = self._grouping.window + 1
        too_far = (published < known.min() - reach) | (published > known.max() + reach)
        return np.asarray(others[~too_far], dtype=np.int64)

    def _blocks(self, places: Places) -> Iterator[Places]:
        for start in range(0, len(places), BLOCK):
            yield places[start : start + BLOCK]

    def _affinity(self, one: Places, other: Places, cosine: Matrix, words: Matrix, names: Matrix) -> Matrix:
        """The affinity of each of ``one`` with that of ``other``, whose shapes broadcast to those of the products."""
        grouping = self._grouping
        bits: Matrix = np.asarray(grouping.prior, dtype=np.float32)
        # One after the other: a sum over an axis may be taken in another order in another shape.
        for name, value in zip(MEASURES, self._values(one, other, cosine, words, names), strict=True):
            if name == TIMES_FROM:
                bits = np.asarray(np.minimum(bits, MOST))
            bits = np.asarray(bits + np.float32(grouping.weights[name]) * value, dtype=np.float32)
        bits = np.asarray(np.clip(bits, -MOST, MOST))
        far = cosine < np.float32(grouping.near_from)
        bits = np.where(far, np.minimum(bits, np.float32(grouping.join_from - 1)), bits)
        published = np.abs(self._published[one] - self._published[other])
        never = (self._article[one] == self._article[other]) | (published > grouping.window)
        return np.asarray(np.where(never, APART, bits), dtype=np.float32)

    def _values(self, one: Places, other: Places, cosine: Matrix, words: Matrix, names: Matrix) -> Iterator[Matrix]:
        """What is measured, in the order of MEASURES; ``words`` and ``names`` are the rarities of what is shared.

        ``headline`` is 1 where the shorter thread is one claim, and falls with the square of its claims; the length is
        the logarithm of these, to the base of 2.
        """
        shorter = np.minimum(self._size[one], self._size[other])
        headline = np.asarray(np.float32(1.0) / (shorter * shorter), dtype=np.float32)
        yield cosine
        yield np.asarray(cosine * headline, dtype=np.float32)
        yield self._words.cosines(one, other, words)
        yield self._names.cosines(one, other, names)
        yield headline
        published = np.nan_to_num(np.abs(self._published[one] - self._published[other]))
        told = _days_apart(self._days[one], self._days[other])
        # Two reports days apart that each tell of a day of their own are of two happenings, however alike they are.
        look_alike = (told >= 3) & (published >= 2.5)
        yield np.asarray((told >= 1) & (told < 2), dtype=np.float32)
        yield np.asarray((told >= 2) & ~look_alike, dtype=np.float32)
        yield np.asarray(look_alike, dtype=np.float32)
        yield np.asarray(np.minimum(published, self._grouping.window) / 10, dtype=np.float32)
        dated = ~(np.isnan(self._published[one]) | np.isnan(self._published[other]))
        yield np.asarray(dated, dtype=np.float32)
        yield np.asarray(dated * np.minimum(self._length[one], self._length[other]), dtype=np.float32)
        yield np.asarray(self._background[one] != self._background[other], dtype=np.float32)


class _Terms:
    """Which terms each thread holds, and what each weighs."""

    def __init__(self, held: Sequence[Sequence[str]], grouping: Grouping) -> None:
        vocabulary = {term: column for column, term in enumerate(sorted({term for terms in held for term in terms}))}
        columns = [vocabulary[term] for terms in held for term in terms]
        starts = np.cumsum([0, *(len(terms) for terms in held)])
        weights = np.array([grouping.rarity.get(term, grouping.rarest) for term in vocabulary] or [0], np.float32)
        shape = len(held), len(weights)
        self._held = csr_array((np.ones(len(columns), dtype=np.float32), columns, starts), shape=shape)
        self._weighted = csr_array((weights[columns], columns, starts), shape=shape)
        self._root = np.sqrt(np.asarray(self._weighted.sum(axis=1), dtype=np.float32))

    def products(self, rows: Places, others: Places) -> Matrix:
        """The weights of the terms that two threads share, shape (n_rows, n_others): sums of whole numbers, exact."""
        return np.asarray((self._weighted[rows] @ self._held[others].T).todense(), dtype=np.float32)

    def shared(self, one: Places, other: Places) -> Matrix:
        """As ``products``, of each of ``one`` with that of ``other`` alone, shape (n_pairs,)."""
        return np.asarray(self._weighted[one].multiply(self._held[other]).sum(axis=1), dtype=np.float32)

    def cosines(self, one: Places, other: Places, shared: Matrix) -> Matrix:
        """What is shared over the geometric mean of what each holds, in [0, 1]; 0 where one holds nothing."""
        root = self._root[one] * self._root[other]
        return np.asarray(shared / np.where(root > 0, root, np.float32(1.0)), dtype=np.float32)


def _padded(days: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """One row of days for each thread, filled up with NaN; at least one column."""
    rows = np.full((len(days), max([1, *map(len, days)])), np.nan)
    for row, told in zip(rows, days, strict=True):
        row[: len(told)] = told
    return rows


def _days_apart(mine: NDArray[np.float64], theirs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Days between the closest days that two threads tell of, 0 where one tells of none; the last axis holds days."""
    shape = np.broadcast_shapes(mine.shape[:-1], theirs.shape[:-1])
    nearest = np.full(shape, np.inf)
    for i in range(mine.shape[-1]):
        for j in range(theirs.shape[-1]):
            nearest = np.fmin(nearest, np.abs(mine[..., i] - theirs[..., j]))
    return np.where(np.isinf(nearest), 0.0, nearest)
