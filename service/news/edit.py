"""Edits: editors' labels that show in what is kept, and whose word, when and why they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from service.news.source import SourceKind


@dataclass(frozen=True, slots=True)
class SourceEdit:
    """The label that says who vouches for a claim: ``source`` in the place of whom the text was read to name.

    ``label`` is the number of the label, ``by`` whose word it is, ``note`` why. ``kind`` is what the source is said to
    be, None where nobody has said.
    """

    label: int
    source: str
    kind: SourceKind | None
    by: str
    at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class EventEdit:
    """A label that put claims of an event together, or apart from others (``splits``).

    ``followed`` tells whether all of its claims that are still kept stand as it says: a later one may say otherwise.
    """

    label: int
    splits: bool
    by: str
    at: datetime
    note: str
    followed: bool
