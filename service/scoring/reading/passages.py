"""One field of an article cut into the pieces that make single claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.news.article import Span
from service.news.claim import Attribution
from service.scoring.annotated import AnnotatedText, Sentence, Token

EDGES = frozenset({"that", "and", "but", "or", "while", "whereas", "as", "because", "so"})
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj", "csubjpass"})
# A fragment in quotation marks ('martyred') tells nothing that could be checked on its own.
FEWEST_WORDS = 2
FEWEST_IN_HEADLINE = 3
FEWEST_LEFT_OVER = 4
FRAME = "frame"
ASIDES = frozenset({"relcl", "acl", "advcl"})
RELATIVES = frozenset({"WP", "WDT", "WP$", "WRB"})
OPENING, CLOSING = frozenset("“‘\"'"), frozenset("”’\"'")
# 'BEIRUT, March 3 (Agency) —' says where and by whom a report was filed.
DATELINE = re.compile(r"^\s*[^\W\d_a-z][^a-z—–]{2,}[^—–]{0,60}?\s[—–]\s")


@dataclass(frozen=True, slots=True)
class Piece:
    """The tokens of one claim, in text order, and the attribution they stand in (an index; None = the outlet's own)."""

    tokens: tuple[Token, ...]
    relation: int | None

    @property
    def span(self) -> Span:
        """From the first to the last token."""
        return Span(self.tokens[0].start, self.tokens[-1].end)


def pieces(text: AnnotatedText, relations: Sequence[Attribution], *, headline: bool = False) -> Iterator[Piece]:
    """The claims of one field, in text order: each sentence shared out among its attributions, then split into clauses.

    A ``headline`` may do without a verb.
    """
    owners = _owners(text, relations)
    for sentence in text.sentences:
        for owner, run in _runs(text, sentence, owners):
            for clause in _clauses(run):
                kept = _trimmed(clause)
                if _says_something(kept, headline=headline):
                    yield Piece(kept, owner)


def _owners(text: AnnotatedText, relations: Sequence[Attribution]) -> list[int | str | None]:
    """For each token the attribution whose content it is: the innermost one; FRAME for sources and cues."""
    owners: list[int | str | None] = [None] * len(text.tokens)
    widest_first = sorted(range(len(relations)), key=lambda i: -sum(len(span) for span in relations[i].content))
    for index in widest_first:
        relation = relations[index]
        _mark(text, owners, (*relation.source, *relation.cue), FRAME)
        _mark(text, owners, relation.content, index)
    dateline = DATELINE.match(text.text)
    if dateline:
        _mark(text, owners, (Span(0, dateline.end()),), FRAME)
    return owners


def _mark(text: AnnotatedText, owners: list[int | str | None], spans: Sequence[Span], owner: int | str) -> None:
    for span in spans:
        for token in _tokens_in(text, span):
            owners[token.i] = owner


def _tokens_in(text: AnnotatedText, span: Span) -> tuple[Token, ...]:
    low = _first_from(text.tokens, span.start)
    high = _first_from(text.tokens, span.end)
    return text.tokens[low:high]


def _first_from(tokens: Sequence[Token], offset: int) -> int:
    """The index of the first token that starts at or after ``offset``."""
    low, high = 0, len(tokens)
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].start < offset:
            low = middle + 1
        else:
            high = middle
    return low


def _runs(
    text: AnnotatedText, sentence: Sentence, owners: Sequence[int | str | None]
) -> Iterator[tuple[int | None, tuple[Token, ...]]]:
    """The tokens of a sentence by owner: all of an attribution's together, the outlet's in unbroken stretches."""
    tokens = text.tokens_of(sentence)
    inside: dict[int, list[Token]] = {}
    own: list[list[Token]] = [[]]
    for token in tokens:
        owner = owners[token.i]
        if isinstance(owner, int):
            inside.setdefault(owner, []).append(token)
        if owner is None:
            own[-1].append(token)
        elif own[-1]:
            own.append([])
    attributed = any(isinstance(owners[token.i], int) for token in tokens)
    found: list[tuple[int | None, tuple[Token, ...]]] = [(owner, tuple(run)) for owner, run in inside.items()]
    found += [(None, tuple(run)) for run in own if run and (not attributed or _stands_alone(run))]
    yield from sorted(found, key=lambda pair: pair[1][0].i)


