"""Stored events as they are read: lists of those that are, and where an id of one that was leads to."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Text, select, type_coerce
from sqlalchemy.dialects.postgresql import ARRAY

from service.news.errors import Moved, NotKept, Removed
from service.news.event import Agreement
from service.news.memory import EventQuery, EventSummary, Page
from service.store import keyset
from service.store.folding import folded
from service.store.schema.memory import claims
from service.store.schema.memory import events as table

# As PostgreSQL's own type of array, for which the index answers.
_FOLDED_PLACES = type_coerce(table.c.folded_places, ARRAY(Text))
_NEWEST = (keyset.by_moment(table.c.last_at), keyset.by_text(table.c.id))
_MOST_DISPUTED = (keyset.by_number(table.c.contradictions), *_NEWEST)


def events(connection: Connection, query: EventQuery) -> Page[EventSummary]:
    """The events that ``query`` asks for.

    Newest first is by the latest time of publication, events without one last, then by id; most disputed first is by
    the number of decided contradictions, then newest first. ``since`` asks for those with an article published then or
    later, ``source`` for those with a claim it vouches for, ``place`` for those that name it, case and accents apart.
    """
    rows = select(table).where(table.c.ended.is_(False))
    if query.id is not None:
        rows = rows.where(table.c.id == query.id)
    if query.since is not None:
        rows = rows.where(table.c.last_at >= query.since)
    if query.source is not None:
        rows = rows.where(table.c.id.in_(select(claims.c.event).where(claims.c.source == query.source)))
    if query.place is not None:
        rows = rows.where(_FOLDED_PLACES.contains([folded(query.place)]))
    if query.disputed is not None:
        rows = rows.where(table.c.disputed.is_(query.disputed))
    keys = _MOST_DISPUTED if query.most_disputed_first else _NEWEST
    return keyset.page(connection, rows, keys, _summary, limit=query.limit, after=query.after, descending=True)


def resolve_event(connection: Connection, id: str) -> str:
    """``id``, where an event has it.

    Raises NotKept where none ever had, Moved where it has become part of another, at last, and Removed where nothing is
    left of it.
    """
    way = select(table.c.id, table.c.ended, table.c.moved_to).where(table.c.id == id).cte("way", recursive=True)
    way = way.union(
        select(table.c.id, table.c.ended, table.c.moved_to).where(way.c.ended, table.c.id == way.c.moved_to)
    )
    passed = connection.execute(select(way)).all()
    if not passed:
        raise NotKept(f"No event {id} is kept.")
    to = next((row.id for row in passed if not row.ended), None)
    if to is None:
        raise Removed(f"Nothing is left of the event {id}: its articles were removed or have changed.")
    if to != id:
        raise Moved(f"The event {id} has become part of {to}.", str(to))
    return id


def _summary(row: Row[Any]) -> EventSummary:
    return EventSummary(
        id=row.id,
        headline=row.headline,
        first_at=row.first_at,
        last_at=row.last_at,
        changed_at=row.changed_at,
        disputed=row.disputed,
        contradictions=row.contradictions,
        agreement=_agreement(row),
        independent_outlets=row.independent_outlets,
        n_articles=row.n_articles,
        n_claims=row.n_claims,
        n_sources=row.n_sources,
        places=tuple(row.places),
    )


def _agreement(row: Row[Any]) -> Agreement | None:
    return None if row.agreement is None else Agreement(row.agreement, (row.agreement_low, row.agreement_high))
