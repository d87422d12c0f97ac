"""`train pair_model`: public pairs, altered sentences and labelled claim pairs in, models/pair_model out.

1. A large teacher learns from public pairs, then from claims and altered sentences.
2. It tells what it thinks of pairs that nobody has labelled; that is kept in a small file, so that all that follows can
   be done again without it.
3. A small student learns from public pairs, altered sentences and those, then from claims and some of them again; the
   reasons of contradictions are fitted last.
4. The last step is also done once per fold without the fold's events; what those models say of these events is what the
   head is fitted on, so that it does not trust the model on rows that the model has learnt by heart.

It takes about two hours on two cores, and half of that where the teacher's file is there; finished stages are kept, and
a second run goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np

from service import app
from service.adapters import artefacts, kept_logits, teacher
from service.adapters.kept_logits import key
from service.adapters.pair_models import RELATIONS, CrossEncoder
from service.adapters.sentence_encoder import packaged_folder
from service.console.lessons import FOLDS, Claims, Lessons, lessons, of_label, unlabelled
from service.console.pair_model_card import card
from service.console.training import blank_head, seeds
from service.learning.cross_encoder import STANCES, Course, TextPair, fit_reasons, learn
from service.learning.head import temperature as temperature_of
from service.news.progress import Progress

TEACHER = Course(epochs=1, rate=4e-5)
TEACHER_SECOND = Course(epochs=1, rate=3e-5)
STUDENT = Course(epochs=1, rate=1.5e-4)
STUDENT_SECOND = Course(epochs=2, rate=8e-5)
# Pairs that the teacher is asked about.
ASKED = 12_000
CHUNK = 512
COURSES = {
    "teacher": f"{TEACHER.epochs} epoch at {TEACHER.rate:g} and {TEACHER_SECOND.epochs} at {TEACHER_SECOND.rate:g}",
    "student": f"{STUDENT.epochs} epochs at {STUDENT.rate:g}",
    "claims": f"{STUDENT_SECOND.epochs} epochs at {STUDENT_SECOND.rate:g}",
}


def pair_model(files: Sequence[Path], corpora: Path, work: Path, progress: Progress, *, teach: bool = False) -> str:
    """Train the pair model on ``files`` (the seeds where there are none) and the public ``corpora``; say where it is.

    With ``teach`` the teacher is trained anew, else what it said before is taken from its file. Raises UnreadableRow
    and ArtefactError.
    """
    settings = app.settings_from_environ()
    models = artefacts.models_folder(settings.models)
    start = CrossEncoder.untrained(packaged_folder())
    scorer = app.build_scorer(settings, blank_head(), start)
    work.mkdir(parents=True, exist_ok=True)
    found = lessons(files or seeds(), corpora, scorer, work, progress)
    asked = unlabelled(corpora, scorer, work, progress)[:ASKED]
    if teach:
        said = taught(CrossEncoder.untrained(teacher.assembled(work), RELATIONS), found, asked, work, progress)
        kept_logits.write(models / artefacts.PAIR_MODEL / artefacts.TEACHER, said)
    known = kept_logits.read(models / artefacts.PAIR_MODEL / artefacts.TEACHER)
    told = {pair: _softmax(known[key(pair)]) for pair in asked if key(pair) in known}
    train_pair_model(replace(found, taught=told), start, models, work, progress)
    return f"written to {models / artefacts.PAIR_MODEL}; now fit the head on it: python -m service train"


def taught(
    start: CrossEncoder, found: Lessons, asked: Sequence[tuple[str, str]], work: Path, progress: Progress
) -> dict[tuple[str, str], tuple[float, ...]]:
    """The logits of stances that a teacher, trained from ``start``, gives the pairs that it is ``asked`` about."""
    first = _stage(start, [of_label(pair) for pair in found.public], TEACHER, work, "teacher", progress)
    model = _stage(first, found.near(found.claims.pairs), TEACHER_SECOND, work, "teacher on claims", progress).quick()
    said: dict[tuple[str, str], tuple[float, ...]] = {}
    for start_at in range(0, len(asked), CHUNK):
        part = asked[start_at : start_at + CHUNK]
        logits = model.judge(part)[:, : len(STANCES)]
        said |= {pair: tuple(map(float, row)) for pair, row in zip(part, logits, strict=True)}
        progress("teach", len(said), len(asked))
    return said


def train_pair_model(found: Lessons, start: CrossEncoder, models: Path, work: Path, progress: Progress) -> None:
    """Train on ``found`` from ``start``; write the model, its card and the manifest into ``models``.

    Each stage is kept in ``work`` when it is done and not done again.
    """
    broad = _stage(start, found.broad(), STUDENT, work, "student", progress)
    logits: dict[tuple[str, str], tuple[float, ...]] = {}
    for fold in range(FOLDS):
        logits |= _out_of_fold(broad, found, fold, work, progress)
    final = _stage(broad, found.near(found.claims.pairs), STUDENT_SECOND, work, "all events", progress)
    cooling = _temperature(found.claims, logits)
    folder = models / artefacts.PAIR_MODEL
    final = final.cooled(cooling)
    fit_reasons(final.model, final.tokenizer, found.claims.pairs)
    final.save(folder)
    logits = {pair: tuple(value / cooling for value in said) for pair, said in logits.items()}
    kept_logits.write(folder / artefacts.OUT_OF_FOLD, logits)
    (folder / "README.md").write_text(card(found, logits, COURSES), encoding="utf-8")
    artefacts.write_manifest(models)


def _stage(
    start: CrossEncoder, rows: Sequence[TextPair], course: Course, work: Path, name: str, progress: Progress
) -> CrossEncoder:
    """``start`` taught ``rows``; kept under ``work`` and not taught again."""
    folder = work / name.replace(" ", "_")
    if not (folder / "config.json").is_file():
        model = start.copied()
        learn(model.model, model.tokenizer, rows, course, folder, lambda done, total: progress(name, done, total))
        model.save(folder, whole=True)
    return CrossEncoder.load(folder, name)


def _temperature(rows: Claims, logits: Mapping[tuple[str, str], Sequence[float]]) -> float:
    """What the logits must be divided by for their probabilities to be right as often as they say, out of fold."""
    labelled = [row for row, by_hand in zip(rows.pairs, rows.labelled, strict=True) if by_hand and _asks_stance(row)]
    said = np.asarray([logits[row.first, row.second][: len(STANCES)] for row in labelled])
    true = np.asarray([STANCES[int(np.argmax(row.target))].value for row in labelled])
    return temperature_of(said, true, np.ones(len(labelled)))


def _asks_stance(row: TextPair) -> bool:
    return int(np.argmax(row.target)) < len(STANCES)


def _out_of_fold(
    start: CrossEncoder, found: Lessons, fold: int, work: Path, progress: Progress
) -> dict[tuple[str, str], tuple[float, ...]]:
    """What a model that has not read a fold's events says of their pairs, in both directions."""
    rows = found.near(found.claims.of_fold(fold, inside=False))
    model = _stage(start, rows, STUDENT_SECOND, work, f"without fold {fold}", progress).quick()
    inside = found.claims.of_fold(fold, inside=True)
    left_out = sorted(set(chain.from_iterable(((r.first, r.second), (r.second, r.first)) for r in inside)))
    return {pair: tuple(map(float, logits)) for pair, logits in zip(left_out, model.judge(left_out), strict=True)}


def _softmax(logits: Sequence[float]) -> tuple[float, ...]:
    powers = np.exp(np.asarray(logits) - max(logits))
    return tuple(map(float, powers / powers.sum()))
