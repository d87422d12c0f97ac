"""Kept articles as they are read: lists of the current versions, and one article with its history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from service.news.errors import NotKept, Removed
from service.news.identity import outlet_key
from service.news.memory import ArticleQuery, ArticleSummary, Page, Version
from service.store import keyset
from service.store.schema.memory import articles as names
from service.store.schema.memory import claims, live, tombstones, versions

_KEYS = (keyset.by_moment(live.c.published_at), keyset.by_text(live.c.article))
_SHOWN = (
    live.c.article,
    live.c.vouched,
    versions.c.given_id,
    versions.c.outlet,
    versions.c.title,
    versions.c.url,
    versions.c.published_at,
    versions.c.updated_at,
    versions.c.language,
    versions.c.number,
    versions.c.sender,
    versions.c.received_at,
)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """A kept article but for what its claims say.

    ``digest`` names its current version, ``event_of`` maps the ids of that version's claims to their events.
    """

    summary: ArticleSummary
    text: str
    digest: str
    versions: tuple[Version, ...]
    event_of: Mapping[str, str]


def articles(connection: Connection, query: ArticleQuery) -> Page[ArticleSummary]:
    """The articles that ``query`` asks for: latest published first, those without a time last, then by id."""
    rows = _current(*_SHOWN)
    if query.since is not None:
        rows = rows.where(live.c.published_at >= query.since)
    if query.outlet is not None:
        rows = rows.where(live.c.outlet_key == outlet_key(query.outlet))
    if query.vouched is not None:
        rows = rows.where(live.c.vouched.is_(query.vouched))
    return keyset.page(connection, rows, _KEYS, _summary, limit=query.limit, after=query.after, descending=True)


def article(connection: Connection, id: str) -> StoredArticle:
    """One article, by its id or that of one merged into it. Raises NotKept, and Removed where it was removed."""
    own = _own_id(connection, id)
    row = connection.execute(
        _current(*_SHOWN, versions.c.text, live.c.digest, live.c.position).where(live.c.article == own)
    ).one_or_none()
    if row is None:
        raise _gone(connection, id, own)
    return StoredArticle(
        summary=_summary(row),
        text=row.text,
        digest=row.digest,
        versions=_history(connection, own, row.position),
        event_of=_events(connection, row.digest),
    )


def standing_id(connection: Connection, id: str) -> str:
    """The id of the article that ``id`` leads to. Raises NotKept, and Removed where it was removed."""
    own = _own_id(connection, id)
    if connection.scalar(select(live.c.digest).where(live.c.article == own)) is None:
        raise _gone(connection, id, own)
    return own


def _own_id(connection: Connection, id: str) -> str:
    """``id``, or the id of the article that the one called ``id`` was merged into. Raises NotKept."""
    own = connection.scalar(select(func.coalesce(names.c.merged_into, names.c.id)).where(names.c.id == id))
    if own is None:
        raise NotKept(f"No article {id} is kept.")
    return str(own)


def _current(*columns: Any) -> Select[Any]:
    return select(*columns).join_from(live, versions, versions.c.position == live.c.position)


def _gone(connection: Connection, id: str, own: str) -> NotKept | Removed:
    removal = connection.scalar(select(func.max(tombstones.c.at)).where(tombstones.c.article == own))
    if removal is None:
        return NotKept(f"No article {id} is kept.")
    return Removed(f"The article {id} was removed on {removal.astimezone(UTC):%Y-%m-%d}.")


def _history(connection: Connection, own: str, current: int) -> tuple[Version, ...]:
    rows = connection.execute(select(versions).where(versions.c.article == own).order_by(versions.c.position)).all()
    return tuple(
        Version(
            number=row.number,
            digest=row.digest,
            title=row.title,
            published_at=row.published_at,
            updated_at=row.updated_at,
            received_at=row.received_at,
            sender=row.sender,
            current=row.position == current,
        )
        for row in rows
    )


def _events(connection: Connection, digest: str) -> dict[str, str]:
    rows = connection.execute(select(claims.c.id, claims.c.event).where(claims.c.digest == digest)).all()
    return {row.id: row.event for row in rows}


def _summary(row: Row[Any]) -> ArticleSummary:
    return ArticleSummary(
        id=row.article,
        given_id=row.given_id,
        outlet=row.outlet,
        title=row.title,
        url=row.url,
        published_at=row.published_at,
        updated_at=row.updated_at,
        language=row.language,
        version=row.number,
        vouched=row.vouched,
        sender=row.sender,
        received_at=row.received_at,
    )
