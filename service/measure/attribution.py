"""KIND ``attribution``: who is quoted, in which words, saying what (PARC 3.0, PolNeAR)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from service.measure import metrics
from service.measure.bootstrap import SEED, interval
from service.measure.figures import Figures
from service.measure.metrics import Numbers
from service.measure.rows import Row, json_rows
from service.measure.sampling import sample, sampled_note
from service.measure.stopwatch import Stopwatch
from service.measure.subject import Progress, Subject, silent
from service.news.article import Span
from service.news.claim import Attribution
from service.scoring.annotated import Marked
from service.scoring.attribution.quotes import quotations

HEADLINE = "relation_f1"
FIGURES = ("source", "cue", "content", "relation_f1")
SAME_CONTENT = 0.5
_TOKEN = re.compile(r"\w+|[^\w\s]")
_AT_ONCE = 64

Tokens = frozenset[int]
Bounds = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Relation:
    """Source, cue and content of one attribution as numbers of tokens of a text; any may be empty."""

    source: Tokens
    cue: Tokens
    content: Tokens


@dataclass(frozen=True, slots=True)
class Document:
    """One annotated text."""

    id: str
    text: str
    relations: tuple[Relation, ...]


def evaluate(
    files: Sequence[Path],
    scorer: Subject,
    progress: Progress = silent,
    *,
    seed: int = SEED,
    limit: int | None = None,
) -> Figures:
    """Figures on rows ``{"id", "text", "relations"}``; ``n`` counts texts. Raises UnreadableRow.

    ``limit`` is the most texts to judge (a seeded sample); resampled by text.
    """
    chosen = sample(read(files), lambda document: document.id, limit, seed)
    clock = Stopwatch()
    found: list[tuple[Attribution, ...]] = []
    by_rule: list[tuple[Attribution, ...]] = []
    for start in range(0, len(chosen), _AT_ONCE):
        texts = [document.text for document in chosen[start : start + _AT_ONCE]]
        with clock:
            found += scorer.attributions(texts)
        by_rule += scorer.attributions(texts, by_rule=True)
        progress("extract", len(found), len(chosen))
    counts = _counts(chosen, (_relations(one.text, given) for one, given in zip(chosen, found, strict=True)))
    return Figures(
        kind="attribution",
        n=len(chosen),
        model_version=scorer.snapshot.model,
        seconds=clock.seconds,
        headline=HEADLINE,
        interval=interval(counts, lambda sums: _f1(sums)[..., FIGURES.index(HEADLINE)], seed),
        values=_figures(counts),
        baselines={
            "majority": None,
            "similarity": None,
            "rules": figures(chosen, by_rule),
            "quotes": _figures(_counts(chosen, _quoted(chosen))),
        },
        notes=(
            "rules: cue words and the parse, without the tagger",
            "quotes: every stretch in quotation marks is a content",
            *sampled_note(limit, "texts"),
        ),
    )


def read(files: Sequence[Path]) -> list[Document]:
    """The annotated texts. Raises UnreadableRow, also where two texts have one id."""
    return documents(json_rows(files))


def documents(rows: Iterable[Row]) -> list[Document]:
    """The annotated texts of ``rows``. Raises UnreadableRow, also where two texts have one id."""
    found: dict[str, Document] = {}
    for row in rows:
        document = _document(row)
        if document.id in found:
            raise row.fails(f"the id '{document.id}' stands for two texts")
        found[document.id] = document
    return list(found.values())


def figures(documents: Sequence[Document], found: Sequence[Iterable[Attribution | Marked]]) -> dict[str, float]:
    """FIGURES of the attributions ``found`` in each of ``documents``."""
    return _figures(
        _counts(documents, (_relations(one.text, given) for one, given in zip(documents, found, strict=True)))
    )


def tokens(text: str) -> Bounds:
    """Where the words and marks of a text start and end, shape (n_tokens, 2)."""
    return np.array([match.span() for match in _TOKEN.finditer(text)], dtype=np.intp).reshape(-1, 2)


def matches(gold: Sequence[Relation], found: Sequence[Relation]) -> int:
    """The most one-to-one matches of relations that can be made."""
    alike = np.array([[_alike(one, other) for other in found] for one in gold], dtype=np.float64)
    if not alike.size:
        return 0
    rows, columns = linear_sum_assignment(alike, maximize=True)
    return int(alike[rows, columns].sum())


def _alike(gold: Relation, found: Relation) -> bool:
    """Whether two relations are one: contents half in common, sources that share a token or are both absent."""
    both = gold.content | found.content
    if not both or len(gold.content & found.content) < SAME_CONTENT * len(both):
        return False
    return bool(gold.source & found.source) or not (gold.source or found.source)


def _document(row: Row) -> Document:
    text = row.text("text")
    stretches = tokens(text)
    relations = (
        Relation(*(_inside(part.spans(name, len(text)), stretches) for name in ("source", "cue", "content")))
        for part in row.rows("relations")
    )
    return Document(row.text("id"), text, tuple(relations))


def _relations(text: str, found: Iterable[Attribution | Marked]) -> list[Relation]:
    stretches = tokens(text)
    return [Relation(*(_inside(part, stretches) for part in (one.source, one.cue, one.content))) for one in found]


def _quoted(documents: Iterable[Document]) -> Iterator[list[Relation]]:
    """The baseline's relations: no source, no cue, each quotation a content."""
    for document in documents:
        stretches = tokens(document.text)
        spans = (quotation.span for quotation in quotations(document.text))
        yield [Relation(frozenset(), frozenset(), _inside((span,), stretches)) for span in spans]


def _inside(spans: Sequence[Span], stretches: Bounds) -> Tokens:
    """The numbers of the tokens that lie in one of the spans."""
    return frozenset(i for span in spans for i in range(*_first_and_last(span, stretches)))


def _first_and_last(span: Span, stretches: Bounds) -> tuple[int, int]:
    """The range of tokens that lie in a span; tokens stand in order and do not overlap."""
    first, last = np.searchsorted(stretches[:, 0], span.start), np.searchsorted(stretches[:, 1], span.end, side="right")
    return int(first), int(last)


def _counts(documents: Iterable[Document], found: Iterable[Sequence[Relation]]) -> Numbers:
    """Hits, found and wanted for each of FIGURES by document, shape (n_documents, 4, 3)."""
    return np.array([_counted(one.relations, given) for one, given in zip(documents, found, strict=True)], np.float64)


def _counted(gold: Sequence[Relation], found: Sequence[Relation]) -> list[tuple[int, int, int]]:
    counted = []
    for part in ("source", "cue", "content"):
        wanted, given = (frozenset[int]().union(*(getattr(one, part) for one in side)) for side in (gold, found))
        counted.append((len(wanted & given), len(given), len(wanted)))
    return [*counted, (matches(gold, found), len(found), len(gold))]


def _f1(sums: Numbers) -> Numbers:
    return metrics.f1(sums[..., 0], sums[..., 1], sums[..., 2])


def _figures(counts: Numbers) -> dict[str, float]:
    return dict(zip(FIGURES, _f1(counts.sum(0)).tolist(), strict=True))
