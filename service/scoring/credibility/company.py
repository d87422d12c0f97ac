"""How good the company is that voices keep: how often all are right together, by how often they agree.

Two voices on their own, each right at a rate c, say the same where both are right, and where both make one mistake:
with the probability c² + (1 - c)² q, q being COINCIDENCE. So the agreement of all tells how good the company is, though
not who is good in it. Where something is known of some beforehand, a voice whose prior has the mean m is right with the
odds  c / (1 - c)  m / (1 - m): one of whom nothing is known with the probability c, and c = 1/2 leaves priors as they
are. c has a uniform prior, and each statement is half a look at it, however many others speak of it (as in ``accord``).

The company beside a source is that of the events in which the source says nothing: who comes to agree with it makes its
company neither better nor worse.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from service.news.source import Prior, Ruling
from service.scoring.credibility import rates
from service.scoring.credibility.families import Families
from service.scoring.credibility.statements import Numbers
from service.scoring.credibility.utterances import COINCIDENCE, RateOf, Utterance, Witness, bounded, by_prior, once

UNKNOWN = 0.5
"""The rate of a company of which nothing is known."""
LEVELS = np.linspace(0.1, 0.9, 9)
"""The companies in which statements are looked at; in one between two of these they tell what lies between."""
# Sums of multiples of this are exact, so that they hang on no order and what is taken away leaves nothing.
_UNIT = 2.0**-20
# How often a voice and another say the same and do not, by the means of their priors, as far as that is half a look.
_Sides = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Company:
    """The rates in (0, 1) of companies: ``overall``, ``beside`` a source, and ``apart`` from an event."""

    overall: float = UNKNOWN
    beside: Mapping[str, float] = field(default_factory=dict)
    apart: Mapping[str, float] = field(default_factory=dict)


def company(
    said: Iterable[Utterance],
    priors: Mapping[str, Prior],
    kin: Families,
    events: Mapping[str, Collection[str]],
    apart: Iterable[str] = (),
) -> Company:
    """The company in all that is ``said``, beside each source by the ``events`` it speaks in, and ``apart`` from some.

    ``priors`` are by voice. Voices of a family of ``kin`` agree with each other as far as they may be no family.
    """
    nothing = np.zeros(rates.STEPS)
    told = {event: _likelihood(each) for event, each in _looks(said, priors, kin).items()}
    whole = sum(told.values(), nothing)
    return Company(
        _mean(whole),
        {
            source: _mean(whole - sum((told.get(event, nothing) for event in each), nothing))
            for source, each in events.items()
        },
        {event: _mean(whole - told.get(event, nothing)) for event in apart},
    )


def among(good: float) -> RateOf:
    """How often witnesses are right in a company of such a rate, in (0, 1)."""

    def rate(witness: Witness) -> float:
        return _together(witness.prior, good)

    return rate


def nearness(good: Sequence[float]) -> Numbers:
    """How near each of some companies is to each of LEVELS, in [0, 1]: shape (n, len(LEVELS)), one in each row."""
    step = LEVELS[1] - LEVELS[0]
    within = np.clip(np.array(good), LEVELS[0], LEVELS[-1])
    return np.asarray(np.clip(1 - np.abs(within[:, None] - LEVELS) / step, 0, 1), dtype=np.float64)


def _together(prior: float, good: float) -> float:
    odds = prior / (1 - prior) * good / (1 - good)
    return odds / (1 + odds)


def _looks(said: Iterable[Utterance], priors: Mapping[str, Prior], kin: Families) -> dict[str, list[_Sides]]:
    """What was found of the statements of each event."""
    inside: defaultdict[tuple[str, str, str], list[Witness]] = defaultdict(list)
    for one in said:
        if one.ruled is not Ruling.EXCLUDED:
            inside[one.event, one.voice, one.statement] += one.witnesses
    found: defaultdict[str, list[_Sides]] = defaultdict(list)
    for (event, voice, _), witnesses in inside.items():
        found[event] += _look(voice, priors[voice].mean, witnesses, kin)
    return found


def _look(voice: str, prior: float, witnesses: Sequence[Witness], kin: Families) -> list[_Sides]:
    """Half a look at one statement, as far as it is likely that anything was found of it."""
    # Products of floats hang on their order, and the order of witnesses on names.
    found = sorted(
        (agrees * (1 - kin.together(voice, other)), contradicts, mean)
        for other, (agrees, contradicts, mean) in once(witnesses, by_prior).items()
    )
    whole = math.fsum(agrees + contradicts for agrees, contradicts, _ in found)
    seen = 1 - math.prod(1 - min(1.0, agrees + contradicts) for agrees, contradicts, _ in found)
    part = seen / whole / 2 if whole else 0.0
    return [(prior, mean, agrees * part, contradicts * part) for agrees, contradicts, mean in found]


def _likelihood(looks: Iterable[_Sides]) -> Numbers:
    """The ln of the likelihood of each rate of a company by what was found in one event, shape (STEPS,)."""
    added: defaultdict[tuple[float, float], list[tuple[float, float]]] = defaultdict(list)
    for one, other, *sides in looks:
        added[one, other].append((sides[0], sides[1]))
    found = np.zeros(rates.STEPS)
    for (one, other), each in sorted(added.items()):
        found += np.array([math.fsum(side) for side in zip(*each, strict=True)]) @ _shares(one, other)
    return np.asarray(np.round(found / _UNIT) * _UNIT, dtype=np.float64)


@lru_cache(maxsize=4096)
def _shares(one: float, other: float) -> Numbers:
    """The ln of the probabilities that two voices with these priors agree, and that they do not, shape (2, STEPS)."""
    r, s = (np.array([bounded(_together(prior, good)) for good in rates.GRID.tolist()]) for prior in (one, other))
    alike = r * s + (1 - r) * (1 - s) * COINCIDENCE
    return np.stack([np.log(alike), np.log1p(-alike)])


def _mean(likelihood: Numbers) -> float:
    mass = np.exp(likelihood - likelihood.max())
    return float((rates.GRID @ mass / mass.sum()).round(rates.DECIMALS))
