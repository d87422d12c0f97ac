"""`train pair_layers`: what further hands wrote in, upper layers of the pair model in models/ that have learnt it out.

1. The layers learn it without a third of its events, beside some of what was learnt before, lest that be forgotten;
   what they then say of the third is what the head is fitted on.
2. They learn all of it. Kept is by how much they differ from what they were; the pair model's own file stays as it is.

It takes an hour on two cores without 16-bit products; finished stages are kept, and a second run goes on from there.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from service import app
from service.adapters import artefacts, kept_logits
from service.adapters.pair_models import CrossEncoder
from service.console.lessons import Claims, claim_rows, of_label
from service.console.pair_model_card import with_further
from service.console.pair_model_training import calibrated, stage
from service.console.training import blank_head
from service.learning.cross_encoder import Course, TextPair
from service.measure import labelled
from service.measure.public_pairs import fitted
from service.news.progress import Progress

COURSE = Course(epochs=2, rate=4e-5, layers=3)
# What is learnt again beside: claims of every so manieth event of the other seeds, and so many public pairs.
EACH, PUBLIC = 5, 2_000
SEED = 11


def pair_layers(files: Sequence[Path], corpora: Path, work: Path, progress: Progress) -> str:
    """Teach the pair model in ``models`` the pairs of ``files`` (else of the hands that came later); say where it is.

    Raises UnreadableRow and ArtefactError.
    """
    settings = app.settings_from_environ()
    models = artefacts.models_folder(settings.models)
    name = artefacts.pair_model_name(models)
    start = CrossEncoder.load(models / artefacts.PAIR_MODEL, name, further=False)
    scorer = app.build_scorer(settings, blank_head(), start)
    new = files or (artefacts.further_seeds(),)
    others = [file for file in artefacts.training_seeds() if file not in new and file.suffix == ".jsonl"]
    claims, before = claim_rows(new, scorer, progress), claim_rows(others, scorer, progress, _again)
    public = list(fitted(corpora))
    drawn = random.Random(SEED).sample(public, min(PUBLIC, len(public)))
    train_layers(claims, before, [of_label(pair) for pair in drawn], start, models, work / "pair_layers", progress)
    return f"written to {models / artefacts.PAIR_MODEL}; now fit the head on it: python -m service train"


def train_layers(
    claims: Claims,
    before: Claims,
    public: Sequence[TextPair],
    start: CrossEncoder,
    models: Path,
    work: Path,
    progress: Progress,
) -> None:
    """Teach the upper layers of ``start`` ``claims`` beside the rest; write what came of it, card and manifest."""
    beside = [*before.pairs, *public]
    third = stage(start, [*claims.apart(inside=False), *beside], COURSE, work, "without a third", progress)
    final = stage(start, [*claims.pairs, *beside], COURSE, work, "all events", progress)
    final, logits = calibrated(third, final, claims, [*claims.pairs, *before.pairs], progress)
    folder = models / artefacts.PAIR_MODEL
    final.save_further(folder)
    kept_logits.add(folder / artefacts.UNSEEN, logits)
    card = folder / "README.md"
    told = with_further(card.read_text(encoding="utf-8"), claims, len(before.pairs), len(public), logits, COURSE)
    card.write_text(told, encoding="utf-8")
    artefacts.write_manifest(models)


def _again(event: str) -> bool:
    """Whether an event of what was learnt before is learnt again."""
    return labelled.one_in(EACH, f"again {event}")
