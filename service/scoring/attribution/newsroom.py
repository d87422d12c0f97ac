"""Sentences in which a newsroom speaks of itself: 'Our reporter saw no rail', 'We cannot verify this'.

They are the paper's own, also where they stand behind somebody's words or under somebody's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from service.news.article import Span
from service.scoring.annotated import Token
from service.scoring.attribution import voices
from service.scoring.attribution.speech import Utterance
from service.scoring.attribution.syntax import Tree, is_mark

# By these the paper means itself, where it does not quote.
_OURS = voices.FIRST_PERSON | {"mine", "my", "our", "ours"}
_MEDIA = frozenset(
    {"agency", "channel", "correspondent", "journal", "magazine", "newspaper", "newsroom", "paper", "programme"}
    | {"reporter", "site", "station", "website"}
)
_CHECKING = frozenset({"confirm", "corroborate", "establish", "reconcile", "substantiate", "verify"})


def tells_of_us(words: Sequence[Token]) -> bool:
    """Whether a sentence tells of the paper and its own: 'our calls', 'this newspaper'."""
    low = [t.text.lower() for t in words]
    return not _OURS.isdisjoint(low) or any(a == "this" and b in _MEDIA for a, b in pairwise(low))


def is_the_newsrooms(words: Sequence[Token]) -> bool:
    """Whether a sentence tells what a newsroom does about what it is told."""
    low = [t.text.lower() for t in words]
    ours = any(a == "our" and b in _MEDIA for a, b in pairwise(low))
    checks = any(t.text.lower() == "we" and t.dep == "nsubj" and _checks(words, t.head) for t in words)
    return ours or checks


def _checks(words: Sequence[Token], head: int) -> bool:
    """Whether the verb at ``head`` tells that something was looked into, or heard."""
    verb = next((t for t in words if t.i == head), None)
    unsure = any(t.head == head and (t.dep == "neg" or t.text.lower() == "unable") for t in words)
    return verb is not None and ((verb.lemma in _CHECKING and unsure) or (verb.lemma == "hear" and verb.tag == "VBP"))


def keep_the_newsrooms(tree: Tree, spoken: Sequence[Utterance]) -> None:
    """Take out of what others say the sentences behind it in which the newsroom speaks: 'We cannot verify this'."""
    for one in spoken:
        said = {tree.sentence_of[i] for i in one.said(tree)}
        for number in sorted(said - {tree.sentence_of[one.draft.at]}):
            words = tree.told(number)
            if words and is_the_newsrooms(words) and not _is_in_quotes(tree, words):
                sentence = Span(words[0].start, words[-1].end)
                parts = (part for span in one.content for part in _without(span, sentence))
                one.content = [part for part in parts if tree.within(part)]


def _is_in_quotes(tree: Tree, words: Sequence[Token]) -> bool:
    """Whether a sentence stands in a quotation, or has one."""
    line = tree.text[tree.text.rfind("\n", 0, words[0].start) + 1 : words[0].start]
    opened = line.count("“") > line.count("”") or line.count('"') % 2 == 1
    return opened or any(map(is_mark, words))


def _without(span: Span, gap: Span) -> list[Span]:
    """A span without what lies in ``gap``."""
    if not span.overlaps(gap):
        return [span]
    sides = ((span.start, gap.start), (gap.end, span.end))
    return [Span(start, end) for start, end in sides if start < end]
