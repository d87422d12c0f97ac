"""Pronouns: which a phrase is, and who 'he' and 'she' are among those an article has spoken of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from service.news.source import SourceKind
from service.scoring.attribution import voices
from service.scoring.attribution.mention import Mention, Shape
from service.scoring.attribution.naming import small
from service.scoring.attribution.phrases import Part
from service.scoring.attribution.referent import Referent
from service.scoring.attribution.syntax import Tree

# 'The second' of two may be a paper.
_ONLY_COUNTED = frozenset({"first", "second", "third", "former", "latter"})
_OF_ALL = frozenset({"neither", "none"})
_PEOPLE = (SourceKind.PERSON, SourceKind.UNNAMED)


class Around(NamedTuple):
    """Those whom a pronoun may mean: who spoke or may speak, latest last, institutions and people that are only named.

    It is none of those ``told_of``. The pronoun stands ``at`` a token of the text ``where``.
    """

    recent: Sequence[Referent]
    noticed: Sequence[Referent]
    bystanders: Sequence[Referent]
    told_of: Collection[Referent]
    at: int
    where: Tree | None


def pronoun(part: Part) -> Mention | None:
    """The mention that a part of a phrase makes where it is a pronoun; None where it is none."""
    low = small(part.head.text)
    if low == "those" and len(part.core) == 1 and not part.after:
        # 'Those interviewed'
        return Mention(Shape.PRONOUN, part.head.text, part.tokens[0].i, plural=True)
    if low in _OF_ALL and [t.text.lower() for t in part.after] in ([], ["of", "them"]):
        # 'None of them could say'
        return Mention(Shape.PRONOUN, "they", part.tokens[0].i, plural=True)
    if len(part.tokens) > 3 or low not in voices.PRONOUNS or part.owner or part.after:
        return None
    if low in voices.FIRST_PERSON:
        return Mention(Shape.SELF, part.head.text, part.tokens[0].i, plural=low in ("we", "us", "ourselves"))
    if low in voices.RELATIVE:
        return None
    gender, plural = voices.PERSONAL.get(low, ""), low in voices.PLURAL_PRONOUNS
    return Mention(Shape.PRONOUN, part.head.text, part.tokens[0].i, gender=gender, plural=plural)


def gendered(gender: str, around: Around) -> Referent | None:
    """Who 'he' or 'she' is: the last one who can be; what nothing tells from a firm may be a person."""
    latest = around.recent[-1]
    fits = latest.gender in ("", gender)
    if latest.kind is SourceKind.ORGANISATION and not latest.sure and fits and latest not in around.told_of:
        # 'Mo Siddiqui runs three cafés', taken for a firm until it is 'he'
        latest.kind, latest.sure = SourceKind.PERSON, True
        return latest
    fitting = [one for one in reversed(around.recent) if _may_be(one, gender, around)]
    likely = [one for one in fitting if one.may_be_somebody] or fitting
    found = _told_by_sex(likely, gender, around)
    if found is not None:
        return found
    unsure = [one for one in (*around.noticed, *around.recent) if one.kind is SourceKind.ORGANISATION and not one.sure]
    named = [one for one in around.bystanders if one.gender in ("", gender) and one not in around.told_of]
    guessed = max((*unsure, *named), key=lambda one: one.last, default=None)
    if guessed is not None:
        guessed.kind, guessed.sure = SourceKind.PERSON, True
    return guessed


def _told_by_sex(likely: Sequence[Referent], gender: str, around: Around) -> Referent | None:
    """The last one of ``likely``, or one known to be a woman where 'she' is said and the last one may be a man.

    That is one whom the same sentence names, or only the paragraph where nobody in it can have spoken.
    """
    last = likely[0] if likely else None
    since = around.where.paragraph(around.at) if around.where is not None else 0
    if last is not None and last.last >= since:
        if last.gender or last.heard or last.kind is SourceKind.PERSON:
            return last
        since = around.where.sentence(last.last) if around.where is not None else 0
    elif last is not None:
        since = last.last
    known = [one for one in likely if one.gender == gender and one.last >= since and one is not last]
    only_named = [one for one in around.bystanders if one.gender == gender and one not in around.told_of]
    near = known or [one for one in only_named if one.last >= since]
    return max(near, key=lambda one: one.last, default=last)


def _may_be(one: Referent, gender: str, around: Around) -> bool:
    return (
        one.kind in _PEOPLE
        and not one.plural
        and one.gender in ("", gender)
        and not (one.kind is SourceKind.UNNAMED and (one.is_thing or one.heads & _ONLY_COUNTED))
        and one not in around.told_of
    )
