"""The DateReader port over dateparser (BSD-3)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

# Parts of a day say nothing about which day, and dateparser stumbles over them.
DAY_PARTS = re.compile(
    r"\b(?:on|the|of|early|earlier|late|later|local time)\b|,"
    r"|\b(?:morning|afternoon|evening|night|dawn|dusk|noon|midday|midnight)\b"
)
WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
FULL_DATE = re.compile(r"\b\d{4}\b")
# 'the 1990s' is no number of seconds, and what lies ahead is not looked for.
VAGUE = re.compile(
    r"\bdays? (?:later|after)\b|\b(?:weeks?|months?|years?|decades?|hours?|minutes?|weekend|next)\b|\b\d+s\b"
)
TODAY = frozenset({"tonight", "today"})


class DateparserReader:
    """Resolves English time expressions to calendar days, looking back from the article's time."""

    def day(self, expression: str, relative_to: datetime | None) -> date | None:
        """The day meant, seen from ``relative_to`` (in its zone); None where the words do not fix a day."""
        base = relative_to.date() if relative_to is not None else None
        return _day(" ".join(expression.lower().split()), base)


@lru_cache(maxsize=50_000)
def _day(expression: str, base: date | None) -> date | None:
    import dateparser

    if expression == "last night":
        expression = "yesterday"
    words = " ".join(DAY_PARTS.sub(" ", expression).split())
    if words in TODAY:
        return base
    if not words or VAGUE.search(expression) or (base is None and not FULL_DATE.search(words)):
        return None
    weekday = WEEKDAY.search(words)
    if weekday and re.search(r"\d", words):
        words, weekday = WEEKDAY.sub(" ", words), None
    elif weekday:
        words = weekday.group()
    # A fixed base keeps the machine's clock out of full dates seen from an undated article.
    # 'On Monday', printed on a Monday, is that day: seen from the next one it is the last Monday gone by.
    day = (base or date(2000, 1, 1)) + timedelta(days=1 if weekday and "last" not in expression else 0)
    anchor = datetime.combine(day, datetime.min.time()).replace(hour=12)
    found = dateparser.parse(
        words,
        languages=["en"],
        settings={
            "RELATIVE_BASE": anchor,
            "PREFER_DATES_FROM": "past",
            "TIMEZONE": "UTC",
            "RETURN_AS_TIMEZONE_AWARE": False,
            "REQUIRE_PARTS": [] if weekday else ["day", "month"],
        },
    )
    return found.date() if found else None
