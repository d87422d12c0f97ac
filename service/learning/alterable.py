"""A sentence as it is altered: its tokens, and what can be put for or taken from them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.news.pair import Stance
from service.scoring.annotated import Token, joined

Alter = Callable[["Sentence", random.Random], "tuple[str, Stance] | None"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of a sentence, ``names`` by type to draw others from, and ``base``, the index of its first token."""

    tokens: tuple[Token, ...]
    names: Mapping[str, Sequence[str]]

    @property
    def base(self) -> int:
        """The index of the first token in its text."""
        return self.tokens[0].i

    def with_words(self, first: int, last: int, words: str) -> str:
        """The sentence with ``words`` in place of the tokens [first, last), counted within it."""
        before, after = joined(self.tokens[:first]), joined(self.tokens[last:])
        glue = "" if after[:1] in {"'", "’", ",", ".", ";", ":", "%", ""} else " "
        return capital(f"{before} {words}{glue}{after}".strip())

    def without(self, left_out: set[int]) -> str:
        """The sentence without the tokens whose indices in the text are ``left_out``."""
        return capital(joined([token for token in self.tokens if token.i not in left_out]))

    def below(self, top: Token) -> set[int]:
        """The indices of ``top`` and of all that hangs on it."""
        found = {top.i}
        while True:
            more = {token.i for token in self.tokens if token.head in found} - found
            if not more:
                return found
            found |= more


def entities(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Where names begin and end, without an article before and a genitive's mark behind."""
    first = 0
    while first < len(tokens):
        last = first + 1
        if tokens[first].entity:
            while last < len(tokens) and tokens[last].entity and not tokens[last].entity_start:
                last += 1
            start = first + (tokens[first].text.casefold() == "the")
            end = last - (tokens[last - 1].text in {"'s", "’s"})
            if start < end:
                yield start, end
        first = last


def capital(text: str) -> str:
    """``text`` as a sentence begins."""
    return text[:1].upper() + text[1:]
