"""Lists that somebody's words lead into: 'What the map shows, he says:' and one item a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.news.article import Span
from service.scoring.attribution import cues
from service.scoring.attribution.speech import Utterance
from service.scoring.attribution.syntax import QUOTE_MARKS, Tree
from service.scoring.reading.layout import BULLETS

_ITEM = re.compile(rf"\s*\n[ \t]*(?:[{BULLETS}]|\(?\d{{1,2}}[.)])[ \t]*(?P<said>\S[^\n]*)")
_LEADING = cues.SAYING | cues.REFERRING


def take_lists(tree: Tree, spoken: Sequence[Utterance]) -> None:
    """Add to the contents of ``spoken`` the items of the lists that they lead into with a colon."""
    led: dict[int, Utterance] = {}
    for one in spoken:
        leads = any(tree.tokens[i].lemma in _LEADING for i in (one.draft.at, *one.draft.cue))
        if one.draft.source and not one.draft.opens and leads:
            start = tree.tokens[one.draft.at].start
            end = tree.text.find("\n", start)
            if end >= 0 and tree.text[start:end].rstrip().endswith(":"):
                led[end] = one
    for end, one in led.items():
        items = list(_items(tree.text, end))
        if items:
            before = [span for span in one.content if span.start < end]
            one.content = sorted([*(Span(s.start, min(s.end, end)) for s in before), *items])


def take_reasons(tree: Tree, spoken: list[Utterance]) -> None:
    """Add to ``spoken`` what stands behind a colon right after what they say: 'He blamed the cuts: none was there'."""
    said = {i for one in spoken for i in one.said(tree)}
    for one in tuple(spoken):
        ends = max((i for span in one.content[-1:] for i in tree.within(span)), default=one.draft.at)
        colon = max((ends, *one.draft.cue, *one.draft.source)) + 1
        sentence = tree.sentences[tree.sentence_of[one.draft.at]]
        behind = tree.near(one.draft.at, range(colon + 1, sentence.last))
        opens = one.draft.opens or not one.draft.source or colon >= sentence.last or tree.tokens[colon].text != ":"
        if opens or said & set(behind) or not tree.has_finite(behind):
            continue
        if tree.tokens[behind[0]].text not in QUOTE_MARKS:
            draft = replace(one.draft, cue=(), content=(), denies=False)
            spoken.append(Utterance(draft, list(tree.spans(behind))))


def _items(text: str, end: int) -> Iterator[Span]:
    """The items of the list that begins behind ``end``."""
    while (item := _ITEM.match(text, end)) is not None:
        yield Span(item.start("said"), item.start("said") + len(item["said"].rstrip()))
        end = item.end()
