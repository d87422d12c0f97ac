"""Who says what in one text: source, cue and content, by rules over the dependency parse and the quotation marks."""

from __future__ import annotations

from bisect import bisect_right

from service.news.article import Span
from service.news.claim import Attribution, Form
from service.scoring.annotated import AnnotatedText
from service.scoring.attribution import cues
from service.scoring.attribution.accounts import account_drafts
from service.scoring.attribution.asked import without_questions
from service.scoring.attribution.closing import closing_drafts
from service.scoring.attribution.counted import counted_drafts
from service.scoring.attribution.cue_phrases import phrase_drafts
from service.scoring.attribution.cue_verbs import verb_drafts
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.free_speech import go_on
from service.scoring.attribution.going_by import going_by_drafts
from service.scoring.attribution.headlines import as_headline
from service.scoring.attribution.hearings import by_who_spoke
from service.scoring.attribution.labelled import with_labels
from service.scoring.attribution.listed import take_lists, take_reasons
from service.scoring.attribution.marked import left_out, marked_drafts
from service.scoring.attribution.newsroom import keep_the_newsrooms
from service.scoring.attribution.nobody import by_somebody
from service.scoring.attribution.pointing import point
from service.scoring.attribution.quotes import Quotation, quotations
from service.scoring.attribution.speech import Utterance, with_quotations
from service.scoring.attribution.syntax import Tree, is_mark
from service.scoring.attribution.transcripts import with_turns
from service.scoring.attribution.views import take_views, views

# Nobody passes words on through more mouths; a text that seems to is broken.
_DEEPEST = 8


def relations(text: AnnotatedText, *, filled: bool = False) -> tuple[Attribution, ...]:
    """The attributions of ``text``, in the order of their contents; all spans are code points of ``text.text``.

    They are those that a tagger has marked, else those that rules find. Where ``filled``, rules add to what is marked
    the ways of attributing that the tagger's corpus hardly knows and that claims must not lose.

    Covers the kinds of PARC 3.0 (Pareti 2016, LREC) and PolNeAR (Newell et al. 2018, LREC): direct quotations, reported
    clauses, reporting nouns, 'according to', hedging adverbs and what a source leaves open; as there, a source is its
    whole noun phrase. Where one attribution lies inside another's content both are given, and the inner
    one carries the outer source in ``via``. The source is empty where nobody is named ('reportedly').
    """
    tree = Tree(text)
    marks = quotations(text.text)
    ruled = (*verb_drafts(tree), *phrase_drafts(tree), *account_drafts(tree), *going_by_drafts(tree))
    drafts = sorted(ruled, key=lambda d: d.at)
    if text.marked is not None:
        marked = marked_drafts(tree, text.marked, drafts, mended=filled)
        drafts = sorted([*marked, *(left_out(tree, marked, drafts) if filled else ())], key=lambda d: d.at)
    if filled:
        as_meant = as_headline(tree, drafts) if _is_headline(text) else drafts
        drafts = [draft for draft in by_somebody(tree, as_meant) if not _is_quoted_only(tree, draft, marks)]
        drafts = [*drafts, *closing_drafts(tree, drafts)]
        drafts = sorted([*drafts, *counted_drafts(tree, drafts)], key=lambda d: d.at)
        drafts = by_who_spoke(tree, with_labels(tree, with_turns(tree, without_questions(tree, drafts))))
    spoken = with_quotations(tree, drafts, marks)
    quoted = tuple(mark.span for mark in marks)
    if filled:
        around = _around(tree, spoken)
        spoken = [
            one for k, one in enumerate(spoken) if around[k] is None or _has_a_voice_of_its_own(tree, one.draft, quoted)
        ]
        keep_the_newsrooms(tree, spoken)
        take_lists(tree, spoken)
        take_reasons(tree, spoken)
        point(tree, spoken)
        held = views(tree)
        go_on(tree, spoken, take_views(tree, spoken, held, named=True), quoted)
        take_views(tree, spoken, held, named=False)
    return _nested(tree, spoken, quoted)


def _is_headline(text: AnnotatedText) -> bool:
    """Whether a text is one line that no tagger has read."""
    return text.marked is None and "\n" not in text.text.strip()


