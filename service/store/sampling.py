"""The events by which a version of the model is looked at, and their sources."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from service.news.memory import SourceSummary
from service.scoring.head import Head
from service.scoring.memory import EventState
from service.store import kept_sources
from service.store.projection import Projection
from service.store.regrouping import groups_named
from service.store.schema.base import among
from service.store.schema.memory import events

_COMPARABLE = events.c.ended.is_(False) & (events.c.n_claims > 1)
"""An event of one claim has nothing to compare."""


def comparable(connection: Connection) -> int:
    """How many events hold more than one claim."""
    return _count(connection, _COMPARABLE)


def newest(connection: Connection, most: int) -> list[str]:
    """The newest events that hold more than one claim, by id."""
    ordered = select(events.c.id).where(_COMPARABLE).order_by(events.c.last_at.desc().nulls_last(), events.c.id.desc())
    return list(connection.scalars(ordered.limit(most)))


def within(connection: Connection, start: datetime, end: datetime, most: int) -> tuple[list[str], int]:
    """Some of the events of more than one claim whose last word falls into [start, end), and how many there are.

    Which ones is told by a digest of their headlines, so that they are a fair sample and the same each time.
    """
    inside = _COMPARABLE & (events.c.last_at >= start) & (events.c.last_at < end)
    chosen = select(events.c.id).where(inside).order_by(func.md5(events.c.headline), events.c.id).limit(most)
    return list(connection.scalars(chosen)), _count(connection, inside)


def among_those(connection: Connection, names: Collection[str], start: datetime, end: datetime, most: int) -> list[str]:
    """Those of some events whose last word falls into [start, end), at most so many, newest first."""
    inside = _COMPARABLE & (events.c.last_at >= start) & (events.c.last_at < end) & among(events.c.id, names)
    return list(connection.scalars(select(events.c.id).where(inside).order_by(events.c.last_at.desc()).limit(most)))


def states(
    connection: Connection, projection: Projection, names: Collection[str], heads: Sequence[Head]
) -> Iterator[tuple[EventState, ...]]:
    """Some events as each of ``heads`` would have them, one event at a time. No model is asked, nothing is written."""
    groups = groups_named(connection, names)
    return zip(*(projection.states(connection, groups, head=head) for head in heads), strict=True)


def sources(connection: Connection, names: Collection[str]) -> dict[str, SourceSummary]:
    """Sources as they are kept, by id."""
    return {found.source.id: found for found in kept_sources.named(connection, names)}


def _count(connection: Connection, wanted: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.count()).select_from(events).where(wanted)).scalar_one())
