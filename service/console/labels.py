"""`labels`: what editors decided, out as lines of JSON and in again, without a server; over HTTP it is the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from service import app
from service.console import keeping, registry, requests
from service.news.label import Imported, LabelQuery
from service.news.progress import Progress
from service.store.lists import AT_ONCE, Lists
from service.web import label_lines


def written() -> Iterator[bytes]:
    """All labels, the oldest first, a line each. Raises StoreError."""
    database = app.database_of(app.settings_from_environ())
    try:
        yield from label_lines.written(Lists(database).every_label(LabelQuery(AT_ONCE)), requests.bodies().kept)
    finally:
        database.close()


def bring_in(file: Path, progress: Progress, *, trial: bool) -> Imported:
    """Keep the labels in ``file``, a line each, but for those that are kept already; a ``trial`` only tells.

    Raises what ``keeping.archive`` does.
    """
    with file.open("rb") as lines:
        given, refused = label_lines.read(lines, requests.bodies().kept)
    with keeping.archive(progress) as archive:
        found = archive.bring_in(given, registry.by(), trial=trial)
    return replace(found, refused=sorted((*found.refused, *refused), key=lambda each: each.line))
