"""Lists of what is kept, which are read without any model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial

from service.news.label import Label, LabelQuery
from service.news.memory import (
    ArticleQuery,
    ArticleSummary,
    EventQuery,
    EventSummary,
    LedgerLine,
    Page,
    Place,
    SourceQuery,
    SourceSummary,
)
from service.news.ownership import Control
from service.scoring.ownership import controls
from service.store import kept_history, owning, reading
from service.store.database import Database

AT_ONCE = 500


class Lists:
    """Lists over one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def articles(self, query: ArticleQuery) -> Page[ArticleSummary]:
        """The port's."""
        return self.database.read(lambda connection: reading.articles(connection, query))

    def events(self, query: EventQuery) -> Page[EventSummary]:
        """The port's."""
        return self.database.read(lambda connection: reading.events(connection, query))

    def sources(self, query: SourceQuery) -> Page[SourceSummary]:
        """The port's."""
        return self.database.read(lambda connection: reading.sources(connection, query))

    def source(self, id: str, as_of: datetime | None = None) -> SourceSummary:
        """The port's."""
        if as_of is None:
            return self.database.read(lambda connection: reading.source(connection, id))
        return self.database.read(lambda connection: kept_history.source(connection, id, as_of))

    def ledger(self, id: str, limit: int, after: Place | None) -> Page[LedgerLine]:
        """The port's."""
        return self.database.read(lambda connection: reading.ledger(connection, id, limit, after))

    def labels(self, query: LabelQuery) -> Page[Label]:
        """The port's."""
        return self.database.read(lambda connection: reading.labels(connection, query))

    def every_label(self, query: LabelQuery) -> Iterator[Label]:
        """The port's."""
        asked = replace(query, limit=AT_ONCE)
        while True:
            page = self.database.read(partial(reading.labels_from, query=asked))
            yield from page.items
            if page.next is None:
                return
            asked = replace(asked, after=page.next)

    def controls(self) -> tuple[Control, ...]:
        """Which site controls which, as sites say of themselves, and whether it counts."""
        return self.database.read(lambda connection: controls(owning.files(connection)))

    def kept_label(self, id: str) -> Label:
        """The port's."""
        return self.database.read(lambda connection: reading.label(connection, id))
