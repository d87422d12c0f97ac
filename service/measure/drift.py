"""How what a version of the model sees and says drifts from one period to the next, told apart from chance.

1. Each measurement is counted in bins that end at the deciles of all periods together; what pairs are called is counted
   as it is.
2. A period lies from all periods before it by the population stability index (Siddiqi 2006, Credit Risk Scorecards,
   ch. 8), which is Jeffreys' divergence (1946, doi:10.1098/rspa.1946.0056), in nats:

       index = sum over bins of (p - q) ln(p / q)

   with p and q the shares of a bin in the period and before; half a pair is added to each bin that holds any.
3. Pairs of one event are alike, so a few events lie far apart by chance alone, and rules of thumb (0.1, 0.25) do not
   hold. So the same events are dealt to the period and to those before at random, many times over (permutation test;
   Good 2005): what 95 % of the dealings stay below is what chance does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from service.measure.metrics import Numbers
from service.news.monitoring import Seen, Shift, Tendency
from service.news.pair import UNDECIDED, Relation
from service.scoring.memory import EventState
from service.scoring.signals import SIGNALS

DEALINGS = 200
SEED = 20260301
SURE = 0.95
CALLED = (*(relation.value for relation in Relation), UNDECIDED)


@dataclass(frozen=True, slots=True)
class Sample:
    """What a version makes of one event of a period, which is numbered from 0, the oldest.

    ``called`` counts its pairs in the order of CALLED. ``measured`` has numbers of its pairs: the probabilities of
    their likeliest relations under '', each signal under its name where it was measured.
    """

    period: int
    called: tuple[int, ...]
    measured: Mapping[str, tuple[float, ...]]

    @property
    def pairs(self) -> int:
        """How many pairs were compared in the event."""
        return sum(self.called)


MEASURED = frozenset(signal.name for signal in SIGNALS)
"""What is measured on pairs; terms of a wording, which are there or not, are evidence and no measurement."""


def sample(period: int, state: EventState) -> Sample:
    """An event as it was worked out."""
    pairs = state.report.pairs
    called = [pair.called for pair in pairs]
    measured: dict[str, list[float]] = {"": [pair.probability for pair in pairs]}
    for part in (part for pair in pairs for part in pair.evidence):
        if part.value is not None and part.signal in MEASURED:
            measured.setdefault(part.signal, []).append(part.value)
    told = {name: tuple(values) for name, values in measured.items()}
    return Sample(period, tuple(map(called.count, CALLED)), told)


def drift(samples: Sequence[Sample], periods: int) -> tuple[Seen, ...]:
    """Each of ``periods`` periods, oldest first; samples are given in a settled order, for chance is drawn by it."""
    compared = [one for one in samples if one.pairs]
    names = list(dict.fromkeys(name for one in compared for name in one.measured))
    having = {name: [one for one in compared if one.measured.get(name)] for name in names}
    binned = {name: _binned([one.measured[name] for one in having[name]]) for name in names}
    called = np.array([one.called for one in compared], dtype=np.float64)
    found = []
    for period in range(periods):
        told = {
            name: Tendency(float(np.mean(values)), _shift(having[name], binned[name], period))
            for name in names
            if (values := [value for one in having[name] if one.period == period for value in one.measured[name]])
        }
        counts = np.sum([one.called for one in compared if one.period == period], axis=0, initial=0)
        pairs = int(np.sum(counts))
        found.append(
            Seen(
                events=sum(one.period == period for one in samples),
                pairs=pairs,
                shares=dict(zip(CALLED, (counts / pairs).tolist(), strict=True)) if pairs else {},
                shift=_shift(compared, called, period),
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


def _shift(samples: Sequence[Sample], counts: Numbers, period: int) -> Shift | None:
    """How far the events of a period lie from those before it; None where either has none.

    ``counts`` has shape (n_samples, n_bins).
    """
    of_period = np.array([one.period for one in samples], dtype=np.int_)
    together = of_period <= period
    mine = (of_period == period)[together]
    if mine.all() or not mine.any():
        return None
    deal = np.random.default_rng(SEED)
    dealt = np.vstack([mine, deal.permuted(np.tile(mine, (DEALINGS, 1)), axis=1)]).astype(np.float64)
    there = counts[together]
    there = there[:, there.any(axis=0)]
    now = dealt @ there
    index, *chance = psi(now, there.sum(axis=0) - now)
    return Shift(float(index), float(np.quantile(chance, SURE)))
