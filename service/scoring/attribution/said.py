"""What is said at a verb: the clause, infinitive, object or prepositional phrase that it introduces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.syntax import LONGEST, Tree

_CLAUSAL = cues.SAYING | cues.BELIEVING | cues.WISHING | cues.DENYING | cues.OPENING | cues.REFERRING | {"hear"}
_ABOUT_THE_OBJECT = frozenset({"at", "of", "as", "for", "over", "about", "with", "to", "in", "against"})


@dataclass(frozen=True, slots=True)
class Said:
    """Tokens of the content, and tokens that join it to the cue and belong to that ('for' in 'called for')."""

    content: frozenset[int] = frozenset()
    cue: tuple[int, ...] = ()


def content_of(tree: Tree, verb: Token, source: Sequence[int] = ()) -> Said:
    """What is said at ``verb`` by the phrase ``source``; empty where the sentence does not show it."""
    for find in _WAYS_OF_A_PARENTHESIS if verb.dep == "parataxis" else _WAYS:
        found = find(tree, verb)
        if found.content:
            return found
    return _before_comma(tree, verb, source)


def _clause(tree: Tree, verb: Token) -> Said:
    clauses = tree.all(verb.i, "ccomp") if verb.lemma in _CLAUSAL else []
    content: set[int] = set()
    for clause in clauses:
        content.update(tree.subtree(clause.i, leaving=_is_aside))
    if clauses and max(content) < verb.i:
        content.update(_going_on(tree, verb))
    return Said(frozenset(content))


def _is_aside(token: Token) -> bool:
    return token.tag == "VBG" and token.dep == "advcl" and token.lemma in cues.SAYING


def _going_on(tree: Tree, verb: Token) -> set[int]:
    """The second half of 'one thing, X said, and another'."""
    found: set[int] = set()
    for other in tree.all(verb.i, "conj"):
        subject = tree.first(other.i, "nsubj", "nsubjpass", "expl")
        # '…, she said, and we fear it' ends with the paper's own word.
        ours = subject is not None and subject.text.lower() in voices.FIRST_PERSON
        if other.i > verb.i and other.lemma not in cues.SAYING and subject is not None and not ours:
            found.update(tree.subtree(other.i))
    return found


def _infinitive(tree: Tree, verb: Token) -> Said:
    parts = tree.all(verb.i, "xcomp")
    if verb.lemma == "describe":
        # 'They describe hearing a launch'
        parts = [part for part in parts if part.tag == "VBG"]
    elif verb.lemma not in (cues.WISHING | cues.SAYING | cues.DENYING) - {"continue"}:
        return Said()
    content: set[int] = set()
    for part in parts:
        content.update(tree.subtree(part.i))
    if content:
        for part in tree.all(verb.i, "dobj"):
            content.update(tree.subtree(part.i))
    return Said(frozenset(content))


def _in_a_statement(tree: Tree, verb: Token) -> Said:
    """'… said in a statement that …', where the parse hangs the clause on 'statement'."""
    if verb.lemma not in cues.SAYING:
        return Said()
    for part in tree.all(verb.i, "prep", "dobj"):
        place = part if part.dep == "dobj" else tree.first(part.i, "pobj")
        for clause in tree.all(place.i, "acl", "relcl", "ccomp", "appos") if place is not None else []:
            that = tree.tokens[place.i + 1] if place is not None and place.i + 1 < len(tree.tokens) else None
            if that is not None and that.text.lower() == "that" and that.dep not in ("nsubj", "nsubjpass", "dobj"):
                return Said(frozenset(i for i in tree.subtree(clause.i) if i >= that.i) | {that.i})
    return Said()


def _around(tree: Tree, verb: Token) -> Said:
    """The clause into which the cue is put: 'The bridge, as officials say, …'; '…, he said, …' as a parenthesis."""
    head = tree.head(verb.i)
    if head is None or verb.lemma not in cues.SAYING or head.pos not in ("VERB", "AUX"):
        return Said()
    marked_as = any(t.text.lower() == "as" for t in tree.all(verb.i, "mark", "advmod"))
    bare = tree.first(verb.i, "mark", "advmod") is None and tree.first(verb.i, "nsubj") is not None
    aside = verb.dep == "parataxis" or (verb.dep == "advcl" and (marked_as or bare))
    # 'We did not fire first, as they claim' says the contrary of what they do.
    contrary = marked_as and tree.first(head.i, "neg") is not None
    if not aside or contrary:
        return Said()
    return Said(frozenset(tree.subtree(head.i, leaving=lambda t: t.i == verb.i)))


def _object(tree: Tree, verb: Token) -> Said:
    named = verb.lemma == "call" and tree.first(verb.i, "oprd") is not None
    opened = verb.lemma in cues.OPENING and any(t.lemma in cues.OPEN_OBJECTS for t in tree.all(verb.i, "dobj"))
    given = verb.lemma == "give" and any(t.lemma in cues.GIVEN for t in tree.all(verb.i, "dobj"))
    put = verb.lemma == "put" and any(t.text.lower() == "at" for t in tree.all(verb.i, "prep"))
    if not (named or opened or given or put or verb.lemma in cues.REFERRING | cues.DENYING):
        return Said()
    objects = tree.all(verb.i, "dobj", "oprd")
    content: set[int] = set()
    for part in objects:
        content.update(tree.subtree(part.i))
    if content:
        for part in tree.all(verb.i, "prep", "acl", "dative"):
            if part.i > verb.i and part.text.lower() in _ABOUT_THE_OBJECT and (put or not _timely(tree, part)):
                content.update(tree.subtree(part.i))
    return Said(frozenset(content))


def _timely(tree: Tree, part: Token) -> bool:
    inner = tree.first(part.i, "pobj")
    return inner is not None and (
        inner.entity in ("DATE", "TIME") or inner.lemma in cues.DOCUMENT_NOUNS | cues.OCCASIONS
    )


def _prepositional(tree: Tree, verb: Token) -> Said:
    wanted = cues.REFERRING_TO.get(verb.lemma, frozenset())
    for part in tree.all(verb.i, "prep", "prt"):
        inner = tree.first(part.i, "pobj", "pcomp")
        if part.text.lower() in wanted and part.i > verb.i and inner is not None and not _timely(tree, part):
            return Said(frozenset(tree.subtree(part.i)) - {part.i}, (part.i,))
    return Said()


def _before_comma(tree: Tree, verb: Token, source: Sequence[int]) -> Said:
    """The words before the last comma ahead of '…, X said' that the parse did not join to it."""
    if verb.lemma not in cues.SAYING or verb.dep not in ("ROOT", "conj", "ccomp", "parataxis", "dep"):
        return Said()
    return before_comma(tree, verb, source)


def before_comma(tree: Tree, verb: Token, source: Sequence[int]) -> Said:
    """The words before the last comma ahead of ``verb`` and its ``source``, where they make a clause."""
    sentence = tree.sentences[tree.sentence_of[verb.i]]
    edge = min((verb.i, *source))
    comma = edge - 1
    while comma > sentence.first and tree.tokens[comma].pos in ("PUNCT", "SPACE") and tree.tokens[comma].text != ",":
        comma -= 1
    if not 3 <= comma - sentence.first <= LONGEST or tree.tokens[comma].text != ",":
        return Said()
    before = range(sentence.first, comma)
    return Said(frozenset(before)) if any(tree.tokens[i].pos in ("VERB", "AUX") for i in before) else Said()


_Way = Callable[[Tree, Token], Said]
_WAYS: tuple[_Way, ...] = (_clause, _infinitive, _in_a_statement, _around, _object, _prepositional)
_WAYS_OF_A_PARENTHESIS: tuple[_Way, ...] = (_around, _clause, _object, _prepositional)
