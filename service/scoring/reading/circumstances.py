"""Where, when, why and in what state: the slots of a claim that no predication names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from service.news.article import Span
from service.news.claim import Slot, SlotName
from service.scoring.annotated import Token, joined
from service.scoring.ports import DateReader
from service.scoring.reading import lexicon
from service.scoring.reading.senses import sense

PLACES = frozenset({"GPE", "LOC", "FAC"})
PLACE_PREPOSITIONS = frozenset(
    [
        "in",
        "at",
        "near",
        "outside",
        "around",
        "off",
        "inside",
        "across",
        "along",
        "beside",
        "north",
        "south",
        "east",
        "west",
        "of",
    ]
)
CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s?(a\.?m\.?|p\.?m\.?)\b|\b([01]?\d|2[0-3]):([0-5]\d)\b", re.IGNORECASE)
NAMED_HOURS = {"midnight": "00:00", "noon": "12:00", "midday": "12:00"}


def circumstances(tokens: Sequence[Token], said_at: datetime | None, dates: DateReader) -> tuple[Slot, ...]:
    """Place, time, cause and status slots of a claim; 'on Monday' is seen from ``said_at``."""
    return _places(tokens) + _times(tokens, said_at, dates) + _causes(tokens) + _states(tokens)


def _places(tokens: Sequence[Token]) -> tuple[Slot, ...]:
    slots = []
    for i, token in enumerate(tokens):
        if i == 0 or token.pos != "PROPN":
            continue
        starts = token.entity_start or (not token.entity and tokens[i - 1].pos != "PROPN")
        before = [t for t in tokens[max(0, i - 3) : i] if t.pos in {"ADP", "DET", "ADJ", "NOUN"}]
        led = any(t.lemma in PLACE_PREPOSITIONS for t in before[-3:])
        if (
            starts
            and led
            and (token.entity in PLACES or token.entity in {"", "PERSON", "ORG"})
            and tokens[i - 1].pos != "PROPN"
        ):
            last = i
            while last + 1 < len(tokens) and _goes_on(tokens, last):
                last += 1
            name = tokens[i : last + 1]
            text = joined(name)
            slots.append(Slot(SlotName.PLACE, Span(name[0].start, name[-1].end), text, text.casefold()))
    return tuple(slots)


def _goes_on(tokens: Sequence[Token], last: int) -> bool:
    """Whether a name goes on after ``last``: by another name, or by a hyphen printed without a gap ('Al-Bukamal')."""
    following = tokens[last + 1]
    hyphened = following.text == "-" or tokens[last].text == "-"
    return following.pos == "PROPN" or (hyphened and following.start == tokens[last].end)


def _times(tokens: Sequence[Token], said_at: datetime | None, dates: DateReader) -> tuple[Slot, ...]:
    slots = []
    i = 0
    while i < len(tokens):
        if tokens[i].entity not in {"DATE", "TIME"}:
            i += 1
            continue
        last = i
        while (
            last + 1 < len(tokens) and tokens[last + 1].entity in {"DATE", "TIME"} and not tokens[last + 1].entity_start
        ):
            last += 1
        slots.append(_time(tokens[i : last + 1], said_at, dates))
        i = last + 1
    return tuple(slots)


def _time(tokens: Sequence[Token], said_at: datetime | None, dates: DateReader) -> Slot:
    text = " ".join(token.text for token in tokens)
    day = dates.day(text, said_at)
    clock = _clock(text)
    norm = "T".join(part for part in (day.isoformat() if day else "", clock) if part) or text.casefold()
    return Slot(SlotName.TIME, Span(tokens[0].start, tokens[-1].end), text, norm, day=day)


def _clock(text: str) -> str:
    match = CLOCK.search(text)
    if match is None:
        named = set(text.lower().split()) & set(NAMED_HOURS)
        return NAMED_HOURS[min(named)] if named else ""
    if match.group(4):
        return f"{int(match.group(4)):02d}:{match.group(5)}"
    hour = int(match.group(1)) % 12 + (12 if match.group(3).lower().startswith("p") else 0)
    return f"{hour:02d}:{match.group(2) or '00'}"


def _causes(tokens: Sequence[Token]) -> tuple[Slot, ...]:
    """What follows 'caused by' and the like, and the means that the lexicon knows."""
    slots = [
        _slot(SlotName.CAUSE, [token])
        for token in tokens
        if token.lemma in lexicon.MEANS and token.pos in {"NOUN", "PROPN"}
    ]
    lowered = [token.text.lower() for token in tokens]
    for mark in lexicon.CAUSE_MARKS:
        size = len(mark.split())
        for i in range(len(lowered) - size):
            if " ".join(lowered[i : i + size]) == mark:
                phrase = [t for t in tokens[i + size : i + size + 6] if t.pos in {"DET", "ADJ", "NOUN", "PROPN", "NUM"}]
                if phrase:
                    slots.append(_slot(SlotName.CAUSE, phrase, head=phrase[-1]))
    return tuple(slots)


def _states(tokens: Sequence[Token]) -> tuple[Slot, ...]:
    return tuple(
        _slot(SlotName.STATUS, [token])
        for token in tokens
        if sense(token) in lexicon.OPPOSITES and token.pos in {"ADJ", "VERB", "NOUN", "ADV"}
    )


def _slot(name: SlotName, tokens: Sequence[Token], head: Token | None = None) -> Slot:
    text = " ".join(token.text for token in tokens)
    named = head or tokens[0]
    return Slot(name, Span(tokens[0].start, tokens[-1].end), text, sense(named) or named.lemma)
