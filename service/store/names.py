"""Names that people give to keys, people, secrets and outlets: what may stand in them, and how bindings keep them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from service.news.errors import Unfit
from service.news.identity import outlet_key

MAX_NAME = 200
_UNREADABLE = {"Cc", "Cs"}  # controls and halves of surrogate pairs; direction marks and joiners are letters' own


def readable(what: str, name: str) -> str:
    """``name`` with single blanks between its words. Raises Unfit, saying ``what`` it is the name of ('An outlet')."""
    words = " ".join(name.split())
    if not words or len(words) > MAX_NAME or any(unicodedata.category(each) in _UNREADABLE for each in words):
        raise Unfit(f"{what} has a name of 1 to {MAX_NAME} characters that can be read.")
    return words


def bound_to(outlets: Iterable[str]) -> dict[str, list[str]]:
    """The two columns that hold ``outlets``: as bindings compare them, and as they are written. Raises Unfit."""
    named = {outlet_key(name): name for name in (readable("An outlet", each) for each in outlets)}
    return {"outlets": list(named), "outlet_names": list(named.values())}
