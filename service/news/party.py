"""Parties: sources that are on a side of what an event tells, and the words, or the editor, that say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from service.news.article import Field, Span


@dataclass(frozen=True, slots=True)
class Words:
    """What an article says, word for word, in or around one of its claims; ``span`` points into the field."""

    claim: str
    article: str
    field: Field
    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class PartyEdit:
    """The label by which an editor says whether the source of a claim is a party to its event; ``note`` is why."""

    label: int
    party: bool
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Party:
    """A source that is a party to an event: by the ``said`` words of an article, by an editor's word, or by both."""

    source: str
    said: Words | None
    edited: PartyEdit | None = None
