"""FNC-1: bodies of articles, and headlines with their stance to a body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.measure.releases.release import Given, Written, told
from service.measure.releases.tables import csv_table
from service.news.progress import Progress

STANCES = {word: word for word in ("agree", "disagree", "discuss", "unrelated")}


def bodies(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """The bodies by their ids."""
    for given in told(files, progress):
        for row in csv_table(given.path, ("Body ID", "articleBody")):
            yield {"body_id": row.text("Body ID"), "text": row.text("articleBody")}


def stances(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """The headlines with the id of a body and the stance to it."""
    for given in told(files, progress):
        for row in csv_table(given.path, ("Headline", "Body ID", "Stance")):
            label = row.word("Stance", STANCES)
            yield {"headline": row.text("Headline"), "body_id": row.text("Body ID"), "label": label}
