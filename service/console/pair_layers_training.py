"""`train pair_layers`: pairs that came later in, upper layers of the pair model in models/ that have learnt them out.

They come in courses, each of which begins with what the one before it taught:

1. The layers learn them without a third of their events, beside some of what was learnt before, lest that be forgotten;
   what they then say of the third is what the head is fitted on.
2. They learn all of them, except in the last course: so the head is fitted on what the very layers that ship say of
   events that they have not read. These are most of the way (WAY) from what they were before the course to what they
   are after it (Wortsman et al. 2022, arXiv:2109.01903): what they had learnt elsewhere is hardly forgotten then.

Kept is by how much they differ from what they were; the pair model's own file stays as it is. Each stage takes half an
hour to an hour on two cores without 16-bit products; finished ones are kept, and a second run goes on from there.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from service import app
from service.adapters import artefacts, kept_logits
from service.adapters.pair_models import CrossEncoder
from service.console.lessons import WAY, Further, claim_rows, of_label
from service.console.pair_model_card import with_further
from service.console.pair_model_training import calibrated, stage
from service.console.training import blank_head
from service.learning.cross_encoder import Course, States
from service.measure import labelled
from service.measure.public_pairs import fitted
from service.news.progress import Progress

COURSE = Course(epochs=2, rate=4e-5, layers=3)
# What is learnt again beside: claims of every so manieth event of the other seeds, and so many public pairs.
EACH, PUBLIC = 5, 4_000
SEED = 11


def pair_layers(files: Sequence[Path], corpora: Path, work: Path, progress: Progress) -> str:
    """Teach the pair model in ``models`` and say where it is.

    It is taught the pairs of ``files`` after what it has been taught; without any, what the seeds have of pairs that
    came later, from the beginning. Raises UnreadableRow and ArtefactError.
    """
    settings = app.settings_from_environ()
    models = artefacts.models_folder(settings.models)
    name = artefacts.pair_model_name(models)
    taught = CrossEncoder.load(models / artefacts.PAIR_MODEL, name, further=bool(files))
    scorer = app.build_scorer(settings, blank_head()).with_pair_model(taught)
    courses = [[file.resolve() for file in course] for course in ([files] if files else artefacts.further_seeds())]
    learnt = [file.resolve() for file in artefacts.training_seeds() if file.suffix == ".jsonl"]
    public = list(fitted(corpora))
    drawn = [of_label(pair) for pair in random.Random(SEED).sample(public, min(PUBLIC, len(public)))]
    for number, new in enumerate(courses):
        still_new = {file for course in courses[number:] for file in course}
        claims = claim_rows(new, scorer, progress)
        before = claim_rows([file for file in learnt if file not in still_new], scorer, progress, _again)
        name, last = " and ".join(file.stem for file in new), new is courses[-1]
        found = Further(name, claims, before, drawn, whole=not last)
        taught = train_layers(found, taught, models, work / "pair_layers", progress)
    return f"written to {models / artefacts.PAIR_MODEL}; now fit the head on it: python -m service train"


def train_layers(found: Further, start: CrossEncoder, models: Path, work: Path, progress: Progress) -> CrossEncoder:
    """Teach the upper layers of ``start``; write what came of it, card and manifest, and give the model back."""
    claims, stages = found.claims, work / found.name.replace(" ", "_")
    states: States = {}
    rows = [*claims.apart(inside=False), *found.beside]
    third = stage(start, rows, COURSE, stages, "without a third", progress, states)
    if found.whole:
        final = stage(start, [*claims.pairs, *found.beside], COURSE, stages, "all events", progress, states)
    else:
        third = final = CrossEncoder.averaged([start, third], (1 - WAY, WAY))
    final, logits = calibrated(third, final, claims, [*claims.pairs, *found.before.pairs], progress)
    folder = models / artefacts.PAIR_MODEL
    final.save_further(folder)
    kept_logits.add(folder / artefacts.UNSEEN, logits)
    card = folder / "README.md"
    told = with_further(card.read_text(encoding="utf-8"), found, logits, COURSE)
    card.write_text(told, encoding="utf-8")
    artefacts.write_manifest(models)
    return final


def _again(event: str) -> bool:
    """Whether an event of what was learnt before is learnt again."""
    return labelled.one_in(EACH, f"again {event}")
