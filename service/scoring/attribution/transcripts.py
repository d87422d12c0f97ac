"""Conversations printed turn by turn: 'MINISTER: It was closed.' and, on the next line, 'HOST: Since when?'."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from service.news.article import Span
from service.scoring.attribution import voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.naming import folded
from service.scoring.attribution.syntax import Tree

_TURN = re.compile(r"^[ \t]*(?P<who>[^\W\d_a-z][^:\n“”\"?!]{1,60}):[ \t]+(?P<said>\S[^\n]*)", re.MULTILINE)
# Words of a label for whoever puts the paper's own questions.
_ASKING = frozenset(
    {"anchor", "correspondent", "editor", "host", "interviewer", "journalist", "moderator", "newsreader", "presenter"}
    | {"q", "reporter"}
)
_FEWEST_TURNS = 4
_MOST_WORDS = 6


def with_turns(tree: Tree, drafts: Sequence[Draft]) -> list[Draft]:
    """``drafts`` with what each speaker of a conversation says in a turn in place of what is marked at its colon.

    Nothing that is said in a turn goes beyond it.
    """
    by_speaker = _turns(tree.text)
    turns = list(_turn_drafts(tree, by_speaker))
    colons = {draft.at for draft in turns}
    ends = [Span(*turn.span()) for said in by_speaker for turn in said]
    kept = (_within(tree, draft, ends) for draft in drafts if not colons & {draft.at, *draft.cue})
    return sorted([*kept, *turns], key=lambda draft: draft.at)


def _within(tree: Tree, draft: Draft, turns: Sequence[Span]) -> Draft:
    """``draft`` with no more than what stands in the turn that it stands in, if it does in one."""
    at = tree.tokens[draft.at].start
    turn = next((span for span in turns if span.start <= at < span.end), None)
    if turn is None:
        return draft
    inside = tree.within(turn)
    return replace(draft, content=tuple(i for i in draft.content if i in inside))


def _turn_drafts(tree: Tree, by_speaker: Sequence[Sequence[re.Match[str]]]) -> Iterator[Draft]:
    asked = (turns for turns in by_speaker if not _asks(turns))
    for turn in chain.from_iterable(asked):
        who, words = tree.within(Span(*turn.span("who"))), tree.within(Span(*turn.span("said")))
        # 'MINISTER (on the line):' ends in one mark.
        colon = next((i for i in range(who.stop - 1, words.start) if tree.tokens[i].text.endswith(":")), None)
        if who and words and colon is not None:
            yield Draft(colon, (colon,), tuple(i for i in who if i != colon), tuple(words), sure=True)


def _asks(turns: Sequence[re.Match[str]]) -> bool:
    """Whether one asks as often as not, and leaves it to another to answer: that is the paper's own voice."""
    said = [turn["said"].rstrip() for turn in turns]
    if any(_is_introduced(turn["who"]) for turn in turns):
        return False
    return 2 * sum("?" in words for words in said) >= len(said) and any(words.endswith("?") for words in said)


def _is_introduced(label: str) -> bool:
    """Whether a label tells who somebody is: 'Hon. Ana Bortic', 'The Chairwoman', 'HOST (Ana Bortic)'."""
    called = [word.strip(".").lower() for word in label.split("(", maxsplit=1)[0].split()]
    held = set(called) & (voices.TITLES | voices.OFFICES)
    return bool(held - _ASKING) or (bool(set(called) & _ASKING) and len(label.split()) > 2)


def _turns(text: str) -> list[list[re.Match[str]]]:
    """The turns of each speaker, as label and words; none where a text is no conversation.

    At least two speak in turn, twice or more.
    """
    by_speaker: dict[str, list[re.Match[str]]] = defaultdict(list)
    for turn in _TURN.finditer(text):
        words = folded(turn["who"].split("(")[0])
        if words and len(words) <= _MOST_WORDS:
            by_speaker[words[-1]].append(turn)
    again = [turns for turns in by_speaker.values() if len(turns) > 1]
    if len(again) < 2 or sum(map(len, again)) < _FEWEST_TURNS:
        return []
    return list(by_speaker.values())
