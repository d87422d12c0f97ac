"""KIND ``stance``: what an article's body says of a headline (Fake News Challenge 1).

What was found between the two is judged by the rules of ``body_stance``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np

from service.measure import metrics
from service.measure.baselines import HOW_FITTED, Labelled, baselines
from service.measure.body_stance import LABELS, WORDS, BodyStance, Closeness, Question, Rule, closeness, judge
from service.measure.bootstrap import SEED, grouped, interval
from service.measure.figures import Figures
from service.measure.metrics import Numbers
from service.measure.rows import Row, UnreadableRow, json_rows
from service.measure.sampling import sample, sampled_note
from service.measure.stopwatch import Stopwatch
from service.measure.subject import Progress, Subject, silent

HEADLINE = "fnc_weighted"
# How many bodies the constants of the rule are chosen on.
CHOSEN_ON_BODIES = 300
LEAST_RELATED = 0.4
CHOSEN_ON = f"the three constants of the rule were chosen on {CHOSEN_ON_BODIES} bodies of the challenge's training part"


def evaluate(
    files: Sequence[Path],
    scorer: Subject,
    progress: Progress = silent,
    *,
    seed: int = SEED,
    limit: int | None = None,
) -> Figures:
    """Figures on bodies ``{"body_id", "text"}`` and rows ``{"headline", "body_id", "label"}``, each in its own file.

    ``n`` counts rows. Raises UnreadableRow. ``limit`` is the most bodies to judge (a seeded sample); resampled by body.
    """
    bodies, questions = read(files)
    questions = sample(questions, lambda question: question.body, limit, seed)
    clock = Stopwatch()
    with clock:
        found = closeness(bodies, questions, scorer, progress)
    gold = [LABELS.index(question.label) for question in questions]
    predicted = [LABELS.index(judge(one)) for one in found]
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
        baselines=baselines(Labelled(gold, [one.similarity for one in found], groups, len(LABELS)), figures, seed),
        notes=(CHOSEN_ON, HOW_FITTED, *sampled_note(limit, "bodies")),
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


def choose_rule(files: Sequence[Path], scorer: Subject, progress: Progress = silent, *, seed: int = SEED) -> Rule:
    """The rule for another model, chosen on a seeded sample of 300 bodies of ``files``; see ``body_stance.RULE``."""
    bodies, questions = read(files)
    chosen = sample(questions, lambda question: question.body, CHOSEN_ON_BODIES, seed)
    found = closeness(bodies, chosen, scorer, progress, related=LEAST_RELATED)
    return chosen_rule(found, [question.label for question in chosen])


def chosen_rule(found: Sequence[Closeness], gold: Sequence[BodyStance]) -> Rule:
    """The rule on a coarse grid that is best on headlines with known answers, compared from LEAST_RELATED on.

    Best is the sum of the challenge's score and the macro F1: the first alone would never say yes or no.
    """
    steps = [LEAST_RELATED, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85]
    rules = [Rule(related, no, yes) for related in steps[:5] for no in steps for yes in steps]
    wanted = [LABELS.index(label) for label in gold]

    def worth(rule: Rule) -> float:
        answers = [LABELS.index(judge(one, rule)) for one in found]
        reached = figures(metrics.one_hot_confusions(wanted, answers, len(LABELS)).sum(0))
        return reached["fnc_weighted"] + reached["macro_f1"]

    return max(rules, key=worth)


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
