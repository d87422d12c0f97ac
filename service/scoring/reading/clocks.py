"""Times of day: which words tell one, and which hour and minute they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence

from service.scoring.annotated import Token

HALVES = frozenset({"am", "pm", "a.m.", "p.m.", "a.m", "p.m"})
GREENWICH = frozenset({"gmt", "utc", "z"})
ZONES = GREENWICH | frozenset({"bst", "cet", "cest", "est", "edt", "cst", "cdt", "pst", "pdt", "ist", "msk"})
AFTER_HOUR = HALVES | ZONES | {"o'clock", "o’clock"}
WHOLE = re.compile(r"^(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[ap]\.?m\.?)?$|^(?:1[0-2]|0?[1-9])[ap]\.?m\.?$", re.IGNORECASE)
MILITARY = re.compile(r"^(?:[01]\d|2[0-3])[0-5]\d$")
CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?\s?m\b"
    r"|\b(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)\b"
    r"|\b(?P<military>(?:[01]\d|2[0-3])[0-5]\d)\b(?=\s(?:hours|gmt|utc|local))"
    r"|\b(?P<struck>1[0-2]|[1-9])\so['’]clock\sin\sthe\s(?P<part>morning|afternoon|evening)",
    re.IGNORECASE,
)
GREENWICH_TIME = re.compile(r"\b(?:GMT|UTC)\b")
NAMED_HOURS = {"midnight": "00:00", "noon": "12:00", "midday": "12:00"}


def is_clock(tokens: Sequence[Token], i: int) -> bool:
    """Whether the figure at place ``i`` is a time of day: '9.20am', '0300 GMT', '3 p.m.', '14:30'."""
    text = tokens[i].text
    if not text[:1].isdigit():
        return False
    following = tokens[i + 1].text.lower() if i + 1 < len(tokens) else ""
    if WHOLE.match(text) and (":" in text or text[-1] in "mM." or following in AFTER_HOUR):
        return True
    if MILITARY.match(text):
        return following in ZONES or following in {"hours", "local"}
    return following in AFTER_HOUR and len(text) <= len("12")


def reach(tokens: Sequence[Token], i: int) -> int:
    """The last token of the time of day that starts at place ``i``, with its half of the day and its zone."""
    last = i
    while last + 1 < len(tokens) and (
        tokens[last + 1].text.lower() in AFTER_HOUR or (last == i and tokens[last + 1].text == "hours")
    ):
        last += 1
    following = [token.text.lower() for token in tokens[last + 1 : last + 4]]
    if following[:2] in (["local", "time"], ["eastern", "time"]):
        last += 2
    elif following[:2] == ["in", "the"] and following[2:] in (["morning"], ["afternoon"], ["evening"]):
        last += 3
    return last


def clock(text: str) -> str:
    """'15:45' as the words tell it, with a Z where they say that it is Greenwich time; '' where they tell no hour."""
    match = CLOCK.search(text)
    if match is None:
        named = set(text.lower().split()) & set(NAMED_HOURS)
        return NAMED_HOURS[min(named)] if named else ""
    zone = "Z" if GREENWICH_TIME.search(text) else ""
    if match.group("hour24"):
        return f"{int(match.group('hour24')):02d}:{match.group('minute24')}{zone}"
    if match.group("military"):
        return f"{match.group('military')[:2]}:{match.group('military')[2:]}{zone}"
    late = (match.group("half") or match.group("part") or "").lower() in {"p", "afternoon", "evening"}
    hour = int(match.group("hour") or match.group("struck")) % 12 + (12 if late else 0)
    return f"{hour:02d}:{match.group('minute') or '00'}{zone}"
