"""What comes in: articles, and the positions of words in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Field(StrEnum):
    """The part of an article that a span points into."""

    TITLE = "title"
    TEXT = "text"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range [start, end) of Unicode code points."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span must have 0 <= start <= end, not {self.start}, {self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """Whether the two ranges share at least one code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside this range."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> Span:
        """The same range, moved ``by`` code points."""
        return Span(self.start + by, self.end + by)

    def of(self, text: str) -> str:
        """The words of ``text`` under this range."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Article:
    """One published text.

    ``published_at`` carries a zone where it is known, and so does ``updated_at``, the time of this version where it is
    not the first; ``language`` is an ISO 639-1 code where the sender stated one.
    """

    id: str
    outlet: str
    text: str
    title: str = ""
    url: str | None = None
    published_at: datetime | None = None
    language: str | None = None
    updated_at: datetime | None = None

    def field(self, name: Field) -> str:
        """The text that spans of the field ``name`` point into."""
        return self.title if name is Field.TITLE else self.text
