"""Attributions whose cue is a verb: who speaks, and what is said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from service.scoring.annotated import Token
from service.scoring.attribution import cues
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.quoting import citing, is_passed_on, is_quoted, quoted_as_saying
from service.scoring.attribution.said import content_of
from service.scoring.attribution.speakers import agent, noun_phrase, speaker, verb_chain, verb_group
from service.scoring.attribution.syntax import Tree

_CUES = (
    cues.SAYING
    | cues.BELIEVING
    | cues.WISHING
    | cues.REFERRING
    | cues.REFERRING_TO.keys()
    | cues.DENYING
    | cues.OPENING
    | {"call", "cite", "hear", "put", "quote", "rumour", "rumor"}
)
_NOT_PREDICATES = frozenset({"amod", "compound", "aux", "auxpass", "nmod"})
_MEANS = frozenset(
    {"e-mail", "email", "fax", "letter", "loudspeaker", "mail", "message", "phone", "post", "radio", "telephone"}
    | {"text"}
)
_KEEPING_DISTANCE = frozenset({"may", "might", "could", "would"})


def verb_drafts(tree: Tree) -> Iterator[Draft]:
    """The attributions of ``tree`` whose cue is a verb, in the order of their cues.

    A verb of saying whose words were not found yields a draft with an empty content: they may be quoted nearby.
    """
    for token in tree.tokens:
        if token.lemma in _CUES and token.pos in ("VERB", "AUX") and token.dep not in _NOT_PREDICATES:
            draft = _draft(tree, token)
            if draft is not None:
                source, content = (tree.near(draft.at, part) for part in (draft.source, draft.content))
                yield replace(draft, source=source, content=content)


def is_passive(tree: Tree, verb: Token) -> bool:
    """Whether ``verb`` is a passive participle."""
    if verb.tag != "VBN":
        return False
    # '…, as the company has stated'
    has = any(t.lemma == "have" for t in tree.all(verb.i, "aux")) and tree.first(verb.i, "nsubj") is not None
    aside = verb.dep in ("acl", "advcl") and not has
    return aside or tree.first(verb.i, "auxpass", "nsubjpass", "agent") is not None


def _draft(tree: Tree, verb: Token) -> Draft | None:
    if (quoted := quoted_as_saying(tree, verb)) is not None:
        return flagged(tree, quoted)
    if is_passed_on(tree, verb) or is_quoted(tree, verb) or _is_named_only(tree, verb):
        return None
    if is_passive(tree, verb):
        return _passive(tree, verb)
    below = _chained(tree, verb)
    if below is not None and content_of(tree, below).content:
        return None
    source = speaker(tree, verb)
    who = set(noun_phrase(tree, source.i, verb.i)) if source is not None else set()
    found = content_of(tree, verb, sorted(who))
    if source is None or not _can_speak(verb, source):
        return _too_early(tree, verb, found.content)
    if not _inside(source, found.content):
        who -= found.content
    cue = {*verb_group(tree, verb), *found.cue, *_colon(tree, verb)} - who
    draft = Draft(verb.i, _ordered(cue), _ordered(who), _ordered(found.content - cue - who))
    if not draft.content and verb.lemma not in cues.SAYING:
        return None
    return flagged(tree, citing(tree, verb, draft))


def _is_named_only(tree: Tree, verb: Token) -> bool:
    """'What he told the police' names words without giving them."""
    named = any(t.text.lower() == "what" and t.i < verb.i for t in tree.all(verb.i, "dobj", "dative"))
    # 'What five of them declared: that it was late' gives them.
    return named and not _colon(tree, verb)


def _inside(source: Token, content: frozenset[int]) -> bool:
    """Whether the speaker beside the verb was parsed into what is said, as in 'it fell, said the chief, and burnt'."""
    return source.i in content and source.dep in ("nsubj", "nsubjpass", "dobj", "appos")


def _colon(tree: Tree, verb: Token) -> list[int]:
    """The colon right after the cue, which introduces what is said."""
    return [t.i for t in tree.tokens[verb.i + 1 : verb.i + 2] if t.text == ":"]


def _chained(tree: Tree, verb: Token) -> Token | None:
    """The verb of saying below ``verb`` that counts in its place: 'declined to say', 'went on to claim'."""
    below = tree.first(verb.i, "xcomp")
    chained = below is not None and below.lemma in cues.SAYING | cues.OPENING and verb.i in verb_chain(tree, below)
    return below if chained else None


def _can_speak(verb: Token, source: Token) -> bool:
    lemma = source.text.lower()
    if verb.lemma == "hear":
        return source.lemma.lower() in cues.HEARERS
    if lemma == "it":
        return (
            source.dep == "nsubj"
            and verb.lemma in (cues.SAYING | cues.REFERRING | cues.OPENING | {"give", "put"}) - cues.SHOWING
        )
    if lemma in cues.FIRST_AND_SECOND or lemma in cues.NOBODY:
        return False
    if verb.lemma in cues.SHOWING and source.pos == "NOUN":
        return source.lemma in cues.SHOWING_NOUNS or not source.entity
    return True


def _passive(tree: Tree, verb: Token) -> Draft | None:
    by = agent(tree, verb)
    if by is not None and by.lemma in _MEANS and not tree.first(by.i, "det", "poss"):
        # 'warned by text message'
        return None
    who = noun_phrase(tree, by.i) if by is not None else []
    subject = tree.first(verb.i, "nsubjpass", "nsubj")
    if by is None and verb.lemma not in cues.IMPERSONAL:
        return None
    said: set[int] = set()
    if subject is not None and subject.text.lower() not in ("it", "who", "which", "that"):
        said.update(tree.subtree(subject.i))
    for part in tree.all(verb.i, "xcomp", "ccomp", "oprd", "prep", "advcl" if by is not None else "xcomp"):
        if not _of_time(tree, part):
            said.update(tree.subtree(part.i))
    cue = {*verb_group(tree, verb), *(t.i for t in tree.all(verb.i, "agent"))} - set(who)
    content = _ordered(said - cue - set(who))
    clause = tree.first(verb.i, "ccomp", "xcomp", "prep", "oprd") is not None
    if not content or not (clause or by is not None):
        return None
    if by is not None and verb.dep == "acl":
        return (
            None
            if tree.first(verb.i, "ccomp", "xcomp", "prep", "oprd") is None
            else _passive_draft(verb, cue, who, content)
        )
    return _passive_draft(verb, cue, who, content)


def _passive_draft(verb: Token, cue: set[int], who: list[int], content: tuple[int, ...]) -> Draft:
    denies = verb.lemma in cues.DENYING
    return Draft(
        verb.i,
        _ordered(cue),
        tuple(who),
        content,
        denies=denies,
        hedges=not who or verb.lemma in cues.HEDGING,
        inherits=not who,
    )


def _of_time(tree: Tree, part: Token) -> bool:
    inner = tree.first(part.i, "pobj")
    return part.dep == "prep" and inner is not None and inner.entity in ("DATE", "TIME")


def _too_early(tree: Tree, verb: Token, content: frozenset[int]) -> Draft | None:
    """'It was too early to say who …': nobody speaks, and something is left open."""
    head = tree.head(verb.i)
    if verb.lemma not in cues.OPENING or not content or head is None or verb.tag != "VB":
        return None
    early = [t for t in (head, *tree.all(head.i, "acomp")) if t.lemma in ("early", "soon", "impossible")]
    if not early:
        return None
    first = min([early[0].i, *(t.i for t in tree.all(early[0].i, "advmod", "neg"))])
    return Draft(
        verb.i,
        tuple(range(first, verb.i + 1)),
        (),
        _ordered(content - set(range(first, verb.i + 1))),
        opens=True,
        inherits=True,
    )


def flagged(tree: Tree, draft: Draft) -> Draft | None:
    """``draft`` with whether its verb denies, hedges or leaves open; None where the verb hands nothing on."""
    verb = tree.tokens[draft.at]
    negated = _negated(tree, verb, draft)
    denying, believing = verb.lemma in cues.DENYING, verb.lemma in cues.BELIEVING
    unsure = verb.lemma in cues.HEDGING or any(
        tree.tokens[i].lemma in cues.HEDGING_ADVERBS or tree.tokens[i].text.lower() in _KEEPING_DISTANCE
        for i in draft.cue
    )
    if verb.lemma in cues.DECLINING:
        return replace(draft, opens=True)
    if not negated:
        # 'Know', 'give', 'provide' hand nothing on unless they say what is not known or not given.
        return replace(draft, denies=denying, hedges=unsure) if _hands_on(tree, verb) else None
    if denying:
        return replace(draft, opens=True)
    return replace(draft, denies=True, hedges=True) if believing else replace(draft, opens=True)


def _hands_on(tree: Tree, verb: Token) -> bool:
    if verb.lemma in ("establish", "determine"):
        # 'The institute has established that …'
        return any(tree.tokens[i].text.lower() == "that" for t in tree.all(verb.i, "ccomp") for i in tree.children[t.i])
    given = verb.lemma == "give" and any(t.lemma in cues.GIVEN for t in tree.all(verb.i, "dobj"))
    return given or verb.lemma in _CUES - cues.ONLY_OPENING


def _negated(tree: Tree, verb: Token, draft: Draft) -> bool:
    head = tree.head(verb.i)
    if head is not None and head.text.lower() == "without":
        return True
    if tree.tokens[draft.source[0]].text.lower() in ("neither", "no", "none") if draft.source else False:
        return True
    if verb.dep == "conj" and head is not None and head.lemma in cues.OPENING | cues.DENYING:
        # 'would neither confirm nor deny', 'declined to confirm or deny'
        shared = [tree.tokens[i] for i in verb_chain(tree, head)]
        if tree.first(head.i, "preconj", "neg") or any(t.lemma in cues.DECLINING for t in shared):
            return True
    chain = [tree.tokens[i] for i in verb_chain(tree, verb)]
    if any(t.lemma in cues.DECLINING and t.i != verb.i for t in chain):
        return True
    if any(tree.tokens[i].dep == "neg" or tree.tokens[i].lemma in ("never", "unable") for i in draft.cue):
        return True
    objects = tree.all(verb.i, "dobj")
    return any(child.text.lower() == "no" for t in objects for child in tree.all(t.i, "det", "neg"))


def _ordered(indices: set[int] | frozenset[int]) -> tuple[int, ...]:
    return tuple(sorted(indices))
