"""How near two threads are: vectors and names, less penalties for days that differ.

A headline alone gives a noisier vector than a whole report, so that two headlines about one event look less alike than
two reports: the affinity is corrected for this attenuation (Spearman 1904, doi:10.2307/1412159), and one threshold
serves both. Inner products are exact (see ``service.scoring.encode``), and everything else is reckoned pair by pair, so
that the affinity of two threads is the same to the last bit whichever others are measured along with them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Vector = NDArray[np.float32]
Matrix = NDArray[np.float32]
Places = NDArray[np.int64]

# Threads whose affinities with all others are measured at a time: a few hundred megabytes with 50 000 others.
BLOCK = 512
APART = np.float32(2.0)
"""A penalty that no affinity outweighs."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """The constants of grouping, chosen on the training parts of public event corpora (docs/method.md).

    ``names_weight`` in [0, 1] is the share of names in the affinity, ``noise`` >= 0 that of one claim's noise to its
    signal, ``join_from`` the affinity from which threads are one event; penalties are subtracted from the affinity.
    Threads published more than ``window`` days apart are never put together.
    """

    names_weight: float = 0.15
    noise: float = 1.0
    join_from: float = 0.55
    next_day: float = 0.05
    other_day: float = 0.2
    look_alike: float = 0.5
    background: float = 0.35
    per_day_apart: float = 0.01
    most_apart: float = 0.15
    title_weight: float = 2.0
    window: float = 30.0


DEFAULT = Grouping()


@dataclass(frozen=True, slots=True)
class Thread:
    """The claims of one article that tell of one time.

    ``vector`` is their mean, of unit length and on the grid, shape (n_dims,); ``names`` are the words of names in them,
    ``days`` the calendar days told in them (proleptic ordinals), both ascending; ``published`` is in days since 1970.
    ``background`` tells that they speak of another time than the story's, ``vouched`` that the article counts.
    """

    article: str
    claims: tuple[str, ...]
    vector: Vector
    names: tuple[str, ...]
    days: tuple[int, ...]
    published: float | None
    background: bool
    vouched: bool = True


class Threads:
    """Some threads laid out as arrays, to be measured against each other."""

    def __init__(self, found: Sequence[Thread], grouping: Grouping = DEFAULT) -> None:
        self._grouping = grouping
        self._vectors = np.stack([thread.vector for thread in found])
        self._names = _held([thread.names for thread in found])
        self._n_names = np.array([len(thread.names) for thread in found], dtype=np.float32)
        size = np.array([len(thread.claims) for thread in found], dtype=np.float32)
        self._reliability = reliability(size, grouping)
        self._days = _padded([thread.days for thread in found])
        self._published = np.array([np.nan if t.published is None else t.published for t in found])
        self._background = np.array([thread.background for thread in found])
        numbers = {name: n for n, name in enumerate(dict.fromkeys(thread.article for thread in found))}
        self._article = np.array([numbers[thread.article] for thread in found])

    def __len__(self) -> int:
        return len(self._vectors)

    def matrix(self) -> Matrix:
        """All affinities, shape (n_threads, n_threads), symmetric, at most 1."""
        everyone = np.arange(len(self))
        return np.concatenate([self._without_days(rows) - self._of_days(rows) for rows in self._blocks(everyone)])

    def edges(self) -> tuple[Places, Places]:
        """The pairs of threads, each once, whose affinity is ``join_from`` or more."""
        found = [self._edges(rows) for rows in self._blocks(np.arange(len(self)))]
        return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])

    def _edges(self, rows: Places) -> tuple[Places, Places]:
        near = self._without_days(rows)
        row, column = np.nonzero(near >= np.float32(self._grouping.join_from))
        one, other = rows[row], column
        later = other > one
        one, other, near = one[later], other[later], near[row[later], column[later]]
        joined = near - self._day_penalty(
            self._days[one], self._days[other], self._published[one] - self._published[other]
        )
        kept = joined >= np.float32(self._grouping.join_from)
        return one[kept], other[kept]

    def _blocks(self, places: Places) -> Iterator[Places]:
        for start in range(0, len(places), BLOCK):
            yield places[start : start + BLOCK]

    def _without_days(self, rows: Places) -> Matrix:
        """The affinities of some threads with all, before what the days told take from them."""
        grouping = self._grouping
        shared = np.asarray((self._names[rows] @ self._names.T).todense(), dtype=np.float32)
        root = np.sqrt(np.outer(self._n_names[rows], self._n_names))
        named = shared / np.where(root > 0, root, np.float32(1.0))
        weight = np.float32(grouping.names_weight)
        close = (1 - weight) * (self._vectors[rows] @ self._vectors.T) + weight * named
        corrected = np.minimum(np.float32(1.0), close / np.outer(self._reliability[rows], self._reliability))
        return np.asarray(corrected - self._apart(rows), dtype=np.float32)

    def _apart(self, rows: Places) -> Matrix:
        """What being of one article, of the background, or published at another time takes."""
        grouping = self._grouping
        days = np.abs(self._published[rows][:, None] - self._published[None, :])
        penalty = np.minimum(grouping.per_day_apart * np.nan_to_num(days), grouping.most_apart)
        penalty = penalty + np.where(
            self._background[rows][:, None] != self._background[None, :], grouping.background, 0.0
        )
        never = (self._article[rows][:, None] == self._article[None, :]) | (days > grouping.window)
        return np.asarray(np.where(never, APART, penalty), dtype=np.float32)

    def _of_days(self, rows: Places) -> Matrix:
        return self._day_penalty(
            self._days[rows][:, None, :],
            self._days[None, :, :],
            self._published[rows][:, None] - self._published[None, :],
        )

    def _day_penalty(
        self, mine: NDArray[np.float64], theirs: NDArray[np.float64], published: NDArray[np.float64]
    ) -> Matrix:
        """What days told that differ take: nothing where one tells of none; follow-ups name the day again."""
        grouping = self._grouping
        apart = _days_apart(mine, theirs)
        penalty = np.where(apart >= 2, grouping.other_day, np.where(apart >= 1, grouping.next_day, 0.0))
        # Two reports days apart that each tell of a day of their own are of two happenings, however alike they are.
        look_alike = (apart >= 3) & (np.nan_to_num(np.abs(published)) >= 2.5)
        return np.asarray(np.where(look_alike, grouping.look_alike, penalty), dtype=np.float32)


def reliability(n_claims: Matrix | np.float32, grouping: Grouping = DEFAULT) -> Matrix:
    """How far the mean of so many claims' vectors can be relied on, in (0, 1): Spearman's root of signal over all."""
    return np.asarray(np.sqrt(n_claims / (n_claims + np.float32(grouping.noise))), dtype=np.float32)


def _held(names: Sequence[Sequence[str]]) -> csr_array:
    """Which words of names each thread holds, as rows of ones: products of them are counts, and exact."""
    vocabulary = {word: column for column, word in enumerate(sorted({word for words in names for word in words}))}
    columns = [vocabulary[word] for words in names for word in words]
    starts = np.cumsum([0, *(len(words) for words in names)])
    ones = np.ones(len(columns), dtype=np.float32)
    return csr_array((ones, columns, starts), shape=(len(names), max(1, len(vocabulary))))


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
