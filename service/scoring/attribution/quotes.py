"""Where a text quotes: the ranges between quotation marks, paragraph by paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.news.article import Span

_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")
_MARK = re.compile(r"''|``|[\"“”„‟«»]")
_OPENERS = frozenset("“„«") | {"``"}
_CLOSERS = frozenset("”»")
_SINGLE = re.compile(r"(?<![\w’'])[‘'](?=\w)(?P<inside>[^‘\n]{8,2000}?[.,!?…])[’'](?![\w’'])")
_MAX_QUOTE = 4000


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch between quotation marks, the marks included.

    ``unfinished`` is true for a paragraph that opens a quotation which the next paragraph takes up again.
    """

    span: Span
    unfinished: bool = False


def quotations(text: str) -> tuple[Quotation, ...]:
    """The quotations of ``text``, in order and disjoint.

    A quotation never crosses the end of a paragraph. A mark left open counts only where the next paragraph
    opens with a mark again, as long quotations are printed; otherwise it is taken for a slip and ignored.
    """
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text) if match.group().strip()]
    found: list[Quotation] = []
    for number, (start, end) in enumerate(paragraphs):
        closed, left_open = _in_paragraph(text, start, end)
        found += [Quotation(span) for span in closed]
        follows = number + 1 < len(paragraphs) and _opens(text, paragraphs[number + 1][0])
        if left_open is not None and follows and end - left_open <= _MAX_QUOTE:
            found.append(Quotation(Span(left_open, end), unfinished=True))
    return tuple(found)


def _opens(text: str, start: int) -> bool:
    mark = _MARK.match(text[start : start + 40].lstrip())
    return mark is not None and mark.group() not in _CLOSERS


def _in_paragraph(text: str, start: int, end: int) -> tuple[list[Span], int | None]:
    closed: list[Span] = []
    opened: int | None = None
    for mark in _MARK.finditer(text, start, end):
        if _opening(text, mark, end):
            # An opening mark inside an open quotation: the first was a slip, or this is a quotation within one.
            opened = mark.start() if opened is None or text[opened] == mark.group()[0] else opened
        elif opened is not None and _closing(text, mark, opened):
            if mark.end() - opened <= _MAX_QUOTE:
                closed.append(Span(opened, mark.end()))
            opened = None
    return (closed, opened) if closed or opened is not None else (_single(text, start, end), None)


def _opening(text: str, mark: re.Match[str], end: int) -> bool:
    after = text[mark.end() : mark.end() + 1]
    if mark.group() in _CLOSERS or mark.end() >= end or after.isspace():
        return False
    before = text[mark.start() - 1 : mark.start()] if mark.start() else ""
    return mark.group() in _OPENERS or not before or before.isspace() or before in "([-–—/"


def _closing(text: str, mark: re.Match[str], opened: int) -> bool:
    if text[opened] == "«":
        return mark.group() == "»"
    return mark.group() not in _OPENERS and mark.group() != "»"


def _single(text: str, start: int, end: int) -> list[Span]:
    """Quotations in single marks, as British papers print them; only whole clauses, because of apostrophes."""
    return [Span(*match.span()) for match in _SINGLE.finditer(text, start, end) if match.group().count(" ") >= 2]
