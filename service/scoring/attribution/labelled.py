"""Words that stand under somebody's name without a verb: posts, clips, lines with their source behind, letters.

'Harbour Board (@board), Thu 07:14: “The pier is shut.”', '(CLIP – ORSIC) “It held.”', 'Ill: 40 - Moravia Clinic',
'Killed: 12 (Harbour Board, 9 May)', and a letter from 'Sir:' to the name at its foot.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.news.article import Span
from service.scoring.annotated import Token
from service.scoring.attribution import voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.leads import label_ahead, voice_ahead
from service.scoring.attribution.syntax import FINITE, Tree, is_mark
from service.scoring.reading.layout import CLOCK, ITEM, TAKE

_QUOTE = "“\"‘'"
# 'Harbour Board (@board), Thu 07:14: “…': what stands ahead of the colon opens its line.
_POST = re.compile(
    rf"^(?P<label>[^\n:.!?“”\"]{{2,80}}(?:\d:\d\d[^\n:.!?“”\"]{{0,20}})?):[ \t]+(?=[{_QUOTE}])", re.MULTILINE
)
_TOLD = re.compile(
    rf"^(?P<time>{CLOCK}[ \t]+(?:[–—-][ \t]+)?)?"
    r"(?P<label>[^\n:.!?“”\"]{2,60}(?:\d:\d\d[^\n:.!?“”\"]{2,40})?):[ \t]+(?P<said>\w[^\n]*)",
    re.MULTILINE,
)
_CLIP = re.compile(
    rf"^[(\[](?:[^()\[\]\n]{{2,30}}[-–—:][ \t])?(?P<who>[^\W\d_a-z][^()\[\]\n:]{{1,40}})[)\]]:?[ \t]*(?=[{_QUOTE}])",
    re.MULTILINE,
)
_BEHIND = re.compile(r"[ \t](?P<mark>-{1,2}|–|—)[ \t](?P<who>(?:(?! -)[^\n.:;!?“”\"()–—]){2,60}?)\.?$", re.MULTILINE)
_BRACKETED = re.compile(r"(?P<mark>\()(?P<who>[^()\n]{2,60})\)\.?$", re.MULTILINE)
_VERBLESS = re.compile(r",?[ \t](?P<mark>says|said|per)[ \t](?P<who>[^,.;:()\n]{2,60})\.?$", re.MULTILINE)
_SALUTATION = re.compile(
    r"^(?:Sir|Madam|Sirs|Dear [^\n:,]{2,40}|To the [Ee]ditor)[ \t]?(?P<mark>[:,–—-])\s", re.MULTILINE
)
_SIGNATURE = re.compile(r"^(?P<who>(?:[^\W\d_a-z][\w.'’-]*[ \t]){1,4}[^\W\d_a-z][\w'’-]+),?[ \t]*$", re.MULTILINE)
_WHEN = re.compile(
    r"\d|^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|^(?:on|at|via)\b", re.IGNORECASE
)
_MOST_WORDS = 7
_ASIDES = frozenset({"acl", "advcl", "relcl"})
# So often a text uses a name that is a voice of its own.
_AGAIN = 2


def with_labels(tree: Tree, drafts: Sequence[Draft]) -> list[Draft]:
    """``drafts`` with what stands under a name in place of what is marked at the mark between the two."""
    turns = {draft.at for draft in drafts if draft.sure and tree.tokens[draft.at].text.endswith(":")}
    found = [draft for draft in _drafts(tree) if draft.at not in turns]
    taken = {i for draft in found for i in (draft.at, *draft.source)}
    kept = (draft for draft in drafts if not taken & {draft.at, *draft.cue})
    return sorted([*kept, *found], key=lambda draft: draft.at)


def _drafts(tree: Tree) -> Iterator[Draft]:
    seen: set[int] = set()
    for find in (_letters, _posts, _clips, _signed, _spoken):
        for draft in find(tree):
            if draft.at not in seen and not seen.intersection(draft.source):
                seen.update((draft.at, *draft.source))
                yield draft


def _posts(tree: Tree) -> Iterator[Draft]:
    """A name, perhaps with a handle and a time, and a colon; without quotation marks only behind a time or dateline."""
    for post in _POST.finditer(tree.text):
        quote = _quotation(tree.text, post.end())
        yield from _draft(tree, post.end("label"), _named(tree, post.span("label")), quote)
    for post in _TOLD.finditer(tree.text):
        start = post.start("label")
        take = TAKE.match(tree.text, start)
        timed = post["time"] or re.search(r"\d{1,2}[:.]\d\d", post["label"])
        if take is not None or timed is not None:
            who = _named(tree, (take.end() if take is not None else start, post.end("label")))
            if post["time"] and len(who) == 1 and not _is_known_by_itself(tree, tree.tokens[who[0]]):
                continue  # '09:40 Reminder: the road is shut'
            yield from _draft(tree, post.end("label"), who, Span(*post.span("said")))


def _clips(tree: Tree) -> Iterator[Draft]:
    """'(CLIP - ORSIC) “It held.”' of a script, '[Ana Bortic] “It held.”'."""
    for clip in _CLIP.finditer(tree.text):
        yield from _draft(tree, clip.start(), _named(tree, clip.span("who")), _quotation(tree.text, clip.end()))


def _signed(tree: Tree) -> Iterator[Draft]:
    """Lines with their source behind: after a dash anywhere, else in lists and beside figures."""
    for pattern in (_BEHIND, _BRACKETED, _VERBLESS):
        for line in pattern.finditer(tree.text):
            start = tree.text.rfind("\n", 0, line.start()) + 1
            item = ITEM.match(tree.text, start)
            start = item.end() if item is not None else start
            take = TAKE.match(tree.text, start)
            start = take.end() if take is not None else start
            ahead = Span(start, line.start("mark")) if start < line.start("mark") else None
            if ahead is None or (item is None and pattern is not _BEHIND):
                continue
            said = ahead.of(tree.text).rstrip()
            if said[-1:] in ("”", '"', "’") and (opens := max(said.rfind("“"), said.rfind('\n"'))) >= 0:
                ahead = Span(start + opens, ahead.end)
            yield from _draft(tree, line.start("mark"), _named(tree, line.span("who")), ahead)


def _spoken(tree: Tree) -> Iterator[Draft]:
    """'The firm's lawyer, Ana Bortic: in that account nothing has moved', in the course of a paragraph."""
    for colon in tree.tokens:
        label = label_ahead(tree, colon.i) if colon.text == ":" else ()
        first = label[0].i if label else 0
        opens = not first or not tree.is_told(first - 1) or "\n" in tree.tokens[first - 1].text
        if opens or tree.sentence_of[first - 1] == tree.sentence_of[first]:
            continue
        sentence = tree.sentences[tree.sentence_of[min(colon.i + 1, len(tree.tokens) - 1)]]
        said = tree.near(colon.i, range(colon.i + 1, sentence.last))
        who = voice_ahead(tree, label, quoted=False)
        clause = any(tree.tokens[i].tag in FINITE and tree.tokens[i].dep not in _ASIDES for i in said)
        if who and clause and not is_mark(tree.tokens[said[0]]):
            yield Draft(colon.i, (colon.i,), who, said, sure=True)


