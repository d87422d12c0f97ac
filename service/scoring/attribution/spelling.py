"""Whether two printed words are one name: transliterations, accents, articles, joined and hyphened forms.

A name from another script is written in many ways: Mohammed, Muhammad and Mohamed, Al-Bukamal and Abu Kamal. Words are
compared by their consonants in classes of letters that stand for one sound, as in cross-linguistic name matching
(Freeman, Condon and Ackerman 2006, HLT-NAACL, aclanthology.org/N06-1060), and then by their vowels, so that short names
which differ in a vowel alone (Hong and Hung, Ben and Bin) stay apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "ı": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ħ": "h",
        "ə": "a",
        "ŋ": "n",
        **dict.fromkeys("’‘ʼʻ`ʿʾ", "'"),
    }
)
# Letters that stand for one sound, longest first.
_SOUNDS = (
    ("tsch", "č"),
    ("tch", "č"),
    ("sch", "š"),
    ("ch", "č"),
    ("sh", "š"),
    ("zh", "ž"),
    ("dj", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("dh", "d"),
    ("th", "t"),
    ("ph", "f"),
    ("ck", "k"),
    ("q", "k"),
    ("x", "ks"),
)
_VOWELS = re.compile(r"([aeiouy]+)")
_CLASS = {
    **dict.fromkeys(("a", "aa"), "A"),
    "e": "E",
    **dict.fromkeys(["i", "y", "ii", "iy", "yi", "yy", "ee", "ea", "ie", "ei", "ey", "ai", "ay", "ae", "iey"], "I"),
    "o": "O",
    **dict.fromkeys(["ou", "oo", "au", "oe", "ue"], "OU"),
    **dict.fromkeys(("u", "uu"), "U"),
    **dict.fromkeys(("oi", "oy"), "OI"),
}
_NEAR = frozenset({frozenset(("O", "OU")), frozenset(("U", "OU"))})
# Vowels that one name is spelled with now and now, in names long enough for it.
_KIN = frozenset({frozenset(("O", "U")), frozenset(("E", "I")), frozenset(("E", "A"))})
_DROPPED = frozenset({"A", "E", "I"})

# The Arabic article, also where it takes the sound of what follows ('az-Zawr').
_ARTICLE = re.compile(r"^(?:[aeu]l|[ae](?:[dnrstz]|sh))[-'](?=\w)")
_ARTICLES = frozenset({"al", "el", "ul"})
_FATHER = re.compile(r"^ab[ou]u?(?=\w{4})")
_FATHERS = frozenset({"abu", "abou", "abo", "bu", "bou"})
_SERVANT = re.compile(r"^abd(?:[aeou][lrsdnzt])(?=\w{4})(?!l?[aou]h?$)")
_SON = frozenset({"bin", "ibn", "ben"})
_FEWEST = 5


@lru_cache(maxsize=65_536)
def plain(text: str) -> str:
    """Lower case without accents, one kind of apostrophe.

    >>> plain("Nguyễn Phú Đình")
    'nguyen phu dinh'
    """
    lower = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return "".join(c for c in lower if not unicodedata.combining(c))


@lru_cache(maxsize=65_536)
def spelled(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name as they are compared: no Arabic articles, hyphens opened, 'Abu' and 'Abd' as one writes them.

    ``words`` are plain. Nothing is ever left of a name that consists of such particles alone, so it is kept then.

    >>> spelled(("abdel-fattah", "el-sisi")), spelled(("abu", "kamal")), spelled(("al-bukamal",))
    (('abd', 'fattah', 'sisi'), ('bukamal',), ('bukamal',))
    """
    parts = [part for word in words for part in _ARTICLE.sub("", word).replace("'", "").split("-") if part]
    found: list[str] = []
    for i, part in enumerate(parts):
        if part in _ARTICLES and len(parts) > 1:
            continue
        if found and found[-1] == "bu" and i:
            found[-1] = "bu" + part
        elif part in _FATHERS and i + 1 < len(parts):
            found.append("bu")
        elif i and part in _SON:
            found.append("bin")
        elif part in ("abdul", "abdel", "abdal", "abdol", "abdur") and i + 1 < len(parts):
            found.append("abd")
        elif served := _SERVANT.match(part):
            found += ["abd", part[served.end() :]]
        elif "." in part and all(len(letter) <= 1 for letter in part.split(".")):
            found += [letter for letter in part.split(".") if letter]
        else:
            found.append(_FATHER.sub("bu", part))
    return tuple(found) or words


