"""Pairs made from real sentences by altering one thing, so that what they are to each other is known.

A number, a name, a place, a day, a role or a word is put for another, a clause is denied, a figure is rounded or spelt
out, a sentence turned into the passive or shortened: the ways in which accounts of one event differ in one respect, and
those in which they do not differ at all.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.learning.alter_clauses import denied, passive, shortened
from service.learning.alter_numbers import broken_bound, numbers, other_number, same_number
from service.learning.alterable import Alter, Sentence, entities
from service.learning.families import EXCLUSIVE, KINDS, OPPOSITES, OTHER_COUNTS, SAME
from service.news.pair import Stance
from service.scoring.annotated import Token, joined

# Names are put for others of the same type, met in the same texts.
NAMED = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
SHORTEST, LONGEST = 6, 40


@dataclass(frozen=True, slots=True)
class Altered:
    """A sentence, what was made of it, what the second is to the first, and how it was made."""

    first: str
    second: str
    stance: Stance
    how: str


def altered(sentences: Sequence[Sequence[Token]], seed: int, each: int = 2) -> Iterator[Altered]:
    """At most ``each`` pairs of every sentence of fit length, made in ways drawn by ``seed``."""
    names = _names(sentences)
    order = random.Random(seed)
    for tokens in sentences:
        if not SHORTEST <= len(tokens) <= LONGEST or not any(token.tag in {"VBD", "VBZ", "VBP"} for token in tokens):
            continue
        one = Sentence(tuple(tokens), names)
        text = joined(one.tokens)
        made = [(name, alter(one, order)) for name, alter in ALTERATIONS.items()]
        fit = [(name, found) for name, found in made if found and found[0] != text]
        # A weighted draw without putting back (Efraimidis & Spirakis 2006, doi:10.1016/j.ipl.2005.11.003).
        drawn = sorted(fit, key=lambda found: -(order.random() ** (1 / SHARES.get(found[0], 1.0))))
        for name, (other, stance) in drawn[:each]:
            first, second = (text, other) if order.random() < 0.5 or name in ONE_WAY else (other, text)
            yield Altered(first, second, stance, name)


def _names(sentences: Sequence[Sequence[Token]]) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {kind: set() for kind in NAMED}
    for tokens in sentences:
        for first, last in entities(tokens):
            kind = tokens[first].entity
            if kind in NAMED and tokens[first].text[:1].isupper():
                found[kind].add(joined(tokens[first:last]))
    return {kind: sorted(names) for kind, names in found.items()}


def other_name(one: Sentence, order: random.Random) -> tuple[str, Stance] | None:
    """Somebody else, another body or another place."""
    places = [(a, b) for a, b in entities(one.tokens) if one.tokens[a].entity in NAMED]
    if not places:
        return None
    first, last = order.choice(places)
    name = joined(one.tokens[first:last])
    others = one.names[one.tokens[first].entity]
    other = order.choice(others) if others else name
    if set(other.casefold().split()) & set(name.casefold().split()):
        return None
    return one.with_words(first, last, other), Stance.CONTRADICTS


def _exchange(
    one: Sentence, order: random.Random, families: Sequence[tuple[str, ...]], *, to_last: bool = False
) -> str | None:
    """The sentence with one word of a family put for another of it."""
    places = [
        (place, family)
        for place, token in enumerate(one.tokens)
        for family in families
        if token.text in (family[:-1] if to_last else family)
    ]
    if not places:
        return None
    place, family = order.choice(places)
    other = family[-1] if to_last else order.choice([word for word in family if word != one.tokens[place].text])
    if place and one.tokens[place - 1].text.casefold() in {"a", "an"}:
        article = "an" if other[0] in "aeiou" else "a"
        article = article.capitalize() if one.tokens[place - 1].text[0] == "A" else article
        return one.with_words(place - 1, place + 1, f"{article} {other}")
    return one.with_words(place, place + 1, other)


def _other_count(one: Sentence, order: random.Random) -> tuple[str, Stance] | None:
    """Another thing that is counted: neither figure denies the other."""
    found = _exchange(one, order, OTHER_COUNTS) if numbers(one) else None
    return (found, Stance.NEUTRAL) if found else None


def _of(stance: Stance, families: Sequence[tuple[str, ...]], *, to_last: bool = False) -> Alter:
    def alter(one: Sentence, order: random.Random) -> tuple[str, Stance] | None:
        found = _exchange(one, order, families, to_last=to_last)
        return (found, stance) if found else None

    return alter


ALTERATIONS: Mapping[str, Alter] = {
    "other name": other_name,
    "other number": other_number,
    "same number": same_number,
    "broken bound": broken_bound,
    "other of a family": _of(Stance.CONTRADICTS, EXCLUSIVE),
    "opposite": _of(Stance.CONTRADICTS, OPPOSITES),
    "same word": _of(Stance.AGREES, SAME),
    "kind": _of(Stance.AGREES, KINDS, to_last=True),
    "other count": _other_count,
    "denied": denied,
    "passive": passive,
    "shortened": shortened,
}
# Nearly every sentence can be denied, and few hold a figure: how likely each way is drawn beside the others.
SHARES = {
    "denied": 0.25,
    "shortened": 0.5,
    "other number": 4.0,
    "same number": 4.0,
    "broken bound": 3.0,
    "passive": 4.0,
}
# What follows from the sentence, and from which the sentence does not follow.
ONE_WAY = frozenset({"kind", "shortened", "same number"})
