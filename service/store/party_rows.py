"""To which events a source is a party, as it is written down and read."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from service.news.article import Field, Span
from service.news.memory import PartyTo
from service.news.party import Party, Words
from service.store.schema.memory import events, heard, live

MOST = 20
"""So many events are named, the latest first."""


def written(party: Party) -> dict[str, object]:
    """What says that a source is a party."""
    said = party.said
    place = said and {
        "claim": said.claim,
        "field": said.field.value,
        "start": said.span.start,
        "end": said.span.end,
        "words": said.words,
    }
    return {"said": place, "edited": party.edited is not None}


def party_to(connection: Connection, source: str) -> tuple[PartyTo, ...]:
    """The latest events to which a source is a party."""
    digest = func.split_part(heard.c.party["said"]["claim"].astext, ".", 1)
    rows = connection.execute(
        select(heard.c.event, heard.c.party, events.c.headline, live.c.article)
        .join(events, events.c.id == heard.c.event)
        .outerjoin(live, live.c.digest == digest)
        .where(heard.c.source == source, heard.c.party.is_not(None))
        .order_by(events.c.last_at.desc().nulls_last(), heard.c.event)
        .limit(MOST)
    )
    return tuple(
        PartyTo(row.event, row.headline, _words(row.party["said"], row.article), row.party["edited"]) for row in rows
    )


def _words(said: dict[str, str] | None, article: str) -> Words | None:
    if said is None:
        return None
    span = Span(int(said["start"]), int(said["end"]))
    return Words(said["claim"], article, Field(said["field"]), span, said["words"])
