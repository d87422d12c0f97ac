"""The DateReader port over dateparser (BSD-3)."""

from __future__ import annotations

import contextlib
import re
from datetime import date, datetime, timedelta
from functools import lru_cache

# Parts of a day say nothing about which day, and dateparser stumbles over them.
DAY_PARTS = re.compile(
    r"\b(?:on|the|of|early|earlier|late|later|local time|hours|shortly|just|before|after"
    r"|by|about|around)\b(?!\s+yesterday)|,"
    r"|\b(?:morning|afternoon|evening|night|dawn|daybreak|dusk|noon|midday|midnight|lunchtime)\b"
    r"|\b\d{1,2}(?:[:.]\d{2})?\s?[ap]\.?m\b\.?|\b\d{1,2}:\d{2}\b"
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b")
FULL_DATE = re.compile(r"\b\d{4}\b")
# 'the 1990s' is no number of seconds, and what lies ahead is not looked for. 'Two days earlier' and 'the day after' are
# seen from the day that the story is at, which these words do not tell, and 'three days' is a stretch.
VAGUE = re.compile(
    r"\b(?:weeks?|months?|years?|decades?|hours? (?:later|earlier|ago)|minutes?|weekend|next)\b|\b\d+s\b"
    r"|\bdays?\b(?!\s+(?:ago|before yesterday)\b)"
)
MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october"
    r"|november|december)\b"
)
DAY_OF_MONTH = r"\b\d{1,2}(?:st|nd|rd|th)?\b"
# Nothing else fixes a day; dateparser would look at it for a millisecond, and takes '60 seconds' for today.
CAN_FIX_A_DAY = re.compile(
    rf"\b(?:yesterday|tomorrow)\b|\bdays? ago\b|\d[-/.]\d|{DAY_OF_MONTH}.*\b{MONTH}|\b{MONTH}.*{DAY_OF_MONTH}"
)
BEFORE_MONTH = re.compile(rf"^(?:an?|and|since|until|from|between)\s+(?={MONTH})")
NUMERIC = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")
TODAY = frozenset({"tonight", "today", "this"})


class DateparserReader:
    """Resolves English time expressions to calendar days, looking back from the article's time."""

    def day(self, expression: str, relative_to: datetime | None) -> date | None:
        """The day meant, seen from ``relative_to`` (in its zone); None where the words do not fix a day."""
        base = relative_to.date() if relative_to is not None else None
        return _day(" ".join(expression.lower().split()), base)


@lru_cache(maxsize=50_000)
def _day(expression: str, base: date | None) -> date | None:
    if expression == "last night":
        expression = "yesterday"
    words = BEFORE_MONTH.sub("", " ".join(DAY_PARTS.sub(" ", expression).split()))
    if words in TODAY:
        return base
    if not words or VAGUE.search(expression) or (base is None and not FULL_DATE.search(words)):
        return None
    numeric = NUMERIC.match(words)
    if numeric:
        first, second, year = map(int, numeric.groups())
        return _of_numbers(first, second, year, base)
    weekdays = set(WEEKDAY.findall(words))
    if weekdays and not re.search(r"\d", words):
        # 'From Monday to Wednesday' is no day.
        return _weekday(weekdays.pop(), base, last="last" in expression) if len(weekdays) == 1 else None
    words = WEEKDAY.sub(" ", words).strip()
    return _parsed(words, base) if CAN_FIX_A_DAY.search(words) else None


def _of_numbers(first: int, second: int, year: int, base: date | None) -> date | None:
    """'12/03/2024' read both ways round: the valid one, and of two valid ones the nearer to ``base``."""
    readings = set()
    for day, month in ((first, second), (second, first)):
        with contextlib.suppress(ValueError):
            readings.add(date(year, month, day))
    if base is None:
        return readings.pop() if len(readings) == 1 else None
    return min(readings, key=lambda day: (abs(day - base), day), default=None)


def _weekday(name: str, base: date | None, *, last: bool) -> date | None:
    """The last such day gone by. 'On Monday', printed on a Monday, is that day, and 'last Monday' is not."""
    if base is None:
        return None
    gone = (base.weekday() - WEEKDAYS.index(name)) % 7
    return base - timedelta(days=gone or (7 if last else 0))


def _parsed(words: str, base: date | None) -> date | None:
    import dateparser

    # A fixed base keeps the machine's clock out of full dates seen from an undated article.
    found = dateparser.parse(
        words,
        languages=["en"],
        settings={
            "RELATIVE_BASE": datetime.combine(base or date(2000, 1, 1), datetime.min.time()).replace(hour=12),
            "PREFER_DATES_FROM": "past",
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "REQUIRE_PARTS": ["day", "month"],
        },
    )
    return found.date() if found else None
