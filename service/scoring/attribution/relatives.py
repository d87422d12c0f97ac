"""Whom or what 'who' and 'which' stand behind."""

from __future__ import annotations

from collections.abc import Sequence

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.described import describes
from service.scoring.attribution.naming import small
from service.scoring.attribution.speakers import noun_phrase
from service.scoring.attribution.syntax import Tree

_FURTHEST = 20


def antecedent(tree: Tree, relative: int) -> list[int]:
    """The noun phrase that 'who' stands right after; a person there rather than where he is or what he is in."""
    tokens, last = tree.tokens, relative - 1
    while last > 0 and (_is_between(tokens[last]) or _is_age(tokens, last)):
        last -= 1
    somebody = _person_above(tree, last) if small(tokens[relative].text) in ("who", "whom") else None
    if somebody is not None:
        return [i for i in noun_phrase(tree, somebody.i) if i < relative]
    first = last
    while first > 0 and last - first < _FURTHEST and _leads_to(tokens[first - 1]):
        first -= 1
    return list(range(first, last + 1)) if last >= 0 else []


def _is_between(token: Token) -> bool:
    """Whether a word may stand between 'who' or 'according to which' and whoever is meant."""
    return token.pos in ("PUNCT", "SPACE", "ADP") or token.text.lower() in cues.ACCORDING


def _person_above(tree: Tree, last: int) -> Token | None:
    """Whoever is in, at or from what ends at ``last``, which is nobody itself: 'a farmer in Ardal, who said'."""
    here = tree.tokens[last]
    for _ in range(_FURTHEST):
        above = tree.head(here.i)
        if _is_person(here) or above is None or above.pos not in ("ADP", "NOUN", "PROPN"):
            break
        here = above
    if here.i == last or not _is_person(here) or _is_person(tree.tokens[last]):
        return None
    named = tree.head(here.i) if here.dep == "appos" else None
    return named if named is not None and named.entity == "PERSON" else here


def _is_person(token: Token) -> bool:
    return token.entity == "PERSON" or bool({token.lemma.lower(), token.text.lower()} & voices.SOMEBODY)


def _is_age(tokens: Sequence[Token], i: int) -> bool:
    """The '29' of 'Ana Bortic, 29, who'."""
    return tokens[i].pos == "NUM" and i > 0 and tokens[i - 1].text == "," and tokens[i + 1].text == ","


def _leads_to(token: Token) -> bool:
    return describes(token) or token.text in ("of", "for")
