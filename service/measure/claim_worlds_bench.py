"""Credibility from claims in planted worlds, with followers learnt and without: part of `bench truth`."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Protocol

from service.measure.claim_worlds import CLAIM_PLANS, ClaimPlan, ClaimWorld, planted_claims
from service.measure.subject import Progress, silent
from service.news.source import Credibility
from service.scoring import weigh
from service.scoring.credibility.borne_out import credibility
from service.scoring.credibility.followers import learnt
from service.scoring.credibility.joint import Rates, estimated
from service.scoring.credibility.utterances import Utterance

# Coverage is a share of some hundred outlets of each kind: of fewer worlds it says little.
CLAIM_WORLDS = 10
HOW = (
    "claims: error as above, of all outlets and of the tied, who follow or are followed; coverage of the others",
    "claims: pairs are those that a reckoning would show; without means every voice on its own",
)


@dataclass(frozen=True, slots=True)
class Judged:
    """Mean distances in [0, 1] from the truth, of all and of those ``tied`` to others (NaN: none), and the coverage."""

    error: float
    tied: float
    coverage: float


class Pairs(Protocol):
    """Pairs of those who follow each other: how many were planted and found, and how many of these are right."""

    @property
    def planted(self) -> int:
        """How many there are."""

    @property
    def found(self) -> int:
        """How many were taken for such."""

    @property
    def right(self) -> int:
        """How many of these are."""


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """Worlds of one kind: credibility ``without`` followers learnt and ``learnt``, and pairs over all worlds."""

    name: str
    without: Judged
    learnt: Judged
    planted: int
    found: int
    right: int


CLAIM_HEADINGS = (
    "error",
    "of the tied",
    "coverage",
    "error without",
    "of the tied",
    "coverage",
    "pairs planted",
    "found",
    "right",
)


def claim_figures(row: ClaimRow) -> tuple[float | None, ...]:
    """What stands under each of CLAIM_HEADINGS, None where there is nothing."""
    judged = [(each.error, each.tied, each.coverage) for each in (row.learnt, row.without)]
    shares = [None if math.isnan(value) else value for each in judged for value in each]
    return (*shares, row.planted, row.found, row.right)


def run(
    first_seed: int,
    progress: Progress = silent,
    *,
    n_worlds: int = CLAIM_WORLDS,
    plans: Mapping[str, ClaimPlan] = CLAIM_PLANS,
) -> tuple[ClaimRow, ...]:
    """All kinds of worlds, ``n_worlds`` of each."""
    rows = []
    for done, (name, plan) in enumerate(plans.items()):
        progress("claims", done, len(plans))
        rows.append(_row(name, [planted_claims(plan, first_seed + seed) for seed in range(n_worlds)]))
    progress("claims", len(plans), len(plans))
    return tuple(rows)


def precision(rows: Sequence[Pairs]) -> float:
    """The share right of all pairs found, NaN where none is."""
    return _share(sum(row.right for row in rows), sum(row.found for row in rows))


def recall(rows: Sequence[Pairs]) -> float:
    """The share found of all planted pairs, NaN where there is none."""
    return _share(sum(row.right for row in rows), sum(row.planted for row in rows))


def as_json(rows: Sequence[ClaimRow]) -> dict[str, object]:
    """One object for each kind of world; what there is none of is null."""

    def numbers(judged: Judged) -> dict[str, float | None]:
        return {name: None if math.isnan(value) else round(value, 6) for name, value in asdict(judged).items()}

    return {
        row.name: {
            "without": numbers(row.without),
            "learnt": numbers(row.learnt),
            "pairs_planted": row.planted,
            "pairs_found": row.found,
            "pairs_right": row.right,
        }
        for row in rows
    }


def _row(name: str, worlds: Sequence[ClaimWorld]) -> ClaimRow:
    without, with_followers = [], []
    found = right = 0
    for world in worlds:
        rates, pairs = learnt(world.said, world.priors)
        named = {(pair.one, pair.other) for pair in pairs}
        found += len(named)
        right += len(named & world.dependent)
        without.append((world, _credibilities(world, estimated(world.said, world.priors))))
        with_followers.append((world, _credibilities(world, rates)))
    planted = sum(len(world.dependent) for world in worlds)
    return ClaimRow(name, _judged(without), _judged(with_followers), planted, found, right)


def _credibilities(world: ClaimWorld, rates: Rates) -> dict[str, Credibility]:
    said: defaultdict[str, list[Utterance]] = defaultdict(list)
    for one in world.said:
        said[one.source].append(one)
    return {name: credibility(world.priors[name], weigh.record(each, rates)) for name, each in said.items()}


def _judged(worlds: Sequence[tuple[ClaimWorld, Mapping[str, Credibility]]]) -> Judged:
    alone, tied, inside = [], [], []
    for world, found in worlds:
        for name, each in found.items():
            rate = world.rates[name]
            if math.isnan(rate):
                tied.append(abs(each.mean - world.borne_out[name]))
            else:
                alone.append(abs(each.mean - rate))
                inside.append(each.interval[0] <= rate <= each.interval[1])
    return Judged(_mean([*alone, *tied]), _mean(tied), _mean(inside))


def _mean(each: Sequence[float]) -> float:
    return _share(math.fsum(each), len(each))


def _share(part: float, whole: int) -> float:
    return part / whole if whole else float("nan")
