"""Joining quotations to the speakers around them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from service.news.article import Span
from service.scoring.annotated import Token
from service.scoring.attribution import cues, voices
from service.scoring.attribution.drafts import Draft
from service.scoring.attribution.leads import label_ahead, voice_ahead
from service.scoring.attribution.quotes import Quotation
from service.scoring.attribution.speakers import noun_phrase, owner, verb_group
from service.scoring.attribution.syntax import LONGEST, QUOTE_MARKS, Tree

_FEWEST_WORDS = 3
_REACH = 160
_NEAR = 7
# What somebody says, ahead of a colon: 'His only words came in a letter: “…”'.
_WORDS = cues.ACCOUNTS | cues.POSITIONS | cues.SAYING_NOUNS | cues.DOCUMENT_NOUNS | {"word", "verdict", "advice"}
# What a text gives in full: 'I give his words whole.'
_IN_FULL = frozenset(
    {"account", "answer", "email", "letter", "message", "reply", "statement", "story", "version", "word"}
)


@dataclass(slots=True)
class Utterance:
    """A draft with the spans of its content; ``owns`` holds the quotations that belong to it."""

    draft: Draft
    content: list[Span]
    owns: set[Span] = field(default_factory=set)

    def said(self, tree: Tree) -> list[int]:
        """The words of its content, as indices."""
        return [i for span in self.content for i in tree.within(span)]


def with_quotations(tree: Tree, drafts: list[Draft], marks: tuple[Quotation, ...]) -> list[Utterance]:
    """The utterances of ``drafts``, widened to whole quotations, and one for each quotation that nobody had claimed.

    A cue between quotation marks reaches no further than these marks. Drafts without any content are left out.
    """
    spans = [mark.span for mark in marks]
    spoken = [_bounded(tree, draft, spans) for draft in drafts]
    spoken = _Speakers(tree, spoken, marks).assigned()
    return [one for one in spoken if one.content]


def _bounded(tree: Tree, draft: Draft, spans: list[Span]) -> Utterance:
    content = list(tree.spans(draft.content)) if _has_words(tree, draft) else []
    around = _enclosing(spans, tree.tokens[draft.at].start)
    if around is not None:
        inside = Span(around.start + 1, around.end - 1) if len(around) > 1 else around
        return Utterance(draft, [clipped for span in content if (clipped := _clip(span, inside))])
    one = Utterance(draft, content)
    for span in content:
        for quote in _overlapping(spans, span):
            _take(one, quote)
    return one


def _has_words(tree: Tree, draft: Draft) -> bool:
    return any(tree.tokens[i].pos not in ("PUNCT", "SPACE", "SYM") for i in draft.content)


def _take(one: Utterance, quote: Span) -> None:
    """Make ``quote`` part of the content."""
    one.owns.add(quote)
    merged = quote
    rest = []
    for span in one.content:
        if span.start <= merged.end and merged.start <= span.end:
            merged = Span(min(span.start, merged.start), max(span.end, merged.end))
        else:
            rest.append(span)
    one.content = sorted([*rest, merged])


def _clip(span: Span, to: Span) -> Span | None:
    start, end = max(span.start, to.start), min(span.end, to.end)
    return Span(start, end) if start < end else None


def _enclosing(spans: list[Span], at: int) -> Span | None:
    i = bisect_right(spans, at, key=lambda s: s.start) - 1
    return spans[i] if i >= 0 and at < spans[i].end else None


def _overlapping(spans: list[Span], span: Span) -> list[Span]:
    i = max(0, bisect_right(spans, span.start, key=lambda s: s.start) - 1)
    found = []
    while i < len(spans) and spans[i].start < span.end:
        if spans[i].overlaps(span):
            found.append(spans[i])
        i += 1
    return found


def _is_person(token: Token) -> bool:
    """Whether a word stands for a person: 'he', 'the nurse'."""
    return token.text.lower() in voices.PERSONAL or token.lemma.lower() in voices.CALLINGS


class _Speakers:
    """Gives every quotation that no clause has claimed to a speaker nearby."""

    def __init__(self, tree: Tree, spoken: list[Utterance], marks: tuple[Quotation, ...]) -> None:
        self._tree = tree
        self._spoken = spoken
        self._marks = marks
        self._cues = [tree.tokens[one.draft.at].start for one in spoken]
        self._heads = [one.draft.at for one in spoken]
        self._made: list[Utterance] = []

    def assigned(self) -> list[Utterance]:
        """All utterances, old and new, in the order of their cues."""
        owners = {span: one for one in self._spoken for span in one.owns}
        waiting: list[Span] = []
        last: tuple[Span, Utterance] | None = None
        for mark in self._marks:
            owner = owners.get(mark.span)
            if owner is None and self._is_speech(mark.span):
                owner = self._after(mark.span) or self._before(mark.span) or self._by_any_verb(mark.span)
                owner = owner or self._answering(mark.span)
                owner = owner or self._going_on(mark.span, last) or self._led_up_to(mark.span)
                owner = owner or self._followed(mark.span)
                if owner is None and mark.unfinished:
                    waiting.append(mark.span)
                    continue
                owner = owner or self._introduced(mark.span)
            if owner is None:
                continue
            for span in (*waiting, mark.span):
                _take(owner, span)
            waiting, last = [], (mark.span, owner)
        return sorted([*self._spoken, *self._made], key=lambda one: one.draft.at)

    def _is_speech(self, quote: Span) -> bool:
        """Whether a quotation stands as a clause of its own, rather than as a few words that the sentence uses."""
        text = self._tree.text
        words = quote.of(text).strip("".join(QUOTE_MARKS)).split()
        if len(words) < _FEWEST_WORDS:
            return False
        before = text[max(0, quote.start - 3) : quote.start].rstrip(" ")
        ends = words[-1][-1] in ".,!?…—-" or text[quote.end : quote.end + 1] in {".", ","}
        return ends and (not before or before[-1] in ",:.!?…\n”\"'")

    def _after(self, quote: Span) -> Utterance | None:
        """'“…,” X said'."""
        i = bisect_right(self._cues, quote.end - 1)
        if i == len(self._cues) or self._cues[i] - quote.end > _REACH:
            return None
        between = self._tree.text[quote.end : self._cues[i]]
        if self._ends_sentence(quote) and between.lstrip()[:1].isupper():
            # '“I did not.” So the report says …': what follows a full stop is a sentence of its own.
            return None
        return self._spoken[i] if self._within_sentence(quote.end, self._cues[i], between) and self._says(i) else None

    def _ends_sentence(self, quote: Span) -> bool:
        inside = quote.of(self._tree.text).rstrip("".join(QUOTE_MARKS))
        return inside.endswith(".") and not inside.endswith("..")

    def _before(self, quote: Span) -> Utterance | None:
        """'X said: “…”', also over the end of a paragraph."""
        text = self._tree.text
        ahead = text[max(0, quote.start - 8) : quote.start].rstrip()
        if not ahead or ahead[-1] not in ",:":
            return None
        i = bisect_right(self._cues, quote.start - 1) - 1
        near = (
            i >= 0 and quote.start - self._cues[i] <= _REACH and self._within_sentence(self._cues[i], quote.start, "")
        )
        if near and (ahead[-1] == ":" or self._says(i)):
            return self._spoken[i]
        return self._by_colon(quote) if ahead[-1] == ":" else None

    def _says(self, i: int) -> bool:
        draft = self._spoken[i].draft
        return not draft.inherits and bool(draft.source)

    def _within_sentence(self, start: int, end: int, between: str) -> bool:
        if "\n" in between.strip(" "):
            return False
        first, last = self._token_at(start), self._token_at(end - 1)
        return self._tree.sentence_of[first] == self._tree.sentence_of[last] or (
            not any(c in between for c in ".!?") and bool(between)
        )

    def _token_at(self, at: int) -> int:
        return max(0, bisect_right(self._tree.starts, at) - 1)

    def _by_colon(self, quote: Span) -> Utterance | None:
        """'The minister called them on it: “…”': any verb will do before a colon."""
        tree = self._tree
        colon = self._token_at(quote.start - 1)
        while colon > 0 and tree.tokens[colon].text != ":":
            colon -= 1
        sentence = tree.sentences[tree.sentence_of[colon]]
        label = label_ahead(tree, colon)
        if who := voice_ahead(tree, label, quoted=True):
            return self._make(Draft(colon, (colon,), who, ()))
        for i in range(colon - 1, max(sentence.first, colon - LONGEST) - 1, -1):
            subject = tree.first(i, "nsubj")
            if tree.tokens[i].pos in ("VERB", "AUX") and subject is not None:
                cue = tuple(k for k in verb_group(tree, tree.tokens[i]))
                whose, _ = owner(tree, subject, "of", "from", "by") if subject.lemma in _WORDS else ([], ())
                return self._make(Draft(i, cue, tuple(whose or noun_phrase(tree, subject.i)), ()))
        return None

    def _by_any_verb(self, quote: Span) -> Utterance | None:
        """'“Is it shut?” posed the senator', '“I saw nothing”, he repeats': any verb right behind a quotation."""
        tree = self._tree
        first = bisect_left(tree.starts, quote.end)
        words = [t for t in tree.tokens[first : first + _NEAR] if t.text != ","]
        verb = next((t for t in words if t.tag in ("VBD", "VBZ")), None)
        if verb is None or set(".\n") & set(tree.text[quote.end : verb.start]) or not words[0].text[:1].islower():
            return None
        behind = words[0] is verb and len(words) > 1 and words[1].pos in ("DET", "PROPN")
        who = next((t for t in words if t.dep in ("nsubj", "dobj") and (t.i > verb.i) is behind), None)
        if who is None or not (
            who.pos == "PROPN" or who.text.lower() in voices.PERSONAL or who.lemma in voices.SPEAKERS
        ):
            return None
        source = tuple(i for i in noun_phrase(tree, who.i, verb.i) if i != verb.i)
        return self._make(Draft(verb.i, (verb.i,), source, ()))

    def _led_up_to(self, quote: Span) -> Utterance | None:
        """A quotation that is a paragraph, behind one that ends on its writer: 'Here is what she wrote', and why."""
        tree, text = self._tree, self._tree.text
        ahead = text[: quote.start].rstrip(" ")
        if not ahead.endswith("\n") or text[quote.end : quote.end + 1] not in ("", "\n"):
            return None
        at = self._token_at(len(ahead.rstrip()) - 1)
        sentence = tree.sentences[tree.sentence_of[at]]
        for i in range(max(sentence.first, at - LONGEST), at):
            whose = tree.first(i, "poss") if tree.tokens[i].lemma in _IN_FULL else None
            if whose is not None and whose.text.lower() not in cues.NOT_THEIRS:
                # 'I give his words whole'
                return self._make(Draft(i, (i,), (whose.i,), ()))
            what = tree.tokens[i].lemma in cues.SAYING and any(t.text.lower() == "what" for t in tree.all(i, "dobj"))
            subject = tree.first(i, "nsubj") if what else None
            if subject is not None and subject.text.lower() not in cues.NOT_THEIRS:
                return self._make(Draft(i, (i,), tuple(noun_phrase(tree, subject.i, i)), ()))
        return None

    def _followed(self, quote: Span) -> Utterance | None:
        """A quotation that opens a paragraph, behind which the next sentence is about its speaker."""
        tree, text = self._tree, self._tree.text
        behind = text[quote.end : quote.end + 2]
        if text[: quote.start].rstrip(" ")[-1:] not in ("", "\n") or not behind.strip() or "\n" in behind:
            return None
        number = tree.sentence_of[min(bisect_left(tree.starts, quote.end), len(tree.tokens) - 1)]
        sentence = tree.sentences[number]
        if tree.tokens[sentence.first].start < quote.end:
            return None
        words = tree.tokens[sentence.first : sentence.last]
        subject = next((t for t in words if t.dep in ("nsubj", "nsubjpass")), None)
        if subject is None or subject.pos != "PROPN" or subject.entity not in ("PERSON", ""):
            return None
        return self._make(Draft(subject.head, (), tuple(noun_phrase(tree, subject.i)), ()))

    def _answering(self, quote: Span) -> Utterance | None:
        """A quotation behind a question of the paper's: 'Did he see it? “I did not.”', 'She blames the wind. Why? “…”'.

        It is by whom the question is about, else by whoever the sentence ahead of it was about.
        """
        tree = self._tree
        at = self._token_at(quote.start)
        number = tree.sentence_of[max(0, at - 1)]
        asked: list[Token] = []
        while number and (words := self._sentence(number, at)) and words[-1].text == "?":
            asked = words
            number -= 1
        if not asked:
            return None
        whom = next((t for t in asked if t.text.lower() in voices.PERSONAL and t.tag == "PRP"), None)
        words = [] if whom is not None else self._sentence(number, at)
        whom = whom or next((t for t in words if t.dep == "nsubj" and (t.pos == "PROPN" or _is_person(t))), None)
        return self._make(Draft(at, (), tuple(noun_phrase(tree, whom.i)), ())) if whom is not None else None

    def _sentence(self, number: int, at: int) -> list[Token]:
        """The words of a sentence in the paragraph of the token ``at``."""
        tree = self._tree
        inside = range(tree.sentences[number].first, tree.sentences[number].last)
        return [tree.tokens[i] for i in tree.near(at, inside) if tree.tokens[i].pos != "SPACE"]

    def _going_on(self, quote: Span, last: tuple[Span, Utterance] | None) -> Utterance | None:
        """The next quotation of a paragraph, or one that opens the paragraph after it, is by the same speaker."""
        if last is None:
            return None
        if self._is_interrupted(last[0], quote):
            return None
        if (told := self._told_before(last[0], quote)) is not None:
            return told
        gap = self._tree.text[last[0].end : quote.start]
        parts = [part for part in gap.split("\n") if part.strip()]
        if "\n" not in gap:
            return last[1]
        opens_paragraph = gap.endswith("\n") or not gap.split("\n")[-1].strip()
        return last[1] if opens_paragraph and len(parts) <= 1 and len(gap) <= _REACH else None

    def _is_interrupted(self, last: Span, quote: Span) -> bool:
        """Whether the sentence right before a quotation turns to somebody else: '“…,” X said. Y rose. “…”'."""
        tree = self._tree
        at = self._token_at(quote.start)
        number = tree.sentence_of[at - 1] if at else tree.sentence_of[at]
        if number == tree.sentence_of[at] or tree.tokens[tree.sentences[number].first].start < last.end:
            return False
        before = tree.sentences[number]
        return tree.turns(number) and not any(before.first <= i < before.last for i in self._heads)

    def _told_before(self, last: Span, quote: Span) -> Utterance | None:
        """Who says something in the sentence right before a quotation: '“…,” X said. Y told us he saw it. “…”'."""
        tree = self._tree
        number = tree.sentence_of[max(0, self._token_at(quote.start) - 1)]
        first = bisect_right(self._cues, last.end)
        for one in self._spoken[first : bisect_left(self._cues, quote.start)]:
            cue = tree.tokens[one.draft.at]
            told = cue.lemma in cues.SAYING and one.draft.source and not one.draft.inherits and one.content
            if told and tree.sentence_of[cue.i] == number and tree.near(cue.i, [self._token_at(quote.start)]):
                return one
        return None

    def _introduced(self, quote: Span) -> Utterance:
        """A quotation after a sentence about its speaker; without a source where that sentence names no person."""
        tree = self._tree
        at = self._token_at(quote.start)
        before = tree.sentences[tree.sentence_of[at - 1]] if at else None
        if before is not None and "\n" not in tree.text[tree.tokens[before.first].start : quote.start]:
            for i in range(max(before.first, before.last - LONGEST), before.last):
                subject = tree.first(i, "nsubj")
                if subject is not None and (subject.pos == "PROPN" or subject.text.lower() in ("he", "she")):
                    return self._make(Draft(at, (), tuple(noun_phrase(tree, subject.i)), ()))
            for i, head in enumerate(self._heads):
                if before.first <= head < before.last and self._says(i):
                    return self._make(Draft(at, (), self._spoken[i].draft.source, ()))
        return self._make(Draft(at, (), (), ()))

    def _make(self, draft: Draft) -> Utterance:
        one = Utterance(draft, [])
        self._made.append(one)
        return one
