"""What keeping articles costs: beside scoring them statelessly, and as the store grows.

As in ``service.measure.bench`` ratios of one run are what holds; nothing is asserted about time anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from service.measure.bench import ROUNDS, SpeedRow
from service.measure.clones import TURNED
from service.measure.kept import Stores
from service.measure.large_store import ARTICLES_A_DAY, SEED, Grown, KnownPairs, Sample, grown, sample
from service.measure.scenario_files import Scenario
from service.measure.side_by_side import side_by_side
from service.measure.subject import Progress, silent
from service.scoring.pipeline import Scorer

CLAIMS = 100_000
TENTH = 10
COUNTED = ("claims", "articles", "threads", "events", "largest_part", "largest_event")
PARTS = ("reading", "grouping", "comparing", "writing", "rest")


@dataclass(frozen=True, slots=True)
class GrowthRow:
    """One measurement in the ``small`` store and in the ``large`` one."""

    name: str
    small: float
    large: float
    unit: str

    @property
    def ratio(self) -> float | None:
        """How many times as much it is in the large store; None where there is none of it in the small one."""
        return self.large / self.small if self.small else None


@dataclass(frozen=True, slots=True)
class StoreSpeeds:
    """What a bench of keeping found: ``rows`` side by side, and ``growth`` from a small to a large store."""

    model_version: str
    rounds: int
    rows: tuple[SpeedRow, ...]
    growth: tuple[GrowthRow, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """One flat object for JSON, each row under its name, what was found in the small store under small_…."""
        return {
            "kind": "bench store",
            "model_version": self.model_version,
            "rounds": self.rounds,
            **{row.name: round(row.value, 6) for row in self.rows},
            **{f"small_{row.name}": round(row.small, 6) for row in self.growth},
            **{row.name: round(row.large, 6) for row in self.growth},
            "notes": list(self.notes),
        }


def run(
    scenarios: Sequence[Scenario],
    scorer: Scorer,
    stores: Stores,
    progress: Progress = silent,
    *,
    claims: int = CLAIMS,
    rounds: int = ROUNDS,
) -> StoreSpeeds:
    """The cost of keeping the articles of ``scenarios``, and of one more in a store of about ``claims`` claims."""
    rows = side_by_side(scenarios, scorer, stores, progress, rounds)
    found = sample(scenarios, scorer, progress)
    model = KnownPairs(scorer.tools.pair_model)
    clocked = Scorer(replace(scorer.tools, pair_model=model), scorer.snapshot.build, scorer.limits)
    with stores(clocked) as store:
        store.put_in([one for read in found.again for one in read])
        store.rebuild(progress)
    judged, seconds, model.learns = model.judged, model.seconds, False
    small, large = (grown(found, clocked, stores, model, n, progress) for n in (max(1, claims // TENTH), claims))
    return StoreSpeeds(
        model_version=scorer.snapshot.model,
        rounds=rounds,
        rows=rows,
        growth=tuple(_growth(_measured(small), _measured(large))),
        notes=(*_side_by_side_notes(scenarios, rounds), *_store_notes(found, large, judged, seconds)),
    )


def _growth(small: Mapping[str, tuple[float, str]], large: Mapping[str, tuple[float, str]]) -> Iterator[GrowthRow]:
    for name, (value, unit) in large.items():
        yield GrowthRow(name, small[name][0], value, unit)


def _measured(found: Grown) -> dict[str, tuple[float, str]]:
    """Each measurement in one store, with its unit ('' for counts)."""
    extent, one_more = found.extent, found.one_more
    unaided = one_more["whole"] - one_more["reading"] - one_more["pair_model"]
    return {
        **{name: (getattr(extent, name), "") for name in COUNTED},
        "database_per_1000_claims": (extent.bytes / 1e3 / max(1, extent.claims), "MB"),
        "rebuild": (found.rebuild["whole"], "s"),
        **{f"rebuild_{name}": (found.rebuild[name], "s") for name in PARTS},
        "rebuild_per_claim": (1000 * found.rebuild["whole"] / max(1, extent.claims), "ms"),
        "one_more": (1000 * one_more["whole"], "ms"),
        **{f"one_more_{name}": (1000 * one_more[name], "ms") for name in (*PARTS, "pair_model")},
        "one_more_without_models": (1000 * unaided, "ms"),
    }


def _side_by_side_notes(scenarios: Sequence[Scenario], rounds: int) -> tuple[str, ...]:
    n_articles = sum(len(scenario.articles) for scenario in scenarios)
    return (
        f"side by side: {n_articles} articles of {len(scenarios)} scenarios, empty stores, medians of {rounds} rounds",
        "stateless, kept: a scenario a request; one by one: an article a request; sent again: those, kept already",
    )


def _store_notes(found: Sample, large: Grown, judged: int, seconds: float) -> tuple[str, ...]:
    """How the stores were made; ``judged`` judgements of one telling took the pair model so many ``seconds``."""
    times = round(large.extent.articles / found.n_articles)
    spared = judged * (times - 1)
    each = seconds / max(1, judged)
    made = f"{len(found.again)} scenarios told {times} times over {large.days} days, {ARTICLES_A_DAY} articles a day"
    n_fresh = sum(map(len, found.fresh))
    return (
        f"large: {made}; a telling turns the signs of {TURNED:.0%} of the coordinates (seed {SEED}); small: a tenth",
        f"texts repeat: {spared} judgements on ordered pairs spared, {spared * each / 3600:.1f} h of the pair model",
        f"one more: {n_fresh} articles not told again, each kept alone, the mean; comparing holds the pair model",
        "rebuild reading: what was read is recalled, and not read anew; comparing recalls it by event once more",
        "largest part: threads connected by affinity, which are grouped together; largest event: its claims",
    )
