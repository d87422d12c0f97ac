"""`bench truth`: the estimate of credibility on planted worlds, beside its baselines, and how it grows."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from service.measure import claim_worlds_bench
from service.measure.claim_worlds import CLAIM_PLANS, ClaimPlan
from service.measure.claim_worlds_bench import ClaimRow
from service.measure.crh import crh
from service.measure.feed_worlds import feeds
from service.measure.metrics import rank_correlation
from service.measure.observations import shares_of_best
from service.measure.stopwatch import Stopwatch
from service.measure.subject import Progress, silent
from service.measure.truthfinder import truthfinder
from service.measure.worlds import PLANS, World, large, planted, stations
from service.scoring.credibility.dependence import Dependence
from service.scoring.credibility.estimate import Estimate, estimate
from service.scoring.credibility.lateness import earlier
from service.scoring.credibility.likeness import NONE, Likeness, likeness
from service.scoring.credibility.statements import Numbers, added_up

OURS = "counterclaim"
METHODS = ("voting", "truthfinder", "crh", OURS)
STATIONS = "stations"
FEEDS = "feeds"
# Worlds of readings: numbers in series, with sites that are late or wrong together without copying.
READINGS = frozenset({STATIONS, FEEDS})
WORLDS = 10
STATEMENTS = 1_000_000
# The worlds that the constants of the estimate were chosen on have smaller seeds.
FIRST_SEED = 1000
LIKELY = 0.5
HOW = (
    "growth: seconds by the clock hang on what else the machine does, those of the processor do not",
    "each row pools worlds made by chance, none of which the constants were chosen on",
    "error: mean distance of credibility from the planted rate, or from the share right where copies decide about it",
    "coverage: how many 90 % intervals hold the planted rate (stations, feeds: the share that is right)",
    "pairs are found where dependence is likelier than not; precision and recall against the planted ones",
)


@dataclass(frozen=True, slots=True)
class Reached:
    """What a method reaches in worlds of one kind: means over the worlds of shares in [0, 1] and of a correlation."""

    accuracy: float
    error: float
    rank_correlation: float


@dataclass(frozen=True, slots=True)
class WorldRow:
    """Worlds of one kind: what each of METHODS reaches, the coverage of intervals, and pairs of dependent sources.

    ``found``, ``right`` and ``planted`` count pairs over all worlds.
    """

    name: str
    methods: Mapping[str, Reached]
    coverage: float
    found: int
    right: int
    planted: int


@dataclass(frozen=True, slots=True)
class GrowthRow:
    """The cost of one estimate: seconds by the clock and of the processor, and the process's largest memory so far."""

    n_statements: int
    n_sources: int
    seconds: float
    processor_seconds: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class WorldFigures:
    """What the bench found."""

    n_worlds: int
    rows: tuple[WorldRow, ...]
    growth: tuple[GrowthRow, ...]
    claims: tuple[ClaimRow, ...]
    notes: tuple[str, ...] = (*HOW, *claim_worlds_bench.HOW)

    @property
    def precision(self) -> float:
        """The share right of pairs found in worlds with planted ones, not of readings; NaN where none is."""
        rows = [row for row in self.rows if row.planted and row.name not in READINGS]
        return claim_worlds_bench.precision(rows)

    @property
    def recall(self) -> float:
        """The share found of all planted pairs, worlds of readings left out; NaN where there is none."""
        rows = [row for row in self.rows if row.name not in READINGS]
        return claim_worlds_bench.recall(rows)

    def as_json(self) -> dict[str, object]:
        """One object for JSON."""
        return {
            "kind": "bench truth",
            "n_worlds": self.n_worlds,
            "copying_precision": self.precision,
            "copying_recall": self.recall,
            "worlds": {
                row.name: {
                    **{
                        f"{method}_{name}": round(float(getattr(reached, name)), 6)
                        for method, reached in row.methods.items()
                        for name in ("accuracy", "error", "rank_correlation")
                    },
                    "coverage": round(row.coverage, 6),
                    "pairs_found": row.found,
                    "pairs_right": row.right,
                    "pairs_planted": row.planted,
                }
                for row in self.rows
            },
            "claims": claim_worlds_bench.as_json(self.claims),
            "growth": [
                {
                    "statements": row.n_statements,
                    "sources": row.n_sources,
                    "seconds": round(row.seconds, 3),
                    "processor_seconds": round(row.processor_seconds, 3),
                    "megabytes": round(row.megabytes, 1),
                }
                for row in self.growth
            ],
            "notes": list(self.notes),
        }


