"""Whom an article credits: the agency whose wire it prints, and outlets that it names in passing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from service.news.article import Article
from service.news.copy import CopyOf
from service.scoring.attribution import voices
from service.scoring.attribution.datelines import wire
from service.scoring.attribution.naming import acronym, folded, without_article
from service.scoring.attribution.sameness import same_outlet

# A script has its day between spaced strokes: 'NOON NEWS / SAT JULY 4 / READER: TESS'.
_SLASHED = re.compile(r"\s*(?:\w[\w.'’-]*[ ,]+){1,8}\d{0,2}\.? ?/(?P<wire>[^/\s][^/\n]{0,38}[^/\s])/")
_IN_BRACKETS = re.compile(r"[(\[](?P<wire>[^()\[\]\n]{2,60})[)\]]\s*$")
_LAST_LINE = re.compile(r"(?:\n\s*|[.!?”\"] (?=[—–]))[—–-]?\s*(?P<wire>[A-Z][^\n.!?()]{1,60})\s*$")
_WITH = re.compile(r",? (?:with|and) .*$")
_CREDIT = re.compile(r"^(?:[Ss]ource:|[Ff]rom|[Bb]y)\s+")
_NOT_A_WIRE = re.compile(
    r"\b(?:[Rr]eporting|[Ee]diting|[Ww]riting|[Pp]hoto|[Cc]ontribut|[Cc]orrespondent|[Aa]dditional|[Uu]pdate)|\d{3}"
)
_INSIDE = re.compile(r"(?:(?<![\w'’-])[a-z][\w'’-]*,?\s|[(\[/—–-]\s?)$")
_LONGEST_INITIALS = 6
_GENERIC = voices.MEDIA | {"wire", "service", "network", "bureau", "association", "exchange", "newswire"}
_WITHOUT_GENERIC = frozenset(
    {"reuters", "bloomberg", "xinhua", "interfax", "tass", "ansa", "kyodo", "yonhap", "anadolu", "antara", "belga"}
)


def agency(text: str) -> str:
    """The agency that the dateline or the foot of an article's text credits with it; '' where none is.

    An outlet's own name counts too: an agency's own report credits itself. At the foot only what is called as agencies
    are is taken for one: many last lines are none.
    """
    slashed = _SLASHED.match(text[:240])
    return wire(text) or (slashed["wire"].strip() if slashed else "") or _at_the_foot(text)


def _at_the_foot(text: str) -> str:
    end = text.rstrip()[-120:]
    for pattern in (_IN_BRACKETS, _LAST_LINE):
        found = pattern.search(end)
        name = _CREDIT.sub("", _WITH.sub("", found["wire"].strip())) if found else ""
        if name[:1].isupper() and not _NOT_A_WIRE.search(name) and _is_called_as_agencies_are(name):
            return name
    return ""


def _is_called_as_agencies_are(name: str) -> bool:
    letters, words = name.replace(".", ""), set(folded(name))
    initials = letters.isalpha() and letters.isupper() and 2 <= len(letters) <= _LONGEST_INITIALS
    return initials or bool(words & _WITHOUT_GENERIC) or (1 < len(words) <= 5 and bool(words & _GENERIC))


def is_of(short: str, outlet: str) -> bool:
    """Whether a name in a credit can be an outlet's own: ``same_outlet``, or letters that begin with its initials.

    >>> is_of("AAP", "Agencia Altiplano"), is_of("Tirreno", "Agenzia Tirreno"), is_of("AAP", "The Tampa Gazette")
    (True, True, False)
    """
    letters, initials = without_article(short).replace(".", ""), acronym(outlet)
    begins = letters.isupper() and len(letters) <= _LONGEST_INITIALS and letters.casefold().startswith(initials)
    one, whole = folded(short), folded(outlet)
    opens = bool(one) and one == whole[: len(one)] and set(whole[len(one) :]) <= _GENERIC
    return opens or same_outlet(short, outlet) or (len(initials) > 1 and begins)


def names(text: str, outlet: str) -> bool:
    """Whether a text names an outlet, as words of their own.

    A name of one word may be any word: it has to be printed where a sentence does not begin and no other name ends.

    >>> names("Metro lines stood still, the Metro reported.", "Metro"), names("Metro lines stood still.", "Metro")
    (True, False)
    """
    if outlet not in text:  # most texts name none of the others, and an expression takes long to compile
        return False
    found = re.finditer(rf"(?<!\w){re.escape(outlet)}(?!\w)", text)
    anywhere = " " in outlet or outlet.casefold() in _WITHOUT_GENERIC
    return any(anywhere or _INSIDE.search(text[: place.start()]) is not None for place in found)


def newsrooms(articles: Sequence[Article], copies: Mapping[str, CopyOf]) -> dict[str, str]:
    """The newsroom that each article is the work of, by id: its agency, else its outlet; a copy's is its origin's.

    Names are folded, and an agency goes by the name of its outlet where that has an article here.
    """
    outlets = sorted({article.outlet for article in articles})
    known: dict[str, str] = {}
    for article in articles:
        name = agency(article.text)
        own = not name or is_of(name, article.outlet)
        known[article.id] = newsroom(article.outlet if own else min(_of_agency(name, outlets), default=name))
    origin = {copy: found.origin for copy, found in copies.items() if copy in known and found.origin in known}
    return {article.id: known[origin.get(article.id, article.id)] for article in articles}


def _of_agency(name: str, outlets: Iterable[str]) -> list[str]:
    return [outlet for outlet in outlets if is_of(name, outlet)]


def newsroom(name: str) -> str:
    """The name of an outlet, or an agency, by which its newsroom is known: folded."""
    return " ".join(folded(name)) or name.casefold()
