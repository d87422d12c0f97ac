"""Where, when, why and in what state: the slots of a claim that no predication names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from service.news.article import Span
from service.news.claim import Slot, SlotName
from service.scoring.annotated import Token, joined
from service.scoring.ports import DateReader
from service.scoring.reading import clocks, lexicon
from service.scoring.reading.senses import sense
from service.scoring.reading.times import times

PLACES = frozenset({"GPE", "LOC", "FAC"})
# The tagger takes many a small town for a person or an institution, or does not know it.
MAYBE_PLACES = PLACES | {"", "PERSON", "ORG"}
LEADING = frozenset({"ADP", "DET", "ADJ", "NOUN"})
NAMING = frozenset({"NOUN", "PROPN"})
PHRASE = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "ADV"})
STATE_PARTS = frozenset({"ADJ", "VERB", "NOUN", "ADV"})
LONGEST_CAUSE = 6
MARK_STARTS = frozenset(mark.split()[0] for mark in lexicon.CAUSE_MARKS)
STATE_STARTS = frozenset(phrase.split()[0] for phrase in lexicon.STATE_PHRASES)


def circumstances(tokens: Sequence[Token], said_at: datetime | None, dates: DateReader) -> tuple[Slot, ...]:
    """Place, time, cause and status slots of a claim; 'on Monday' is seen from ``said_at``."""
    lowered = [token.text.lower() for token in tokens]
    return (
        _places(tokens, lowered) + times(tokens, said_at, dates) + _causes(tokens, lowered) + _states(tokens, lowered)
    )


def _places(tokens: Sequence[Token], lowered: Sequence[str]) -> tuple[Slot, ...]:
    slots = []
    for i, token in enumerate(tokens):
        if token.pos != "PROPN" or i == 0 or tokens[i - 1].pos == "PROPN" or token.entity not in MAYBE_PLACES:
            continue
        if (token.entity and not token.entity_start) or lowered[i] in clocks.ZONES:
            continue
        if any(t.pos in LEADING and t.lemma in lexicon.PLACE_PREPOSITIONS for t in tokens[max(0, i - 3) : i]):
            last = i
            while last + 1 < len(tokens) and _goes_on(tokens, last):
                last += 1
            name = tokens[i : last + 1]
            text = joined(name)
            slots.append(Slot(SlotName.PLACE, Span(name[0].start, name[-1].end), text, text.casefold()))
    return tuple(slots)


def _goes_on(tokens: Sequence[Token], last: int) -> bool:
    """Whether a name goes on after ``last``: by another name, or by a hyphen printed without a gap ('Al-Bukamal')."""
    following = tokens[last + 1]
    hyphened = following.text == "-" or tokens[last].text == "-"
    return following.pos == "PROPN" or (hyphened and following.start == tokens[last].end)


def _causes(tokens: Sequence[Token], lowered: Sequence[str]) -> tuple[Slot, ...]:
    """What follows 'caused by' and the like, what 'caused' it, and the means that the lexicon knows."""
    slots = [*_marked(tokens, lowered), *_causers(tokens)]
    seen = {slot.span for slot in slots}
    slots += [slot for slot in _means(tokens) if not any(other.start <= slot.span.start < other.end for other in seen)]
    return tuple(slots)


def _marked(tokens: Sequence[Token], lowered: Sequence[str]) -> Iterator[Slot]:
    for i, word in enumerate(lowered):
        if word not in MARK_STARTS:
            continue
        for mark in lexicon.CAUSE_MARKS:
            size = len(mark.split())
            if mark == " ".join(lowered[i : i + size]):
                phrase = _phrase(tokens, i + size)
                if phrase:
                    yield _slot(SlotName.CAUSE, phrase, head=_head(phrase))


def _phrase(tokens: Sequence[Token], first: int) -> Sequence[Token]:
    """The noun phrase from ``first`` on, which ends with its last noun."""
    last = first
    while last < min(first + LONGEST_CAUSE, len(tokens)) and (
        tokens[last].pos in PHRASE or tokens[last].text == "-" or tokens[last].tag in {"VBG", "VBN"}
    ):
        last += 1
    while last > first and tokens[last - 1].pos not in NAMING and tokens[last - 1].tag != "VBG":
        last -= 1
    return tokens[first:last]


def _head(phrase: Sequence[Token]) -> Token:
    """The word that names the means, or the last noun: 'leak' of 'a gas leak', 'drone' of 'a drone strike'."""
    return next((token for token in phrase if token.lemma in lexicon.MEANS), phrase[-1])


def _causers(tokens: Sequence[Token]) -> Iterator[Slot]:
    """The subject of 'caused', 'led to', 'was to blame': 'a faulty valve caused the leak'."""
    for place, token in enumerate(tokens):
        if not (
            (token.lemma in lexicon.CAUSING and token.pos == "VERB")
            or (token.lemma in {"lead", "blame"} and token.pos == "VERB" and _leads_to(tokens, place))
        ):
            continue
        verb = token if token.lemma != "blame" else next((t for t in tokens if t.i == token.head), token)
        subject = next((t for t in tokens if t.head == verb.i and t.dep == "nsubj"), None)
        if subject is not None and subject.pos in NAMING:
            phrase = [t for t in tokens if t.head == subject.i and t.dep in {"compound", "amod"} and t.i < subject.i]
            yield _slot(SlotName.CAUSE, [*phrase, subject], head=subject)


def _leads_to(tokens: Sequence[Token], place: int) -> bool:
    if tokens[place].lemma == "lead":
        return place + 1 < len(tokens) and tokens[place + 1].lemma == "to"
    return place > 0 and tokens[place - 1].lemma == "to"


def _means(tokens: Sequence[Token]) -> Iterator[Slot]:
    for i, token in enumerate(tokens):
        if token.pos not in NAMING:
            continue
        if token.lemma in lexicon.MEANS:
            if _ruled_out(tokens, _compound_start(tokens, i)):
                continue
            if token.dep not in {"dobj", "obj"} or not _is_effect(token, tokens):
                yield _slot(SlotName.CAUSE, tokens[_compound_start(tokens, i) : i + 1], head=token)
        elif token.lemma in lexicon.DISASTERS and _is_what_it_came_of(tokens, i):
            yield _slot(SlotName.CAUSE, tokens[_compound_start(tokens, i) : i + 1], head=token)


def _ruled_out(tokens: Sequence[Token], first: int) -> bool:
    """'A leak, not a bomb', 'rather than a bomb'."""
    before = [token.lemma for token in tokens[max(0, first - 3) : first] if token.pos != "DET"]
    return before[-1:] == ["not"] or before[-2:] in (["rather", "than"], ["instead", "of"])


def _is_effect(token: Token, tokens: Sequence[Token]) -> bool:
    return any(t.i == token.head and t.lemma in lexicon.CAUSING for t in tokens)


def _is_what_it_came_of(tokens: Sequence[Token], i: int) -> bool:
    """'Died in the stampede', 'killed by an avalanche'; a strike of drones is the drones' already."""
    first = _compound_start(tokens, i)
    if any(token.lemma in lexicon.MEANS for token in tokens[first:i]):
        return False
    before = first - 1
    while before >= 0 and tokens[before].pos in {"DET", "ADJ", "NUM"}:
        before -= 1
    if before < 0 or tokens[before].lemma not in lexicon.MEANS_MARKS:
        return False
    verb = next((t for t in tokens if t.i == tokens[before].head), None)
    return verb is not None and verb.pos in {"VERB", "AUX"}


