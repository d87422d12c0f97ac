"""Attributions that name what somebody holds: 'by his account', 'her position is that', 'he is certain that'."""

from __future__ import annotations

from collections.abc import Iterator

from service.scoring.annotated import Token
from service.scoring.attribution import cues
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.speakers import noun_phrase
from service.scoring.attribution.syntax import FINITE, Tree

_LEADING = frozenset({"by", "in", "on", "from"})
_EDGES = frozenset({",", ".", ";", "(", ")"})
_NOBODYS = cues.NOT_THEIRS | cues.NOBODY


def account_drafts(tree: Tree) -> Iterator[Draft]:
    """The attributions of ``tree`` whose cue is a phrase, in the order of their cues."""
    for token in tree.tokens:
        draft = None
        if token.lemma in cues.ACCOUNTS and token.pos in ("NOUN", "VERB", "PROPN"):
            draft = _by_account(tree, token)
        if draft is None and token.lemma in cues.POSITIONS and token.pos == "NOUN":
            draft = _position(tree, token)
        elif token.lemma in cues.CERTAIN and token.dep == "acomp":
            draft = _certain(tree, token)
        if draft is not None and draft.content and any(tree.tokens[i].tag in FINITE for i in draft.content):
            yield draft


def _by_account(tree: Tree, noun: Token) -> Draft | None:
    """'By the developer's own account, …'; '…, in the view of Ana Bortic'."""
    leading = tree.head(noun.i)
    if leading is None or leading.text.lower() not in _LEADING or leading.i > noun.i:
        return None
    owner, cue = _owner(tree, noun)
    if not owner or tree.tokens[owner[0]].text.lower() in cues.NOT_THEIRS:
        return None
    first, last = leading.i, max(noun.i, *owner)
    said = _said_beside(tree, first, last)
    return Draft(noun.i, (leading.i, *cue), tuple(owner), said, sure=True) if said else None


def _owner(tree: Tree, noun: Token) -> tuple[list[int], list[int]]:
    """Whose account it is, and the words of the cue behind its preposition."""
    owner = tree.first(noun.i, "poss")
    if owner is not None:
        mark = tree.first(owner.i, "case")
        who = [i for i in noun_phrase(tree, owner.i) if mark is None or i != mark.i]
        return who, [noun.i]
    of = next((t for t in tree.all(noun.i, "prep") if t.text.lower() == "of"), None)
    inner = tree.first(of.i, "pobj") if of is not None else None
    return (noun_phrase(tree, inner.i), [noun.i, of.i]) if of is not None and inner is not None else ([], [])


def _said_beside(tree: Tree, first: int, last: int) -> tuple[int, ...]:
    """What a phrase from ``first`` to ``last`` is set beside: its sentence where it is at an edge, else its clause."""
    sentence = tree.sentences[tree.sentence_of[first]]
    before, after = tree.tokens[first - 1] if first else None, tree.tokens[last + 1 : last + 2]
    ends = all(tree.tokens[i].pos in ("PUNCT", "SPACE") for i in range(last + 1, sentence.last))
    words = range(sentence.first, sentence.last)
    if first == sentence.first and after and after[0].text == ",":
        return tree.near(first, range(last + 2, sentence.last))
    if before is not None and before.text == "," and ends:
        return tree.near(first, range(sentence.first, first - 1))
    if before is None or before.text not in _EDGES or not after or after[0].text not in _EDGES:
        return ()
    above = set(tree.upward(first))
    verbs = [i for i in words if i in above and tree.tokens[i].pos in ("VERB", "AUX")]
    top = next((i for i in tree.upward(first) if i in verbs), None)
    inside = tree.subtree(top) if top is not None else []
    return tree.near(first, (i for i in inside if not first - 1 <= i <= last))


def _position(tree: Tree, noun: Token) -> Draft | None:
    """'The ministry's position is that …'."""
    verb = tree.head(noun.i)
    if verb is None or noun.dep != "nsubj" or verb.lemma != "be":
        return None
    clause = next((t for t in tree.all(verb.i, "ccomp") if t.i > verb.i), None)
    owner, cue = _owner(tree, noun)
    if clause is None or not owner or tree.tokens[owner[0]].text.lower() in cues.NOT_THEIRS:
        return None
    return Draft(noun.i, (*cue, verb.i), tuple(owner), tuple(tree.subtree(clause.i)), sure=True)


def _certain(tree: Tree, adjective: Token) -> Draft | None:
    """'He is adamant that …', '…, she was certain'."""
    verb = tree.head(adjective.i)
    who = tree.first(verb.i, "nsubj") if verb is not None else None
    if verb is None or who is None or verb.lemma != "be" or who.text.lower() in _NOBODYS:
        return None
    if tree.first(verb.i, "neg") is not None or tree.first(adjective.i, "neg") is not None:
        return None
    clauses = [*tree.all(adjective.i, "ccomp"), *tree.all(verb.i, "ccomp")]
    if not clauses or tree.first(clauses[0].i, "nsubj", "nsubjpass", "expl") is None:
        return None
    said = set(tree.subtree(clauses[0].i)) - set(tree.subtree(who.i))
    return Draft(verb.i, (verb.i, adjective.i), tuple(noun_phrase(tree, who.i)), tuple(sorted(said)), sure=True)
