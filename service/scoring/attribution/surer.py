"""Which of two sources speaks at a cue: the one that a tagger has marked or the one that a rule has read off the parse.

What is marked is kept where it can speak. Whoever is told, is told of behind 'who' or stands in what is said does not.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.syntax import FINITE, Tree, runs

_NO_HEADS = frozenset({"ADV", "PUNCT", "SCONJ"})
_NAMES = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_CUT_OFF = frozenset({"ADJ", "ADP", "DET"})


def surer(tree: Tree, draft: Draft, same: Draft) -> tuple[int, ...]:
    """The source of ``draft``, as marked, or that of what a rule has read at the ``same`` cue."""
    if not draft.source:
        # 'Asked who fired, X said': who is asked does not ask.
        return () if tree.tokens[draft.at].tag == "VBN" else same.source
    if any(fits(tree, draft, same) for fits in (_is_elsewhere, _is_no_speaker, _is_cut)):
        return same.source
    marked, ruled = set(draft.source), set(same.source)
    first = tree.tokens[same.source[0]]
    if top(tree, same.source) in marked or first.pos in _NO_HEADS or first.tag in ("WP", "WDT"):
        return draft.source
    if marked & ruled:
        both = tuple(sorted(marked | ruled))
        return both if len(runs(both)) == 1 else same.source
    here = any(tree.sentence_of[i] == tree.sentence_of[draft.at] for i in marked)
    named = any(tree.tokens[i].pos in _NAMES for i in marked)
    return draft.source if here and named else same.source


def top(tree: Tree, phrase: Sequence[int]) -> int:
    """The place of the word that a phrase hangs on."""
    inside = set(phrase)
    return next((i for i in phrase if tree.tokens[i].head not in inside), phrase[0])


def _is_elsewhere(tree: Tree, draft: Draft, same: Draft) -> bool:
    """Whether a source stands in what is said, beyond a semicolon or tells something itself.

    'What the chief described cannot be, argues her rival': who stands in what is said does not say it.
    """
    ahead = same.source[-1] + 1 == draft.at or (_is_beside(same) and _is_agent(tree, draft.source))
    inside = set(draft.source) <= set(same.content) and ahead
    beyond = _is_beyond(tree, draft.source, draft.at) and not _is_beyond(tree, same.source, draft.at)
    return inside or beyond or (tree.tokens[draft.at].tag == "VBG" and _is_clause(tree, draft.source))


def _is_no_speaker(tree: Tree, draft: Draft, same: Draft) -> bool:
    """Whether a source is who is told or told of behind the subject's 'who', or a topic: 'On terms: the clerk said'."""
    marked = [tree.tokens[i] for i in draft.source]
    head = tree.tokens[top(tree, draft.source)]
    if head.tag in ("WP", "WDT") or (head.dep == "nsubj" and head.head in (draft.at, *draft.cue)):
        return any(t.text == ":" for t in marked)
    heard = head.dep in ("dobj", "dative") and head.head == draft.at
    below = set(tree.subtree(top(tree, same.source)))
    apart = head.pos in ("NOUN", "PROPN") and not set(draft.source) & set(same.source)
    inside = apart and below.issuperset(draft.source)
    topic = head.dep == "pobj" and any(t.text == ":" for t in tree.tokens[head.i : draft.at])
    return heard or inside or topic or any(t.text == ":" for t in marked)


def _is_cut(tree: Tree, draft: Draft, same: Draft) -> bool:
    """Whether a source is a part of the whole: 'Reacting, the adviser said', 'The driver of the' lorry."""
    marked, head = set(draft.source), top(tree, same.source)
    if marked == {head} and tree.tokens[head].tag == "VBG":
        return True
    if marked < set(same.source) and tree.tokens[draft.source[-1]].pos in _CUT_OFF:
        return True
    # 'Speaking by video link, the manager, Rui Cardote, told'
    return head in marked and _is_beside_phrase(tree, draft.source[0], same)


def _is_clause(tree: Tree, source: Sequence[int]) -> bool:
    """Whether a source tells something: 'Police held a driver, Leo Marsh', ahead of ', announcing'."""
    verbs = [tree.tokens[i] for i in source if tree.tokens[i].tag in FINITE and tree.tokens[i].dep != "relcl"]
    return any(t.i == source[0] for verb in verbs for t in tree.all(verb.i, "nsubj"))


def _is_beyond(tree: Tree, source: Sequence[int], at: int) -> bool:
    """Whether a semicolon stands between a source and the cue at ``at``."""
    between = tree.tokens[min(source[0], at) : max(source[-1], at)]
    return any(t.text == ";" for t in between)


def _is_beside_phrase(tree: Tree, first: int, same: Draft) -> bool:
    """Whether a source as marked begins with what hangs on a preposition, and the whole phrase behind a comma."""
    ahead = [t.pos for t in tree.tokens[max(0, first - 2) : first]]
    hangs = ahead[-1:] == ["ADP"] or ahead == ["ADP", "DET"]
    return hangs and first < same.source[0] and tree.tokens[same.source[0] - 1].text == ","


def _is_agent(tree: Tree, source: Sequence[int]) -> bool:
    """Whether a phrase is who something is done by, or hangs on another preposition."""
    return bool(source) and "ADP" in {tree.tokens[i].pos for i in (source[0], max(0, source[0] - 1))}


def _is_beside(draft: Draft) -> bool:
    """Whether a source stands right ahead of its cue or right behind it."""
    return bool(draft.source) and draft.at in (draft.source[0] - 1, draft.source[-1] + 1)
