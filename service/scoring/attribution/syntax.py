"""Walking the dependency parse of an annotated text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from service.news.article import Span
from service.scoring.annotated import AnnotatedText, Token
from service.scoring.reading.layout import BULLETS, labels, opening, takes

# No clause of news has more tokens; text without full stops must not cost the square of its length.
LONGEST = 300
QUOTE_MARKS = frozenset("\"'“”„‟«»‘’‚‛`") | {"''", "``"}
_EDGE_MARKS = frozenset(",;:.-–—…") | {"--", "...", "—", "–"}

# Tags of verbs that make a clause.
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def is_mark(token: Token) -> bool:
    """Whether a token is a quotation mark, and not the ending of 'the customers' money'."""
    return token.text in QUOTE_MARKS and token.tag != "POS"


def runs(indices: Iterable[int]) -> list[list[int]]:
    """Neighbouring indices together; ``indices`` ascend."""
    found: list[list[int]] = []
    for i in indices:
        if found and found[-1][-1] == i - 1:
            found[-1].append(i)
        else:
            found.append([i])
    return found


def _ends_paragraph(token: Token, after: Token | None) -> bool:
    """Whether a paragraph ends at ``token``: at an empty line, or where the next line is another item of a list."""
    lines = token.text.count("\n") if token.pos == "SPACE" else 0
    return lines > 1 or (lines == 1 and after is not None and after.text[:1] in BULLETS)


