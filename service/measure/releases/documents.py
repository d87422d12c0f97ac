"""Documents with the event that each tells of: headlines (UCI), round-ups (NeuS), triplets (SEESAW)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.measure.lines import UnreadableRow, decoded
from service.measure.releases.release import Given, Written, told
from service.measure.releases.tables import bare_table
from service.measure.rows import json_document
from service.news.progress import Progress

_HEADLINE = ("id", "title", "url", "publisher", "category", "story", "hostname", "timestamp")
_BETWEEN = "[SEP]"
_ARTICLE = re.compile(r"\s*TITLE=>\s*(.*?)\.\s*ARTICLE=>\s*(.*?)\s*", re.DOTALL)
_OF_TRIPLET = re.compile(r"(TRIPLET_\d+)_DOCUMENT_\d+")


def document(id: str, title: str, text: str, event: str, outlet: str = "") -> dict[str, object]:
    """A row of the common format; none of these releases gives times that do not give the event away."""
    return {"id": id, "title": title, "text": text, "outlet": outlet, "published_at": None, "event": event}


def headlines(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """The headlines of UCI's News Aggregator; a story is an event."""
    for given in told(files, progress):
        for row in bare_table(given.path, _HEADLINE):
            named = f"{given.expected.stem}-{row.text('id')}"
            found = document(named, row.text("title"), "", row.text("story"), row.text("publisher"))
            yield {**found, "url": row.text("url")}


def roundups(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """Titles and leads of three outlets, one round-up a line: an event. Raises UnreadableRow."""
    for given in told(files, progress):
        for number, line in decoded(given.path):
            event = f"{given.expected.part}-{number - 1}"
            for place, article in enumerate(line.split(_BETWEEN)):
                found = _ARTICLE.fullmatch(article)
                if found is None:
                    raise UnreadableRow(given.path, number, f"article {place} is not 'TITLE=> …. ARTICLE=> …'")
                yield document(f"{given.expected.stem}-{event}-{place}", found[1], found[2], event)


def triplets(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """Articles of SEESAW, one a file, whose name says which triplet they are of. Raises UnreadableRow."""
    for given in told(files, progress):
        named = _OF_TRIPLET.fullmatch(given.path.stem)
        if named is None:
            raise UnreadableRow(given.path, 0, "the file is not called TRIPLET_…_DOCUMENT_….json")
        row = json_document(given.path)
        sentences = [sentence.text("text").strip() for sentence in row.rows("text")]
        yield document(given.path.stem, row.text("title"), " ".join(filter(None, sentences)), named[1])
