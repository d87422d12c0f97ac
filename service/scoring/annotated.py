"""A text with its linguistic annotation, as the scoring room sees it: no library's own types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.news.article import Span


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark.

    ``start``/``end`` are code point offsets into the annotated text. ``pos`` is the universal part of speech, ``tag``
    the Penn tag, ``dep`` the dependency label to the token with index ``head`` (a root is its own head). ``entity`` is
    the OntoNotes type of the name it belongs to, or ''; ``entity_start`` marks the first token of one.
    """

    i: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int
    entity: str = ""
    entity_start: bool = False

    @property
    def span(self) -> Span:
        """Where the token stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens [first, last) of an annotated text."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Marked:
    """One attribution as a tagger marks it: spans of its source (none where nobody is named), cue and content."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text, its tokens in order and its sentences in order; token ``i`` stands at index ``i``.

    ``marked`` holds the attributions that a tagger has found, None where none has read the text.
    """

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    marked: tuple[Marked, ...] | None = None

    def tokens_of(self, sentence: Sentence) -> tuple[Token, ...]:
        """The tokens of one sentence."""
        return self.tokens[sentence.first : sentence.last]


def joined(tokens: Sequence[Token]) -> str:
    """The words of ``tokens`` with the spacing they were printed with, gaps closed by one space."""
    parts: list[str] = []
    for i, token in enumerate(tokens):
        if i and token.start > tokens[i - 1].end:
            parts.append(" ")
        parts.append(token.text)
    return " ".join("".join(parts).split())
