"""Sentences that a release prints as tokens of the Penn Treebank, put back as people write them."""

from __future__ import annotations

import re

_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_BRACKET = re.compile("|".join(_BRACKETS))
_BEFORE = re.compile(r" (?=[,.;:!?)\]}](?: |$)|'(?:s|re|ve|ll|d|m)\b|n't\b|' )")
_AFTER = re.compile(r"(?<=[(\[{]) ")


def written_out(tokens: str) -> str:
    """The sentence that ``tokens``, with a space between any two of them, are of."""
    text = _BRACKET.sub(lambda found: _BRACKETS[found.group()], " ".join(tokens.split()))
    text = text.replace("`` ", '"').replace(" ''", '"')
    return _AFTER.sub("", _BEFORE.sub("", text))
