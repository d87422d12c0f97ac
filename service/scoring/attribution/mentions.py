"""What one source phrase of an article says about who is meant: a name, an office, an institution, a pronoun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from service.scoring.annotated import Token
from service.scoring.attribution import voices
from service.scoring.attribution.naming import folded, without_article, without_titles
from service.scoring.attribution.runs import Run, runs_of
from service.scoring.attribution.syntax import Tree


class Shape(StrEnum):
    """How a phrase refers."""

    PERSON = "person"
    INSTITUTION = "institution"
    PRONOUN = "pronoun"
    DEFINITE = "definite"
    INDEFINITE = "indefinite"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Mention:
    """A source phrase, read.

    ``name`` is the name without article or titles, or the phrase as printed where there is none. ``head`` is the lemma
    of its head noun, ``roles`` the offices and kinds of institution it mentions, ``body`` the institution it is named
    with ('' if none), ``gender`` 'm', 'f' or ''. ``at`` is the index of its first token. ``described`` is true where
    words other than a country or a nationality narrow a common noun down: 'the refugee agency', not 'the Iraqi group'.
    """

    shape: Shape
    name: str
    at: int
    head: str = ""
    roles: frozenset[str] = frozenset()
    body: str = ""
    gender: str = ""
    plural: bool = False
    acronym: str = ""
    described: bool = False


def read(tree: Tree, indices: Sequence[int], persons: frozenset[str] = frozenset()) -> Mention | None:
    """The mention that the tokens ``indices`` make, None for no tokens; ``persons`` are known surnames."""
    tokens = [tree.tokens[i] for i in indices if tree.tokens[i].pos != "SPACE"]
    if not tokens:
        return None
    head = _head(tokens)
    words = frozenset(word for t in tokens for word in (t.lemma, t.text.lower()))
    if head.pos == "PRON" and head.text.lower() in voices.PERSONAL.keys() | voices.PLURAL_PRONOUNS | voices.IMPERSONAL:
        low = head.text.lower()
        return Mention(
            Shape.PRONOUN,
            head.text,
            tokens[0].i,
            gender=voices.PERSONAL.get(low, ""),
            plural=low in voices.PLURAL_PRONOUNS,
        )
    runs = runs_of(tree, tokens, persons)
    gender = "f" if words & voices.FEMININE else "m" if words & voices.MASCULINE else ""
    common = Mention(
        Shape.INDEFINITE,
        _printed(tree, tokens),
        tokens[0].i,
        _noun(head),
        _roles(tokens),
        "",
        gender,
        head.tag.endswith("S"),
    )
    return _named(tree, tokens, head, runs, common) or _unnamed(tree, tokens, head, runs, common)


def _named(tree: Tree, tokens: list[Token], head: Token, runs: list[Run], common: Mention) -> Mention | None:
    person = _person(tree, tokens, head, runs)
    if person is not None:
        body = next((run.text for run in runs if run.is_body and run is not person), "") or _lower_body(
            tree, tokens, person
        )
        return _as(common, Shape.PERSON, without_titles(person.text), body=body or _owner(tokens), plural=False)
    named = [
        run
        for run in runs
        if not run.is_place and (head in run.tokens or any(t.dep == "appos" and t.head == head.i for t in run.tokens))
    ]
    if named and _noun(head) not in voices.OFFICES | voices.DOCUMENTS:
        return _as(
            common, Shape.INSTITUTION, without_article(named[0].text), plural=False, acronym=_in_brackets(tokens)
        )
    return None


def _person(tree: Tree, tokens: list[Token], head: Token, runs: list[Run]) -> Run | None:
    """The run that names the person meant, if one is: not a name under a preposition or a possessor."""
    apart = _apart(tree, tokens, head)
    office = _noun(head) in voices.OFFICES or any(
        _noun(t) in voices.OFFICES | {"old"} for t in tokens if t.dep == "appos" and t.head == head.i
    )
    own = [run for run in runs if run.tokens[0].i not in apart]
    for run in own:
        if run.is_person and (head in run.tokens or office or not any(head in other.tokens for other in own)):
            return run
    for run in own:
        before = tree.tokens[run.tokens[0].i - 1] if run.tokens[0].i > tokens[0].i else None
        titled = before is not None and _noun(before) in voices.OFFICES
        called = before is not None and before.text == ","
        institution = run.is_body and (not titled or bool(set(folded(run.text)) & voices.INSTITUTIONS))
        if not institution and not run.is_place and (titled or (office and (called or head in run.tokens))):
            return run
    late = [
        run
        for run in runs
        if run.is_person and run.tokens[0].i > tokens[0].i and tree.tokens[run.tokens[0].i - 1].text == ","
    ]
    return late[-1] if late and _noun(head) in voices.OFFICES else None


def _owner(tokens: list[Token]) -> str:
    """'its' of 'its director'."""
    return next((t.text.lower() for t in tokens if t.dep == "poss" and t.text.lower() in ("its", "their")), "")


def _unnamed(tree: Tree, tokens: list[Token], head: Token, runs: list[Run], common: Mention) -> Mention:
    noun = common.head
    first = tokens[0].text.lower()
    body = next((run.text for run in runs if run.is_body), "") or _lower_body(tree, tokens, None) or _owner(tokens)
    if (
        len(tokens) == 1
        and head.text.endswith("s")
        and head.text[:1].isupper()
        and head.pos != "PRON"
        and not head.entity
        and noun not in voices.INSTITUTIONS
    ):
        return _as(common, Shape.INDEFINITE, common.name, plural=True)
    definite = (
        first in voices.DETERMINERS
        or tokens[0].dep == "poss"
        or any(t.dep == "poss" and t.head == head.i for t in tokens)
    )
    if noun in voices.DOCUMENTS | voices.MOUTHPIECES:
        return _as(common, Shape.DOCUMENT, common.name, body=body)
    if (
        noun in voices.INSTITUTIONS
        and first not in voices.INDEFINITE
        and not (common.plural and noun not in ("police", "forces", "guards"))
    ):
        core = _core(tree, tokens, head)
        alone = len(folded(core)) == 1
        generic = noun in voices.GENERIC or (alone and noun not in voices.BARE)
        shape = Shape.DEFINITE if definite and (generic or alone) else Shape.INSTITUTION
        narrowed = any(
            t.head == head.i and t.dep in ("amod", "compound", "nmod") and t.entity not in ("GPE", "NORP")
            for t in tokens
        )
        return replace(_as(common, shape, core, plural=False), described=narrowed)
    if definite and not common.plural:
        return _as(common, Shape.DEFINITE, common.name, body=body)
    return _as(common, Shape.INDEFINITE, common.name, body=body)


def _as(
    mention: Mention, shape: Shape, name: str, body: str = "", *, plural: bool | None = None, acronym: str = ""
) -> Mention:
    many = mention.plural if plural is None else plural
    return Mention(
        shape, name, mention.at, mention.head, mention.roles, without_article(body), mention.gender, many, acronym
    )


def _head(tokens: list[Token]) -> Token:
    inside = {t.i for t in tokens}
    outside = [t for t in tokens if (t.head not in inside or t.head == t.i) and t.pos != "PUNCT"]
    return outside[0] if outside else tokens[0]


def _noun(token: Token) -> str:
    lemma = token.lemma.lower()
    return token.text.lower() if token.text.lower() in voices.INSTITUTIONS | voices.OFFICES else lemma


def _roles(tokens: list[Token]) -> frozenset[str]:
    known = voices.OFFICES | voices.INSTITUTIONS
    return frozenset(word for t in tokens for word in (t.lemma.lower(), t.text.lower()) if word in known)


def _printed(tree: Tree, tokens: list[Token]) -> str:
    return without_article(tree.text[tokens[0].start : tokens[-1].end])[:120]


def _apart(tree: Tree, tokens: list[Token], head: Token) -> set[int]:
    """Tokens under a possessor or a preposition: names there belong to somebody else than the head."""
    inside = {t.i for t in tokens}
    found: set[int] = set()
    for t in tokens:
        if t.dep in ("poss", "prep", "relcl", "acl", "agent") and t.i != head.i:
            found.update(i for i in tree.subtree(t.i) if i in inside)
    return found


def _core(tree: Tree, tokens: list[Token], head: Token) -> str:
    """An institution named by a common noun, with what stands ahead of it and a name after 'of'."""
    kept = [t for t in tokens if t.i <= head.i]
    while kept and (kept[0].dep in ("det", "punct", "prep") or kept[0].text.lower() in voices.DETERMINERS):
        kept = kept[1:]
    last = kept[-1] if kept else head
    after = [t for t in tokens if t.i > head.i]
    if (
        len(after) >= 2
        and after[0].text.lower() in ("of", "for")
        and after[-1].pos in ("PROPN", "NOUN")
        and len(after) <= 5
    ):
        last = after[-1]
    return without_article(tree.text[(kept or [head])[0].start : last.end])


def _lower_body(tree: Tree, tokens: list[Token], person: Run | None) -> str:
    """An institution written small beside a person or an office: 'coast guard commander', 'officer of the navy'."""
    taken = {t.i for t in person.tokens} if person is not None else set()
    inside = {t.i for t in tokens}
    taken.update(i for t in tokens if t.dep in ("relcl", "acl") for i in tree.subtree(t.i))
    for t in tokens:
        if (
            t.i in taken
            or _noun(t) not in voices.INSTITUTIONS - voices.OFFICES
            or t.dep not in ("compound", "poss", "pobj", "nmod")
        ):
            continue
        before = [tree.tokens[i] for i in tree.subtree(t.i) if i <= t.i and i in inside]
        while len(before) > 1 and (before[0].dep in ("det", "punct") or before[0].text.lower() in voices.DETERMINERS):
            before = before[1:]
        return tree.text[before[0].start : t.end]
    return ""


def _in_brackets(tokens: list[Token]) -> str:
    """'SOHR' in '… for Human Rights (SOHR)'."""
    for here, after in pairwise(tokens):
        if here.text == "(" and after.text.isupper() and 2 <= len(after.text) <= 10:
            return after.text
    return ""
