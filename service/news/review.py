"""Reviews of claims: what a named person found out about one, in the person's own words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NewReview:
    """What a person says of the claim with the id ``claim``.

    ``rating`` is a judgement in words, ``text`` says what it rests on, ``url`` is where it was published, if it was.
    """

    claim: str
    rating: str
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """A review that holds: of which claim, by whom, since when.

    ``words`` are the claim as it was reviewed. ``by`` is 'user:' and the name that the person signs in with, ``author``
    the name that others read.
    """

    id: str
    event: str
    claim: str
    words: str
    rating: str
    text: str
    url: str | None
    by: str
    author: str
    at: datetime
