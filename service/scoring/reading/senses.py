"""What a word stands for where its lemma misleads."""

from __future__ import annotations

from service.scoring.annotated import Token

# Forms that parsers take for a verb's, though they tell of a state: nobody who 'is missing' misses anything.
STATES = frozenset({"missing"})


def sense(token: Token) -> str:
    """The lemma, or the form itself where that is the state meant; '' for a name: 'May' is no 'may'."""
    form = token.text.lower()
    if form in STATES and token.tag in {"VBG", "JJ", "NN"}:
        return form
    return "" if token.pos == "PROPN" else token.lemma
