"""Planted worlds of claims: what outlets say of events, as comparing their claims finds it, some of them followers.

Each event asks a few questions, and each outlet that reports it answers some, rightly at its own rate or by one of
several mistakes, the n-th as likely as n to the power of -SKEW. Followers take a share of what another outlet says,
mistakes and all, a little later. Comparing claims is not sure: a pair that says the same, or not, is found with a
probability that is drawn, is missed now and then, and sometimes taken for the contrary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from service.news.source import Prior
from service.scoring.credibility.statements import Numbers
from service.scoring.credibility.utterances import Utterance, Witness

MISTAKES = 6
SKEW = 1.0
MISSED = 0.15
MISTAKEN = 0.02
SURE = (12.0, 1.5)
Integers = NDArray[np.int_]
PRIOR = Prior(0.5, 2.0, "nothing known beforehand")


@dataclass(frozen=True, slots=True)
class ClaimPlan:
    """How a world is made: ``rates`` are the two parameters of their Beta distribution.

    An outlet reports an event with probability ``reports``, and answers each of its ``questions`` with ``answers``.
    There are ``groups`` of ``group`` outlets, whose others take the share ``copied`` from their first member.
    """

    n_outlets: int = 24
    n_events: int = 150
    rates: tuple[float, float] = (6.0, 2.5)
    reports: float = 0.3
    questions: int = 3
    answers: float = 0.7
    groups: int = 0
    group: int = 2
    copied: float = 0.8


@dataclass(frozen=True, slots=True)
class ClaimWorld:
    """What was made: what is ``said``, and the truth about it.

    ``priors`` are by outlet. ``rates``, by outlet, are the planted ones, NaN where something else than an outlet's own
    rate decides about part of what it says, ``borne_out`` the shares that are right in fact. ``dependent`` are the
    pairs one of which has from the other, or both from a third.
    """

    said: tuple[Utterance, ...]
    priors: Mapping[str, Prior]
    rates: Mapping[str, float]
    borne_out: Mapping[str, float]
    dependent: frozenset[tuple[str, str]]


CLAIM_PLANS = {
    "on their own": ClaimPlan(),
    "poor outlets": ClaimPlan(rates=(4.0, 3.0)),
    "pairs": ClaimPlan(groups=4),
    "poor outlets followed": ClaimPlan(rates=(4.0, 3.0), groups=3, group=3),
    "cliques": ClaimPlan(groups=2, group=4),
    "half copied": ClaimPlan(n_events=300, groups=4, copied=0.5),
}


def planted_claims(plan: ClaimPlan, seed: int) -> ClaimWorld:
    """The world of ``plan``; the same seed gives the same world."""
    chance = np.random.default_rng(seed)
    shape = (plan.n_outlets, plan.n_events, plan.questions)
    rates = chance.beta(*plan.rates, size=plan.n_outlets)
    speaks = chance.uniform(size=shape[:2]) < plan.reports
    answers = speaks[..., None] & (chance.uniform(size=shape) < plan.answers)
    likely = 1.0 / np.arange(1, MISTAKES + 1) ** SKEW
    wrong = chance.choice(np.arange(1, MISTAKES + 1), p=likely / likely.sum(), size=shape)
    states = np.where(chance.uniform(size=shape) < rates[:, None, None], 0, wrong)
    hours = chance.uniform(0, 12, size=shape[:2])
    groups = [range(i * plan.group, (i + 1) * plan.group) for i in range(plan.groups)]
    for origin, *followers in groups:
        for follower in followers:
            taken = answers[origin] & (chance.uniform(size=shape[1:]) < plan.copied)
            states[follower, taken], answers[follower] = states[origin, taken], answers[follower] | taken
            hours[follower] = np.where(taken.any(axis=1), hours[origin] + chance.uniform(0, 6), hours[follower])
    names = [f"outlet {n}" for n in chance.permutation(plan.n_outlets)]
    said: list[Utterance] = []
    for event, question in np.ndindex(*shape[1:]):
        heard = np.flatnonzero(answers[:, event, question])
        times = event + hours[heard, event] / 24
        place = f"{event}.{question}"
        said += _utterances(place, [names[i] for i in heard], states[heard, event, question], times, chance)
    touched = {member for group in groups for member in group}
    right = ((states == 0) & answers).sum(axis=(1, 2)) / np.maximum(answers.sum(axis=(1, 2)), 1)
    return ClaimWorld(
        tuple(said),
        dict.fromkeys(names, PRIOR),
        {name: float("nan") if i in touched else float(rates[i]) for i, name in enumerate(names)},
        {name: float(right[i]) for i, name in enumerate(names)},
        frozenset(
            (min(names[a], names[b]), max(names[a], names[b])) for group in groups for a, b in combinations(group, 2)
        ),
    )


def _utterances(
    place: str, outlets: Sequence[str], values: Integers, times: Numbers, chance: np.random.Generator
) -> list[Utterance]:
    """What some outlets answer to one question of an event, each compared with all others."""
    witnesses: dict[str, list[Witness]] = {name: [] for name in outlets}
    for one, other in combinations(range(len(outlets)), 2):
        sure, missed, mistaken = chance.beta(*SURE), chance.uniform() < MISSED, chance.uniform() < MISTAKEN
        if missed:
            continue
        agrees = bool(values[one] == values[other]) is not mistaken
        for mine, theirs in ((outlets[one], outlets[other]), (outlets[other], outlets[one])):
            stance = (sure, 0.0) if agrees else (0.0, sure)
            witnesses[mine].append(Witness(f"{place} {theirs}", theirs, *stance, PRIOR.mean, PRIOR.strength))
    event = place.partition(".")[0]
    return [
        Utterance(f"{place} {name}", event, name, name, f"{place} {name}", float(at), tuple(witnesses[name]))
        for name, at in zip(outlets, times, strict=True)
    ]
