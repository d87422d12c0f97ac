"""Predications in a claim: who did what to whom, from the dependency parse."""

from __future__ import annotations

from collections.abc import Sequence

from service.news.article import Span
from service.news.claim import Frame, Slot, SlotName
from service.scoring.annotated import Token
from service.scoring.reading import lexicon
from service.scoring.reading.reference import NO_REFERENCES, References, put_in

ACTIVE_SUBJECTS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj", "oprd"})
# A noun phrase stops where a clause hangs on it: 'a truck [that carried weapons]'.
CLAUSES = frozenset({"relcl", "acl", "appos", "punct", "cc", "conj", "ccomp", "advcl", "parataxis"})
# A deed told as a noun: 'an American air strike [on] a patrol', 'the attack by militants on the base'.
DEED_NOUNS = frozenset(
    {
        "attack",
        "strike",
        "airstrike",
        "raid",
        "shelling",
        "bombing",
        "bombardment",
        "ambush",
        "assault",
        "explosion",
        "blast",
        "shooting",
    }
)
OWNERS = frozenset({"NORP", "GPE", "ORG", "PERSON"})
PRONOUNS = frozenset({"PRON", "DET"})
NOBODY = frozenset({"one", "none", "nobody"})


class Tree:
    """The claim's tokens with their children inside the claim, and the names that some of them stand for."""

    def __init__(self, tokens: Sequence[Token], references: References) -> None:
        self.tokens = tokens
        self.references = references
        inside = {token.i: token for token in tokens}
        self.children: dict[int, list[Token]] = {token.i: [] for token in tokens}
        for token in tokens:
            if token.head in inside and token.head != token.i:
                self.children[token.head].append(token)
        self.inside = inside

    def child(self, token: Token, labels: frozenset[str]) -> Token | None:
        """The first child of ``token`` with one of ``labels``."""
        return next((child for child in self.children[token.i] if child.dep in labels), None)

    def phrase(self, head: Token) -> tuple[Token, ...]:
        """The noun phrase around ``head``, without clauses that hang on it, in text order and without gaps."""
        found = {head.i}
        waiting = [head]
        while waiting:
            for child in self.children[waiting.pop().i]:
                if child.dep not in CLAUSES or child.text == "-":
                    found.add(child.i)
                    waiting.append(child)
        first = last = head.i
        while first - 1 in found:
            first -= 1
        while last + 1 in found:
            last += 1
        return tuple(self.inside[i] for i in range(first, last + 1) if i in self.inside)


def frames(tokens: Sequence[Token], references: References = NO_REFERENCES) -> tuple[Frame, ...]:
    """The predications of a claim that name an actor or a target, in text order.

    A role filled by a word that stands for a name has the name as its text and normal form, and the word as its span.
    """
    tree = Tree(tokens, references)
    found = [_of_verb(token, tree) for token in tokens if token.pos == "VERB"]
    found += [_of_noun(token, tree) for token in tokens if token.lemma in DEED_NOUNS and token.pos == "NOUN"]
    kept = [frame for frame in found if frame is not None]
    return tuple(sorted(kept, key=lambda frame: frame.action.span))


def _of_verb(verb: Token, tree: Tree) -> Frame | None:
    subject = tree.child(verb, ACTIVE_SUBJECTS) or _shared_subject(verb, tree)
    sufferer = tree.child(verb, PASSIVE_SUBJECTS)
    agent = _agent(verb, tree)
    thing = tree.child(verb, OBJECTS)
    passive = sufferer is not None or (subject is None and agent is not None and verb.tag == "VBN")
    actor = agent if passive else subject
    target = sufferer if passive else thing
    if verb.dep == "acl" and verb.tag == "VBN" and target is None:
        target = tree.inside.get(verb.head)
        actor = agent
    if actor is None and target is None:
        return None
    return Frame(
        action=_slot(SlotName.ACTION, (verb,), verb, tree),
        actor=_role(SlotName.ACTOR, actor, tree),
        target=_role(SlotName.TARGET, target, tree),
        negated=any(child.lemma in lexicon.NEGATORS for child in tree.children[verb.i]),
    )


def _of_noun(noun: Token, tree: Tree) -> Frame | None:
    """'An Israeli strike on a convoy': the actor is a modifier or a by-phrase, the target follows 'on' or 'against'."""
    by = _after_preposition(noun, frozenset({"by", "from"}), tree)
    on = _after_preposition(noun, frozenset({"on", "against", "at", "of"}), tree)
    modifier = next(
        (c for c in tree.children[noun.i] if c.entity in OWNERS and c.dep in {"amod", "compound", "poss"}),
        None,
    )
    actor = by or modifier
    if actor is None and on is None:
        return None
    return Frame(
        action=_slot(SlotName.ACTION, (noun,), noun, tree),
        actor=_role(SlotName.ACTOR, actor, tree),
        target=_role(SlotName.TARGET, on, tree),
        negated=any(child.lemma == "no" for child in tree.children[noun.i]),
    )


def _shared_subject(verb: Token, tree: Tree) -> Token | None:
    """The subject of 'attacked' in 'militants stormed and attacked the base'."""
    if verb.dep not in {"conj", "xcomp"} or verb.head not in tree.inside:
        return None
    return tree.child(tree.inside[verb.head], ACTIVE_SUBJECTS)


def _agent(verb: Token, tree: Tree) -> Token | None:
    by = tree.child(verb, frozenset({"agent"})) or next(
        (c for c in tree.children[verb.i] if c.dep == "prep" and c.lemma == "by"), None
    )
    return tree.child(by, frozenset({"pobj"})) if by is not None else None


def _after_preposition(noun: Token, prepositions: frozenset[str], tree: Tree) -> Token | None:
    for child in tree.children[noun.i]:
        if child.dep == "prep" and child.lemma in prepositions:
            return tree.child(child, frozenset({"pobj"}))
    return None


def _role(name: SlotName, head: Token | None, tree: Tree) -> Slot | None:
    head = _counted_out(head, tree)
    if name is SlotName.ACTOR and head is not None and _means_of_nobody(head, tree):
        return None
    if head is None:
        return None
    # Pronouns, figures and marks name nobody, so laying them beside a name would show a difference that is not there.
    nobody = head.pos in PRONOUNS or head.lemma in NOBODY or not any(ch.isalpha() for ch in head.lemma)
    if nobody and head.i not in tree.references:
        return None
    return _slot(name, tree.phrase(head), head, tree)


def _means_of_nobody(head: Token, tree: Tree) -> bool:
    """A warplane or a mine is what a deed was done with: it leaves open by whom, unless it says whose it is."""
    owned = any(child.entity in OWNERS and child.dep in {"amod", "compound", "poss"} for child in tree.children[head.i])
    return head.lemma in lexicon.MEANS and not owned


def _counted_out(head: Token | None, tree: Tree) -> Token | None:
    """'patrols' for 'one of its patrols': what is named is what it is a part of."""
    if head is None or head.pos not in {"NUM", "DET", "PRON"}:
        return head
    return _after_preposition(head, frozenset({"of"}), tree) or head


def _slot(name: SlotName, tokens: Sequence[Token], head: Token, tree: Tree) -> Slot:
    span = Span(tokens[0].start, tokens[-1].end)
    meant = next((one for one in tree.references.values() if one.first <= head.i < one.last), None)
    norm = meant.head.lemma if meant is not None else head.lemma
    if not any(token.i in tree.references for token in tokens):
        return Slot(name, span, " ".join(token.text for token in tokens), norm)
    return Slot(name, span, put_in(tokens, tree.references), norm)
