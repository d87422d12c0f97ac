"""Attributions that a tagger has marked, as drafts: what the words of their cues make of them is read by rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from service.news.article import Span
from service.scoring.annotated import Marked, Token
from service.scoring.attribution import cues
from service.scoring.attribution.cue_verbs import flagged
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.syntax import FINITE, QUOTE_MARKS, Tree, runs

# Gaps in what is said that are closed: so many tokens.
_GAP = 4
_NO_NAMES = frozenset({"VERB", "AUX", "ADP", "CCONJ", "SCONJ", "PUNCT", "ADV", "PART"})


def marked_drafts(tree: Tree, marked: Sequence[Marked], ruled: Sequence[Draft], *, mended: bool = False) -> list[Draft]:
    """A draft for each attribution in ``marked`` that has a cue and a content.

    Where a rule has found the same cue (``ruled``), what it reads off the parse is kept: whether the source denies,
    hedges or leaves something open, and through whom it speaks. Where ``mended``, source and cue are brought
    to one phrase each, small gaps in contents are closed, and plans and attitudes are left out, as claims need it.
    """
    return list(_drafts(tree, marked, ruled, mended=mended))


def left_out(tree: Tree, marked: Sequence[Draft], ruled: Sequence[Draft]) -> list[Draft]:
    """The drafts of ``ruled`` with a sure cue, or that leave something open, no word of whose cue is in ``marked``."""
    taken = {i for draft in marked for i in (*draft.cue, draft.at)}
    return [
        draft
        for draft in ruled
        if draft.content and not taken & {*draft.cue, draft.at} and (draft.opens or _is_sure(tree.tokens[draft.at]))
    ]


def _is_sure(cue: Token) -> bool:
    return cue.lemma in cues.SURE or cue.lemma in cues.ACCORDING


def _drafts(tree: Tree, marked: Sequence[Marked], ruled: Sequence[Draft], *, mended: bool) -> Iterator[Draft]:
    by_word = {i: draft for draft in ruled for i in (*draft.cue, draft.at)}
    for one in marked:
        cue, source, content = (_tokens(tree, part) for part in (one.cue, one.source, one.content))
        content = tuple(i for i in content if i not in cue and i not in source)
        if not cue or not content:
            continue
        if mended:
            content = _closed(tree, content, frozenset((*source, *cue)))
            cue = _one_cue(tree, cue, content)
            source = _one_source(tree, source, cue[0])
        at = _head(tree, cue)
        same = by_word.get(at) or next((by_word[i] for i in cue if i in by_word), None)
        draft = Draft(at, cue, source, content, marked=True)
        if mended and same is None and not _is_told(tree, draft):
            continue
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


def _is_told(tree: Tree, draft: Draft) -> bool:
    """Whether a content stands as a statement or a quotation: plans and attitudes ('backs the bill') are no claims."""
    return any(token.tag in FINITE or token.text in QUOTE_MARKS for token in (tree.tokens[i] for i in draft.content))


def _joined(tree: Tree, parts: Sequence[list[int]]) -> list[list[int]]:
    """Runs with an apposition joined to its name: 'Nabil Haddour' and 'the director', but not 'at the port, a man'."""
    found: list[list[int]] = []
    for run in parts:
        before = found[-1] if found else None
        comma = before is not None and run[0] - before[-1] == 2 and tree.tokens[run[0] - 1].text == ","
        if before is not None and comma and not _follows_preposition(tree, before[0]):
            before.extend(range(before[-1] + 1, run[-1] + 1))
        else:
            found.append(list(run))
    return found


def _follows_preposition(tree: Tree, i: int) -> bool:
    return i > 0 and tree.tokens[i - 1].pos == "ADP"


def _one_source(tree: Tree, source: Sequence[int], at: int) -> tuple[int, ...]:
    """The longest unbroken run of a source that opens as a noun phrase does, in the sentence of its cue if any is."""
    parts = _joined(tree, runs(source))
    named = [run for run in parts if tree.tokens[run[0]].pos not in _NO_NAMES] or parts
    near = [run for run in named if tree.sentence_of[run[-1]] == tree.sentence_of[at]] or named
    longest: list[int] = max(near, key=len, default=[])
    return tuple(longest)


def _one_cue(tree: Tree, cue: Sequence[int], content: Sequence[int]) -> tuple[int, ...]:
    """The words of a cue that stand in one sentence: that of its content, where some do."""
    said = {tree.sentence_of[i] for i in content}
    near = [i for i in cue if tree.sentence_of[i] in said]
    first = tree.sentence_of[(near or cue)[0]]
    return tuple(i for i in (near or cue) if tree.sentence_of[i] == first)


def _closed(tree: Tree, content: Sequence[int], apart: frozenset[int]) -> tuple[int, ...]:
    """A content with gaps of a few words of one sentence closed, where none of them is ``apart``."""
    found = list(content[:1])
    for i in content[1:]:
        gap = range(found[-1] + 1, i)
        near = len(gap) <= _GAP and tree.sentence_of[found[-1]] == tree.sentence_of[i]
        if near and not apart & set(gap):
            found.extend(gap)
        found.append(i)
    return tuple(found)


def _carries(token: Token) -> bool:
    return token.pos in ("VERB", "NOUN") or token.lemma in cues.ACCORDING


def _tokens(tree: Tree, spans: Iterable[Span]) -> tuple[int, ...]:
    """The tokens that begin inside the spans, marks at the edges of sources and cues included."""
    found = {i for span in spans for i in tree.within(span) if tree.tokens[i].pos != "SPACE"}
    return tuple(sorted(found))
