"""What keeping articles costs: beside scoring them statelessly, and as the store grows.

As in ``service.measure.bench`` ratios of one run are what holds; nothing is asserted about time anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.measure.bench import ROUNDS, SpeedRow
from service.measure.clones import TURNED
from service.measure.kept import Stores
from service.measure.large_store import ADDITIONS, DAYS, SEED, Grown, KnownPairs, Sample, grown, sample
from service.measure.scenario_files import Scenario
from service.measure.side_by_side import side_by_side
from service.measure.subject import Progress, silent
from service.news.reckoning import TOLERANCE
from service.scoring.pipeline import Scorer

CLAIMS = (10_000, 100_000)
"""How many claims the stores hold, about."""
COUNTED = ("claims", "articles", "threads", "events", "largest_part", "largest_event")
PARTS = ("reading", "grouping", "comparing", "writing", "rest")


@dataclass(frozen=True, slots=True)
class GrowthRow:
    """One measurement in each store, the smallest store first."""

    name: str
    values: tuple[float, ...]
    unit: str

    @property
    def ratio(self) -> float | None:
        """How many times as much it is in the last store; None where there is none of it in the first one."""
        return self.values[-1] / self.values[0] if self.values[0] else None


@dataclass(frozen=True, slots=True)
class StoreSpeeds:
    """What a bench of keeping found: ``rows`` side by side, and ``growth`` over stores of ``sizes``, in claims."""

    model_version: str
    rounds: int
    rows: tuple[SpeedRow, ...]
    sizes: tuple[int, ...]
    growth: tuple[GrowthRow, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """One object for JSON, each row under its name; what was found in stores is a list, as ``sizes`` are."""
        return {
            "kind": "bench store",
            "model_version": self.model_version,
            "rounds": self.rounds,
            **{row.name: round(row.value, 6) for row in self.rows},
            "sizes": list(self.sizes),
            **{row.name: [round(value, 6) for value in row.values] for row in self.growth},
            "notes": list(self.notes),
        }


def run(
    scenarios: Sequence[Scenario],
    scorer: Scorer,
    stores: Stores,
    progress: Progress = silent,
    *,
    claims: Sequence[int] = CLAIMS,
    rounds: int = ROUNDS,
    additions: int = ADDITIONS,
) -> StoreSpeeds:
    """The cost of keeping the articles of ``scenarios``, and of one more in stores of about so many ``claims``."""
    rows = side_by_side(scenarios, scorer, stores, progress, rounds)
    found = sample(scenarios, scorer, progress)
    model = KnownPairs(scorer.tools.pair_model)
    clocked = scorer.with_pair_model(model)
    with stores(clocked) as store:
        store.put_in([one for read in found.again for one in read])
        store.rebuild(progress)
    judged, seconds, model.learns = model.judged, model.seconds, False
    found_in = [grown(found, clocked, stores, model, n, progress, additions) for n in claims]
    measured = [_measured(one, seconds / max(1, judged)) for one in found_in]
    return StoreSpeeds(
        model_version=scorer.snapshot.model,
        rounds=rounds,
        rows=rows,
        sizes=tuple(claims),
        growth=tuple(
            GrowthRow(name, tuple(each[name][0] for each in measured), unit) for name, (_, unit) in measured[0].items()
        ),
        notes=(*_side_by_side_notes(scenarios, rounds), *_store_notes(found, found_in[-1], judged, seconds)),
    )


def _measured(found: Grown, seconds_a_pair: float) -> dict[str, tuple[float, str]]:
    """Each measurement in one store, with its unit ('' for counts); an ordered pair takes the model so long."""
    extent, one_more = found.extent, found.one_more
    unaided = one_more["whole"] - one_more["reading"] - one_more["pair_model"]
    naive = 2 * found.one_more_claims * extent.claims
    return {
        **{name: (getattr(extent, name), "") for name in COUNTED},
        "database": (extent.bytes / 1e6, "MB"),
        "indexes": (extent.index_bytes / 1e6, "MB"),
        "memory_of_process": (found.process_memory / 1e6, "MB"),
        "memory_of_server": (found.server_memory / 1e6, "MB"),
        "rebuild": (found.rebuild["whole"], "s"),
        **{f"rebuild_{name}": (found.rebuild[name], "s") for name in PARTS},
        "rebuild_per_claim": (1000 * found.rebuild["whole"] / max(1, extent.claims), "ms"),
        "one_more": (1000 * one_more["whole"], "ms"),
        **{f"one_more_{name}": (1000 * one_more[name], "ms") for name in (*PARTS, "pair_model")},
        "one_more_without_models": (1000 * unaided, "ms"),
        "one_more_pairs": (found.one_more_judged, ""),
        "all_pairs": (naive, ""),
        "all_pairs_time": (naive * seconds_a_pair, "s"),
        "reckoned_additions": (found.additions, ""),
        "reckoned_sources": (found.reckoned.sources, ""),
        "reckoned_beyond": (found.reckoned.beyond, ""),
        "reckoned_largest": (found.reckoned.largest, "of 1"),
        "reckoned_mean": (found.reckoned.average, "of 1"),
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
    made = f"{len(found.again)} scenarios told {times} times over {DAYS} days"
    n_fresh = sum(map(len, found.fresh))
    return (
        f"last store: {made}; a telling turns the signs of {TURNED:.0%} of the coordinates (seed {SEED})",
        "all stores: as many days, so that the window of an article holds as much more as the store does",
        f"texts repeat: {spared} judgements on ordered pairs spared, {spared * each / 3600:.1f} h of the pair model",
        f"one more: {n_fresh} articles not told again, each kept alone, the mean; comparing holds the pair model",
        "one more pairs: ordered pairs judged for it; all pairs: its claims with all that are kept, both ways round",
        f"all pairs time: not run, but {1000 * each:.2f} ms of the pair model for each of them",
        "memory of process: the most so far, models among it; of server: of one connection, and what all share",
        "rebuild reading: what was read is recalled, and not read anew; comparing recalls it by event once more",
        "reckoned: how far a reckoning moves credibilities that are shown, so many additions after the last one",
        f"reckoned beyond: sources that it moves by more than the tolerance of {TOLERANCE}",
        "largest part: threads connected by affinity, which are grouped together; largest event: its claims",
    )
