"""Conversations printed turn by turn: 'MINISTER: It was closed.' and, on the next line, 'HOST: Since when?'."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

from service.news.article import Span
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.naming import folded
from service.scoring.attribution.syntax import Tree

_TURN = re.compile(r"^[ \t]*(?P<who>[^\W\d_a-z][^:\n“”\"?!]{1,60}):[ \t]+(?P<said>\S[^\n]*)", re.MULTILINE)
_FEWEST_TURNS = 4
_MOST_WORDS = 6


def with_turns(tree: Tree, drafts: Sequence[Draft]) -> list[Draft]:
    """``drafts`` with what each speaker of a conversation says in a turn in place of what is marked at its colon."""
    turns = list(_turn_drafts(tree))
    colons = {draft.at for draft in turns}
    kept = (draft for draft in drafts if not colons & {draft.at, *draft.cue})
    return sorted([*kept, *turns], key=lambda draft: draft.at)


def _turn_drafts(tree: Tree) -> Iterator[Draft]:
    for label, said in _answers(tree.text):
        who, words = tree.within(label), tree.within(said)
        colon = next((i for i in range(who.stop, words.start) if tree.tokens[i].text == ":"), None)
        if who and words and colon is not None:
            yield Draft(colon, (colon,), tuple(who), tuple(words), sure=True)


def _answers(text: str) -> list[tuple[Span, Span]]:
    """The turns of those who are asked, as label and words; none where a text is no conversation.

    At least two speak in turn, twice or more. Who asks as often as not is the paper's own voice.
    """
    by_speaker: dict[str, list[re.Match[str]]] = defaultdict(list)
    for turn in _TURN.finditer(text):
        words = folded(turn["who"])
        if words and len(words) <= _MOST_WORDS:
            by_speaker[words[-1]].append(turn)
    again = [turns for turns in by_speaker.values() if len(turns) > 1]
    if len(again) < 2 or sum(map(len, again)) < _FEWEST_TURNS:
        return []
    asked = (turns for turns in by_speaker.values() if 2 * sum("?" in turn["said"] for turn in turns) < len(turns))
    return [(Span(*turn.span("who")), Span(*turn.span("said"))) for turn in chain.from_iterable(asked)]
