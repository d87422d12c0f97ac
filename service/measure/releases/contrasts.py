"""ClaimDiff: claims of two outlets on one topic, and whether the second strengthens (or weakens) the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.measure.releases.release import Given, Written, told
from service.measure.rows import json_document
from service.news.progress import Progress

_KEYS = {
    "id": "pair_id",
    "topic": "topic",
    "date": "date",
    "a": "claim_a",
    "b": "claim_b",
    "article_a": "article_a",
    "article_b": "article_b",
}


def read(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """The pairs; the label is 1 where the relation that the file is named after holds, else 0."""
    for given in told(files, progress):
        for row in json_document(given.path).rows("data"):
            label = row.whole_number("relation")
            if label > 1:
                raise row.fails(f"'{row.within}relation' is not 0 or 1")
            yield {**{ours: row.text(theirs) for ours, theirs in _KEYS.items()}, "label": label}
