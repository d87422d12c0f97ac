"""Speeds, measured side by side in one run.

Absolute speeds drift with the host, ratios of one run hold better. So the ways of working that are compared take turns,
round after round, and each figure is the median over rounds. Nothing is asserted about time anywhere.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median

from service.measure.scenario_files import Scenario
from service.measure.subject import Progress, Subject, silent
from service.news.article import Field
from service.news.report import ScoreRequest

Reader = Callable[[Sequence[str]], object]
"""Reads texts, all that there are at once; what comes of it does not matter."""

STAGES = ("extract", "encode", "group", "compare", "weigh")
ROUNDS = 3
# Comparing every claim with every other takes long; this many of the pairs are timed, and all are counted.
PAIRS_TIMED = 500
# Speed is measured on so many scenarios, evenly spread, however many there are to judge quality by.
SCENARIOS = 10


@dataclass(frozen=True, slots=True)
class SpeedRow:
    """One measurement; ``unit`` is '' for ratios and counts."""

    name: str
    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class Speeds:
    """What a bench found, over ``n_articles`` articles and ``rounds`` rounds."""

    model_version: str
    n_articles: int
    rounds: int
    rows: tuple[SpeedRow, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """One flat object for JSON, each row under its name."""
        return {
            "kind": "bench",
            "model_version": self.model_version,
            "n_articles": self.n_articles,
            "rounds": self.rounds,
            **{row.name: round(row.value, 6) for row in self.rows},
            "notes": list(self.notes),
        }


def spread(scenarios: Sequence[Scenario], most: int = SCENARIOS) -> list[Scenario]:
    """At most so many of ``scenarios``, as far apart as can be."""
    step = max(1.0, len(scenarios) / most)
    return [scenarios[int(place * step)] for place in range(min(most, len(scenarios)))]


class StageClock:
    """Adds up time by stage, as a scorer tells its progress; what no stage claims is under 'other'."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._stage = "other"
        self._since = time.perf_counter()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Progress: the time since the last call is the stage's if that was told last too, else it is 'other'."""
        now = time.perf_counter()
        ran = stage if stage == self._stage else "other"
        self.seconds[ran] = self.seconds.get(ran, 0.0) + now - self._since
        self._stage, self._since = ("other" if done >= total else stage), now


def run(
    scenarios: Sequence[Scenario], scorer: Subject, yardstick: Reader, progress: Progress = silent, rounds: int = ROUNDS
) -> Speeds:
    """Speeds on the articles of ``scenarios``, each scored alone; ``progress`` is told the stage 'rounds'.

    The ``yardstick`` reads the same articles: how fast claims are extracted is told beside it. One round that is not
    counted comes first, so that nothing is loaded or compiled within the others.
    """
    work = _Work(scenarios, scorer, yardstick)
    work.round()
    measured: list[Mapping[str, float]] = []
    for done in range(1, rounds + 1):
        measured.append(work.round())
        progress("rounds", done, rounds)
    units = dict(_UNITS)
    rows = tuple(SpeedRow(name, median(each[name] for each in measured), units.get(name, "")) for name in measured[0])
    notes = (
        f"{work.n_articles} articles of {len(scenarios)} scenarios, each scored alone; medians of {rounds} rounds",
        f"all pairs: every claim of a scenario with every other (about {PAIRS_TIMED} timed, and scaled up)",
        "picked pairs: those that the service compares",
        f"extracted: {work.n_sentences} sentences of all articles at once, headlines among them",
        "whole pipeline: the same sentences, read by all of spaCy's pipeline as it is published",
        "one by one: articles read singly; together: a scenario's articles read at once",
    )
    return Speeds(scorer.snapshot.model, work.n_articles, rounds, rows, notes)


_UNITS = (
    ("articles_per_second", "articles/s"),
    ("ms_per_article", "ms"),
    ("extracted_sentences_per_second", "sentences/s"),
    ("whole_pipeline_sentences_per_second", "sentences/s"),
    ("all_pairs_seconds", "s"),
    ("picked_pairs_seconds", "s"),
    ("one_by_one_seconds", "s"),
    ("together_seconds", "s"),
)


class _Work:
    """What one round does."""

    def __init__(self, scenarios: Sequence[Scenario], scorer: Subject, yardstick: Reader) -> None:
        self._requests = [ScoreRequest(scenario.articles) for scenario in scenarios]
        self._scorer = scorer
        self._yardstick = yardstick
        everything = [article for request in self._requests for article in request.articles]
        # Scenarios number their articles each for itself.
        self._articles = [replace(article, id=f"{n}") for n, article in enumerate(everything)]
        self.n_articles = len(everything)
        self._texts = [article.field(field) for article in everything for field in Field]
        self.n_sentences = scorer.sentences(self._texts)

    def round(self) -> dict[str, float]:
        """Every measurement once."""
        return {**self._end_to_end(), **self._extraction(), **self._batching()}

    def _end_to_end(self) -> dict[str, float]:
        stages, picked = StageClock(), 0
        start = time.perf_counter()
        for request in self._requests:
            report = self._scorer.score(request, stages)
            picked += sum(len(event.pairs) for event in report.events)
        whole = time.perf_counter() - start
        shares = {f"{stage}_share": stages.seconds.get(stage, 0.0) / whole for stage in STAGES}
        return {
            "articles_per_second": self.n_articles / whole,
            "ms_per_article": 1000 * whole / self.n_articles,
            **shares,
            "other_share": 1 - sum(shares.values()),
            "whole_over_encode": whole / max(stages.seconds.get("encode", 0.0), 1e-9),
            **self._pairing(picked, stages.seconds.get("compare", 0.0)),
        }

    def _pairing(self, picked: int, picked_seconds: float) -> dict[str, float]:
        """All pairs of claims against those that the service picks."""
        every = [
            pair for request in self._requests for pair in combinations(self._scorer.read(request.articles).encoded, 2)
        ]
        timed = every[:: max(1, len(every) // PAIRS_TIMED)]
        seconds = seconds_of(lambda: self._scorer.compare_claims(timed)) * len(every) / max(1, len(timed))
        return {
            "all_pairs": len(every),
            "picked_pairs": picked,
            "all_pairs_seconds": seconds,
            "picked_pairs_seconds": picked_seconds,
            "all_over_picked_seconds": seconds / max(picked_seconds, 1e-9),
        }

    def _extraction(self) -> dict[str, float]:
        """All articles read at once, without vectors, and by the yardstick."""
        seconds = max(1e-9, seconds_of(lambda: self._scorer.extract(self._articles)))
        beside = max(1e-9, seconds_of(lambda: self._yardstick(self._texts)))
        return {
            "extracted_sentences_per_second": self.n_sentences / seconds,
            "whole_pipeline_sentences_per_second": self.n_sentences / beside,
            "extracted_over_whole_pipeline": beside / seconds,
        }

    def _batching(self) -> dict[str, float]:
        """Articles read one by one against an event's articles at once."""
        singly = seconds_of(
            lambda: [self._scorer.read([one]) for request in self._requests for one in request.articles]
        )
        together = seconds_of(lambda: [self._scorer.read(request.articles) for request in self._requests])
        return {
            "one_by_one_seconds": singly,
            "together_seconds": together,
            "one_by_one_over_together": singly / max(together, 1e-9),
        }


def seconds_of(work: Callable[[], object]) -> float:
    """How long some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
