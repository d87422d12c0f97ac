"""Quotations in headlines, which are said by whoever says them in the text: “'It stood up': villages swamped”."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from service.news.article import Span
from service.news.claim import Attribution, Form
from service.scoring.annotated import AnnotatedText
from service.scoring.attribution.syntax import FINITE

# A headline prints quotations in either kind of marks, and ends them without a full stop.
_QUOTE = re.compile(r"(?<!\w)[‘'“\"](?P<said>[^\n]+?)[’'”\"](?!\w)")
_WORD = re.compile(r"[^\W_]+")
_BEFORE = frozenset({"", ":", ";", "|", "–", "—", "-", ".", "!", "?", ","})
_FEWEST_WORDS = 3
# So many of a quotation's pairs of words stand in what somebody says: headlines leave words out.
_ALIKE = 0.5


def with_echoes(
    title: AnnotatedText, own: Sequence[Attribution], body: AnnotatedText, said: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """The attributions ``own`` to a headline, and one for each quotation that only the ``body`` gives to somebody.

    The latter have no source: whose they are is told by ``echoes``.
    """
    found = [span for span in _quoted(title) if not any(_is_named(one, span) for one in own)]
    again = [span for span in found if _said_in(span.of(title.text), body, said) is not None]
    kept = [one for one in own if one.source or not any(_covers(one, span) for span in again)]
    added = (Attribution(source=(), cue=(), content=(span,), form=Form.DIRECT) for span in again)
    return tuple(sorted([*kept, *added], key=lambda a: (a.content[0], a.content[-1].end, a.cue[:1])))


def echoes(
    title: AnnotatedText, own: Sequence[Attribution], body: AnnotatedText, said: Sequence[Attribution]
) -> Iterator[tuple[int, int]]:
    """Places in ``own`` of what nobody is named for in a headline, with the place in ``said`` of the same words."""
    for k, one in enumerate(own):
        if not one.source and one.form is Form.DIRECT:
            number = _said_in(one.content[0].of(title.text), body, said)
            if number is not None:
                yield k, number


def _quoted(title: AnnotatedText) -> Iterator[Span]:
    """The quotations of a headline that make a clause and are no part of another."""
    for quote in _QUOTE.finditer(title.text):
        span = Span(*quote.span("said"))
        inside = [t for t in title.tokens if span.start <= t.start < span.end]
        alone = title.text[: quote.start()].rstrip()[-1:] in _BEFORE
        if alone and any(t.tag in FINITE for t in inside):
            yield span


def _is_named(one: Attribution, span: Span) -> bool:
    return bool(one.source) and _covers(one, span)


def _covers(one: Attribution, span: Span) -> bool:
    return any(content.overlaps(span) for content in one.content)


def _said_in(quote: str, body: AnnotatedText, said: Sequence[Attribution]) -> int | None:
    """The place in ``said`` of what somebody says most like ``quote``; None where nobody says anything like it."""
    wanted = _pairs(quote)
    if len(wanted) < _FEWEST_WORDS - 1:
        return None
    shares = [
        (len(wanted & _pairs(" ".join(span.of(body.text) for span in one.content))) / len(wanted), -k)
        for k, one in enumerate(said)
    ]
    best = max(shares, default=(0.0, 0))
    return -best[1] if best[0] >= _ALIKE else None


def _pairs(text: str) -> set[tuple[str, str]]:
    return set(pairwise(word.lower() for word in _WORD.findall(text)))
