"""What is known of each source's rate: exact posteriors on a grid, and the prior that all sources share.

With the other sources held fixed, a statement that is L times likelier to be right than wrong by what others say has
the likelihood r L + 1 - r of its source's rate r. So doubt about the values widens what is known of the rate: a
statement that nobody else speaks of (L = 1) tells nothing. The prior Beta(m k, (1 - m) k) is the one under which all
sources together are likeliest (empirical Bayes: Casella 1985, doi:10.1080/00031305.1985.10479400); few sources leave it
near the usual one.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from service.scoring.credibility.statements import Indices, Numbers, added_up

STEPS = 100
GRID = (np.arange(STEPS) + 0.5) / STEPS
USUAL = (0.7, 4.0)
INTERVAL = 0.9
DECIMALS = 9
"""Rates that others are held to are rounded so, for their last bits hang on what else is worked out with them."""
# The width of the central 90 % of a normal distribution in its standard deviations.
_NORMAL = 3.29
# What the prior may be. Sources are right more often than not: otherwise all could be turned upside down.
MEANS = np.arange(0.5, 0.96, 0.05)
STRENGTHS = np.array([1.5, 2.0, 3.0, 4.0, 6.0, 9.0, 14.0, 20.0])


@dataclass(frozen=True, slots=True)
class Posterior:
    """Each source's rate in [0, 1]: its mean and the bounds that hold 90 % of it, all of shape (n_sources,)."""

    mean: Numbers
    low: Numbers
    high: Numbers


def likelihood(source: Indices, evidence: Numbers, counted: Numbers, n_sources: int) -> Numbers:
    """The ln of the likelihood of each rate of GRID, shape (STEPS, n_sources), at most 0.

    ``evidence`` is ln L of each statement, ``counted`` in [0, 1] how far it counts.
    """
    excess = np.expm1(evidence)
    found = np.stack([added_up(source, counted * np.log1p(rate * excess), n_sources) for rate in GRID])
    return np.asarray(found - found.max(axis=0), dtype=np.float64)


def prior(likelihoods: Numbers) -> tuple[float, float]:
    """Mean and strength of the prior shared by the sources, of those in MEANS and STRENGTHS."""
    given = np.exp(likelihoods)
    best, chosen = -np.inf, USUAL
    for mean in MEANS.tolist():
        for strength in STRENGTHS.tolist():
            whole = np.exp(density(mean, strength)) @ given
            evidence = float(np.log(np.maximum(whole, np.finfo(float).tiny)).sum())
            evidence -= 0.5 * float(np.log(strength / USUAL[1])) ** 2
            if evidence > best:
                best, chosen = evidence, (mean, strength)
    return chosen


def density(mean: float, strength: float) -> Numbers:
    """The ln of the share of Beta(mean * strength, (1 - mean) * strength) at each rate of GRID, shape (STEPS,)."""
    found = (mean * strength - 1) * np.log(GRID) + ((1 - mean) * strength - 1) * np.log1p(-GRID)
    return np.asarray(found - np.log(np.exp(found).sum()), dtype=np.float64)


def posterior(likelihoods: Numbers, mean: Numbers, strength: Numbers) -> Posterior:
    """The posterior of each source's rate; ``mean`` and ``strength`` of its prior have shape (n_sources,)."""
    first, second = mean * strength - 1, (1 - mean) * strength - 1
    shape = likelihoods + np.outer(np.log(GRID), first) + np.outer(np.log1p(-GRID), second)
    mass = np.exp(shape - shape.max(axis=0))
    mass /= mass.sum(axis=0)
    below = np.vstack([np.zeros(mass.shape[1]), np.cumsum(mass, axis=0)])
    low, high = (_quantile(below, share) for share in ((1 - INTERVAL) / 2, (1 + INTERVAL) / 2))
    return Posterior(GRID @ mass, low, high)


def counted(found: Posterior, doubt: Numbers) -> Numbers:
    """How far the likelihood of each rate counts, in (0, 1], where ``doubt`` is a variance that it does not know of.

    A likelihood to the power of c is c times as sharp, so that its variance and the doubt add up.
    """
    variance = ((found.high - found.low) / _NORMAL) ** 2
    return np.asarray(variance / (variance + doubt), dtype=np.float64)


def _quantile(below: Numbers, share: float) -> Numbers:
    """Where ``share`` of each source's mass lies below, mass being spread evenly within a step of the grid."""
    step = np.clip((below <= share).sum(axis=0) - 1, 0, STEPS - 1)
    at = np.arange(below.shape[1])
    inside = (share - below[step, at]) / np.maximum(below[step + 1, at] - below[step, at], np.finfo(float).tiny)
    return np.asarray((step + np.clip(inside, 0, 1)) / STEPS, dtype=np.float64)
