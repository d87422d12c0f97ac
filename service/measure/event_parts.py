"""Documents sorted into events, split once and for all by story: to fit, to choose by, to report on.

Of what is to fit, most stories teach the text encoder; the decision what is one event is fitted on the others, for of
what an encoder has read it makes more than of what is new.

Look-alike events that a corpus sets against each other are one story, so that both are in one part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from service.measure import events
from service.measure.lines import needed
from service.measure.public_pairs import Part
from service.measure.rows import Row, json_rows
from service.measure.sampling import sample
from service.news.article import Article

Document = tuple[Article, str, str]
"""A document with its event and its story."""

FITTED = ("uci_headlines", "ecbplus", "allsides_groups")
"""The public sets that shipped weights may be learnt from; what others hold is only measured on."""


def part(corpus: str, row: Row) -> Part:
    """The part that a document belongs to: half of the stories of ``corpus`` to fit, a quarter each for the others."""
    quarter = _dealt(f"grouping{corpus}{story(row)}") % 20 // 5
    return {2: Part.CHOOSE, 3: Part.REPORT}.get(quarter, Part.FIT)


def teaches(corpus: str, row: Row) -> bool:
    """Whether the text encoder is taught with a document: about two thirds of the stories of FITTED that are to fit.

    Of ECB+, whose stories are few, they happen to be all.
    """
    if corpus not in FITTED or part(corpus, row) is not Part.FIT:
        return False
    return _dealt(f"texts{corpus}{story(row)}") % 3 > 0


def _dealt(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4])


def fitted_files(corpora: Path) -> dict[str, Path]:
    """The files of FITTED under ``corpora``, by name; raises UnreadableRow where one is missing."""
    return {name: needed(corpora / "events" / f"{name}.jsonl", "this set of documents") for name in FITTED}


def drawn(
    file: Path, wanted: Callable[[Row], bool] = lambda _: True, most: int | None = None, seed: int = 0
) -> list[Document]:
    """The documents of ``file`` whose rows are ``wanted``, of ``most`` events at most, drawn with ``seed``.

    Raises UnreadableRow.
    """
    rows = {row.text("id"): row for row in json_rows([file])}
    found = [
        (article, event, story(rows[article.id])) for article, event in events.read([file]) if wanted(rows[article.id])
    ]
    return sample(found, lambda document: document[1], most, seed)


def story(row: Row) -> str:
    """What a document is split by: its ``group`` or ``topic`` where the corpus has look-alikes, else its event."""
    named = (row.values.get(key) for key in ("group", "topic"))
    return next((str(name) for name in named if name), row.text("event"))
