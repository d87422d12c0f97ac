"""Who says what in a headline, where a verb has its words behind it and its speaker right ahead, or ahead of a comma.

'Two die in blast; minister admits delay' gives the first half to nobody, and 'Firm denies leak, says gate was shut' has
one speaker for both of its verbs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from service.scoring.annotated import Token
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.speakers import noun_phrase
from service.scoring.attribution.syntax import Tree, is_mark

_SIDES = frozenset({";", ":", "|"})
_FEWEST_WORDS = 2
_SPEAKING = frozenset(
    {"acknowledge", "admit", "allege", "announce", "argue", "claim", "concede", "confirm", "declare", "find", "insist"}
    | {"maintain", "reveal", "rule", "say", "state", "tell", "think", "vow", "warn"}
)


def as_headline(tree: Tree, drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The ``drafts`` of a headline as it means them, in their order."""
    for draft in drafts:
        verb = tree.tokens[draft.at]
        if verb.tag not in ("VBZ", "VBP") or verb.lemma not in _SPEAKING:
            yield draft
            continue
        side = _side(tree, verb)
        source = _taken_up(tree, verb, side) or draft.source
        as_it_is = source == draft.source and (not draft.content or draft.content[0] > verb.i)
        if as_it_is or _is_turned(draft, side):
            yield draft
            continue
        behind = tuple(i for i in range(verb.i + 1, side.stop) if i not in source and i not in draft.cue)
        told = sum(tree.tokens[i].pos not in ("PUNCT", "DET", "PART") for i in behind) >= _FEWEST_WORDS
        if told and tree.tokens[verb.i + 1].text != ",":
            yield replace(draft, source=source, content=behind)
        elif inside := tuple(i for i in draft.content if i in side):
            yield replace(draft, source=source, content=inside)
        else:
            yield draft


def _side(tree: Tree, verb: Token) -> range:
    """The places around a verb in its sentence up to a semicolon or colon on either side."""
    sentence = tree.sentences[tree.sentence_of[verb.i]]
    marks = [i for i in range(sentence.first, sentence.last) if tree.tokens[i].text in _SIDES]
    first = max((i + 1 for i in marks if i < verb.i), default=sentence.first)
    return range(first, min((i for i in marks if i > verb.i), default=sentence.last))


def _is_turned(draft: Draft, side: range) -> bool:
    """Whether only the speaker stands behind the verb: '…, says city council'."""
    behind = set(range(draft.at + 1, side.stop))
    return bool(behind) and behind <= set(draft.source)


def _taken_up(tree: Tree, verb: Token, side: range) -> tuple[int, ...]:
    """The first subject of a headline where its second verb follows a comma: 'Firm denies leak, says gate was shut'."""
    if verb.i < 1 or tree.tokens[verb.i - 1].text != ",":
        return ()
    ahead = tree.tokens[side.start : verb.i - 1]
    if any(map(is_mark, ahead)):
        # '“It fell,” says clerk'
        return ()
    subject = next((t for t in ahead if t.dep in ("nsubj", "nsubjpass") and t.head < verb.i and t.head > t.i), None)
    if subject is not None:
        return tuple(i for i in noun_phrase(tree, subject.i) if i < subject.head)
    names = next((k for k, t in enumerate(ahead) if t.pos != "PROPN"), len(ahead))
    return tuple(t.i for t in ahead[:names])
