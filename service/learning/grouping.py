"""Threads of which it is known what they tell of → the learnt decision whether two tell of one event.

1. How rare words are is counted on the threads learnt from.
2. A logistic regression weighs how alike pairs of them are. Each set counts alike, and in each the pairs of one event
   as much as all others.
3. Another one weighs, beside the bits of the first, how far they are apart in time. Here the look-alikes of one story
   count as much as all other pairs of two events: only on them does time decide.
4. Which odds suffice hangs on what it is for: how many bits to ask for, how many fewer of headlines alone, and how many
   fewer, the longer they are, of texts published within days of each other, is chosen with the clustering in the loop,
   on other threads, where the mean worth of partitions is largest. So is how much of the weights of words and names is
   believed, for few pairs in a store are as those learnt from, and words that two happenings share mislead. The three
   that make up for one another are chosen together, and where a bit more or less would do harm is no good place: what
   is best on few events by a hair is luck.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.learning.regression import in_bits
from service.scoring.affinity import MEASURES, TIMES_FROM, Grouping, Thread, Threads
from service.scoring.group import partition

Numbers = NDArray[np.float64]
Worth = Callable[[Sequence[str], Sequence[str]], float]
"""How good a partition is: the event of each thread, the part it was put into → a number, the larger the better."""

# Words in fewer documents than this are not told apart by how rare they are.
KNOWN_FROM = 3
# Pairs learnt from, of each set: of one event, and for each document of two.
SAME, OTHERS = 8_000, 60
SEED = 11
# The least cosine by which the vectors of two threads can connect them: it keeps the search small, and few are below.
NEAR_FROM = 0.2
# Not told by pairs, for whole sets have dates or none.
CHOSEN = ("dated", "dated_length", "background")
# What is told of another time is an event of its own, unless nearly all speaks for one: no set teaches this.
BACKGROUND = -6.0
UNFITTED = Grouping("unfitted", 0.0, dict.fromkeys(MEASURES, 0.0), {}, 1, NEAR_FROM)
"""A decision that takes everything for one event: what threads are read with before there is another."""
# What is tried, in bits more than fitted: of the prior one after the other, and of the weight of headlines.
PRIORS, HEADLINES = tuple(np.arange(-10.0, 3.0)), tuple(np.arange(2.0, 11.0, 2.0))
# The shares of the weights of WORDED that are tried; the prior makes up for what they give two texts of one event.
BELIEVED, WORDED = (1.0, 0.6, 0.3), ("words", "names")
DATED, LENGTHS = (-8.0, -6.0, -4.0, -2.0), (2.0, 3.0, 4.0)


class TooFewEvents(ValueError):
    """Threads that nothing can be learnt from: no two of one event, or no two events."""


@dataclass(frozen=True, slots=True)
class Told:
    """Threads of one set of documents, one a document, with the ``events`` they tell of.

    ``stories`` names what look-alike events have in common; an event without look-alikes is a story of its own.
    """

    threads: tuple[Thread, ...]
    events: tuple[str, ...]
    stories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted decision, and the worth of the partitions by it of the sets that it was chosen by, by name."""

    grouping: Grouping
    worth: Mapping[str, float]


def fit(learnt: Sequence[Told], chosen: Mapping[str, Sequence[Told]], worth: Worth) -> Fit:
    """The decision learnt from ``learnt``, its thresholds chosen on the other sets; raises TooFewEvents.

    Each of these is some collections of threads, and each collection is put together for itself.
    """
    rarity, rarest = rarities([thread for told in learnt for thread in told.threads])
    start = replace(UNFITTED, rarity=rarity, rarest=rarest)
    pairs = [_pairs(told, start) for told in learnt]
    weights, prior = _weights(pairs)
    found = replace(start, prior=prior, weights=weights)
    undated, dated = ({name: told for name, told in chosen.items() if _dated(told) is has} for has in (False, True))
    undated = undated or dated
    same = np.concatenate([each.measured[each.same] for each in pairs])
    found = _cut([_believed(found, share, same) for share in BELIEVED], undated, worth)
    found = with_dates(found, dated, worth)
    return Fit(found, {name: _worth(told, found, worth) for name, told in chosen.items()})


def _believed(found: Grouping, share: float, same: Numbers) -> Grouping:
    """The decision with a ``share`` of the weights of words and names; ``same`` is measured on pairs of one event."""
    weights, prior = dict(found.weights), found.prior
    for name in WORDED:
        lost = (1 - share) * weights[name]
        prior += lost * float(same[:, MEASURES.index(name)].mean())
        weights[name] = _rounded(weights[name] - lost)
    return replace(found, prior=_rounded(prior), weights=weights)


def _cut(tried: Sequence[Grouping], undated: Mapping[str, Sequence[Told]], worth: Worth) -> Grouping:
    """Of all ``tried`` the one, with the prior and the weight of headlines by which the sets are put together best.

    Each prior counts with those a bit beside it.
    """
    best, most = tried[0], -math.inf
    for start in tried:
        for headline in HEADLINES:
            row = [_moved(start, prior, headline) for prior in PRIORS]
            worths = [_mean_worth(undated, each, worth) for each in row]
            beside = np.convolve(worths, np.full(3, 1 / 3), mode="valid")
            place = int(np.argmax(beside))
            if beside[place] > most:
                best, most = row[place + 1], float(beside[place])
    return best


def with_dates(found: Grouping, dated: Mapping[str, Sequence[Told]], worth: Worth) -> Grouping:
    """The decision with the thresholds of dated texts that put the ``dated`` sets together best; with its name."""
    steps = [{"dated": one, "dated_length": other} for one in DATED for other in LENGTHS]
    found = _best([replace(found, weights=dict(found.weights) | step) for step in steps], dated, worth)
    digest = hashlib.sha256(json.dumps(asdict(found), sort_keys=True).encode()).hexdigest()[:12]
    return replace(found, version=f"grouping-{digest}")


