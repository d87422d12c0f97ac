"""Names as an article prints them: where each stands, and what it looks like the name of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.scoring.annotated import AnnotatedText, Token
from service.scoring.attribution import voices
from service.scoring.attribution.naming import folded
from service.scoring.reading import casting
from service.scoring.reading.casting import Kind

Words = tuple[str, ...]
TITLES_ALONE = voices.TITLES | voices.OFFICES


@dataclass(frozen=True, slots=True)
class Printing:
    """A name as printed once: tokens [first, last), ``at`` the one that heads them.

    ``name`` and ``words`` leave out the ``titles`` ahead of it. ``definite`` tells that it takes 'the', ``one_of_many``
    that it takes 'a', ``placed`` that it follows 'in' or the like.
    """

    first: int
    last: int
    at: int
    kind: Kind
    name: str
    words: tuple[Token, ...]
    titles: frozenset[str]
    definite: bool
    one_of_many: bool
    placed: bool


def printings(text: AnnotatedText, known: Mapping[Words, Kind]) -> Iterator[Printing]:
    """The names in a text, in order; ``known`` tells by folded name what they are, where that is known already."""
    tokens, until = text.tokens, 0
    for token in [token for token in tokens if token.pos == "PROPN" or token.entity_start]:
        if token.i < until or not _opens(token):
            continue
        until = _end(tokens, token.i)
        found = _printing(text, token.i, until, known)
        if found is not None:
            yield found


def _printing(text: AnnotatedText, first: int, last: int, known: Mapping[Words, Kind]) -> Printing | None:
    tokens = text.tokens
    called = _titles(tokens, first, last) if last - first > 1 else 0
    words = tokens[first + called : last]
    if len(words) == 1 and (len(words[0].text) < 2 or words[0].text.lower() in TITLES_ALONE):
        return None
    name = text.text[words[0].start : words[-1].end]
    kind = _kind(words, name, known, titled=called > 0)
    if kind is None:
        return None
    if kind is Kind.PERSON and len(words) > 1:
        words = tuple(word for word in words if word.entity == "PERSON") or words
        name = text.text[words[0].start : words[-1].end]
    articles = [token.text.lower() for token in tokens[max(0, first - 3) : first] if first <= token.head < last]
    return Printing(
        first,
        last,
        next((t.i for t in tokens[first:last] if not first <= t.head < last or t.head == t.i), last - 1),
        kind,
        name,
        words,
        frozenset(token.text.lower().strip(".") for token in tokens[first : first + called]),
        definite="the" in articles,
        one_of_many="a" in articles or "an" in articles,
        placed=first > 0 and tokens[first - 1].text.lower() in casting.PLACING,
    )


def _kind(words: Sequence[Token], name: str, known: Mapping[Words, Kind], *, titled: bool) -> Kind | None:
    """What a name looks like by its words and the tagger's labels; None for what neither speaks nor acts."""
    plain = folded(name)
    if plain in known:
        return known[plain]
    labels = [word.entity for word in words]
    office = not voices.INSTITUTIONS.isdisjoint(plain)
    if office and (plain[-1] in voices.INSTITUTIONS or "of" in plain or "for" in plain):
        return Kind.BODY
    if 2 * labels.count("PERSON") > len(labels) or (titled and not office):
        return Kind.PERSON
    if "ORG" in labels or office:
        return Kind.BODY
    if not casting.PLACES.isdisjoint(labels):
        return Kind.PLACE
    return Kind.EITHER if casting.OTHER_NAMES.isdisjoint(labels) else None


def _opens(token: Token) -> bool:
    if token.text.islower() or not token.text[:1].isalnum():
        return False
    if token.pos == "PROPN":
        return token.entity not in casting.MEASURES
    return token.entity in {"PERSON", "ORG"} and token.pos != "DET"


def _end(tokens: Sequence[Token], first: int) -> int:
    last = first + 1
    while last < len(tokens) and _goes_on(tokens, last):
        last += 1
    while last - 1 > first and not (tokens[last - 1].text[:1].isupper() or tokens[last - 1].text[:1].isdigit()):
        last -= 1
    return last


def _goes_on(tokens: Sequence[Token], here: int) -> bool:
    before, token = tokens[here - 1], tokens[here]
    if token.entity and token.entity == before.entity and not token.entity_start:
        return token.pos not in {"PART", "PUNCT"} or token.text == "-"
    if token.text == "-" or before.text == "-":
        return token.start == before.end
    if token.pos == "PROPN":
        apart = token.entity_start and before.entity and before.entity != token.entity
        return not apart and token.entity not in casting.MEASURES
    if token.text in {"of", "for"} and before.text.lower() in voices.INSTITUTIONS and here + 1 < len(tokens):
        return tokens[here + 1].text[:1].isupper()
    return before.text in {"of", "for"} and token.text[:1].isupper()


def _titles(tokens: Sequence[Token], first: int, last: int) -> int:
    """How many tokens of titles stand ahead of a name; one word at least is left."""
    ends = [i for i in range(first, last - 1) if tokens[i].text.lower().strip(".") in voices.TITLES]
    return ends[-1] + 1 - first if ends else 0
