"""`train stance`: headlines and bodies of the challenge's training part in, models/stance.json out.

It takes a few minutes on two cores. Related rows are drawn story by story, no more than so many of each: what is slow
is comparing, and the thousandth headline of one story tells nothing new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from service import app
from service.adapters import artefacts
from service.learning.headline import FOLDS, Fit, Rows, TooFewStories, fit
from service.measure import metrics, stance
from service.measure.body_stance import LABELS, Question, held, judged, manners
from service.measure.lines import UnreadableRow, needed
from service.measure.stance_parts import learnt_from, reported_on, stories
from service.measure.subject import Progress, Subject, silent
from service.scoring.headline.head import RELATED, BodyStance
from service.scoring.headline.held import MANNER, NEARNESS

FILES = tuple(f"stance/fnc1_train_{part}.jsonl" for part in ("bodies", "stances"))
CARD = "stance.md"
# Rows learnt from: of each story, those that disagree among them, and of those whose body is of another story.
OF_A_STORY = 80
UNRELATED = 12_000
REPORTED = 6_000
SEED = 17


def stance_head(corpora: Path, progress: Progress) -> str:
    """Train the head on the public ``corpora``; say where it is and what its figures are.

    Raises UnreadableRow, also where the rows do not suffice, and ArtefactError.
    """
    settings = app.settings_from_environ()
    models = artefacts.models_folder(settings.models)
    files = [needed(corpora / name, "this file of the challenge") for name in FILES]
    # With the head given, artefacts are not checked: the one that is made here may be missing.
    scorer = app.build_scorer(settings, artefacts.load_head(models))
    try:
        found, figures = train_stance(files, scorer, models, progress)
    except TooFewStories as fault:
        raise UnreadableRow(files[-1], 0, str(fault)) from fault
    told = ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
    return f"{found.head.version}: on stories not learnt from {told}; written to {models / artefacts.BODY_HEAD}"


def train_stance(
    files: Sequence[Path], scorer: Subject, models: Path, progress: Progress = silent
) -> tuple[Fit, dict[str, float]]:
    """Train on ``files`` and write the head with its card and the manifest into ``models``.

    The figures are on a sample of the rows kept to report on. Raises UnreadableRow, and TooFewStories.
    """
    bodies, questions = stance.read(files)
    story_of = dict(zip(questions, stories(questions), strict=True))
    learnt = learnt_from(bodies, questions)
    related = drawn([row for row in learnt if row.label is not BodyStance.UNRELATED], story_of, OF_A_STORY)
    others = [row for row in learnt if row.label is BodyStance.UNRELATED]
    chosen = [*related, *_sample(others, UNRELATED)]
    kept = _sample(reported_on(bodies, questions), REPORTED)
    rows = held(bodies, [*chosen, *kept], scorer, progress)
    found = fit(
        Rows(
            nearness=np.stack([row.nearness for row in rows[: len(chosen)]]),
            stances=tuple(row.label for row in chosen),
            manner=manners(rows[: len(related)], scorer, progress),
            said=tuple(row.label for row in related),
            stories=tuple(story_of[row] for row in related),
            stands_for=_stands_for(related, learnt, story_of),
        )
    )
    answers = judged(rows[len(chosen) :], found.head, scorer, progress)
    table = metrics.one_hot_confusions(
        [LABELS.index(row.label) for row in kept], [LABELS.index(answer) for answer in answers], len(LABELS)
    )
    figures = stance.figures(table.sum(0))
    artefacts.write_body_head(models, found.head)
    (models / CARD).write_text(_card(found, related, len(chosen), len(kept), figures, scorer), encoding="utf-8")
    artefacts.write_manifest(models)
    return found, figures


def drawn(rows: Sequence[Question], story_of: dict[Question, str], most: int) -> list[Question]:
    """At most ``most`` rows of each story, those that disagree first, the rest drawn at random from a stated seed."""
    order = sorted(_sample(rows, len(rows)), key=lambda row: row.label is not BodyStance.DISAGREE)
    taken: Counter[str] = Counter()
    found = []
    for row in order:
        taken[story_of[row]] += 1
        if taken[story_of[row]] <= most:
            found.append(row)
    return found


def _stands_for(
    drawn_rows: Sequence[Question], rows: Sequence[Question], story_of: dict[Question, str]
) -> tuple[float, ...]:
    """How many of ``rows`` each row drawn from them stands for: those of its story that disagree, or do not."""

    def stratum(row: Question) -> tuple[str, bool]:
        return story_of[row], row.label is BodyStance.DISAGREE

    all_of = Counter(stratum(row) for row in rows if row.label is not BodyStance.UNRELATED)
    drawn_of = Counter(map(stratum, drawn_rows))
    return tuple(all_of[stratum(row)] / drawn_of[stratum(row)] for row in drawn_rows)


def _sample(rows: Sequence[Question], most: int) -> list[Question]:
    """At most so many rows, in an order drawn at random that the order of ``rows`` has no part in."""
    ordered = sorted(rows, key=lambda row: (row.body, row.headline, row.label))
    return [ordered[i] for i in np.random.default_rng(SEED).permutation(len(ordered))[:most]]


def _card(
    found: Fit, related: Sequence[Question], rows: int, kept: int, figures: dict[str, float], scorer: Subject
) -> str:
    said = ", ".join(f"{sum(row.label is each for row in related)} {each.value}" for each in RELATED)
    f1 = ", ".join(f"{each.value} {score:.3f}" for each, score in zip(RELATED, found.f1, strict=True))
    leans = ", ".join(f"{each.value} {lean:g}" for each, lean in zip(RELATED, found.leans, strict=True))
    told = "\n".join(f"  - {name}: {value:.3f}" for name, value in figures.items())
    return f"""# The head for headlines and bodies

- version: `{found.head.version}`
- what: two logistic regressions in bits: whether a body speaks of a headline, over {len(NEARNESS)} measurements; what
  it then says of it, over {len(MANNER)} (`stance.json`, `service/scoring/headline`). Only `evaluate stance` asks it
- made by: `python -m service train stance --data DIR`
- data: the training part of the Fake News Challenge 1 (Apache-2.0; shipped are weights learnt from it, no text):
  {len(related)} related rows ({said}), at most {OF_A_STORY} of a story, and {rows - len(related)} unrelated ones, of
  four fifths of its stories
- reads with: `{scorer.snapshot.model}`; train it again whenever one of these changes
- chosen by cross-validation over stories, {FOLDS} folds: penalty C = {found.penalty:g}, leans in bits {leans};
  out of fold, among related rows: accuracy {found.accuracy:.3f}, F1 {f1}
- on {kept} rows of the stories that were not learnt from (`service/measure/stance_parts.py`):
{told}

A few stories hold most rows that disagree: the figures of that class swing with the stories that happen to be kept. It
reads the manner of English-language online news of 2014 and 2015; it knows nothing of what is true.
"""
