"""When: the expressions of a claim that tell a day or an hour."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

from service.news.article import Span
from service.news.claim import Slot, SlotName
from service.scoring.annotated import Token
from service.scoring.ports import DateReader
from service.scoring.reading import clocks

DATED = frozenset({"DATE", "TIME"})
# What is marked as a date and is none: ages, stretches of time, lone figures and scores.
NO_TIME = re.compile(
    r"^(?:\D{0,12}\b(?:\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|few|many)[\s-]+)?"
    r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?)(?:\s*-?\s*(?:old|long))?$"
    r"|\byears?\s?-?\s?olds?\b|^\d{1,3}(?:\s?[-–]\s?\d{1,3})?$|\bquarters?\b|^[^\w]*$",
    re.IGNORECASE,
)
# A part of a day belongs to the day beside it: 'Tuesday night', 'the night of 5 May', 'the early hours of Tuesday'.
DAY_PART = re.compile(
    r"^(?:(?:the|early|late|mid|this)\s)*(?:-\s)?(?:morning|afternoon|evening|night|dawn|dusk|daybreak"
    r"|lunchtime|early hours|hours)(?:\sof)?$",
    re.IGNORECASE,
)
BETWEEN = frozenset({"on", "of", "early", "late", "the"})


def times(tokens: Sequence[Token], said_at: datetime | None, dates: DateReader) -> tuple[Slot, ...]:
    """The time slots of a claim in the order of the text; 'on Monday' is seen from ``said_at``.

    The normal form is the day, the hour ('15:45', with a Z for Greenwich time) or both with a T between them, and the
    words themselves where neither can be told.
    """
    found: list[tuple[int, int, date | None]] = []
    for first, last in _stretches(tokens):
        text = _text(tokens, first, last)
        if NO_TIME.search(text) and not clocks.clock(text):
            continue
        day = dates.day(text, said_at)
        if found and _belong_together(tokens, found[-1], (first, last, day)):
            start, _, before = found[-1]
            found[-1] = (start, last, day or before)
        else:
            found.append((first, last, day))
    return tuple(_slot(tokens, *one) for one in found)


def _text(tokens: Sequence[Token], first: int, last: int) -> str:
    return " ".join([token.text for token in tokens[first : last + 1]])


def _stretches(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """(first, last) of each expression: what is marked as a date or time, and what is written as a time of day."""
    i = 0
    while i < len(tokens):
        last = i - 1
        if clocks.is_clock(tokens, i):
            last = clocks.reach(tokens, i)
        elif tokens[i].entity in DATED:
            last = i
            while last + 1 < len(tokens) and _goes_on(tokens, last + 1):
                last = clocks.reach(tokens, last + 1) if clocks.is_clock(tokens, last + 1) else last + 1
        if last >= i:
            yield i, last
        i = max(i, last) + 1


def _goes_on(tokens: Sequence[Token], i: int) -> bool:
    return tokens[i].entity in DATED and not tokens[i].entity_start


def _belong_together(
    tokens: Sequence[Token], one: tuple[int, int, date | None], other: tuple[int, int, date | None]
) -> bool:
    """Whether one of two expressions side by side is the part of the day that the other names."""
    between = [token.text.lower() for token in tokens[one[1] + 1 : other[0]]]
    if (one[2] and other[2]) or len(between) > 2 or not BETWEEN.issuperset(between):
        return False
    parts = [bool(DAY_PART.match(_text(tokens, first, last))) for first, last, _ in (one, other)]
    return (parts[0] and other[2] is not None) or (parts[1] and one[2] is not None)


def _slot(tokens: Sequence[Token], first: int, last: int, day: date | None) -> Slot:
    text = _text(tokens, first, last)
    clock = clocks.clock(text)
    norm = "T".join(part for part in (day.isoformat() if day else "", clock) if part) or text.casefold()
    return Slot(SlotName.TIME, Span(tokens[first].start, tokens[last].end), text, norm, day=day)