def _compound_start(tokens: Sequence[Token], i: int) -> int:
    """Where the compound that ends at ``i`` starts: 'roadside bomb', 'car bomb', 'gas leak'."""
    first = i
    while first > 0 and (
        (tokens[first - 1].dep in {"compound", "amod"} and tokens[first - 1].pos in {"NOUN", "ADJ"})
        or (tokens[first - 1].text == "-" and tokens[first - 1].end == tokens[first].start)
    ):
        first -= 1
    return first


def _states(tokens: Sequence[Token], lowered: Sequence[str]) -> tuple[Slot, ...]:
    slots = []
    for i, token in enumerate(tokens):
        meant = sense(token)
        if token.pos in STATE_PARTS and (meant in lexicon.OPPOSITES or lowered[i] in lexicon.QUALIFIED):
            slots.append(_slot(SlotName.STATUS, [token]))
        elif lowered[i] in STATE_STARTS:
            phrase = next((p for p in lexicon.STATE_PHRASES if p == " ".join(lowered[i : i + len(p.split())])), None)
            if phrase is not None:
                words = tokens[i : i + len(phrase.split())]
                kept = [token for token in words if token.lemma != "be"]
                span = Span(kept[0].start, kept[-1].end)
                slots.append(Slot(SlotName.STATUS, span, joined(kept), lexicon.STATE_PHRASES[phrase]))
    return tuple(slots)


def _slot(name: SlotName, tokens: Sequence[Token], head: Token | None = None) -> Slot:
    named = head or tokens[0]
    return Slot(name, Span(tokens[0].start, tokens[-1].end), joined(tokens), sense(named) or named.lemma)
