"""KIND ``claims``: do two claims, each with its speaker, outlet and time, agree, contradict or update each other?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.measure import metrics
from service.measure.baselines import HOW_FITTED, Labelled, baselines
from service.measure.bootstrap import SEED, grouped, interval
from service.measure.figures import Figures
from service.measure.metrics import Numbers
from service.measure.rows import REASONS, RELATIONS, Row, json_rows
from service.measure.sampling import sample, sampled_note
from service.measure.stopwatch import Stopwatch
from service.measure.subject import Progress, Subject, silent, similarity
from service.news.claim import Spoken
from service.news.pair import Comparison, ReasonCode, Relation

HEADLINE = "contradiction_f1"
LABELS = (Relation.AGREES, Relation.CONTRADICTS, Relation.NEUTRAL, Relation.UPDATES)
UNDECIDED = len(LABELS)
CONTRADICTION = LABELS.index(Relation.CONTRADICTS)
UPDATE = LABELS.index(Relation.UPDATES)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One row: two claims, what they are to each other and why. ``group`` is what resampling keeps together.

    ``laid`` is whether a report laid the two side by side, without being asked, and somebody read what it had laid.
    """

    a: Spoken
    b: Spoken
    relation: Relation
    reasons: frozenset[ReasonCode]
    group: str
    laid: bool = False


def evaluate(
    files: Sequence[Path],
    scorer: Subject,
    progress: Progress = silent,
    *,
    seed: int = SEED,
    limit: int | None = None,
) -> Figures:
    """Figures on rows ``{"id", "domain", "a", "b", "relation", "reasons"}``; ``n`` counts pairs. Raises UnreadableRow.

    A row with ``"laid_by": "report"`` is decided as a report decides, others as two claims that somebody asks about.
    ``limit`` is the most events to judge (a seeded sample); resampled by event where rows name one, else by first
    claim. An undecided pair has no label, which is an error; for ``ece`` it is forced to its likeliest one. The
    confidence of a pair is the probability of the relation that it is found to have.
    """
    rows = sample(read(files), lambda row: row.group, limit, seed)
    clock = Stopwatch()
    with clock:
        found = _compared(rows, scorer, progress)
    gold = [LABELS.index(row.relation) for row in rows]
    groups = [row.group for row in rows]
    tables = metrics.one_hot_confusions(gold, [_label(one) for one in found], len(LABELS))
    return Figures(
        kind="claims",
        n=len(rows),
        model_version=scorer.snapshot.model,
        seconds=clock.seconds,
        headline=HEADLINE,
        interval=interval(grouped(groups, tables), _contradiction_f1, seed),
        values=_figures(rows, found, tables.sum(0)),
        baselines=baselines(Labelled(gold, [similarity(one) for one in found], groups, len(LABELS)), _of_table, seed),
        notes=(HOW_FITTED, *sampled_note(limit, "events")),
    )


def _compared(rows: Sequence[ClaimRow], scorer: Subject, progress: Progress) -> list[Comparison]:
    """The two claims of each row, in order: those that somebody asks about, and those that a report laid."""
    found: dict[int, Comparison] = {}
    for laid in (False, True):
        places = [place for place, row in enumerate(rows) if row.laid is laid]
        pairs = [(rows[place].a, rows[place].b) for place in places]
        found |= zip(places, scorer.compare_many(pairs, progress, asked=not laid), strict=True)
    return [found[place] for place in range(len(rows))]


def read(files: Sequence[Path]) -> list[ClaimRow]:
    """The rows of the files. Raises UnreadableRow."""
    return [_row(row) for row in json_rows(files)]


def _row(row: Row) -> ClaimRow:
    row.text("id")
    row.text("domain")
    a, b = _spoken(row.row("a")), _spoken(row.row("b"))
    relation, reasons = row.word("relation", RELATIONS), row.words("reasons", REASONS)
    group, laid = row.text_if_any("event") or a.text, row.text_if_any("laid_by") == "report"
    return ClaimRow(a, b, relation, reasons, group, laid)


def _spoken(row: Row) -> Spoken:
    return Spoken(
        text=row.text("text"),
        source=row.text_or_none("speaker") or "",
        outlet=row.text_or_none("outlet") or "",
        published_at=row.time("published_at"),
    )


def _label(found: Comparison) -> int:
    return LABELS.index(found.relation) if found.decided else UNDECIDED


def _figures(rows: Sequence[ClaimRow], found: Sequence[Comparison], table: Numbers) -> dict[str, float | int]:
    of_table = _of_table(table)
    right = [one.relation is row.relation for one, row in zip(found, rows, strict=True)]
    confidences = [one.probability for one in found]
    return {
        "accuracy": of_table.pop("accuracy"),
        "coverage": float(np.mean([one.decided for one in found])),
        **of_table,
        "reason_f1": _reason_f1(rows, found),
        "ece": metrics.expected_calibration_error(confidences, right),
    }


def _of_table(table: Numbers) -> dict[str, float]:
    """The figures that a confusion table gives, labels in the order of LABELS."""
    precision, recall, f1 = metrics.label_scores(table)
    return {
        "accuracy": float(metrics.accuracy(table)),
        "contradiction_precision": float(precision[CONTRADICTION]),
        "contradiction_recall": float(recall[CONTRADICTION]),
        "contradiction_f1": float(f1[CONTRADICTION]),
        "update_f1": float(f1[UPDATE]),
    }


def _contradiction_f1(tables: Numbers) -> Numbers:
    return np.asarray(metrics.label_scores(tables)[2][..., CONTRADICTION], dtype=np.float64)


def _reason_f1(rows: Sequence[ClaimRow], found: Sequence[Comparison]) -> float:
    """Micro F1 of reason codes, over the contradictions rightly found."""
    rightly = [
        (row.reasons, frozenset(reason.code for reason in one.reasons))
        for row, one in zip(rows, found, strict=True)
        if row.relation is Relation.CONTRADICTS and _label(one) == CONTRADICTION
    ]
    hits = sum(len(wanted & given) for wanted, given in rightly)
    given_in_all, wanted_in_all = (sum(len(pair[side]) for pair in rightly) for side in (1, 0))
    return float(metrics.f1(hits, given_in_all, wanted_in_all))
