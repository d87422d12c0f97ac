"""One request and its answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from service.news.article import Article
from service.news.claim import Claim
from service.news.copy import CopyOf
from service.news.edit import SourceEdit
from service.news.event import EventReport
from service.news.pair import Comparison
from service.news.source import Standing


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """Articles to be scored together; with ``store`` they are kept, and compared with what is kept.

    ``join_from`` is how many bits more (or, below 0, less) than usual must speak for one event.
    """

    articles: tuple[Article, ...]
    store: bool = False
    join_from: float = 0.0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What an answer depends on besides the request: model version, store state, code build."""

    model: str
    build: str
    store: str | None = None

    @property
    def head(self) -> str:
        """The name of the head, with which ``model`` begins."""
        return self.model.partition("+")[0]


@dataclass(frozen=True, slots=True)
class Unused:
    """An article that took no part in the comparison, and why."""

    article: str
    why: str


@dataclass(frozen=True, slots=True)
class Kept:
    """How an article of a report stands in the store: its id there, the number of its version, whether it counts.

    An article counts towards credibility where its outlet is vouched for.
    """

    article: str
    version: int
    vouched: bool


@dataclass(frozen=True, slots=True)
class ScoreReport:
    """Who says what, where the sources agree and contradict each other, and how far each can be relied on.

    ``kept`` maps the id of each kept article to how it stands in the store, ``copy_of`` an article id to what it is a
    copy of, ``independent_sources`` a claim id to the number of independent sources that assert it, itself included,
    ``event_of`` a claim id to its event id, and ``source_edits`` a claim id to the label that names its source, where
    there is one.
    """

    id: str
    snapshot: Snapshot
    articles: tuple[Article, ...]
    copy_of: Mapping[str, CopyOf]
    claims: tuple[Claim, ...]
    event_of: Mapping[str, str]
    independent_sources: Mapping[str, int]
    events: tuple[EventReport, ...]
    standings: tuple[Standing, ...]
    unused: tuple[Unused, ...]
    kept: Mapping[str, Kept] = field(default_factory=dict)
    source_edits: Mapping[str, SourceEdit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two claims given on their own and what comparing them found.

    The claims have the ids "a" and "b"; their spans point into the texts that were given.
    """

    snapshot: Snapshot
    a: Claim
    b: Claim
    comparison: Comparison
