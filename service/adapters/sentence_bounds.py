"""Where no sentence can end, told to spaCy's parser before it cuts a text into sentences.

The parser has learnt from news wires and cuts now and then behind an abbreviation, or ahead of a comma where a
sentence is no sentence as its corpus has them ('A drum, says Ignatius Bell'). What is ruled out here it leaves whole.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from spacy.language import Language

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NAME = "whole_sentences"

# Behind these a name stands, whatever else: 'Prof. Jürg Aeschlimann', 'St. Odhran'.
_TITLES = frozenset(
    {"adm", "brig", "capt", "cllr", "cmdr", "col", "cpl", "dr", "fr", "gen", "gov", "hon", "insp", "lt", "maj", "mr"}
    | {"mrs", "ms", "mt", "pres", "prof", "pvt", "rep", "rev", "sen", "sgt", "st", "supt"}
)
# Behind these a figure stands: 'No. 4', 'pp. 12-14', 'approx. 40'.
_COUNTING = frozenset({"approx", "art", "ca", "fig", "no", "nos", "p", "para", "pp", "sec", "vol"})
_HALVES = frozenset({"a.m", "am", "p.m", "pm"})
_ZONES = frozenset({"time", "gmt", "utc", "bst", "cet", "est", "edt", "pst", "pdt"})


@Language.component(NAME)
def whole_sentences(doc: Doc) -> Doc:
    """``doc`` with the tokens marked that open no sentence."""
    for before, token in pairwise(doc):
        if _goes_on(before, token):
            token.is_sent_start = False
    return doc


def _goes_on(before: Token, token: Token) -> bool:
    """Whether a sentence goes on over the bound between two tokens."""
    if before.is_space or token.is_space:
        return False
    if before.text[-1].isalnum() or before.text == ",":
        return token.text == "," or token.text[0].islower()
    low, dotted = _abbreviated(before)
    if not dotted:
        return False
    if token.text[0].islower() and (low in _COUNTING - {"no"} | _HALVES):
        return True
    if low in _TITLES:
        return token.text[0].isupper()
    if low in _COUNTING:
        return token.text[0].isdigit()
    return low in _HALVES and (token.text in ("(", ",") or _names_zone(token))


def _abbreviated(token: Token) -> tuple[str, bool]:
    """The word that ends at ``token`` without its full stop, in small letters, and whether it has one."""
    if token.text == "." and token.i and not token.doc[token.i - 1].whitespace_:
        return token.doc[token.i - 1].lower_, True
    return token.lower_.rstrip("."), len(token.text) > 1 and token.text.endswith(".")


def _names_zone(token: Token) -> bool:
    """'Bishkek time', 'GMT'."""
    return any(word.lower_ in _ZONES for word in token.doc[token.i : token.i + 2])
