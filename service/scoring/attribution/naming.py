"""Comparing names: folding, titles, acronyms and shortened forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from service.scoring.attribution import voices
from service.scoring.attribution.spelling import plain, same_word, spelled

Words = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?", re.UNICODE)
_SMALL = frozenset({"of", "for", "and", "the", "on", "in", "a", "an", "&", "to", "at", "de", "la", "del", "et"})
_SAME = {"defense": "defence", "center": "centre", "labor": "labour", "organization": "organisation"}
_SAME |= {"u.s": "us", "u.s.": "us", "u.n": "un", "u.n.": "un", "u.k.": "uk", "u.k": "uk", "e.u.": "eu"}
SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_IN_CHARGE = voices.PORTFOLIOS | {"of", "for", "and", "the"}
_TITLES = voices.TITLES - SUFFIXES


@lru_cache(maxsize=65_536)  # the same few names are compared over and over
def folded(name: str) -> Words:
    """The words of a name for comparison: lower case, no accents, no article, no possessive ending, one spelling.

    >>> folded("The Syrian Observatory's")
    ('syrian', 'observatory')
    """
    words = [re.sub(r"['’]s$", "", word) for word in _WORD.findall(plain(name))]
    words = [_SAME.get(word, word.rstrip(".")) for word in words]
    return tuple(words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words)


@lru_cache(maxsize=65_536)
def compared(name: str) -> Words:
    """The words of a name, folded, as spellings of it have them in common: no Arabic articles, hyphens opened.

    >>> compared("Abdel-Fattah el-Sisi"), compared("Robert F. Kennedy, Jr.")
    (('abd', 'fattah', 'sisi'), ('robert', 'f', 'kennedy', 'jr'))
    """
    return spelled(folded(name))


_HEADS = frozenset({"ministry", "department", "office", "bureau", "directorate", "agency"})


@lru_cache(maxsize=65_536)
def institution_words(words: Words) -> Words:
    """The words of an institution's name as ``compared`` gives them, an office ahead put behind as in short names.

    >>> institution_words(("ministry", "of", "foreign", "affairs"))
    ('foreign', 'ministry')
    """
    for k, word in enumerate(words[:-2]):
        if word in _HEADS and words[k + 1] in ("of", "for"):
            rest = tuple(other for other in words[k + 2 :] if other not in ("the", "affairs"))
            return (*words[:k], *rest, word) if rest else words
    return words


def small(word: str) -> str:
    """A word in small letters, but an acronym as printed: 'WHO', 'US' and 'IT' are no pronouns.

    >>> small("Who"), small("WHO"), small("I")
    ('who', 'WHO', 'i')
    """
    return word if len(word) > 1 and word.isupper() else word.lower()


def without_article(name: str) -> str:
    """A name as printed, without the article ahead of it and the possessive ending behind.

    >>> without_article("The Defence Ministry’s")
    'Defence Ministry'
    """
    name = re.sub(r"^(the|a|an)\s+(?=\S)", "", " ".join(name.split()), flags=re.IGNORECASE)
    return re.sub(r"['’](?:s|(?<=s['’]))$", "", name).strip(' ,;:–—-"“”')


def without_titles(name: str) -> str:
    """A person's name without the titles ahead of it; the whole name where nothing else would be left.

    >>> without_titles("Lt. Col. Ahmad al-Masri"), without_titles("Secretary of State Antony Blinken")
    ('Ahmad al-Masri', 'Antony Blinken')
    """
    words = name.split()
    first, surname = 0, len(words) - 1
    while surname > 0 and words[surname].strip(".").casefold() in SUFFIXES:
        surname -= 1
    for k, word in enumerate(words[:surname], start=1):
        bare = word.strip(".,").casefold()
        titled = set(bare.split("-")) <= _TITLES
        in_charge = 0 < first == k - 1 and bare in _IN_CHARGE
        if titled or in_charge:
            first = k
    return " ".join(words[first:])


def acronym(name: str) -> str:
    """The initials of a name's words, small words left out, in lower case; '' for a single word.

    >>> acronym("Syrian Observatory for Human Rights"), acronym("Inter-Services Public Relations")
    ('sohr', 'ispr')
    """
    parts = [part for word in folded(name) for part in word.split("-") if part]
    words = [part for part in parts if part not in _SMALL]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def shortens(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether ``short`` is ``full`` with words left out or written as initials, in the same order.

    >>> shortens(("levant", "observatory"), ("levant", "observatory", "for", "human", "rights"))
    True
    """
    if not short or len(short) >= len(full):
        return False
    rest = iter(full)
    return all(any(alike(word, other) for other in rest) for word in short)


def without_suffix(name: Words) -> Words:
    """A person's name without 'Jr.' and the like behind it."""
    return name[:-1] if len(name) > 1 and name[-1] in SUFFIXES else name


def is_acronym(short: str, full: str) -> bool:
    """Whether a printed name is the initials of another, in capitals."""
    letters = without_article(short).replace(".", "")
    return letters.isupper() and " " not in letters and len(letters) > 1 and acronym(full) == letters.casefold()


def alike(one: str, other: str) -> bool:
    """Whether two words of names are spellings of one, or one is the initial of the other."""
    if 1 in (len(one), len(other)):
        return one[:1] == other[:1]
    return same_word(one, other)