def run(
    progress: Progress = silent,
    *,
    n_worlds: int = WORLDS,
    n_statements: int = STATEMENTS,
    claim_plans: Mapping[str, ClaimPlan] = CLAIM_PLANS,
) -> WorldFigures:
    """All kinds of worlds, ``n_worlds`` of each, and the growth to ``n_statements`` in three steps."""
    makers: dict[str, Callable[[int], World]] = {name: partial(planted, plan) for name, plan in PLANS.items()}
    makers |= {STATIONS: stations, FEEDS: feeds}
    # Memory is measured first, and from small to large, as what the process has had stays in the figure.
    growth = tuple(_grown(size, progress) for size in (n_statements // 16, n_statements // 4, n_statements))
    rows = []
    for done, (name, make) in enumerate(makers.items()):
        progress("worlds", done, len(makers))
        rows.append(row(name, [make(FIRST_SEED + seed) for seed in range(n_worlds)]))
    progress("worlds", len(makers), len(makers))
    claims = claim_worlds_bench.run(FIRST_SEED, progress, n_worlds=n_worlds, plans=claim_plans)
    return WorldFigures(n_worlds, tuple(rows), growth, claims)


def _grown(n_statements: int, progress: Progress) -> GrowthRow:
    progress(f"{n_statements} statements", 0, 1)
    world = large(n_statements, FIRST_SEED)
    clock, used = Stopwatch(), time.process_time()
    with clock:
        estimate(world.statements)
    used = time.process_time() - used
    progress(f"{n_statements} statements", 1, 1)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return GrowthRow(len(world.statements.source), world.statements.n_sources, clock.seconds, used, peak)


def row(name: str, worlds: Sequence[World]) -> WorldRow:
    """What the methods reach in worlds of one kind."""
    found: dict[str, list[Reached]] = {method: [] for method in METHODS}
    inside: list[Numbers] = []
    pairs = np.zeros(3, dtype=int)
    for world in worlds:
        alike = likeness(world.statements, world.texts) if name in READINGS else NONE
        end = estimate(world.statements, alike, before=earlier(world.statements, world.texts, world.before))
        for method, (scores, rates) in _answers(world, alike, end).items():
            found[method].append(reached(world, scores, rates))
        inside.append(covered(world, end))
        likely = likely_pairs(end.dependence)
        pairs += len(likely), len(likely & world.dependent), len(world.dependent)
    return WorldRow(
        name,
        {method: _mean(each) for method, each in found.items()},
        float(np.concatenate(inside).mean()),
        *pairs.tolist(),
    )


def _answers(world: World, alike: Likeness, end: Estimate) -> dict[str, tuple[Numbers, Numbers]]:
    """What each of METHODS gives values and sources."""
    known = world.statements
    won = shares_of_best(known, known.votes)[known.value]
    stated = np.maximum(known.stated, 1)
    return {
        "voting": (known.votes, added_up(known.source, won, known.n_sources) / stated),
        "truthfinder": truthfinder(known, alike),
        "crh": crh(known),
        OURS: (end.score, end.credibility.mean),
    }


def reached(world: World, scores: Numbers, rates: Numbers) -> Reached:
    """How good the scores of values and the rates of sources are; sources that state nothing are left out."""
    known = world.statements
    speaking = known.stated > 0
    aim = np.where(np.isnan(world.rates), world.borne_out, world.rates)
    rates, actual = rates[speaking], world.borne_out[speaking]
    right = float((shares_of_best(known, scores) * world.correct).sum())
    # Cells that nobody speaks of have no value to be picked.
    return Reached(
        right / len(np.unique(known.cell)),
        float(np.abs(rates - aim[speaking]).mean()),
        rank_correlation(rates.tolist(), actual.tolist()),
    )


def covered(world: World, end: Estimate) -> Numbers:
    """1 for each source whose interval holds its planted rate, 0 for others; those without a planted one left out."""
    none = bool(np.isnan(world.rates).all())
    rates = world.borne_out if none else world.rates
    inside = (end.credibility.low <= rates) & (rates <= end.credibility.high)
    return inside[~np.isnan(rates)].astype(np.float64)


def likely_pairs(found: Dependence) -> frozenset[tuple[int, int]]:
    """The pairs that are likelier dependent than not, the smaller number first."""
    at = found.probability > LIKELY
    both = zip(found.one[at].tolist(), found.other[at].tolist(), strict=True)
    return frozenset((min(a, b), max(a, b)) for a, b in both)


def _mean(each: Sequence[Reached]) -> Reached:
    table = np.array([[one.accuracy, one.error, one.rank_correlation] for one in each]).mean(axis=0)
    return Reached(*table.tolist())
