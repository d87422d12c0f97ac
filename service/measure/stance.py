"""KIND ``stance``: what an article's body says of a headline (Fake News Challenge 1).

What was found between the two is judged by the head of ``scoring.headline``, which was trained on a part of the
challenge's training rows; ``stance_parts`` says on which.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from service.measure import metrics
from service.measure.baselines import HOW_FITTED, Labelled, baselines
from service.measure.body_stance import LABELS, WORDS, Question, held, judged
from service.measure.bootstrap import SEED, grouped, interval
from service.measure.figures import Figures
from service.measure.metrics import Numbers
from service.measure.rows import Row, UnreadableRow, json_rows
from service.measure.sampling import sample, sampled_note
from service.measure.stopwatch import Stopwatch
from service.measure.subject import Progress, Subject, silent
from service.scoring.headline.head import BodyStance
from service.scoring.headline.held import NEARNESS

HEADLINE = "fnc_weighted"
COSINE = NEARNESS.index("cosine_top")
TRAINED_ON = (
    "{version} was trained on four fifths of the stories in the challenge's training part; "
    "`make figures` judges the rows of the last fifth"
)


def evaluate(
    files: Sequence[Path],
    scorer: Subject,
    progress: Progress = silent,
    *,
    seed: int = SEED,
    limit: int | None = None,
) -> Figures:
    """Figures on bodies ``{"body_id", "text"}`` and rows ``{"headline", "body_id", "label"}``, each in its own file.

    ``n`` counts rows. ``limit`` is the most bodies to judge (a seeded sample); resampled by body. Raises UnreadableRow,
    and ArtefactError where no head was trained.
    """
    bodies, questions = read(files)
    questions = sample(questions, lambda question: question.body, limit, seed)
    head = scorer.body_head()
    clock = Stopwatch()
    with clock:
        rows = held(bodies, questions, scorer, progress)
        found = judged(rows, head, scorer, progress)
    gold = [LABELS.index(question.label) for question in questions]
    predicted = [LABELS.index(stance) for stance in found]
    tables = metrics.one_hot_confusions(gold, predicted, len(LABELS))
    groups = [question.body for question in questions]
    return Figures(
        kind="stance",
        n=len(questions),
        model_version=scorer.snapshot.model,
        seconds=clock.seconds,
        headline=HEADLINE,
        interval=interval(grouped(groups, tables), fnc_weighted, seed),
        values=figures(tables.sum(0)),
        baselines=baselines(
            Labelled(gold, [float(row.nearness[COSINE]) for row in rows], groups, len(LABELS)), figures, seed
        ),
        notes=(TRAINED_ON.format(version=head.version), HOW_FITTED, *sampled_note(limit, "bodies")),
    )


def read(files: Sequence[Path]) -> tuple[dict[str, str], list[Question]]:
    """Texts by body id, and the rows. Raises UnreadableRow, also for a body that is missing or told twice."""
    bodies: dict[str, str] = {}
    asked: list[tuple[Row, Question]] = []
    for rows in (json_rows([file]) for file in files):
        first = next(rows)
        if "headline" in first.values:
            asked += [(row, _question(row)) for row in _again(first, rows)]
        else:
            _add_bodies(bodies, _again(first, rows))
    for row, question in asked:
        if question.body not in bodies:
            raise row.fails(f"there is no body '{question.body}'")
    if not asked:
        raise UnreadableRow(files[0] if files else Path(), 0, "this kind takes two files: bodies and stances")
    return bodies, [question for _, question in asked]


def credit() -> Numbers:
    """The challenge's credit by gold and predicted label: a quarter for knowing what is related, the rest for how."""
    table = np.zeros((len(LABELS), len(LABELS)))
    for i, gold in enumerate(LABELS):
        for j, predicted in enumerate(LABELS):
            both_related = BodyStance.UNRELATED not in (gold, predicted)
            exact = 0.25 if gold is BodyStance.UNRELATED else 0.75
            table[i, j] = 0.25 * both_related + exact * (gold is predicted)
    return table


def fnc_weighted(tables: Numbers) -> Numbers:
    """The challenge's score as a share of the best possible one, of confusion tables with labels as in LABELS."""
    return metrics.weighted_score(tables, credit())


def figures(table: Numbers) -> dict[str, float]:
    """The figures that a confusion table gives."""
    _, _, f1 = metrics.label_scores(table)
    return {
        "fnc_weighted": float(fnc_weighted(table)),
        "macro_f1": float(metrics.macro_f1(table, table.sum(-1) > 0)),
        **{f"{label.value}_f1": float(score) for label, score in zip(LABELS, f1, strict=True)},
    }


def _question(row: Row) -> Question:
    return Question(row.text("headline"), row.text("body_id"), row.word("label", WORDS))


def _again(first: Row, rest: Iterable[Row]) -> Iterator[Row]:
    yield first
    yield from rest


def _add_bodies(bodies: dict[str, str], rows: Iterable[Row]) -> None:
    for row in rows:
        name = row.text("body_id")
        if name in bodies:
            raise row.fails(f"the body '{name}' is told twice")
        bodies[name] = row.text("text")
