"""KIND ``events``: are documents about one happening put together, and look-alikes kept apart?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.cluster import AgglomerativeClustering

from service.measure import metrics
from service.measure.bootstrap import SEED, grouped, interval
from service.measure.figures import Figures
from service.measure.metrics import Numbers
from service.measure.rows import Row, json_rows
from service.measure.sampling import sample, sampled_note
from service.measure.stopwatch import Stopwatch
from service.measure.subject import Progress, Subject, silent
from service.news.article import Article
from service.scoring.ports import Vectors

HEADLINE = "b3_f1"
# The similarity-only baseline's one threshold, the same for every file.
JOIN_WITHIN = 0.45
# The encoder reads no further into a text than about this many characters.
_READ_AT_MOST = 1_000


def evaluate(
    files: Sequence[Path],
    scorer: Subject,
    progress: Progress = silent,
    *,
    seed: int = SEED,
    limit: int | None = None,
) -> Figures:
    """Figures on documents ``{"id", "title", "text", "outlet", "published_at", "event"}``; ``n`` counts them.

    All documents are given to the scorer at once; ``n_events`` counts the events it makes of them. Raises
    UnreadableRow. ``limit`` is the most events to judge (a seeded sample); resampled by event with the grouping held
    fast.
    """
    documents = sample(read(files), lambda document: document[1], limit, seed)
    articles, gold = [article for article, _ in documents], [event for _, event in documents]
    clock = Stopwatch()
    with clock:
        event_of = scorer.events_of(articles, progress)
    predicted = [event_of[article.id] for article in articles]
    counts = _counts(gold, predicted)
    return Figures(
        kind="events",
        n=len(articles),
        model_version=scorer.snapshot.model,
        seconds=clock.seconds,
        headline=HEADLINE,
        interval=interval(grouped(gold, counts), b3_f1, seed),
        values=figures(gold, predicted),
        baselines={"majority": None, "similarity": figures(gold, _by_similarity(articles, scorer))},
        notes=(
            f"the documents tell of {len(set(gold))} events",
            f"similarity: average link on title and text, joined within a cosine distance of {JOIN_WITHIN}",
            *sampled_note(limit, "events"),
        ),
    )


def read(files: Sequence[Path]) -> list[tuple[Article, str]]:
    """The documents, each with its event. Raises UnreadableRow, also where two documents have one id."""
    documents: dict[str, tuple[Article, str]] = {}
    for row in json_rows(files):
        article, event = _article(row), row.text("event")
        if article.id in documents:
            raise row.fails(f"the id '{article.id}' stands for two documents")
        documents[article.id] = article, event
    return list(documents.values())


def figures(gold: Sequence[str], predicted: Sequence[str]) -> dict[str, float | int]:
    """B³ of a grouping, and how many events it makes."""
    precision, recall = (float(each.mean()) for each in metrics.b_cubed(gold, predicted))
    f1 = float(metrics.harmonic_mean(np.array(precision), np.array(recall)))
    return {"b3_precision": precision, "b3_recall": recall, "b3_f1": f1, "n_events": len(set(predicted))}


def b3_f1(sums: Numbers) -> Numbers:
    """B³ F1 of sums of precision, recall and items, shape (…, 3)."""
    return metrics.harmonic_mean(metrics.ratio(sums[..., 0], sums[..., 2]), metrics.ratio(sums[..., 1], sums[..., 2]))


def _counts(gold: Sequence[str], predicted: Sequence[str]) -> Numbers:
    """B³ precision, recall and 1 for each document, shape (n_documents, 3)."""
    precision, recall = metrics.b_cubed(gold, predicted)
    return np.stack([precision, recall, np.ones_like(precision)], axis=-1)


def _article(row: Row) -> Article:
    return Article(
        id=row.text("id"),
        outlet=row.text("outlet"),
        title=row.text("title"),
        text=row.text("text"),
        published_at=row.time("published_at"),
    )


def _by_similarity(articles: Sequence[Article], scorer: Subject) -> list[str]:
    """Clusters of the documents' title and text."""
    if len(articles) < 2:
        return [article.id for article in articles]
    texts = [f"{article.title}\n{article.text}"[:_READ_AT_MOST] for article in articles]
    return by_cosine(scorer.encode(texts), JOIN_WITHIN)


def by_cosine(vectors: Vectors, within: float) -> list[str]:
    """The cluster of each of several unit vectors, shape (n, n_dims): average link, ``within`` a cosine distance."""
    clusters = AgglomerativeClustering(
        n_clusters=None, metric="cosine", linkage="average", distance_threshold=within
    ).fit_predict(vectors)
    return [str(cluster) for cluster in clusters]
