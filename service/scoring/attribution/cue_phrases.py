"""Attributions whose cue is no verb: 'according to X', 'X's claim that', 'reportedly', 'it was unclear who', 'X: …'."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.speakers import noun_phrase, owner
from service.scoring.attribution.syntax import Tree

_WH = frozenset({"who", "whom", "whose", "what", "which", "where", "when", "why", "how", "whether", "if"})
_ABOUT = frozenset({"of", "about", "on", "over", "against", "to", "for", "regarding"})
_FROM = frozenset({"by", "from", "of"})
# So many words behind a colon may be a topic rather than what somebody says.
_FEW = 3


def phrase_drafts(tree: Tree) -> Iterator[Draft]:
    """The attributions of ``tree`` whose cue is no verb, in the order of their cues."""
    for token in tree.tokens:
        draft = None
        if token.text.lower() in cues.ACCORDING:
            draft = _according(tree, token)
        elif token.pos == "NOUN" and token.lemma in cues.SAYING_NOUNS:
            draft = _nominal(tree, token)
        elif token.lemma in cues.HEDGING_ADVERBS and token.pos == "ADV":
            draft = _hedged(tree, token)
        elif token.lemma in cues.OPEN_ADJECTIVES | cues.KNOWN_ADJECTIVES:
            draft = _open(tree, token)
        elif token.text == ":":
            draft = _headline(tree, token)
        if draft is not None and (content := tree.near(draft.at, draft.content)):
            yield replace(draft, content=content)


def _according(tree: Tree, token: Token) -> Draft | None:
    to = next(
        (t for t in tree.tokens[token.i + 1 : token.i + 2] if t.text.lower() == cues.ACCORDING[token.text.lower()]),
        None,
    )
    who = tree.first(to.i, "pobj", "pcomp") if to is not None else None
    if to is None or who is None:
        return None
    phrase = set(tree.subtree(token.i)) | {token.i, to.i} | set(tree.subtree(who.i))
    clause = _clause_above(tree, token)
    content = set(tree.subtree(clause.i, leaving=lambda t: t.i == token.i)) - phrase
    source = noun_phrase(tree, who.i)
    if who.i < clause.i and tree.first(clause.i, "nsubj", "nsubjpass", "expl") is None:
        # 'According to X, the bridge collapsed': the parse takes the subject for an appositive of X.
        taken = {i for t in tree.all(who.i, "appos", "conj") for i in tree.subtree(t.i)}
        source, content = [i for i in source if i not in taken], content | taken
    return Draft(token.i, (token.i, to.i), _without_edges(tree, source), tuple(sorted(content)))


def _without_edges(tree: Tree, phrase: list[int]) -> tuple[int, ...]:
    while phrase and tree.tokens[phrase[-1]].pos == "PUNCT" and tree.tokens[phrase[-1]].text in ",;:":
        phrase = phrase[:-1]
    return tuple(phrase)


def _clause_above(tree: Tree, token: Token) -> Token:
    """The verb of the clause that ``token`` stands in."""
    here = token
    while (head := tree.head(here.i)) is not None:
        here = head
        if here.pos in ("VERB", "AUX") and here.dep not in ("xcomp", "pcomp", "acl", "amod", "relcl", "csubj"):
            break
    return here


def _nominal(tree: Tree, noun: Token) -> Draft | None:
    who, joint = owner(tree, noun, "by", "from")
    cue = [noun.i, *joint]
    clause = tree.first(noun.i, "acl", "ccomp")
    content: list[int] = []
    if clause is not None and _is_content_clause(tree, clause):
        content = tree.subtree(clause.i)
    elif who:
        for part in tree.all(noun.i, "prep"):
            inner = tree.first(part.i, "pobj", "pcomp")
            if (
                part.text.lower() in _ABOUT
                and part.i not in cue
                and inner is not None
                and not set(who) & set(tree.subtree(inner.i))
            ):
                cue, content = [*cue, part.i], tree.subtree(inner.i)
                break
    if not content:
        return None
    hedges = noun.lemma in cues.HEDGING_NOUNS
    said = tuple(i for i in content if i not in cue)
    return Draft(
        noun.i,
        tuple(sorted(cue)),
        tuple(who),
        said,
        denies=noun.lemma in cues.DENYING_NOUNS,
        hedges=hedges or not who,
        inherits=not who,
    )


def _is_content_clause(tree: Tree, clause: Token) -> bool:
    marks = tree.all(clause.i, "mark", "nsubj", "nsubjpass")
    return clause.tag != "VBN" and bool(marks) and (clause.dep == "ccomp" or marks[0].dep == "mark")


def _hedged(tree: Tree, adverb: Token) -> Draft | None:
    head = tree.head(adverb.i)
    if head is None or head.lemma in cues.SAYING or head.pos not in ("VERB", "AUX", "ADJ"):
        return None
    content = tuple(i for i in tree.subtree(head.i) if i != adverb.i)
    return Draft(adverb.i, (adverb.i,), (), content, hedges=True, inherits=True)


def _open(tree: Tree, adjective: Token) -> Draft | None:
    verb = tree.head(adjective.i)
    if verb is None or verb.pos not in ("VERB", "AUX"):
        return None
    negated = tree.first(verb.i, "neg") is not None or tree.first(adjective.i, "neg") is not None
    if adjective.lemma in cues.KNOWN_ADJECTIVES and not negated:
        return None
    for part in (
        *tree.all(adjective.i, "ccomp", "csubj", "advcl", "xcomp"),
        *tree.all(verb.i, "ccomp", "csubj", "advcl", "nsubj"),
    ):
        words = tree.subtree(part.i)
        if words and tree.tokens[words[0]].text.lower() in _WH:
            cue = {verb.i, adjective.i, *(t.i for t in tree.all(verb.i, "neg"))}
            return Draft(adjective.i, tuple(sorted(cue)), (), tuple(words), opens=True, inherits=True)
    return None


def _headline(tree: Tree, colon: Token) -> Draft | None:
    """'Ministry: two soldiers killed': a name, a colon and a clause, at the very beginning of a text."""
    before = tree.tokens[: colon.i]
    if not 1 <= colon.i <= 5 or any(t.pos not in ("PROPN", "NOUN", "DET", "ADP", "PUNCT") for t in before):
        return None
    if before[-1].entity not in ("PERSON", "ORG") and before[-1].lemma not in voices.SPEAKERS:
        return None
    if (
        not tree.is_told(before[0].i)
        or {low for t in before for low in (t.lemma.lower(), t.text.lower())} & voices.LABELS
    ):
        return None
    end = next((i for i in range(colon.i + 1, len(tree.tokens)) if "\n" in tree.tokens[i].text), len(tree.tokens))
    after = range(colon.i + 1, min(end, colon.i + 40))
    called = voices.OFFICES | voices.INSTITUTIONS
    named = any({t.lemma.lower(), t.text.lower()} & called for t in before)
    if not any(tree.tokens[i].pos in ("VERB", "AUX") for i in after) and not (named and len(after) > _FEW):
        return None
    return Draft(colon.i, (colon.i,), tuple(t.i for t in before), tuple(after))
