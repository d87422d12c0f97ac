"""Attributions that a tagger has marked, as drafts: what the words of their cues make of them is read by rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from service.news.article import Span
from service.scoring.annotated import Marked, Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.cue_verbs import flagged
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.mended import by_rule, closed, hands_on, one_cue, one_source, whole
from service.scoring.attribution.syntax import FINITE, QUOTE_MARKS, Tree


def marked_drafts(tree: Tree, marked: Sequence[Marked], ruled: Sequence[Draft], *, mended: bool = False) -> list[Draft]:
    """A draft for each attribution in ``marked`` that has a cue and a content.

    Where a rule has found the same cue (``ruled``), what it reads off the parse is kept: whether the source denies,
    hedges or leaves something open, and through whom it speaks. Where ``mended``, source, cue and content are made
    whole, and what hands nothing on is left out, as claims need it.
    """
    return list(_drafts(tree, marked, ruled, mended=mended))


def left_out(tree: Tree, marked: Sequence[Draft], ruled: Sequence[Draft]) -> list[Draft]:
    """The drafts of ``ruled`` that claims must not lose, no word of whose cue is in ``marked``.

    They have a sure cue, hand on a whole quotation ('“…,” she recalled'), or leave something open.
    """
    taken = {i for draft in marked for i in (*draft.cue, draft.at)}
    return [
        draft
        for draft in ruled
        if draft.content
        and not taken & {*draft.cue, draft.at}
        and (draft.opens or _is_sure(tree, draft) or _is_quotation(tree, draft))
        and hands_on(tree, draft, draft)
    ]


def _is_sure(tree: Tree, draft: Draft) -> bool:
    """Whether a cue is sure enough; who has yet 'to estimate' something has not said it."""
    cue = tree.tokens[draft.at]
    told = tree.has_finite(draft.content) and (
        cue.lemma in cues.SURE
        or (cue.lemma in cues.SAYING and any(fits(tree, draft) for fits in (_is_fronted, _is_put_in, _is_that)))
    )
    if cue.lemma in cues.ACCORDING or draft.sure or _is_finding(tree, draft):
        return True
    return cue.tag != "VB" and (told or cue.lemma in cues.SURE_OF_PHRASES)


def _is_fronted(tree: Tree, draft: Draft) -> bool:
    """Whether all that is said stands ahead, up to a comma and the speaker: 'It fell early, the panel has found'.

    So it is in 'It never came, laments Ana Bortic', where the speaker stands right behind.
    """
    first = min((draft.at, *draft.source, *draft.cue))
    ahead = bool(draft.source) and draft.content[-1] < first
    beside = bool(draft.source) and draft.source[0] in (first, draft.at + 1)
    return ahead and tree.tokens[first - 1].text == "," and beside


def _is_that(tree: Tree, draft: Draft) -> bool:
    """Whether a clause with 'that' follows its cue: 'A third cautioned that nobody was aboard'."""
    shows = tree.tokens[draft.at].lemma in cues.SHOWING
    behind = draft.source and not shows and draft.content[0] == draft.cue[-1] + 1
    return bool(behind) and tree.tokens[draft.content[0]].text.lower() == "that"


def _is_finding(tree: Tree, draft: Draft) -> bool:
    """Whether a body or a text finds that something is so: 'The Inspectorate found the strain was another'."""
    body = any(tree.tokens[i].lemma.lower() in voices.INSTITUTIONS | voices.DOCUMENTS for i in draft.source)
    cue = tree.tokens[draft.at]
    return body and cue.lemma == "find" and cue.tag in FINITE and tree.has_finite(draft.content)


def _is_put_in(tree: Tree, draft: Draft) -> bool:
    """Whether speaker and cue stand between commas in the words: 'On nine belts, it records, guards were missing'."""
    phrase = sorted({*draft.source, *draft.cue})
    unbroken = bool(draft.source) and phrase[-1] - phrase[0] == len(phrase) - 1 and phrase[0] > 0
    edges = (tree.tokens[phrase[0] - 1], *tree.tokens[phrase[-1] + 1 : phrase[-1] + 2])
    return unbroken and draft.content[0] < phrase[0] < draft.content[-1] and all(t.text == "," for t in edges)


def _is_quotation(tree: Tree, draft: Draft) -> bool:
    """Whether what is said stands between quotation marks as a clause, and its speaker beside it."""
    first = any(t.text in QUOTE_MARKS for t in tree.tokens[max(0, draft.content[0] - 1) : draft.content[0] + 1])
    return (
        first and tree.has_finite(draft.content) and bool(draft.source) and tree.tokens[draft.at].lemma in cues.SAYING
    )


def _drafts(tree: Tree, marked: Sequence[Marked], ruled: Sequence[Draft], *, mended: bool) -> Iterator[Draft]:
    by_word = {i: draft for draft in ruled for i in (*draft.cue, draft.at)}
    surer: set[int] = set()
    for one in marked:
        cue, source, content = (_tokens(tree, part) for part in (one.cue, one.source, one.content))
        content = tuple(i for i in content if i not in cue and i not in source)
        if not cue or not content:
            continue
        if mended:
            content = closed(tree, content, frozenset((*source, *cue)))
            cue = one_cue(tree, cue, content)
            source = one_source(tree, source, cue[0])
            if instead := by_rule(tree, cue, ruled):
                yield from (draft for draft in instead if draft.at not in surer)
                surer.update(draft.at for draft in instead)
                continue
        at = _head(tree, cue)
        same = _same(by_word, at, cue)
        draft = Draft(at, cue, source, content, marked=True)
        if mended:
            if not hands_on(tree, draft, same):
                continue
            draft = whole(tree, draft, same)
        yield _flagged(draft, same) if same is not None else _by_word(tree, draft)


def _same(by_word: Mapping[int, Draft], at: int, cue: Sequence[int]) -> Draft | None:
    """What a rule has read at a cue with the head ``at``; rather one that says something than one that does not."""
    met = [by_word[i] for i in (at, *cue) if i in by_word]
    return next((draft for draft in met if draft.content), met[0] if met else None)


def _flagged(draft: Draft, same: Draft) -> Draft:
    """``draft`` with what a rule has read at the same cue."""
    via = tuple(through for through in same.via if not set(through) & set(draft.source))
    inherits = same.inherits and not draft.source
    return replace(draft, denies=same.denies, hedges=same.hedges, opens=same.opens, via=via, inherits=inherits)


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


def _tokens(tree: Tree, spans: Iterable[Span]) -> tuple[int, ...]:
    """The tokens that begin inside the spans, marks at the edges of sources and cues included."""
    found = {i for span in spans for i in tree.within(span) if tree.tokens[i].pos != "SPACE"}
    return tuple(sorted(i for i in found if tree.is_told(i)))
