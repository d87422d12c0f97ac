"""How names of places and sources are searched: without case, accents and doubled blanks."""

from __future__ import annotations

import re
import unicodedata

# Accents of Latin, Greek and Cyrillic letters; marks of other scripts are part of their letters.
_ACCENTS = re.compile("[\u0300-\u036f]")
_STROKES = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def folded(text: str) -> str:
    """``text`` as it is compared in searches: 'São  Paulo' and 'sao paulo' are one. Folding twice is folding once."""
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text)).casefold()
    recomposed = unicodedata.normalize("NFKC", _ACCENTS.sub("", unicodedata.normalize("NFKD", bare)))
    return " ".join(recomposed.translate(_STROKES).split())