def rarities(found: Sequence[Thread]) -> tuple[dict[str, int], int]:
    """How much each word weighs, a whole number >= 1, that is in enough of the threads; and how much all others do.

    The square of the logarithm of their inverse document frequency, so that products of two texts' words are cosines.
    """
    held = Counter(word for thread in found for word in {*thread.words, *thread.names})
    known = {word: n for word, n in sorted(held.items()) if n >= KNOWN_FROM}
    return {word: _weight(len(found), n) for word, n in known.items()}, _weight(len(found), 1)


def _weight(documents: int, holding: int) -> int:
    return max(1, round(math.log(1 + documents / holding) ** 2))


def parts_of(told: Told, grouping: Grouping) -> list[str]:
    """The part that each thread is put into, by name."""
    part_of = {place: f"e{n}" for n, places in enumerate(partition(told.threads, grouping)) for place in places}
    return [part_of[place] for place in range(len(told.threads))]


@dataclass(frozen=True, slots=True)
class _Pairs:
    """What is ``measured`` on pairs, shape (n_pairs, n_measures), and which are of the ``same`` event.

    ``counts`` tells how much each counts for how alike they are, ``counts_in_time`` for how far apart they are.
    """

    measured: Numbers
    same: NDArray[np.bool_]
    counts: Numbers
    counts_in_time: Numbers


def _pairs(told: Told, grouping: Grouping) -> _Pairs:
    """Pairs of the threads of one set, all look-alikes among them."""
    chance = np.random.default_rng(SEED)
    events, stories = (np.unique(names, return_inverse=True)[1] for names in (told.events, told.stories))
    one, other = np.triu_indices(len(events), 1)
    same, look_alike = events[one] == events[other], stories[one] == stories[other]
    kinds = [
        chance.permutation(np.flatnonzero(same))[:SAME],
        np.flatnonzero(~same & look_alike),
        chance.permutation(np.flatnonzero(~same & ~look_alike))[: OTHERS * len(events)],
    ]
    sizes = [len(places) for places in kinds]
    drawn = np.concatenate(kinds)
    if not sizes[0] or sizes[0] == len(drawn):
        raise TooFewEvents("several events with two documents each are needed to learn from")
    others = sizes[1] + sizes[2]
    return _Pairs(
        Threads(told.threads, grouping).measured(one[drawn], other[drawn]).astype(np.float64),
        same[drawn],
        np.repeat([0.5 / sizes[0], 0.5 / others, 0.5 / others], sizes),
        np.repeat([0.5 / sizes[0], 0.25 / max(1, sizes[1]), 0.25 / max(1, sizes[2])], sizes),
    )


def _weights(pairs: Sequence[_Pairs]) -> tuple[dict[str, float], float]:
    """The weight of each measure and the prior, in bits."""
    times = MEASURES.index(TIMES_FROM)
    told = [column for column, name in enumerate(MEASURES) if column >= times and name not in CHOSEN]
    measured = np.concatenate([each.measured for each in pairs])
    same = np.concatenate([each.same for each in pairs])
    alike, prior = _regression(measured[:, :times], same, np.concatenate([each.counts for each in pairs]))
    bits = prior + measured[:, :times] @ alike
    beside = np.column_stack([bits, measured[:, told]])
    (scale, *apart), _ = _regression(beside, same, np.concatenate([each.counts_in_time for each in pairs]))
    weights = dict(zip(MEASURES, map(_rounded, alike), strict=False))
    weights |= {MEASURES[column]: _rounded(slope / scale) for column, slope in zip(told, apart, strict=True)}
    return weights | {"dated": 0.0, "dated_length": 0.0, "background": BACKGROUND}, _rounded(prior)


def _regression(measured: Numbers, same: NDArray[np.bool_], counts: Numbers) -> tuple[Numbers, float]:
    """The slopes of a logistic regression, shape (n_columns,), and its prior, in bits."""
    (slopes,), (prior,) = in_bits(measured, same, counts / counts.mean())
    return slopes, float(prior)


def _dated(told: Sequence[Told]) -> bool:
    return any(thread.published is not None for each in told for thread in each.threads)


def _best(tried: Sequence[Grouping], chosen: Mapping[str, Sequence[Told]], worth: Worth) -> Grouping:
    """The one by which the sets are put together best, on average; the first of equals."""
    return tried[int(np.argmax([_mean_worth(chosen, one, worth) for one in tried]))]


def _mean_worth(chosen: Mapping[str, Sequence[Told]], grouping: Grouping, worth: Worth) -> float:
    """The mean worth of some sets; 0 of none."""
    return float(np.mean([_worth(told, grouping, worth) for told in chosen.values()] or [0.0]))


def _worth(told: Sequence[Told], grouping: Grouping, worth: Worth) -> float:
    """The worth of some collections, each put together for itself."""
    events = [f"{n} {event}" for n, each in enumerate(told) for event in each.events]
    return worth(events, [f"{n} {part}" for n, each in enumerate(told) for part in parts_of(each, grouping)])


def _moved(found: Grouping, prior: float, headline: float) -> Grouping:
    """The decision with so many bits more in its prior, and in the weight of headlines alone."""
    weights = dict(found.weights) | {"headline": _rounded(found.weights["headline"] + headline)}
    return replace(found, prior=_rounded(found.prior + prior), weights=weights)


def _rounded(bits: float) -> float:
    return round(float(bits), 4)
