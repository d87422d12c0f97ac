"""Attributions that a tagger has marked, as drafts: what the words of their cues make of them is read by rule."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from service.news.article import Span
from service.scoring.annotated import Marked, Token
from service.scoring.attribution import cues
from service.scoring.attribution.cue_verbs import flagged
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.syntax import Tree


def marked_drafts(tree: Tree, marked: Sequence[Marked], ruled: Sequence[Draft]) -> Iterator[Draft]:
    """A draft for each attribution in ``marked`` that has a cue and a content.

    Where a rule has found the same cue (``ruled``), what it reads off the parse is kept: whether the source denies,
    hedges or leaves something open, and through whom it speaks.
    """
    starts = [token.start for token in tree.tokens]
    by_word = {i: draft for draft in ruled for i in (*draft.cue, draft.at)}
    for one in marked:
        cue, source, content = (_tokens(tree, starts, part) for part in (one.cue, one.source, one.content))
        content = tuple(i for i in content if i not in cue)
        if not cue or not content:
            continue
        at = _head(tree, cue)
        same = by_word.get(at) or next((by_word[i] for i in cue if i in by_word), None)
        draft = Draft(at, cue, source, content)
        if same is not None:
            via = tuple(through for through in same.via if not set(through) & set(source))
            yield replace(
                draft,
                denies=same.denies,
                hedges=same.hedges,
                opens=same.opens,
                via=via,
                inherits=same.inherits and not source,
            )
        else:
            yield _by_word(tree, draft)


def _by_word(tree: Tree, draft: Draft) -> Draft:
    """``draft`` with what its cue's head word says, where no rule has read the clause."""
    head = tree.tokens[draft.at]
    if head.pos in ("VERB", "AUX"):
        return flagged(tree, draft) or draft
    denies = head.lemma in cues.DENYING_NOUNS
    hedges = head.lemma in cues.HEDGING_NOUNS | cues.HEDGING_ADVERBS or not draft.source
    return replace(draft, denies=denies, hedges=hedges, inherits=not draft.source)


def _head(tree: Tree, cue: Sequence[int]) -> int:
    """The verb or noun that the cue hangs on, else its first word."""
    inside = set(cue)
    tops = [i for i in cue if tree.tokens[i].head not in inside or tree.tokens[i].head == i]
    carrying = [i for i in (*tops, *cue) if _carries(tree.tokens[i])]
    return carrying[0] if carrying else cue[0]


def _carries(token: Token) -> bool:
    return token.pos in ("VERB", "NOUN") or token.lemma in cues.ACCORDING


def _tokens(tree: Tree, starts: Sequence[int], spans: Iterable[Span]) -> tuple[int, ...]:
    """The tokens that begin inside the spans, marks at the edges of sources and cues included."""
    found: set[int] = set()
    for span in spans:
        first, last = bisect_left(starts, span.start), bisect_left(starts, span.end)
        found.update(i for i in range(first, last) if tree.tokens[i].pos != "SPACE")
    return tuple(sorted(found))
