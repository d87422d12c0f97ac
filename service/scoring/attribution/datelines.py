"""The frame of a news text: the wire that a dateline names, and the lines that credit reporters and editors."""

from __future__ import annotations

import re

from service.news.article import Span
from service.scoring.reading.layout import speaks_again

_OPENING = 240
# As in "BEIRUT, March 3 (Archipelago News) —", "WASHINGTON (AP) --" and "Quito, 4 May (Sur).-".
_DATELINE = re.compile(
    r"\s*(?P<place>(?:\w[\w.'’-]*[ ,/]+){0,12}?)"
    r"\((?P<wire>[^()\n]{2,60})\)(?:\s*(?:—|–|\.?--?|:)\s|(?P<bare>\s)(?=[A-Z]))"
)
_DAY = re.compile(r"\b\d{1,2}\b")
_CREDIT = re.compile(
    r"(?:[(\[]\s*)?\b(?:(?:Additional |With (?:additional )?)?[Rr]eporting|Writing|Editing|Compiled|Edited|Written)"
    r" by\b[^()\[\]\n]*[)\]]?"
)
_CONTRIBUTED = re.compile(r"(?m)^[^\n.]{2,120}\bcontributed to this (?:report|story|article)\b[^\n]*$")


def wire(text: str) -> str:
    """The agency that the dateline at the beginning of ``text`` names; '' where there is none.

    >>> wire("BEIRUT, March 3 (Archipelago News) — A lorry exploded."), wire("Seven people (Syrians) died.")
    ('Archipelago News', '')
    """
    found = _DATELINE.match(text[:_OPENING])
    if found is None or speaks_again(text):
        return ""
    place, name = found["place"].strip(" ,"), " ".join(found["wire"].split())
    first = re.split(r"[ ,/]", place)[0]
    dated = bool(_DAY.search(place)) and place[:1].isupper()
    capitals = (not place and not found["bare"]) or (first.isupper() and len(first) > 2 and not found["bare"]) or dated
    return name if capitals and name[:1].isupper() and not name.isdigit() else ""


def credited(text: str) -> list[Span]:
    """Where ``text`` credits those who wrote and edited it: nobody there is a voice of the article."""
    return [Span(*found.span()) for pattern in (_CREDIT, _CONTRIBUTED) for found in pattern.finditer(text)]