@lru_cache(maxsize=65_536)
def _sounds(word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The consonants of a word, and the class of the vowels before, between and after them ('' for none)."""
    word = re.sub(r"(?<=[aeiouy])h$", "", word)
    word = re.sub(r"[aou]ll?ah?$", "ulla", word)
    word = re.sub(r"[ao]w(?=[^aeiouy])", "ou", word)
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    word = re.sub(r"c(?=[eiy])", "s", word).replace("c", "k").replace("w", "v")
    word = re.sub(r"([^aeiouy])\1", r"\1", word)
    word = re.sub(r"^y(?=[aeiou])", "Y", word)
    pieces = _VOWELS.split(word)
    consonants: list[str] = []
    gaps = [""]
    for number, piece in enumerate(pieces):
        if number % 2:
            gaps[-1] = _CLASS.get(piece, piece)
        else:
            for letter in piece:
                consonants.append(letter)
                gaps.append("")
    return tuple(consonants), tuple(gaps)


@lru_cache(maxsize=65_536)
def same_word(one: str, other: str) -> bool:
    """Whether two words of names, as ``spelled`` gives them, can be spellings of one (symmetric).

    >>> same_word("mohammed", "muhamad"), same_word("kiev", "kyiv"), same_word("hong", "hung")
    (True, True, False)
    """
    if one == other:
        return True
    consonants, gaps = _sounds(one)
    others, other_gaps = _sounds(other)
    if consonants != others or len(consonants) < 2 or not one.isalpha() or not other.isalpha():
        return False
    syllables, other_syllables = sum(map(bool, gaps)), sum(map(bool, other_gaps))
    dropped = abs(syllables - other_syllables)
    if dropped > 1 or (dropped and len(consonants) < 4):
        return False
    long = min(syllables, other_syllables) > 1 and len(consonants) + bool(gaps[0]) > 2
    for place, (here, there) in enumerate(zip(gaps, other_gaps, strict=True)):
        if here == there or frozenset((here, there)) in _NEAR:
            continue
        if "" in (here, there):
            if not dropped or not place or not {here, there} & _DROPPED or place == len(gaps) - 1:
                return False
        elif not long or frozenset((here, there)) not in _KIN or (not place and "A" in (here, there)):
            return False
    return True


def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names, word by word or written together, are spelled alike; words are as ``spelled`` gives them."""
    if one == other:
        return bool(one)
    if len(one) == len(other):
        return all(map(same_word, one, other))
    return same_word("".join(one), "".join(other))


def united(words: Iterable[str]) -> dict[str, str]:
    """One spelling for each word among ``words`` that is spelled in several ways, the first in the alphabet.

    Words are united only where each is a spelling of every other, so that what is between two names does not join them.
    """
    known = sorted(set(words))
    alike: dict[str, set[str]] = defaultdict(set)
    by_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for word in known:
        by_sound[_sounds(word)[0]].append(word)
    for near in by_sound.values():
        for one, other in combinations(near, 2):
            if same_word(one, other):
                alike[one].add(other)
                alike[other].add(one)
    found = {
        word: min(word, *near) for word, near in alike.items() if all({*near, word} == {*alike[n], n} for n in near)
    }
    for word in known:
        # 'Albukamal' is 'al-Bukamal' where that is spoken of.
        bare = word[2:]
        if word[:2] in _ARTICLES and len(bare) >= _FEWEST:
            others = by_sound.get(_sounds(bare)[0], [])
            chosen = {found.get(other, other) for other in others if same_word(bare, other)}
            if len(chosen) == 1:
                found[word] = chosen.pop()
    return found