class Tree:
    """The dependency trees of one text, indexed for walking down.

    ``children[i]`` holds the indices of the tokens whose head is ``i``, in order; ``opening`` is the first token behind
    the dateline. Building takes linear time.
    """

    def __init__(self, text: AnnotatedText) -> None:
        self.text = text.text
        self.tokens = text.tokens
        self.starts = [token.start for token in text.tokens]
        self.children: list[list[int]] = [[] for _ in text.tokens]
        for token in text.tokens:
            if token.head != token.i:
                self.children[token.head].append(token.i)
        self.sentence_of: list[int] = [0] * len(text.tokens)
        self.sentences = text.sentences
        for number, sentence in enumerate(text.sentences):
            for i in range(sentence.first, sentence.last):
                self.sentence_of[i] = number
        following = (*text.tokens[1:], None)
        ends = (_ends_paragraph(token, after) for token, after in zip(text.tokens, following, strict=False))
        self._paragraph_of = list(accumulate(ends))
        self.opening = bisect_left(self.starts, opening(text.text))
        framed = (*takes(text.text), *labels(text.text))
        self._framed = frozenset(i for span in framed for i in self.within(span))

    def near(self, i: int, indices: Iterable[int]) -> tuple[int, ...]:
        """Those of ``indices`` in the paragraph of ``i`` and behind the dateline, in order.

        A parser may take two paragraphs, or the dateline and what follows, for one sentence.
        """
        here = self._paragraph_of[i]
        return tuple(sorted(k for k in indices if self.is_told(k) and self._paragraph_of[k] == here))

    def paragraph(self, i: int) -> int:
        """The first token of the paragraph of ``i``."""
        return bisect_left(self._paragraph_of, self._paragraph_of[i])

    def sentence(self, i: int) -> int:
        """The first token of the sentence of ``i``, or of the last sentence where ``i`` lies behind all."""
        return self.sentences[self.sentence_of[min(i, len(self.tokens) - 1)]].first

    def is_told(self, i: int) -> bool:
        """Whether a token is part of the story, and not of a dateline or of what stands ahead of a line."""
        return i >= self.opening and i not in self._framed

    def told(self, number: int) -> list[Token]:
        """The words of a sentence up to the end of the paragraph that it begins in."""
        first, last = self.sentences[number].first, self.sentences[number].last
        return [self.tokens[i] for i in self.near(first, range(first, last)) if self.tokens[i].pos != "SPACE"]

    def within(self, span: Span) -> range:
        """The tokens that begin in ``span``."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def around(self, i: int, spans: Sequence[Span]) -> Span | None:
        """The one of ``spans``, which are in order and apart, that a token begins in."""
        start = self.tokens[i].start
        before = bisect_right(spans, start, key=lambda span: span.start) - 1
        return spans[before] if before >= 0 and start < spans[before].end else None

    def has_finite(self, indices: Iterable[int]) -> bool:
        """Whether a verb among ``indices`` makes a clause."""
        return any(self.tokens[i].tag in FINITE for i in indices)

    def has_marks(self, indices: Iterable[int]) -> bool:
        """Whether a quotation mark stands among ``indices``."""
        return any(self.tokens[i].text in QUOTE_MARKS for i in indices)

    def turns(self, number: int) -> bool:
        """Whether a sentence turns to somebody by name who did something, as 'Ana Bortic rose' does."""
        sentence = self.sentences[number]
        first = self.tokens[sentence.first]
        verbs = (self.tokens[i] for i in range(sentence.first, sentence.last))
        told = any(verb.dep == "ROOT" and verb.tag == "VBD" for verb in verbs)
        return first.pos == "PROPN" and told and "\n" not in self.text[first.start : self.tokens[sentence.last - 1].end]

    def all(self, i: int, *deps: str) -> list[Token]:
        """The children of ``i`` whose label is one of ``deps``, in order."""
        return [self.tokens[c] for c in self.children[i] if self.tokens[c].dep in deps]

    def first(self, i: int, *deps: str) -> Token | None:
        """The first child of ``i`` whose label is one of ``deps``."""
        for c in self.children[i]:
            if self.tokens[c].dep in deps:
                return self.tokens[c]
        return None

    def head(self, i: int) -> Token | None:
        """The head of ``i``; None for a root."""
        token = self.tokens[i]
        return None if token.head == i else self.tokens[token.head]

    def upward(self, i: int) -> list[int]:
        """``i`` and the tokens above it, up to the root of its sentence (or ``LONGEST`` of them)."""
        path = [i]
        while self.tokens[path[-1]].head != path[-1] and len(path) < LONGEST:
            path.append(self.tokens[path[-1]].head)
        return path

    def subtree(self, i: int, leaving: Callable[[Token], bool] | None = None) -> list[int]:
        """``i`` and everything below it, in order; branches for which ``leaving`` is true are cut off.

        Of a tree larger than ``LONGEST`` tokens only the upper part is given.
        """
        found = [i]
        for here in found:
            if len(found) >= LONGEST:
                break
            below = self.children[here]
            found += below if leaving is None else [c for c in below if not leaving(self.tokens[c])]
        return sorted(found[:LONGEST])

    def spans(self, indices: Iterable[int], *, whole: bool = False) -> tuple[Span, ...]:
        """The runs of neighbouring tokens among ``indices`` as spans, without marks at the edges unless ``whole``."""
        runs: list[list[int]] = []
        for i in sorted(indices):
            if self.tokens[i].pos == "SPACE":
                continue
            if runs and all(self.tokens[k].pos == "SPACE" for k in range(runs[-1][-1] + 1, i)):
                runs[-1].append(i)
            else:
                runs.append([i])
        if whole:
            return tuple(self._span(run) for run in runs)
        trimmed = (self._trimmed(run) for run in runs)
        return tuple(self._span(run) for run in trimmed if run) or tuple(self._span(run) for run in runs)

    def _span(self, run: list[int]) -> Span:
        return Span(self.tokens[run[0]].start, self.tokens[run[-1]].end)

    def _trimmed(self, run: list[int]) -> list[int]:
        first, last = 0, len(run)
        while first < last and self.tokens[run[first]].text in _EDGE_MARKS:
            first += 1
        while last > first and self.tokens[run[last - 1]].text in _EDGE_MARKS:
            last -= 1
        kept = run[first:last]
        return kept if any(self.tokens[i].text not in QUOTE_MARKS for i in kept) else []
