"""The set of family names in an author list as booksellers print it.

'Knuth, Donald E.', 'Donald E. Knuth' and 'KNUTH' name one author, whatever stands between several of them: semicolons,
slashes, 'and', brackets with a role or an address, or nothing at all ('Guzdial, MarkEricson, Barbara').
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence

_GLUED = re.compile(r"(?<=[a-z]{3})(?=[A-Z][a-z])|(?<=\b[A-Z]\.)(?=[A-Z][a-z]+,)")
_ROLES = r"(?:edited|written|compiled)\s+by|(?:by|and|with|et\.? al\.?|editors?|eds?|authors?)\b[:.]?"
_BREAK = re.compile(
    rf"\([^)]*\)?|[;/|&~+\n]|\s-\s|\b(?:{_ROLES})",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "dr", "prof", "mr", "mrs", "ms"})
_PARTICLES = frozenset(
    {"van", "von", "der", "den", "de", "del", "della", "di", "da", "la", "le", "du", "el", "al", "ter", "ten"}
)
_NOBODY = frozenset({"", "none", "not available", "n/a", "na", "unknown", "author unknown", "anonymous", "various"})


def family_names(printed: str) -> frozenset[str]:
    """The family names in ``printed``, case and accents folded; empty where it names nobody ('Not Available')."""
    plain = folded(_mended(html.unescape(printed)), keep_case=True)
    if " ".join(plain.casefold().split()) in _NOBODY:
        return frozenset()
    parts = _BREAK.split(_GLUED.sub(";", plain))
    return frozenset(name for part in parts for name in _families(part))


def folded(text: str, *, keep_case: bool = False) -> str:
    """The text without accents and, unless ``keep_case``, without case."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return bare if keep_case else bare.casefold()


def _mended(text: str) -> str:
    """Repairs UTF-8 that was read as Latin-1 ('MarcadÃ©'); any other text stays as it is."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _families(part: str) -> Iterator[str]:
    """The family names in a part that holds commas at most."""
    pieces = [words for words in (_words(piece) for piece in part.split(",")) if words]
    if len(pieces) > 1 and _family_first(pieces):
        yield from _before_given(pieces)
    else:
        for piece in pieces:
            yield from _given_first(piece)


def _words(piece: str) -> tuple[str, ...]:
    words = (word.casefold().strip(".-'’") for word in _WORD.findall(re.sub(r"(?<=\w)\.(?=\w)", ". ", piece)))
    return tuple(word for word in words if word and word not in _SUFFIXES)


def _family_first(pieces: Sequence[Sequence[str]]) -> bool:
    """Whether 'Family, Given' is meant: the first piece is one name, or a pair ends in what can only be given names."""
    return _is_family(pieces[0]) or (len(pieces) == 2 and sum(len(word) > 1 for word in pieces[1]) == 1)


def _is_family(piece: Sequence[str]) -> bool:
    return sum(word not in _PARTICLES for word in piece) == 1


def _before_given(pieces: Sequence[Sequence[str]]) -> Iterator[str]:
    """Families of 'F, G', 'F, G, F, G', of 'F, G F, G' with nothing between two authors, and of 'F, F, F'."""
    if len(pieces) % 2 and all(map(_is_family, pieces)):
        chosen = list(pieces)
    elif len(pieces) % 2 == 0 and all(map(_is_family, pieces[2::2])):
        chosen = list(pieces[::2])
    else:
        chosen = [pieces[0], *(piece for piece in pieces[1:-1] if len(piece) > 1)]
    yield from (_bare(piece[-1]) for piece in chosen)


def _given_first(words: Sequence[str]) -> Iterator[str]:
    """Families of 'Given M. Family', and of several such names in a row with nothing between them."""
    if sum(word not in _PARTICLES for word in words) < 4:
        yield _bare(words[-1])
        return
    at = 0
    while at < len(words):
        at = _end_of_name(words, at)
        yield _bare(words[at - 1])


def _end_of_name(words: Sequence[str], start: int) -> int:
    """Where the name that begins at ``start`` ends: one given name, initials and particles, one family name."""
    at = start + 1
    while at < len(words) - 1 and (len(words[at]) == 1 or words[at] in _PARTICLES):
        at += 1
    left = len(words) - at - 1
    return len(words) if left <= 1 else at + 1


def _bare(word: str) -> str:
    return "".join(letter for letter in word if letter.isalnum())
