"""How far a name goes: the titles ahead of it, what is set beside it, its short form."""

from __future__ import annotations

from collections.abc import Sequence

from service.scoring.annotated import Token
from service.scoring.attribution import voices
from service.scoring.attribution.syntax import FINITE, Tree

_DESCRIBING = frozenset({"PROPN", "NOUN", "ADJ", "DET", "NUM", "PART", "PRON"})
_FURTHEST = 20


def name_at(tokens: Sequence[Token], first: int) -> list[int]:
    """The name that is labelled from the token ``first`` on."""
    last = first + 1
    while last < len(tokens) and tokens[last].entity == tokens[first].entity and not tokens[last].entity_start:
        last += 1
    return list(range(first, last))


def compound(tree: Tree, token: Token) -> list[int]:
    """A name that nothing labels, up to its last word."""
    first = token.i
    while first and tree.tokens[first - 1].pos == "PROPN" and tree.tokens[first - 1].head == token.i:
        first -= 1
    return list(range(first, token.i + 1))


def described(tokens: Sequence[Token], name: list[int]) -> list[int]:
    """A name with the titles ahead of it and the apposition on either side."""
    first, last = name[0], name[-1]
    if first > 1 and tokens[first - 1].text == "," and _is_office(tokens[first - 2]):
        first -= 1
    while first and name[0] - first < _FURTHEST and describes(tokens[first - 1]):
        first -= 1
    if last + 1 < len(tokens) and tokens[last + 1].text == ",":
        last = max(last, after_apposition(tokens, last + 1) - 2)
    return list(range(first, last + 1))


def whole_name(tree: Tree, name: list[int]) -> list[int]:
    """A name of which only the last word is labelled, with the one ahead: 'Salim Badri' of 'Badri'."""
    before = tree.tokens[name[0] - 1] if name[0] and len(name) == 1 else None
    joined = before is not None and before.pos == "PROPN" and before.head == name[0] and not before.entity
    return [name[0] - 1, *name] if joined else name


def with_acronym(tokens: Sequence[Token], name: list[int]) -> list[int]:
    """A name with the short one set beside it: 'the Bank of Moravia, the BM,', 'the Observatory for Rights (OR)'."""
    i = name[-1] + 1
    if i + 1 < len(tokens) and tokens[i].pos == "ADP" and tokens[i + 1].pos == "PROPN":
        i += 2
    if i >= len(tokens) or tokens[i].text not in (",", "("):
        return name
    i += 2 if i + 1 < len(tokens) and tokens[i + 1].text == "the" else 1
    short = i + 1 < len(tokens) and len(tokens[i].text) > 1 and tokens[i].text.isupper()
    return list(range(name[0], i + 1)) if short and tokens[i + 1].text in (",", ")", ".") else name


def after_apposition(tokens: Sequence[Token], comma: int) -> int:
    """The place after the mark that ends what begins at the mark ``comma``; that of ``comma`` where none does."""
    closing = ")" if tokens[comma].text == "(" else ","
    for i in range(comma + 1, min(comma + _FURTHEST, len(tokens))):
        if tokens[i].text == closing:
            return i + 1
        if tokens[i].text in (".", "\n"):
            break
    return comma


def describes(token: Token) -> bool:
    """Whether a word may stand ahead of a name and tell who is called so."""
    return token.pos in _DESCRIBING and token.text.lower() not in voices.PLURAL_PRONOUNS and token.tag not in FINITE


def _is_office(token: Token) -> bool:
    return token.text.lower() in voices.OFFICES
