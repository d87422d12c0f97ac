"""`train pair_model`: public pairs, altered sentences and labelled claim pairs in, models/pair_model out.

1. A sentence encoder becomes a pair model on public pairs.
2. It learns from claims and altered sentences, twice, beside few public pairs and beside many; the two models' weights
   are averaged (Wortsman et al. 2022, arXiv:2203.05482). The reasons of contradictions are fitted last.
3. Step 2 is also done without a third of the events; what that model says of these is what the head is fitted on, so
   that it does not trust the model on rows that the model has learnt by heart.

It takes about three hours on two cores; finished stages are kept, and a second run goes on from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np

from service import app
from service.adapters import artefacts, kept_logits, large_encoder
from service.adapters.pair_models import CrossEncoder
from service.console.lessons import Claims, Helping, Lessons, lessons, of_label
from service.console.pair_model_card import card
from service.console.training import blank_head
from service.learning.cross_encoder import STANCES, Course, States, TextPair, fit_reasons, learn
from service.learning.regression import temperature as temperature_of
from service.news.progress import Progress
from service.scoring.compare import turned

PUBLIC = Course(epochs=1, rate=4e-5)
CLAIMS = Course(epochs=1, rate=4e-5)
HELPINGS = (Helping(1_500, seed=5), Helping(8_000, seed=6))
CHUNK = 512
COURSES = {
    "public": f"{PUBLIC.epochs} epoch at {PUBLIC.rate:g}",
    "claims": f"{CLAIMS.epochs} epoch at {CLAIMS.rate:g}",
    "public again": " or ".join(str(helping.public) for helping in HELPINGS),
}


def pair_model(files: Sequence[Path], corpora: Path, work: Path, progress: Progress) -> str:
    """Train the pair model on ``files`` (the seeds where there are none) and the public ``corpora``; say where it is.

    Raises UnreadableRow and ArtefactError.
    """
    settings = app.settings_from_environ()
    models = artefacts.models_folder(settings.models)
    work.mkdir(parents=True, exist_ok=True)
    start = CrossEncoder.untrained(large_encoder.assembled(work))
    scorer = app.build_scorer(settings, blank_head()).with_pair_model(start)
    train_pair_model(
        lessons(files or artefacts.training_seeds(), corpora, scorer, work, progress), start, models, work, progress
    )
    return f"written to {models / artefacts.PAIR_MODEL}; now train text_encoder on it, then grouping and head"


def train_pair_model(found: Lessons, start: CrossEncoder, models: Path, work: Path, progress: Progress) -> None:
    """Train on ``found`` from ``start``; write the model, its card and the manifest into ``models``.

    Each stage is kept in ``work`` when it is done and not done again.
    """
    broad = stage(start, [of_label(pair) for pair in found.public], PUBLIC, work, "public pairs", progress)
    broad = broad.with_reasons()
    third = _second_stage(broad, found, found.claims.apart(inside=False), work, "without a third", progress)
    final = _second_stage(broad, found, found.claims.pairs, work, "all events", progress)
    final, logits = calibrated(third, final, found.claims, found.claims.pairs, progress)
    folder = models / artefacts.PAIR_MODEL
    final.save(folder)
    kept_logits.write(folder / artefacts.UNSEEN, logits)
    (folder / "README.md").write_text(card(found, logits, COURSES), encoding="utf-8")
    artefacts.write_manifest(models)


def stage(
    start: CrossEncoder,
    rows: Sequence[TextPair],
    course: Course,
    work: Path,
    name: str,
    progress: Progress,
    states: States | None = None,
) -> CrossEncoder:
    """``start`` taught ``rows``; kept under ``work`` and not taught again. ``states`` are as in ``learn``."""
    folder = work / name.replace(",", "").replace(" ", "_")
    if not (folder / "config.json").is_file():
        model = start.copied()
        told = partial(progress, name)
        learn(model.model, model.tokenizer, rows, course, folder, told, states)
        model.save(folder, whole=True)
    return CrossEncoder.load(folder, name)


def _second_stage(
    start: CrossEncoder, found: Lessons, rows: Sequence[TextPair], work: Path, name: str, progress: Progress
) -> CrossEncoder:
    """The average of ``start`` taught the claims ``rows`` beside each helping of public pairs."""
    return CrossEncoder.averaged(
        [
            stage(start, found.near(rows, helping), CLAIMS, work, f"{name}, {helping.public} public pairs", progress)
            for helping in HELPINGS
        ]
    )


def calibrated(
    third: CrossEncoder, final: CrossEncoder, claims: Claims, reasoned: Sequence[TextPair], progress: Progress
) -> tuple[CrossEncoder, dict[tuple[str, str], tuple[float, ...]]]:
    """``final`` made as sure as ``third`` is right on the events it has not read, and what that says of their pairs.

    Reasons are fitted on the rows ``reasoned``.
    """
    logits = _judged_apart(third, claims, progress)
    cooling = _temperature(claims, logits)
    final = final.cooled(cooling)
    fit_reasons(final.model, final.tokenizer, reasoned)
    return final, {pair: tuple(value / cooling for value in said) for pair, said in logits.items()}


def _temperature(rows: Claims, logits: Mapping[tuple[str, str], Sequence[float]]) -> float:
    """What the logits must be divided by for their probabilities to be right as often as they say, on unseen events."""
    labelled = [
        row
        for row, by_hand in zip(rows.pairs, rows.labelled, strict=True)
        if by_hand and _asks_stance(row) and (row.first, row.second) in logits
    ]
    said = np.asarray([logits[row.first, row.second][: len(STANCES)] for row in labelled])
    true = np.asarray([STANCES[int(np.argmax(row.target))].value for row in labelled])
    return temperature_of(said, true, np.ones(len(labelled)))


def _asks_stance(row: TextPair) -> bool:
    return int(np.argmax(row.target)) < len(STANCES)


def _judged_apart(third: CrossEncoder, claims: Claims, progress: Progress) -> dict[tuple[str, str], tuple[float, ...]]:
    """What ``third``, which has not read the events set apart, says of their pairs, in both directions."""
    model = third.quick()
    apart = claims.apart(inside=True)
    both = sorted(set(chain.from_iterable(((r.first, r.second), turned(r.first, r.second)) for r in apart)))
    said: dict[tuple[str, str], tuple[float, ...]] = {}
    for start_at in range(0, len(both), CHUNK):
        part = both[start_at : start_at + CHUNK]
        said |= {pair: tuple(map(float, logits)) for pair, logits in zip(part, model.judge(part), strict=True)}
        progress("judge the third", len(said), len(both))
    return said
