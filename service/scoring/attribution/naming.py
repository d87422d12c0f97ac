"""Comparing names: folding, titles, acronyms and shortened forms."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from service.scoring.attribution import voices

_WORD = re.compile(r"[^\W_]+(?:[.'’-][^\W_]+)*\.?", re.UNICODE)
_SMALL = frozenset({"of", "for", "and", "the", "on", "in", "a", "an", "&", "to", "at"})
_SAME = {"defense": "defence", "center": "centre", "u.s": "us", "u.s.": "us", "u.n": "un", "u.n.": "un", "u.k.": "uk"}


@lru_cache(maxsize=65_536)  # the same few names are compared over and over
def folded(name: str) -> tuple[str, ...]:
    """The words of a name for comparison: lower case, no accents, no article, no possessive ending, one spelling.

    >>> folded("The Syrian Observatory's")
    ('syrian', 'observatory')
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    words = [re.sub(r"['’]s$", "", word) for word in _WORD.findall(plain)]
    words = [_SAME.get(word, word.rstrip(".")) for word in words]
    return tuple(words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words)


def without_article(name: str) -> str:
    """A name as printed, without the article ahead of it and the possessive ending behind.

    >>> without_article("The Defence Ministry’s")
    'Defence Ministry'
    """
    name = re.sub(r"^(the|a|an)\s+(?=\S)", "", " ".join(name.split()), flags=re.IGNORECASE)
    return re.sub(r"['’]s$", "", name).strip(' ,;:–—-"“”')


def without_titles(name: str) -> str:
    """A person's name without the titles ahead of it; the whole name where nothing else would be left.

    >>> without_titles("Lt. Col. Ahmad al-Masri")
    'Ahmad al-Masri'
    """
    words = name.split()
    ends = [k for k, word in enumerate(words[:-1], start=1) if word.strip(".,").casefold() in voices.TITLES]
    first = max(ends, default=0)
    return " ".join(words[first:])


def acronym(name: str) -> str:
    """The initials of a name's words, small words left out, in lower case; '' for a single word.

    >>> acronym("Syrian Observatory for Human Rights")
    'sohr'
    """
    words = [word for word in folded(name) if word not in _SMALL]
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def shortens(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether ``short`` is ``full`` with words left out, in the same order.

    >>> shortens(("levant", "observatory"), ("levant", "observatory", "for", "human", "rights"))
    True
    """
    if not short or len(short) >= len(full):
        return False
    rest = iter(full)
    return all(word in rest for word in short)
