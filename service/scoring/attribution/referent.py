"""One voice of one article, as it gathers mentions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from service.news.source import SourceKind
from service.scoring.attribution import voices
from service.scoring.attribution.naming import folded


@dataclass(slots=True, eq=False)
class Referent:
    """One voice of one article, as it gathers mentions.

    ``names`` are its printed names, or what a voice without a name is called; ``known`` is false for an institution
    that the article never names ('the agency'). ``body`` is the institution it is named with. ``documents`` are the
    kinds of text that carried its words, ``order`` tells a voice from another of its kind, as a mention's does;
    ``definite`` is true of one who was spoken of as if known ('the mayor'), and ``seat`` is where one holds office.
    ``last`` is where it was mentioned last, and ``sure`` is false while nothing but a guess tells whether a name is a
    person's or an institution's.
    """

    kind: SourceKind
    first: tuple[str, str, int]
    names: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    gender: str = ""
    plural: bool = False
    known: bool = True
    body: Referent | None = None
    acronyms: set[str] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    order: str = ""
    definite: bool = False
    seat: str = ""
    last: int = 0
    sure: bool = False

    @property
    def name(self) -> str:
        """The fullest name."""
        return fullest(self.names)

    def is_called(self, noun: str, *, loosely: bool = False) -> bool:
        """Whether it has been called ``noun``, or ``loosely`` by a word of like meaning: 'Dr Rotich', 'the medic'."""
        words = self.roles | self.heads
        alike = loosely and any(noun in alike and words & alike for alike in voices.ALIKE)
        return noun in words or alike


def fullest(names: Iterable[str]) -> str:
    """The name with most words, then most letters, then the first in the alphabet; '' for none."""
    return min(names, key=lambda name: (-len(folded(name)), -len(name), name), default="")
