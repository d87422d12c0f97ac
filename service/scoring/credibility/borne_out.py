"""What is known of a source's rate from its statements and what others say of each: posterior, ledger, decay.

A statement that is L times likelier to be right than wrong, by what others say, has the likelihood r L + 1 - r of its
source's rate r (see ``rates``). So the posterior never takes for certain what is doubtful, and more agreement with a
statement, that is a greater L, never lowers it: r L + 1 - r is the steeper in r the greater L is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.news.source import Credibility, Prior
from service.scoring.credibility import rates
from service.scoring.credibility.statements import Numbers

HALF_LIFE_DAYS = 730.0
"""What is this much older than the latest that its source said counts half: who could be relied on may have changed."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One statement of a source: ``bits`` by which others bear it out, expected ``comparisons``, ``at`` in days."""

    bits: float
    comparisons: float
    at: float | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """All statements of a source, in any order; ``latest`` is the time, in days, of the last that could be compared."""

    said: tuple[Weighed, ...] = ()
    latest: float | None = None

    def __add__(self, other: Record) -> Record:
        times = [one.latest for one in (self, other) if one.latest is not None]
        return Record(self.said + other.said, max(times, default=None))


def fading(at: float | None, latest: float | None) -> float:
    """How far a statement counts, in (0, 1]: one without a time as if it had just been made."""
    if at is None or latest is None:
        return 1.0
    return float(2.0 ** (-max(0.0, latest - at) / HALF_LIFE_DAYS))


def curves(said: Sequence[Weighed], latest: float | None) -> Numbers:
    """The ln of the likelihood of each rate of ``rates.GRID`` by each statement, shape (STEPS, n_statements)."""
    bits = np.array([one.bits for one in said])
    counted = np.array([fading(one.at, latest) for one in said])
    return np.asarray(counted * np.log1p(np.outer(rates.GRID, np.exp2(bits) - 1)), dtype=np.float64)


def posteriors(prior: Prior, likelihoods: Numbers) -> rates.Posterior:
    """The posterior of each of several likelihoods, shape (STEPS, n), under one prior."""
    many = likelihoods.shape[1]
    return rates.posterior(likelihoods, np.full(many, prior.mean), np.full(many, prior.strength))


def credibility(prior: Prior, record: Record) -> Credibility:
    """The posterior of a source's rate, with its central 90 %."""
    # Sums of floats hang on their order, and the order of statements on names.
    ordered = sorted(record.said, key=lambda one: (one.bits, one.comparisons, one.at or 0.0))
    found = posteriors(prior, curves(ordered, record.latest).sum(axis=1, keepdims=True))
    weight = math.fsum(one.comparisons * fading(one.at, record.latest) for one in ordered)
    return Credibility(float(found.mean[0]), (float(found.low[0]), float(found.high[0])), weight)


def means(prior: Prior, record: Record, others: Sequence[tuple[int, Weighed | None]]) -> list[float]:
    """The mean with one statement, by its place, in another shape, or left out where that is None; one for each."""
    if not others:
        return []
    whole = curves(record.said, record.latest)
    total = whole.sum(axis=1)
    given = curves([other or Weighed(0.0, 0.0) for _, other in others], record.latest)
    changed = np.stack([total - whole[:, place] + given[:, n] for n, (place, _) in enumerate(others)], axis=1)
    return [float(mean) for mean in posteriors(prior, changed).mean]


def effect(mean: float, without: float) -> float:
    """In bits, how far a claim moves the odds that its source is right: positive where it raises them."""
    return math.log2(mean / (1 - mean)) - math.log2(without / (1 - without))