def _letters(tree: Tree) -> Iterator[Draft]:
    """A letter printed whole, by whoever signs it."""
    for letter in _SALUTATION.finditer(tree.text):
        foot = _SIGNATURE.search(tree.text, letter.end())
        if foot is not None:
            who = tuple(i for i in tree.within(Span(*foot.span("who"))) if tree.tokens[i].pos != "SPACE")
            yield from _draft(tree, letter.start("mark"), who, Span(letter.end(), foot.start()))


def _draft(tree: Tree, mark: int, who: tuple[int, ...], said: Span | None) -> Iterator[Draft]:
    at = next(iter(tree.within(Span(mark, mark + 4))), None)
    if at is None or not who or said is None or not tree.is_told(who[0]):
        return
    words = tuple(i for i in tree.within(said) if tree.tokens[i].pos != "SPACE" and i not in who and i != at)
    if words:
        yield Draft(at, (at,), who, words, sure=True)


def _quotation(text: str, start: int) -> Span | None:
    """From a quotation mark to the last one that closes in its line."""
    end = text.find("\n", start)
    line = text[start : end if end >= 0 else len(text)]
    closing = max(line.rfind(mark, 1) for mark in ("”", '"', "’", "'"))
    return Span(start, start + closing + 1) if closing > 0 else None


def _named(tree: Tree, place: tuple[int, int]) -> tuple[int, ...]:
    """The words of a label that name a voice: its first part between marks that is no time; () for none."""
    parts: list[list[int]] = [[]]
    inside = tree.within(Span(*place))
    for i in inside:
        token = tree.tokens[i]
        if token.text in (",", "(", ")", ";"):
            parts.append([])
        elif token.pos != "SPACE":
            parts[-1].append(i)
    for part in parts:
        words = [tree.tokens[i] for i in part]
        if words and not _WHEN.search(tree.text[words[0].start : words[-1].end]):
            # 'Her husband, Leo Marsh'
            label = tree.tokens[words[0].i : inside.stop]
            return voice_ahead(tree, label, quoted=True) or (tuple(part) if _is_voice(words) else ())
    return ()


def _is_voice(words: Sequence[Token]) -> bool:
    if len(words) > _MOST_WORDS or any(t.tag in FINITE for t in words):
        return False
    head = next((words[k - 1] for k, t in enumerate(words) if k and (t.pos == "ADP" or t.tag == "VBG")), words[-1])
    if {head.lemma.lower(), head.text.lower()} & voices.LABELS:
        return False
    return _is_known_voice(head) or (all(t.text[:1].isupper() for t in words) and words[-1].entity != "DATE")


def _is_known_by_itself(tree: Tree, word: Token) -> bool:
    """Whether one word ahead of a colon is a voice: known for one, or a name that the text uses again and again."""
    again = sum(t.text == word.text for t in tree.tokens) > _AGAIN
    return _is_known_voice(word) or (word.pos == "PROPN" and again)


def _is_known_voice(word: Token) -> bool:
    """Whether a word alone tells that it is somebody's: a handle, an office, a name with a label."""
    called = bool({word.lemma, word.text.lower()} & voices.SPEAKERS)
    return word.text.startswith("@") or called or word.entity in ("PERSON", "ORG")
