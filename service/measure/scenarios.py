"""KIND ``scenarios``: whole reports on several articles against what a careful reader finds in them.

Each scenario is scored alone and nothing is stored; figures are pooled over scenarios. The reader's findings are
complete over the claims listed only, so a contradiction with a side that matches none of them is 'unjudged'.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import combinations
from pathlib import Path

import numpy as np

from service.measure import metrics
from service.measure.bootstrap import SEED, interval
from service.measure.figures import Figures
from service.measure.matching import Matching, match, speaker_is_right
from service.measure.metrics import Numbers
from service.measure.sampling import sample, sampled_note
from service.measure.scenario_files import OUTLET, Pair, Scenario, closed, read
from service.measure.stopwatch import Stopwatch
from service.measure.subject import Progress, Subject, silent
from service.news.event import EventReport
from service.news.pair import Comparison, Relation
from service.news.report import ScoreReport, ScoreRequest

HEADLINE = "contradiction_f1"


@dataclass(frozen=True, slots=True)
class Tally:
    """What was counted in a scenario, or in many: each field a number or an array of sums, all of one shape.

    ``…_right`` and ``…_found`` are of what was reported, ``…_wanted`` of what a reader found.
    """

    claims_found: Numbers | float
    claims_wanted: Numbers | float
    speakers_right: Numbers | float
    speakers_judged: Numbers | float
    contradictions_right: Numbers | float
    contradictions_found: Numbers | float
    contradictions_wanted: Numbers | float
    unjudged: Numbers | float
    updates_right: Numbers | float
    updates_found: Numbers | float
    updates_wanted: Numbers | float
    false_alarms: Numbers | float
    event_precision: Numbers | float
    event_recall: Numbers | float
    articles: Numbers | float
    copies_right: Numbers | float
    copies_found: Numbers | float
    copies_wanted: Numbers | float
    independent_right: Numbers | float
    scenarios: Numbers | float = 1


def evaluate(
    files: Sequence[Path],
    scorer: Subject,
    progress: Progress = silent,
    *,
    seed: int = SEED,
    limit: int | None = None,
) -> Figures:
    """Figures on scenario files or folders of them; ``n`` counts scenarios. Raises UnreadableRow.

    ``limit`` is the most scenarios to judge (a seeded sample); resampled by scenario.
    """
    scenarios = sample(read(files), lambda scenario: scenario.id, limit, seed)
    clock = Stopwatch()
    tallies = []
    for done, scenario in enumerate(scenarios, start=1):
        with clock:
            report = scorer.score(ScoreRequest(scenario.articles))
        tallies.append(tally(scenario, report))
        progress("score", done, len(scenarios))
    counts = _table(tallies)
    return Figures(
        kind="scenarios",
        n=len(scenarios),
        model_version=scorer.snapshot.model,
        seconds=clock.seconds,
        headline=HEADLINE,
        interval=interval(counts, lambda sums: _contradiction_f1(_summed(sums)), seed),
        values=figures(_summed(counts.sum(0))),
        baselines={"majority": _plainest(scenarios), "similarity": None},
        notes=(
            "majority: every claim is the outlet's, all articles tell of one event, nothing contradicts anything",
            *sampled_note(limit, "scenarios"),
        ),
    )


def tally(scenario: Scenario, report: ScoreReport) -> Tally:
    """What the report on a scenario got right."""
    matching = match(scenario, report.claims)
    right_pairs = _of_gold(scenario.contradictions, matching)
    reported = _reported(report, Relation.CONTRADICTS)
    told = _mapped(reported, matching)
    contradicting = {frozenset(pair) for pair in told}
    updating, wanted_updates = set(_mapped(_reported(report, Relation.UPDATES), matching)), _updates(scenario, matching)
    quiet = _of_gold(scenario.agreements | scenario.unspecified, matching) | {
        frozenset(pair) for pair in wanted_updates
    }
    precision, recall = _b_cubed(scenario, report)
    copied, wanted_copies = (
        _pairs_within(closed((name, found.origin) for name, found in report.copy_of.items())),
        _pairs_within(scenario.copies),
    )
    return Tally(
        claims_found=len(matching.found()),
        claims_wanted=len(scenario.claims),
        **_speakers(scenario, report, matching),
        contradictions_right=len(contradicting & right_pairs),
        contradictions_found=len(contradicting),
        contradictions_wanted=len(right_pairs),
        unjudged=len(reported) - len(told),
        updates_right=len(updating & wanted_updates),
        updates_found=len(updating),
        updates_wanted=len(wanted_updates),
        false_alarms=len(contradicting & quiet),
        event_precision=precision,
        event_recall=recall,
        articles=len(scenario.articles),
        copies_right=len(copied & wanted_copies),
        copies_found=len(copied),
        copies_wanted=len(wanted_copies),
        independent_right=_independent(report) == scenario.independent_sources,
    )


def figures(sums: Tally) -> dict[str, float | int]:
    """The figures of the kind, by name, from sums over scenarios."""
    precision, recall = sums.contradictions_found, sums.contradictions_wanted
    return {
        "claim_recall": float(metrics.ratio(sums.claims_found, sums.claims_wanted)),
        "speaker_accuracy": float(metrics.ratio(sums.speakers_right, sums.speakers_judged)),
        "contradiction_precision": float(metrics.precision(sums.contradictions_right, precision, recall)),
        "contradiction_recall": float(metrics.recall(sums.contradictions_right, recall)),
        "contradiction_f1": float(_contradiction_f1(sums)),
        "contradiction_precision_strict": float(
            metrics.precision(sums.contradictions_right, precision + sums.unjudged, recall)
        ),
        "unjudged": int(sums.unjudged),
        "update_f1": float(metrics.f1(sums.updates_right, sums.updates_found, sums.updates_wanted)),
        "false_alarms_per_scenario": float(metrics.ratio(sums.false_alarms, sums.scenarios)),
        "event_b3_f1": float(_event_f1(sums)),
        "copy_f1": float(metrics.f1(sums.copies_right, sums.copies_found, sums.copies_wanted)),
        "independent_exact": float(metrics.ratio(sums.independent_right, sums.scenarios)),
    }


def _contradiction_f1(sums: Tally) -> Numbers:
    return metrics.f1(sums.contradictions_right, sums.contradictions_found, sums.contradictions_wanted)


def _event_f1(sums: Tally) -> Numbers:
    return metrics.harmonic_mean(
        metrics.ratio(sums.event_precision, sums.articles), metrics.ratio(sums.event_recall, sums.articles)
    )


def _table(tallies: Sequence[Tally]) -> Numbers:
    """Shape (n_scenarios, n_fields)."""
    return np.array([[getattr(one, field.name) for field in fields(Tally)] for one in tallies], dtype=np.float64)


def _summed(sums: Numbers) -> Tally:
    return Tally(*np.moveaxis(sums, -1, 0))


def _reported(report: ScoreReport, relation: Relation) -> list[Comparison]:
    return [pair for event in report.events for pair in event.pairs if pair.decided and pair.relation is relation]


def _mapped(pairs: Iterable[Comparison], matching: Matching) -> list[tuple[str, str]]:
    """The gold ids of the reported pairs that have both sides matched."""
    sides = ((matching.gold_of(pair.a), matching.gold_of(pair.b)) for pair in pairs)
    return [(a, b) for a, b in sides if a is not None and b is not None]


def _of_gold(pairs: Iterable[Pair], matching: Matching) -> set[Pair]:
    """The pairs under canonical ids."""
    return {frozenset(matching.canonical[name] for name in pair) for pair in pairs}


def _updates(scenario: Scenario, matching: Matching) -> set[tuple[str, str]]:
    return {(matching.canonical[earlier], matching.canonical[later]) for earlier, later in scenario.updates}


def _speakers(scenario: Scenario, report: ScoreReport, matching: Matching) -> dict[str, float]:
    """Over matched claims; one matched through a copy counts where its origin has no match of its own."""
    gold = {claim.id: claim for claim in scenario.claims}
    sources = {standing.source.id: standing.source for standing in report.standings}
    claims = {claim.id: claim for claim in report.claims}
    matched = set(matching.own.values())
    chosen = [*matching.own.items(), *(pair for pair in matching.by_copy.items() if pair[1] not in matched)]
    right = [speaker_is_right(claims[name], gold[wanted], scenario, sources) for name, wanted in chosen]
    return {"speakers_right": sum(right), "speakers_judged": len(right)}


def _b_cubed(scenario: Scenario, report: ScoreReport) -> tuple[float, float]:
    """B³ precision and recall summed over articles; an article counts with the event of its headline."""
    first: dict[str, str] = {}
    for claim in report.claims:
        first.setdefault(claim.article, report.event_of[claim.id])
    predicted = [first.get(article.id, f"alone:{article.id}") for article in scenario.articles]
    gold = [scenario.event_of_article[article.id] for article in scenario.articles]
    precision, recall = metrics.b_cubed(gold, predicted)
    return float(precision.sum()), float(recall.sum())


def _pairs_within(groups: Iterable[Iterable[str]]) -> set[Pair]:
    return {frozenset(pair) for group in groups for pair in combinations(sorted(group), 2)}


def _independent(report: ScoreReport) -> int:
    """The independent outlets of the main event: the one with most articles, then most claims; 0 without events."""
    main = max(report.events, key=_size, default=None)
    return main.independent_outlets if main else 0


def _size(event: EventReport) -> tuple[int, int]:
    return len(event.event.articles), len(event.event.claims)


def _plainest(scenarios: Sequence[Scenario]) -> Mapping[str, float]:
    """What the plainest answers reach."""
    speakers = Counter(claim.speaker == OUTLET for scenario in scenarios for claim in scenario.claims)
    events = [
        metrics.b_cubed(list(scenario.event_of_article.values()), [""] * len(scenario.articles))
        for scenario in scenarios
    ]
    precision, recall = (np.concatenate([both[side] for both in events]).mean() for side in (0, 1))
    return {
        "speaker_accuracy": speakers[True] / max(1, speakers.total()),
        "contradiction_recall": 0.0,
        "contradiction_f1": 0.0,
        "false_alarms_per_scenario": 0.0,
        "event_b3_f1": float(metrics.harmonic_mean(precision, recall)),
    }
