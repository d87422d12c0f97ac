"""What is kept over time, as it is read: articles with their versions, events, sources, ledgers, pages of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from service.news.claim import Claim
from service.news.edit import SourceEdit
from service.news.event import Agreement
from service.news.following import FollowingOf
from service.news.party import Words
from service.news.source import Credibility, Prior, Ruling, Source

Item = TypeVar("Item")
Place = tuple[str, ...]
"""Where a page ended: the values it was sorted by, as strings; to be handed back unchanged."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items in order; ``next`` is where the following page starts, None where there is none."""

    items: tuple[Item, ...]
    next: Place | None


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """A kept article in its current version.

    ``id`` is its id in the store, ``given_id`` the one its sender gave. ``vouched`` tells whether its outlet is what it
    says: the key that sent it is bound to that outlet, or an editor vouched for it.
    """

    id: str
    given_id: str
    outlet: str
    title: str
    url: str | None
    published_at: datetime | None
    updated_at: datetime | None
    language: str | None
    version: int
    vouched: bool
    sender: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Version:
    """One text that an article has had; numbered from 1 in the order of arrival, ``current`` by time of update."""

    number: int
    digest: str
    title: str
    published_at: datetime | None
    updated_at: datetime | None
    received_at: datetime
    sender: str
    current: bool


@dataclass(frozen=True, slots=True)
class KeptArticle:
    """A kept article with its text, its history and its claims.

    ``event_of`` maps a claim id to its event's id, ``source_edits`` to the label that names its source.
    """

    summary: ArticleSummary
    text: str
    versions: tuple[Version, ...]
    claims: tuple[Claim, ...]
    event_of: Mapping[str, str]
    source_edits: Mapping[str, SourceEdit] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticleQuery:
    """Which articles: newest first, at most ``limit``, after ``after``."""

    limit: int
    after: Place | None = None
    since: datetime | None = None
    outlet: str | None = None
    vouched: bool | None = None


@dataclass(frozen=True, slots=True)
class EventSummary:
    """A stored event without its claims.

    ``first_at`` and ``last_at`` are the earliest and latest times of publication, ``contradictions`` counts decided
    ones, ``places`` are names of places in its claims, ``changed_at`` is when anything about it last changed.
    """

    id: str
    headline: str
    first_at: datetime | None
    last_at: datetime | None
    changed_at: datetime
    disputed: bool
    contradictions: int
    agreement: Agreement | None
    independent_outlets: int
    n_articles: int
    n_claims: int
    n_sources: int
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Which events, in which order: newest first, or most decided contradictions first; ``id`` asks for one alone."""

    limit: int
    after: Place | None = None
    since: datetime | None = None
    source: str | None = None
    place: str | None = None
    disputed: bool | None = None
    most_disputed_first: bool = False
    id: str | None = None


@dataclass(frozen=True, slots=True)
class PartyTo:
    """An event to which a source is a party: by what an article says, by an editor's word (``edited``), or by both."""

    event: str
    headline: str
    said: Words | None
    edited: bool


@dataclass(frozen=True, slots=True)
class SourceSummary:
    """A source over everything that is kept.

    ``credibility`` is None for unnamed voices, private persons, and on thin evidence. ``n_claims`` and ``n_events``
    count all that it vouches for, whether or not that counts. ``fidelity`` is as in ``Standing``. ``party_to`` are the
    latest events to which it is a party, ``followings`` whom it seems to follow, or who it; lists of sources leave them
    out.
    """

    source: Source
    prior: Prior
    credibility: Credibility | None
    n_claims: int
    n_events: int
    fidelity: Credibility | None = None
    party_to: tuple[PartyTo, ...] = ()
    followings: tuple[FollowingOf, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceQuery:
    """Which sources, by name; ``named`` is a part of the name, in any case."""

    limit: int
    after: Place | None = None
    named: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One claim of a source and what it did to its credibility; figures as in ``LedgerEntry``.

    Both counts, and ``evidence``, are 0 where nothing that counts was compared; ``mean_without`` and ``effect`` are
    None where no credibility is shown. ``compared`` are the claims of others that say so; ``dependence`` is how far the
    evidence is other than if they were all on their own.
    """

    claim: str
    text: str
    event: str
    article: str
    as_of: datetime | None
    supported: float
    opposed: float
    mean_without: float | None
    evidence: float = 0.0
    effect: float | None = None
    compared: tuple[str, ...] = ()
    ruled: Ruling | None = None
    dependence: float = 0.0


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is kept: live articles, their claims and threads, events that have not ended.

    ``largest_part`` is the most threads that are connected, ``largest_event`` the most claims of one event, ``bytes``
    the size of the whole database and ``index_bytes`` that of its indexes.
    """

    articles: int
    claims: int
    threads: int
    events: int
    largest_part: int
    largest_event: int
    bytes: int
    index_bytes: int
