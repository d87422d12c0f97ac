"""KIND ``pairs``: does a premise entail or contradict a hypothesis?

Judged is the pair model alone, in the direction of the file: agrees = entailment, contradicts = contradiction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from service.measure import metrics
from service.measure.baselines import HOW_FITTED, Labelled, baselines
from service.measure.bootstrap import SEED, grouped, interval
from service.measure.figures import Figures
from service.measure.metrics import Numbers
from service.measure.rows import PAIR_LABELS, json_rows
from service.measure.sampling import sample, sampled_note
from service.measure.stopwatch import Stopwatch
from service.measure.subject import Progress, Subject, cosines, silent
from service.news.pair import Probabilities, Stance

HEADLINE = "macro_f1"
LABELS = (Stance.AGREES, Stance.CONTRADICTS, Stance.NEUTRAL)
CONTRADICTION = LABELS.index(Stance.CONTRADICTS)


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: two texts and what the first says of the second."""

    premise: str
    hypothesis: str
    label: Stance


def evaluate(
    files: Sequence[Path],
    scorer: Subject,
    progress: Progress = silent,
    *,
    seed: int = SEED,
    limit: int | None = None,
) -> Figures:
    """Figures on rows ``{"id", "premise", "hypothesis", "label"}``; ``n`` counts pairs. Raises UnreadableRow.

    ``limit`` is the most premises to judge (a seeded sample); resampled by premise.
    """
    rows = sample(read(files), lambda pair: pair.premise, limit, seed)
    clock = Stopwatch()
    texts = [(pair.premise, pair.hypothesis) for pair in rows]
    with clock:
        found = scorer.judge_many(texts, progress)
    gold = [LABELS.index(pair.label) for pair in rows]
    premises = [pair.premise for pair in rows]
    tables = metrics.one_hot_confusions(gold, [LABELS.index(one.top) for one in found], len(LABELS))
    present = tables.sum((0, 2)) > 0
    return Figures(
        kind="pairs",
        n=len(rows),
        model_version=scorer.snapshot.model,
        seconds=clock.seconds,
        headline=HEADLINE,
        interval=interval(grouped(premises, tables), lambda sums: metrics.macro_f1(sums, present), seed),
        values={**_of_table(tables.sum(0)), "ece": _ece(rows, found)},
        baselines=baselines(Labelled(gold, cosines(scorer, texts), premises, len(LABELS)), _of_table, seed),
        notes=(HOW_FITTED, *sampled_note(limit, "premises")),
    )


def read(files: Sequence[Path]) -> list[Pair]:
    """The rows of the files. Raises UnreadableRow."""
    rows = []
    for row in json_rows(files):
        row.text("id")
        rows.append(Pair(row.text("premise"), row.text("hypothesis"), row.word("label", PAIR_LABELS)))
    return rows


def _of_table(table: Numbers) -> dict[str, float]:
    """The figures that a confusion table gives, labels in the order of LABELS."""
    precision, recall, f1 = (float(scores[CONTRADICTION]) for scores in metrics.label_scores(table))
    return {
        "accuracy": float(metrics.accuracy(table)),
        "macro_f1": float(metrics.macro_f1(table, table.sum(-1) > 0)),
        "contradiction_precision": precision,
        "contradiction_recall": recall,
        "contradiction_f1": f1,
    }


def _ece(rows: Sequence[Pair], found: Sequence[Probabilities]) -> float:
    tops = [one.top for one in found]
    confidences = [one.of(top) for one, top in zip(found, tops, strict=True)]
    return metrics.expected_calibration_error(
        confidences, [top is pair.label for top, pair in zip(tops, rows, strict=True)]
    )
