"""How what a version of the model sees and says drifts from one period to the next, told apart from chance.

1. Each measurement is counted in bins that end at the deciles of all periods together; what pairs are called is counted
   as it is.
2. A period lies from all periods before it by the population stability index (Siddiqi 2006, Credit Risk Scorecards,
   ch. 8), which is Jeffreys' divergence (1946, doi:10.1098/rspa.1946.0056), in nats:

       index = sum over bins of (p - q) ln(p / q)

   with p and q the shares of a bin in the period and before; half a pair is added to each bin, so that none is empty.
3. Pairs of one event are alike, so a few events lie far apart by chance alone, and rules of thumb (0.1, 0.25) do not
   hold. So the same events are dealt to the period and to those before at random, many times over (permutation test;
   Good 2005): what 95 % of the dealings stay below is what chance does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from service.measure.metrics import Numbers
from service.news.monitoring import Seen, Shift, Tendency
from service.news.pair import UNDECIDED, Relation
from service.scoring.memory import EventState

DEALINGS = 200
SEED = 20260301
SURE = 0.95
CALLED = (*(relation.value for relation in Relation), UNDECIDED)


@dataclass(frozen=True, slots=True)
class Sample:
    """What a version makes of one event of a period, which is numbered from 0, the oldest.

    ``called`` counts its pairs in the order of CALLED. ``measured`` has a number for each of them: the probability of
    its likeliest relation under '', each signal under its name.
    """

    period: int
    called: tuple[int, ...]
    measured: Mapping[str, tuple[float, ...]]

    @property
    def pairs(self) -> int:
        """How many pairs were compared in the event."""
        return sum(self.called)


def sample(period: int, state: EventState) -> Sample:
    """An event as it was worked out."""
    pairs = state.report.pairs
    called = [pair.called for pair in pairs]
    measured: dict[str, list[float]] = {"": [pair.probability for pair in pairs]}
    for part in (part for pair in pairs for part in pair.evidence):
        if part.value is not None:
            measured.setdefault(part.signal, []).append(part.value)
    told = {name: tuple(values) for name, values in measured.items()}
    return Sample(period, tuple(map(called.count, CALLED)), told)


def drift(samples: Sequence[Sample], periods: int) -> tuple[Seen, ...]:
    """Each of ``periods`` periods, oldest first; samples are given in a settled order, for chance is drawn by it."""
    compared = [one for one in samples if one.pairs]
    names = list(dict.fromkeys(name for one in compared for name in one.measured))
    binned = {name: _binned([one.measured[name] for one in compared]) for name in names}
    tables = [np.array([one.called for one in compared], dtype=np.float64), *binned.values()]
    of_period = np.array([one.period for one in compared], dtype=np.int_)
    found = []
    for period in range(periods):
        mine = [one for one in compared if one.period == period]
        shifts = _shifts(tables, of_period, period) if mine else []
        means = {
            name: float(np.mean([value for one in mine for value in one.measured[name]])) for name in names if mine
        }
        told = {name: Tendency(means[name], shift) for name, shift in zip(names, shifts[1:], strict=bool(mine))}
        counts = np.sum([one.called for one in mine], axis=0) if mine else np.zeros(len(CALLED))
        found.append(
            Seen(
                events=sum(one.period == period for one in samples),
                pairs=int(counts.sum()),
                shares={name: float(n / counts.sum()) for name, n in zip(CALLED, counts, strict=True) if mine},
                shift=shifts[0] if mine else None,
                probability=told.pop("", None),
                signals=told,
            )
        )
    return tuple(found)


def psi(now: Numbers, before: Numbers) -> Numbers:
    """The population stability index (>= 0) between counts of shape (…, n_bins)."""
    p, q = ((counts + 0.5) / (counts + 0.5).sum(axis=-1, keepdims=True) for counts in (now, before))
    return np.asarray(((p - q) * np.log(p / q)).sum(axis=-1))


def _binned(measured: Sequence[Sequence[float]]) -> Numbers:
    """How many of each event's values fall into each bin, shape (n_events, n_bins)."""
    ends = np.unique(np.quantile(np.concatenate([np.asarray(each) for each in measured]), np.linspace(0.1, 0.9, 9)))
    return np.array([np.bincount(np.searchsorted(ends, each), minlength=len(ends) + 1) for each in measured], float)


def _shifts(tables: Sequence[Numbers], of_period: NDArray[np.int_], period: int) -> list[Shift | None]:
    """How far the events of a period lie from those before it, by each of ``tables`` of shape (n_events, n_bins)."""
    together = of_period <= period
    mine = (of_period == period)[together]
    if mine.all():
        return [None] * len(tables)
    deal = np.random.default_rng(SEED)
    dealt = np.array([mine, *(deal.permutation(mine) for _ in range(DEALINGS))], dtype=np.float64)
    found: list[Shift | None] = []
    for table in tables:
        counts = table[together]
        now = dealt @ counts
        index, *chance = psi(now, counts.sum(axis=0) - now)
        found.append(Shift(float(index), float(np.quantile(chance, SURE))))
    return found