def _is_quoted_only(tree: Tree, draft: Draft, marks: tuple[Quotation, ...]) -> bool:
    """Whether whoever should speak is a part of somebody's quotation: 'was put in by “a junior hand”'.

    A name that is printed in marks ('Commander “Heron”') is none.
    """
    last = next((i for i in reversed(draft.source) if not is_mark(tree.tokens[i])), None)
    around = [
        mark.span for mark in marks if last is not None and mark.span.start <= tree.tokens[last].start < mark.span.end
    ]
    around = [span for span in around if tree.tokens[last or 0].pos != "PROPN" or len(span.of(tree.text).split()) > 2]
    return any(not span.start <= tree.tokens[draft.at].start < span.end for span in around)


def _has_a_voice_of_its_own(tree: Tree, draft: Draft, marks: tuple[Span, ...]) -> bool:
    """Whether what stands in somebody else's words is said by another voice, rather than a part of what they tell.

    Data and pictures speak through whoever shows them, and a witness who quotes what 'they' or 'I' said tells of it.
    """
    cue = tree.tokens[draft.at]
    who = [tree.tokens[i] for i in draft.source]
    if cue.lemma in cues.SHOWING and any(
        {token.lemma, token.text.lower()} & (cues.PICTURES | cues.DATA) for token in who
    ):
        return False
    if cue.lemma in cues.TELLING and tree.first(cue.i, "xcomp") is not None and tree.first(cue.i, "ccomp") is None:
        # 'The foreman told him to keep quiet, the driver claims': it is the driver who tells of the order.
        return False
    in_person = len(who) == 1 and who[0].text.lower() in cues.IN_PERSON
    quoted = any(mark.start <= cue.start < mark.end for mark in marks)
    return not (quoted and in_person and cue.lemma in cues.TELLING)


def _nested(tree: Tree, spoken: list[Utterance], marks: tuple[Span, ...]) -> tuple[Attribution, ...]:
    """The attributions, each with the sources it comes through."""
    around = _around(tree, spoken)
    found = [
        _attribution(tree, one, _outward(tree, spoken, around, number), marks) for number, one in enumerate(spoken)
    ]
    return tuple(sorted(found, key=lambda a: (a.content[0], a.content[-1].end, a.cue[:1])))


def _around(tree: Tree, spoken: list[Utterance]) -> list[int | None]:
    """For each utterance the one whose content its cue stands in; the narrowest where there are several."""
    cover: list[int | None] = [None] * len(tree.tokens)
    for number in sorted(range(len(spoken)), key=lambda n: -sum(map(len, spoken[n].content))):
        for span in spoken[number].content:
            inside = tree.within(span)
            cover[inside.start : inside.stop] = [number] * len(inside)
    return [cover[one.draft.at] if cover[one.draft.at] != number else None for number, one in enumerate(spoken)]


def _outward(tree: Tree, spoken: list[Utterance], around: list[int | None], number: int) -> list[Draft]:
    """The drafts around one, nearest first."""
    found: list[Draft] = []
    seen = {number}
    here = around[number]
    while here is not None and here not in seen and len(seen) <= _DEEPEST:
        seen.add(here)
        if not (spoken[here].draft.denies and tree.tokens[spoken[number].draft.at].pos == "NOUN"):
            # 'Residents rejected the ministry's claim that …' does not pass the claim on.
            found.append(spoken[here].draft)
        here = around[here]
    return found


def _attribution(tree: Tree, one: Utterance, outward: list[Draft], marks: tuple[Span, ...]) -> Attribution:
    draft = one.draft
    source = draft.source
    chain = [via for outer in reversed(outward) for via in (*outer.via, outer.source) if via]
    if draft.inherits and chain:
        source = chain.pop()
    doubtful = any(outer.denies or outer.opens for outer in outward)
    return Attribution(
        source=tree.spans(source, whole=draft.marked),
        cue=tree.spans(draft.cue, whole=draft.marked),
        content=tuple(one.content),
        form=Form.DIRECT if 2 * _quoted(one.content, marks) > sum(map(len, one.content)) else Form.INDIRECT,
        denies=draft.denies,
        hedges=draft.hedges or doubtful,
        opens=draft.opens,
        via=tuple(spans for via in (*chain, *draft.via) if (spans := tree.spans(via))),
    )


def _quoted(content: list[Span], marks: tuple[Span, ...]) -> int:
    """How many code points of ``content`` stand between quotation marks."""
    total = 0
    for span in content:
        i = max(0, bisect_right(marks, span.start, key=lambda mark: mark.start) - 1)
        while i < len(marks) and marks[i].start < span.end:
            total += max(0, min(span.end, marks[i].end) - max(span.start, marks[i].start))
            i += 1
    return total