def _stands_alone(run: Sequence[Token]) -> bool:
    """Whether what is left beside an attribution is a clause of its own, with subject and verb."""
    inside = {token.i for token in run}
    words = [token for token in run if token.pos not in {"PUNCT", "SPACE"}]
    if not words or words[0].tag in RELATIVES:
        return False
    return any(token.dep in SUBJECTS and token.head in inside for token in run) and _count(run) >= FEWEST_LEFT_OVER


def _clauses(run: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Coordinated clauses with subjects of their own, one by one."""
    cuts = sorted({_start_of(token, run) for token in run if _opens_clause(token, run)})
    edges = [run[0].i, *[cut for cut in cuts if cut > run[0].i], run[-1].i + 1]
    for first, last in pairwise(edges):
        clause = tuple(token for token in run if first <= token.i < last)
        if clause:
            yield clause


def _opens_clause(token: Token, run: Sequence[Token]) -> bool:
    if token.dep not in {"conj", "parataxis"} or token.pos not in {"VERB", "AUX"}:
        return False
    return any(child.head == token.i and child.dep in SUBJECTS and child.i < token.i for child in run)


def _start_of(head: Token, run: Sequence[Token]) -> int:
    """The first token of what hangs on ``head`` inside the run."""
    below = {head.i}
    grew = True
    while grew:
        more = {token.i for token in run if token.head in below and token.i not in below}
        below |= more
        grew = bool(more)
    return min(below)


def _trimmed(clause: Sequence[Token]) -> tuple[Token, ...]:
    """Without marks and joining words at either end; a quotation that was opened inside keeps its closing mark."""
    first, last = 0, len(clause)
    while first < last and (clause[first].pos in {"PUNCT", "SPACE"} or clause[first].text.lower() in EDGES):
        first += 1
    while last > first and clause[last - 1].pos in {"PUNCT", "SPACE", "CCONJ"} and clause[last - 1].text != "?":
        if clause[last - 1].text in CLOSING and any(token.text in OPENING for token in clause[first : last - 1]):
            break
        last -= 1
    return tuple(clause[first:last])


def _count(tokens: Sequence[Token]) -> int:
    return sum(token.pos in CONTENT for token in tokens)


def _says_something(tokens: Sequence[Token], *, headline: bool) -> bool:
    """Whether there is a predication in it about the event; 'has not commented' is none."""
    words = _count(tokens)
    if _keeps_silent(tokens):
        return False
    inside = {token.i for token in tokens}
    heads = [token for token in tokens if token.head not in inside or token.head == token.i]
    if not any(head.pos in {"VERB", "AUX"} for head in heads):
        return headline and words >= FEWEST_IN_HEADLINE
    predicated = any(token.dep in SUBJECTS and token.head in inside for token in tokens)
    return words >= (1 if predicated else FEWEST_WORDS) and (
        len(tokens) > 2 or any(token.pos == "NUM" for token in tokens)
    )


def _keeps_silent(tokens: Sequence[Token]) -> bool:
    """Whether the claim tells that somebody did not comment; an aside ('which has not') is only that."""
    if [token.lemma for token in tokens[:2]] == ["to", "comment"]:
        return True
    if not {token.lemma for token in tokens} & {"no", "not", "n't", "decline", "refuse"}:
        return False
    at = {token.i: token for token in tokens}
    for token in tokens:
        if token.lemma == "comment":
            above = token
            while above.dep not in ASIDES and above.head in at and above.head != above.i:
                above = at[above.head]
            if above.dep not in ASIDES:
                return True
    return False
