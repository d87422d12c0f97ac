"""Whether two printed names can be one voice's in an article: a person's, an institution's, an outlet's."""

from __future__ import annotations

from service.scoring.attribution import voices
from service.scoring.attribution.naming import (
    Words,
    alike,
    compared,
    institution_words,
    is_acronym,
    shortens,
    without_suffix,
)
from service.scoring.attribution.spelling import same_name, same_word, spelled


def same_person(one: Words, other: Words) -> bool:
    """Whether two folded names can be one person's in an article.

    They can where they are the same, one shortens the other, or one is a surname alone. A son who is told from his
    father by 'Jr.' is not meant by a first name and a surname without it.
    """
    one, other = spelled(one), spelled(other)
    bare, other_bare = without_suffix(one), without_suffix(other)
    if one[len(bare) :] != other[len(other_bare) :]:
        if one[len(bare) :] and other[len(other_bare) :]:
            return False
        if len(bare if bare == one else other_bare) > 1:
            return False
    if same_name(bare, other_bare):
        return True
    if len(bare) == len(other_bare):
        return len(bare) > 1 and all(map(alike, bare, other_bare)) and same_word(bare[-1], other_bare[-1])
    short, full = sorted((bare, other_bare), key=len)
    return shortens(short, full) and (same_word(short[-1], full[-1]) or len(short) == 1)


def same_institution(one: Words, other: Words, printed: str, other_printed: str) -> bool:
    """Whether two names, folded and as printed, can be one institution's in an article.

    They can where they are the same, or one shortens the other or is its acronym.
    """
    one, other = institution_words(spelled(one)), institution_words(spelled(other))
    if same_name(one, other) or is_acronym(printed, other_printed) or is_acronym(other_printed, printed):
        return True
    short, full = sorted((one, other), key=len)
    return shortens(short, full) and (short[-1] == full[-1] or short == full[: len(short)] or len(short) == 1)


def same_outlet(name: str, outlet: str) -> bool:
    """Whether a printed name is an outlet's: the same, an acronym, the last word, or all but 'News Agency'."""
    one, whole = compared(name), compared(outlet)
    if same_name(one, whole) or is_acronym(name, outlet):
        return True
    if not one or not shortens(one, whole):
        return False
    return (one == whole[-1:] and one[0] not in voices.MEDIA) or (
        one == whole[: len(one)] and set(whole[len(one) :]) <= voices.MEDIA
    )
