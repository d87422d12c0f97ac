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
SLACK = 0.001
"""More than rounding can take from a bound on the affinity."""


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
    ``together`` and ``apart`` say what editors hold them to (``service.scoring.holding``), '' and () where nothing.
    """

    article: str
    claims: tuple[str, ...]
    vector: Vector
    names: tuple[str, ...]
    days: tuple[int, ...]
    published: float | None
    background: bool
    vouched: bool = True
    together: str = ""
    apart: tuple[str, ...] = ()


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
        return np.concatenate([self._of_all(rows, everyone) for rows in self._blocks(everyone)])

    def _of_all(self, rows: Places, everyone: Places) -> Matrix:
        shared = np.asarray((self._names[rows] @ self._names.T).todense(), dtype=np.float32)
        return self._affinity(rows[:, None], everyone[None, :], self._vectors[rows] @ self._vectors.T, shared)

    def edges(self, of_first: int | None = None) -> tuple[Places, Places]:
        """The pairs of threads, each once and the earlier place first, whose affinity is ``join_from`` or more.

        Where ``of_first`` is given, those alone whose earlier place is among the first so many.
        """
        found = [self._edges(rows) for rows in self._blocks(np.arange(len(self))[:of_first])]
        return np.concatenate([one for one, _ in found]), np.concatenate([other for _, other in found])

    def _edges(self, rows: Places) -> tuple[Places, Places]:
        """The affinity is reckoned of those pairs alone whose vectors are near enough for names to do the rest."""
        others = self._within_window(rows)
        weight, least = self._grouping.names_weight, self._grouping.join_from - SLACK
        cosine = self._vectors[rows] @ self._vectors[others].T
        bound = least * np.outer(self._reliability[rows], self._reliability[others])
        row, column = np.nonzero(((1 - weight) * cosine + weight >= bound) & (others[None, :] > rows[:, None]))
        one, other = rows[row], others[column]
        shared = np.asarray(self._names[one].multiply(self._names[other]).sum(axis=1), dtype=np.float32)
        kept = self._affinity(one, other, cosine[row, column], shared) >= np.float32(self._grouping.join_from)
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

    def _affinity(self, one: Places, other: Places, cosine: Matrix, shared: Matrix) -> Matrix:
        """The affinity of each of ``one`` with that of ``other``, whose shapes broadcast to those of the products."""
        grouping = self._grouping
        root = np.sqrt(self._n_names[one] * self._n_names[other])
        named = shared / np.where(root > 0, root, np.float32(1.0))
        weight = np.float32(grouping.names_weight)
        close = (1 - weight) * cosine + weight * named
        corrected = np.minimum(np.float32(1.0), close / (self._reliability[one] * self._reliability[other]))
        published = self._published[one] - self._published[other]
        near = corrected - self._apart(one, other, np.abs(published))
        return np.asarray(near - self._day_penalty(self._days[one], self._days[other], published), dtype=np.float32)

    def _apart(self, one: Places, other: Places, days: NDArray[np.float64]) -> Matrix:
        """What being of one article, of the background, or published ``days`` apart takes."""
        grouping = self._grouping
        penalty = np.minimum(grouping.per_day_apart * np.nan_to_num(days), grouping.most_apart)
        penalty = penalty + np.where(self._background[one] != self._background[other], grouping.background, 0.0)
        never = (self._article[one] == self._article[other]) | (days > grouping.window)
        return np.asarray(np.where(never, APART, penalty), dtype=np.float32)

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
