"""Words that come through a second mouth: 'X quoted Y as saying', 'X reported, citing Y'."""

from __future__ import annotations

from dataclasses import replace

from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.said import before_comma, content_of
from service.scoring.attribution.speakers import agent, noun_phrase, speaker
from service.scoring.attribution.syntax import Tree

_PASSING_ON = frozenset({"quote", "cite"})


def quoted_as_saying(tree: Tree, verb: Token) -> Draft | None:
    """'X quoted Y as saying …' and 'Y was quoted by X as saying …' as a draft of Y's words through X; else None."""
    if verb.lemma not in _PASSING_ON:
        return None
    saying = _as_saying(tree, verb)
    if saying is None:
        return None
    quoted, through = _voices(tree, verb)
    if quoted is None:
        return None
    below = set(tree.subtree(saying.head))
    who = [i for i in noun_phrase(tree, quoted.i) if i not in below]
    found = content_of(tree, saying)
    content = found.content or content_of(tree, verb).content - below - set(who)
    via = noun_phrase(tree, through.i) if through is not None else []
    if not content:
        # 'It is over, the agency quoted the mayor as saying.'
        content = before_comma(tree, verb, via).content
    cue = {verb.i, saying.head, saying.i, *(t.i for t in tree.all(verb.i, "aux", "auxpass", "neg", "agent"))}
    said = content - cue - set(via) - set(who)
    return Draft(verb.i, tuple(sorted(cue)), tuple(who), tuple(sorted(said)), via=(tuple(via),) if via else ())


def _as_saying(tree: Tree, verb: Token) -> Token | None:
    for i in tree.subtree(verb.i):
        token = tree.tokens[i]
        head = tree.head(i)
        if (
            i > verb.i
            and token.tag == "VBG"
            and token.lemma in cues.SAYING
            and head is not None
            and head.text.lower() == "as"
            and head.i < i
        ):
            return token
    return None


def _voices(tree: Tree, verb: Token) -> tuple[Token | None, Token | None]:
    """The one who is quoted and the one who quotes."""
    passive = tree.first(verb.i, "auxpass", "nsubjpass")
    if passive is not None or (verb.tag == "VBN" and tree.first(verb.i, "dobj") is None):
        return speaker(tree, verb), agent(tree, verb)
    return tree.first(verb.i, "dobj"), speaker(tree, verb)


def citing(tree: Tree, verb: Token, draft: Draft) -> Draft:
    """``draft`` handed on to whoever its speaker cites: 'the agency, citing two officials, reported …'."""
    places = [verb.i, *(draft.source[:1] and [_head(tree, draft.source)])]
    for place in places:
        for part in tree.all(place, "advcl", "acl", "prep", "conj"):
            cited = tree.first(part.i, "dobj")
            if part.lemma in _PASSING_ON and part.tag == "VBG" and cited is not None and _is_voice(cited):
                who = tuple(noun_phrase(tree, cited.i))
                said = tuple(i for i in draft.content if i not in who and i != part.i)
                passed_on = tuple(i for i in draft.source if i not in who and i != part.i)
                return replace(
                    draft,
                    source=who,
                    content=said,
                    cue=tuple(sorted({*draft.cue, part.i})),
                    via=(*draft.via, passed_on),
                )
    return draft


def is_passed_on(tree: Tree, verb: Token) -> bool:
    """Whether ``verb`` is a 'citing' that ``citing`` has already made part of another draft."""
    cited = tree.first(verb.i, "dobj")
    return verb.lemma in _PASSING_ON and verb.tag == "VBG" and cited is not None and _is_voice(cited)


def is_quoted(tree: Tree, verb: Token) -> bool:
    """Whether ``verb`` is the 'saying' of 'quoted Y as saying', which is part of that cue."""
    head = tree.head(verb.i)
    if verb.tag != "VBG" or head is None or head.text.lower() != "as":
        return False
    return any(tree.tokens[i].lemma in _PASSING_ON for i in tree.upward(head.i)[:4])


def _head(tree: Tree, phrase: tuple[int, ...]) -> int:
    inside = set(phrase)
    return next((i for i in phrase if tree.tokens[i].head not in inside or tree.tokens[i].head == i), phrase[0])


def _is_voice(token: Token) -> bool:
    return token.entity in ("PERSON", "ORG", "GPE", "NORP") or token.lemma in voices.SPEAKERS
