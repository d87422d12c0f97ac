"""The sources of an article's claims as editors name them, in the place of those that were read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from service.news.edit import SourceEdit
from service.news.identity import outlet_key
from service.news.source import SourceKind
from service.scoring.attribution import voices
from service.scoring.attribution.naming import folded
from service.scoring.attribution.sources import Voice
from service.scoring.extract import ArticleReading


def edited(reading: ArticleReading, edits: Mapping[str, SourceEdit]) -> ArticleReading:
    """``reading`` with the claims in ``edits``, by their ids, vouched for by whom these name.

    A voice that the article has under that name is meant; else it is a new one. What lies between the outlet and the
    source is not known then, so the chain has these two alone.
    """
    found = reading
    for place, claim in enumerate(reading.claims):
        if claim.id in edits:
            found = _renamed(found, place, edits[claim.id])
    return found


def _renamed(reading: ArticleReading, place: int, edit: SourceEdit) -> ArticleReading:
    voice = _voice(reading, edit)
    known = [n for n, one in enumerate(reading.voices) if _is_same(one, voice, edit.kind)]
    at = known[0] if known else len(reading.voices)
    chain = (0,) if at == 0 else (0, at)
    return replace(
        reading,
        voices=reading.voices if known else (*reading.voices, voice),
        chains=(*reading.chains[:place], chain, *reading.chains[place + 1 :]),
    )


def _voice(reading: ArticleReading, edit: SourceEdit) -> Voice:
    return Voice(edit.kind or kind_of(edit.source), (reading.article, "", 0), (edit.source,))


def _is_same(one: Voice, other: Voice, kind: SourceKind | None) -> bool:
    names = {outlet_key(name) for name in (*one.names, *one.acronyms)}
    return outlet_key(other.names[0]) in names and kind in (None, one.kind)


def kind_of(name: str) -> SourceKind:
    """What a source is, as its name alone has it.

    Unnamed where nothing is written like a name, an organisation by the words of institutions or as an acronym. All
    else is taken for a person, whose credibility is not shown.
    """
    words = name.split()
    if not any(word[:1].isupper() for word in words):
        return SourceKind.UNNAMED
    is_body = bool(set(folded(name)) & voices.OF_BODIES) or (len(words) == 1 and name.isupper())
    return SourceKind.ORGANISATION if is_body else SourceKind.PERSON
