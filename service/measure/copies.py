"""KIND ``copies``: is an article that was made from another one told from an independent report?"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from service.learning.copy_pairs import BY_HAND, Pair, Part, Story, pairs, story
from service.measure import metrics
from service.measure.baselines import HOW_FITTED, Labelled, baselines
from service.measure.bootstrap import SEED, grouped, interval
from service.measure.figures import Figures
from service.measure.metrics import Numbers
from service.measure.rows import Row, UnreadableRow, json_rows
from service.measure.sampling import sample, sampled_note
from service.measure.stopwatch import Stopwatch
from service.measure.subject import Progress, Subject, cosines, silent
from service.news.article import Article
from service.news.errors import ArtefactError

HEADLINE = "f1"
LABELS = {"independent": False, "copy": True}
COPY = 1


def evaluate(
    files: Sequence[Path],
    scorer: Subject,
    progress: Progress = silent,
    *,
    seed: int = SEED,
    limit: int | None = None,
) -> Figures:
    """Figures on rows ``{"id", "story", "label": "copy|independent", "a": ARTICLE, "b": ARTICLE}``; ``n`` counts pairs.

    An ARTICLE is ``{"outlet", "title", "text", "published_at"}``. A row with a ``wire`` is a story of ours, and stands
    for the pairs that are made of it to report on, none where it is learnt from. Raises UnreadableRow. ``limit`` is the
    most stories to judge (a seeded sample); resampled by story.
    """
    rows = sample(read(files), lambda pair: pair.story, limit, seed)
    clock = Stopwatch()
    found = []
    for done, pair in enumerate(rows, start=1):
        with clock:
            found.append(bool(scorer.copies([pair.one, pair.other])))
        progress("compare", done, len(rows))
    gold, stories = [int(pair.copied) for pair in rows], [pair.story for pair in rows]
    tables = metrics.one_hot_confusions(gold, list(map(int, found)), len(LABELS))
    texts = [(pair.one.text, pair.other.text) for pair in rows]
    return Figures(
        kind="copies",
        n=len(rows),
        model_version=scorer.snapshot.model,
        seconds=clock.seconds,
        headline=HEADLINE,
        interval=interval(grouped(stories, tables), lambda sums: metrics.label_scores(sums)[2][..., COPY], seed),
        values={**_of_table(tables.sum(0)), "by_hand_recall": _by_hand(rows, found)},
        baselines=baselines(Labelled(gold, cosines(scorer, texts), stories, len(LABELS)), _of_table, seed),
        notes=(HOW_FITTED, *sampled_note(limit, "stories")),
    )


def read(files: Sequence[Path]) -> list[Pair]:
    """The pairs of the files. Raises UnreadableRow, also where there is none."""
    found: list[Pair] = []
    told: list[Story] = []
    for row in json_rows(files):
        if "wire" in row.values:
            try:
                told.append(story(row.values))
            except ArtefactError as fault:
                raise row.fails(str(fault)) from fault
        else:
            found.append(_pair(row))
    found += pairs(told, Part.REPORT)
    if not found:
        raise UnreadableRow(files[-1], 0, "there is no pair here to report on")
    return found


def _pair(row: Row) -> Pair:
    one, other = _article(row.row("a"), "a"), _article(row.row("b"), "b")
    return Pair(row.text("id"), row.text("story"), one, other, row.word("label", LABELS), how="")


def _article(row: Row, id: str) -> Article:
    return Article(id, row.text("outlet"), row.text("text"), row.text("title"), None, row.time("published_at"))


def _of_table(table: Numbers) -> dict[str, float]:
    precision, recall, f1 = (float(scores[COPY]) for scores in metrics.label_scores(table))
    marked = float(metrics.ratio(table[1 - COPY, COPY], table[1 - COPY].sum()))
    return {"precision": precision, "recall": recall, "f1": f1, "independent_marked": marked}


def _by_hand(rows: Sequence[Pair], found: Sequence[bool]) -> float:
    """The share found of what a person rewrote, the hardest kind; NaN where there is none."""
    judged = [copied for pair, copied in zip(rows, found, strict=True) if pair.how.startswith(BY_HAND)]
    return sum(judged) / len(judged) if judged else math.nan
