"""One voice of one article, as it gathers mentions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from service.news.source import SourceKind
from service.scoring.attribution import voices
from service.scoring.attribution.mention import Mention
from service.scoring.attribution.naming import folded

_SOMEBODY = (
    voices.OFFICES
    | voices.TRADES
    | voices.PEOPLE
    | voices.KIN
    | {"abbess", "abbot", "bride", "chap", "cook", "dad", "fellow", "groom", "guy", "kid", "lad", "lass", "monk", "mum"}
    | {"nomad", "rabbi", "shepherd", "teen", "youth"}
)
_NOBODY_KNOWN = frozenset({"anybody", "anyone", "everybody", "everyone", "nobody"})
# What words for those who do something end with: 'snowboarder', 'beautician'.
_DOERS = ("er", "or", "ist", "ian", "man", "woman", "ant", "ent", "ee", "eer")


@dataclass(slots=True, eq=False)
class Referent:
    """One voice of one article, as it gathers mentions.

    ``names`` are its printed names, or what a voice without a name is called; ``known`` is false for an institution
    that the article never names ('the agency'). ``body`` is the institution it is named with. ``documents`` are the
    kinds of text that carried its words, ``order`` tells a voice from another of its kind, as a mention's does;
    ``definite`` is true of one who was spoken of as if known ('the mayor'), and ``seat`` is where one holds office.
    ``last`` is where it was mentioned last, ``heard`` is true where it spoke there, and ``sure`` is false while nothing
    but a guess tells whether a name is a person's or an institution's.
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
    heard: bool = False
    sure: bool = False

    @property
    def name(self) -> str:
        """The fullest name."""
        return fullest(self.names)

    @property
    def is_guessed(self) -> bool:
        """Whether nothing but a label tells that a name is a person's."""
        return self.kind is SourceKind.PERSON and not self.sure and not self.gender

    @property
    def may_be_a_body(self) -> bool:
        """Whether a voice is an institution, or has a name that may be one's and has just spoken."""
        return self.kind is SourceKind.ORGANISATION or (self.is_guessed and self.heard)

    @property
    def is_thing(self) -> bool:
        """Whether a voice is an institution or a text rather than somebody."""
        return bool(self.heads & (voices.INSTITUTIONS | voices.PLACES)) or bool(self.documents and not self.heads)

    @property
    def may_be_somebody(self) -> bool:
        """Whether a voice can be a person: by name, or called what a person is called."""
        if self.kind is not SourceKind.UNNAMED or self.gender or not self.heads:
            return True
        if self.heads & _NOBODY_KNOWN:
            return False
        called = "person" in self.roles or any(head in _SOMEBODY or head.endswith(_DOERS) for head in self.heads)
        # A name that nothing labels: 'Kofi does not believe it'.
        return called or any(name[:1].isupper() and len(folded(name)) == 1 for name in self.names)

    @property
    def has_spoken(self) -> bool:
        """Whether a voice is somebody who can have written a statement: no outlet, and no text either."""
        return self.kind in (SourceKind.ORGANISATION, SourceKind.PERSON) or (
            self.kind is SourceKind.UNNAMED and not self.is_thing
        )

    def is_told_apart(self, mention: Mention) -> bool:
        """Whether one of the same trade is meant: 'the driver of the lorry', beside 'the engine driver'; two mayors."""
        if mention.seat and self.seat:
            return mention.seat != self.seat
        if " of " not in mention.name or self.kind is not SourceKind.UNNAMED:
            return False
        wanted, known = set(folded(mention.name)), [set(folded(name)) for name in self.names]
        return all(len(words) > 1 and not (words <= wanted or wanted <= words) for words in known)

    def is_called(self, noun: str, *, loosely: bool = False) -> bool:
        """Whether it has been called ``noun``, or ``loosely`` by a word of like meaning: 'Dr Rotich', 'the medic'."""
        words = self.roles | self.heads
        alike = any(noun in alike and words & alike for alike in voices.ALIKE)
        ranked = noun == "officer" and bool(words & voices.RANKS)
        return noun in words or (loosely and (alike or ranked))


def fullest(names: Iterable[str]) -> str:
    """The name with most words, then most letters, then the first in the alphabet; '' for none."""
    return min(names, key=lambda name: (-len(folded(name)), -len(name), name), default="")
