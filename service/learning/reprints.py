"""What desks do to wire copy before they print it: cutting, house style, other words, other units, a paragraph added.

Each operation makes of a wire report's paragraphs those of a reprint. Which of them a decision is fitted on, chosen on
and judged on is said where they are used: whole operations are kept apart, not only whole texts.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from service.learning.reprint_words import (
    BETWEEN,
    BRITISH,
    OTHER_WORDS,
    PRESENT,
    SAID,
    STILL_OTHER_WORDS,
    YET_OTHER_WORDS,
)

Paragraphs = list[str]
Operation = Callable[["Wire"], Paragraphs]


@dataclass(frozen=True, slots=True)
class Wire:
    """Wire copy on a desk: its paragraphs, a paragraph of the desk's ``own``, and ``chance`` to draw from."""

    paragraphs: Paragraphs
    own: str
    chance: random.Random

    def then(self, operation: Operation) -> Wire:
        """What an operation makes of it, for the next one."""
        return replace(self, paragraphs=operation(self))


_UNITS = (
    (r"kilometers?|km", 0.6214, "miles"),
    (r"square meters?", 10.76, "square feet"),
    (r"meters?", 3.281, "feet"),
    (r"centimeters?", 0.3937, "inches"),
    (r"metric tons?|tons?", 1.102, "short tons"),
    (r"liters?", 0.2642, "gallons"),
    (r"acres", 0.4047, "hectares"),
    (r"pounds(?! a day)", 0.4536, "kilograms"),
    (r"miles an hour", 1.609, "kilometers an hour"),
)
_END = re.compile(r"(?<=[.!?])\s+(?=[\"A-Z0-9])|(?<=[.!?]\")\s+(?=[\"A-Z0-9])")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|[A-Z]\.[A-Z]|[ap]\.m|Mr|Mrs|Ms|Dr|St|Sept?|Oct|Nov|Dec|Jan|Feb|Aug|vs|No)\.$")
_WORDS = dict(
    enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
)
_QUOTED_FIRST = re.compile(
    r"^\"(?P<said>[^\"]+),\" (?:(?:said|told) (?P<then>[^\".]{3,120}?)"
    r"|(?P<who>[^,\"]{3,90}?) (?:said|told [^.\"]+?)(?:[ ,][^\"]*)?)\.(?P<more>.*)$"
)
_SAID_LAST = re.compile(
    r"^(?P<content>[^\"]{20,}), (?P<who>(?:[a-z][^,\"]{3,60}|[A-Z][\w .'-]{3,60}?)) said(?P<rest> on \w+)?\.$"
)


def whole(wire: Wire) -> Paragraphs:
    """Printed as it came."""
    return list(wire.paragraphs)


def cut_at_the_end(wire: Wire) -> Paragraphs:
    """The first three or four paragraphs."""
    return wire.paragraphs[: wire.chance.choice((3, 4))]


def brief(wire: Wire) -> Paragraphs:
    """The lead and one paragraph more."""
    return wire.paragraphs[:2]


def reordered(wire: Wire) -> Paragraphs:
    """The lead, then the rest in another order."""
    return [wire.paragraphs[0], *wire.chance.sample(wire.paragraphs[1:], len(wire.paragraphs) - 1)]


def thinned(wire: Wire) -> Paragraphs:
    """A third of the sentences left out, the lead kept."""
    kept = [
        [each for each in sentences(paragraph) if wire.chance.random() > 1 / 3] for paragraph in wire.paragraphs[1:]
    ]
    return [wire.paragraphs[0], *(" ".join(each) for each in kept if each)]


def other_cues(wire: Wire) -> Paragraphs:
    """Other verbs of saying."""
    return [
        _swapped(paragraph, {cue: wire.chance.choice(others) for cue, others in SAID.items()})
        for paragraph in wire.paragraphs
    ]


def british(wire: Wire) -> Paragraphs:
    """Another house's spelling and style of figures."""
    made = wire.paragraphs
    for pattern, styled in BRITISH.items():
        made = [re.sub(pattern, styled, paragraph) for paragraph in made]
    return made


def reworded(wire: Wire) -> Paragraphs:
    """Words put for others of like meaning."""
    return [_swapped(paragraph, OTHER_WORDS) for paragraph in wire.paragraphs]


def own_paragraph_last(wire: Wire) -> Paragraphs:
    """Local reaction added at the end."""
    return [*wire.paragraphs, wire.own]


def split(wire: Wire) -> Paragraphs:
    """Long sentences made two."""
    cut = r", and (?=(?:[a-z]+ ){1,4}(?:was|were|had|would|is|are)\b)"
    return [_capitals(re.sub(cut, ". ", paragraph)) for paragraph in wire.paragraphs]


def edited(wire: Wire) -> Paragraphs:
    """Several of these together: other words and cues, sentences left out, a paragraph added."""
    return [*wire.then(reworded).then(thinned).then(other_cues).paragraphs, wire.own]


def cut_in_the_middle(wire: Wire) -> Paragraphs:
    """The beginning and the end."""
    return [*wire.paragraphs[:2], *wire.paragraphs[-2:]]


def joined(wire: Wire) -> Paragraphs:
    """Neighbouring sentences made one, paragraphs made fewer."""
    merged = []
    for first, second in zip(wire.paragraphs[::2], [*wire.paragraphs[1::2], ""], strict=False):
        merged.append(" ".join(each for each in (_run_together(first), _run_together(second)) if each))
    return merged


def other_units(wire: Wire) -> Paragraphs:
    """Measures told in other units, and the numbers reckoned anew."""
    return [_converted(paragraph) for paragraph in wire.paragraphs]


def unquoted(wire: Wire) -> Paragraphs:
    """Direct speech told as indirect speech."""
    return [_indirect(paragraph) for paragraph in wire.paragraphs]


def speaker_first(wire: Wire) -> Paragraphs:
    """Who says it put before what is said."""
    return [" ".join(map(_speaker_ahead, sentences(paragraph))) for paragraph in wire.paragraphs]


def reworded_again(wire: Wire) -> Paragraphs:
    """Words put for others of like meaning, from a list of its own."""
    return [_swapped(paragraph, YET_OTHER_WORDS) for paragraph in wire.paragraphs]


def own_paragraph_first(wire: Wire) -> Paragraphs:
    """The local angle ahead of the wire's lead."""
    return [wire.own, *wire.paragraphs]


def trimmed(wire: Wire) -> Paragraphs:
    """Asides, relative clauses and the tails of sentences taken out, the last paragraph dropped."""
    aside = r", (?:which|who|where|whose|according to|among them|the \w+|a \w+ of)\b[^,.;\"]*(?:,|(?=\.))"
    return [re.sub(aside, "", re.sub(r" \([^)]*\)", "", paragraph)) for paragraph in wire.paragraphs[:-1]]


def spelled(wire: Wire) -> Paragraphs:
    """Small figures as words, words as figures, days told from the day of printing."""
    return [_spelled(paragraph) for paragraph in wire.paragraphs]


def rewritten_by_rule(wire: Wire) -> Paragraphs:
    """Several of the later ones together: other words, units, no direct speech, another order, two paragraphs less."""
    return wire.then(unquoted).then(other_units).then(reworded_again).then(reordered).paragraphs[:-1]


def listed(wire: Wire) -> Paragraphs:
    """What is known, point by point, the lead kept."""
    return [
        wire.paragraphs[0],
        "What we know:",
        *(f"- {each}" for paragraph in wire.paragraphs[1:] for each in sentences(paragraph)),
    ]


def latter_half(wire: Wire) -> Paragraphs:
    """What comes after the lead and the first paragraphs."""
    return wire.paragraphs[len(wire.paragraphs) // 2 :]


def present_tense(wire: Wire) -> Paragraphs:
    """Told as if it went on, in the manner of agencies' photo captions and of broadcasters."""
    return [_swapped(paragraph, PRESENT) for paragraph in wire.paragraphs]


def cut_at_commas(wire: Wire) -> Paragraphs:
    """Every long sentence outside quotations cut off at its last comma."""
    return [" ".join(map(_cut_off, sentences(paragraph))) for paragraph in wire.paragraphs]


def interleaved(wire: Wire) -> Paragraphs:
    """The desk's own sentences put between the wire's paragraphs."""
    between = [*sentences(wire.own), *BETWEEN]
    return [each for pair in zip(wire.paragraphs, between, strict=False) for each in pair]


def as_it_happened(wire: Wire) -> Paragraphs:
    """Entries with the time of day, the last one first."""
    hour = wire.chance.randrange(8, 15)
    entries = [f"{hour}:{number * 9:02} {paragraph}" for number, paragraph in enumerate(wire.paragraphs)]
    return entries[::-1]


def newly_worded(wire: Wire) -> Paragraphs:
    """A third list of words, sentences run together, the speakers ahead, and the local paragraph at the end."""
    made = wire.then(joined).then(speaker_first).paragraphs
    return [*(_swapped(paragraph, STILL_OTHER_WORDS) for paragraph in made), wire.own]


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph by their marks, abbreviations left whole.

    >>> sentences("It rose by 3.5 percent, Mr. Ho said. Nobody was hurt.")
    ['It rose by 3.5 percent, Mr. Ho said.', 'Nobody was hurt.']
    """
    found: list[str] = []
    for piece in _END.split(text):
        if found and _ABBREVIATED.search(found[-1]):
            found[-1] = f"{found[-1]} {piece}"
        elif piece.strip():
            found.append(piece.strip())
    return found


def _swapped(text: str, others: dict[str, str]) -> str:
    pattern = re.compile(
        r"\b(" + "|".join(map(re.escape, sorted(others, key=len, reverse=True))) + r")(?!\w)", re.IGNORECASE
    )

    def put(found: re.Match[str]) -> str:
        other = others[found[0].casefold()]
        return other[:1].upper() + other[1:] if found[0][:1].isupper() else other

    return pattern.sub(put, text)


def _capitals(text: str) -> str:
    return re.sub(r"(?<=\. )[a-z]", lambda found: found[0].upper(), text)


def _run_together(paragraph: str) -> str:
    first, *others = sentences(paragraph) or [""]
    if not others or '"' in paragraph:
        return paragraph
    second = others[0]
    proper = re.match(r"(?:The|A|An|It|He|She|They|One|Some|Two|Three|No|In|About|There|Its|Their)\b", second)
    second = second[:1].lower() + second[1:] if proper else second
    return " ".join([f"{first.removesuffix('.')}, and {second}", *others[1:]])


def _converted(text: str) -> str:
    for names, factor, other in _UNITS:
        text = re.sub(
            rf"\b(\d[\d,]*(?:\.\d+)?)[ -](?:{names})\b",
            partial(_in_other_unit, factor, other),
            text,
        )
    return re.sub(
        r"\b(minus )?(\d+) degrees Celsius",
        lambda found: f"{round((-1 if found[1] else 1) * int(found[2]) * 1.8 + 32)} degrees Fahrenheit",
        text,
    )


def _in_other_unit(factor: float, unit: str, found: re.Match[str]) -> str:
    return f"{_figure(float(found[1].replace(',', '')) * factor)} {unit}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0")


def _indirect(paragraph: str) -> str:
    found = _QUOTED_FIRST.match(paragraph)
    if found is None:
        return paragraph
    said = re.sub(r"\bI\b|\b[Ww]e\b", "they", found["said"])
    said = re.sub(r"\b[Mm]y\b|\b[Oo]ur\b", "their", said)
    more = found["more"].strip().replace('"', "")
    return f"{found['who'] or found['then']} said that {said[:1].lower()}{said[1:]}. {more}".strip()


def _cut_off(sentence: str) -> str:
    head, comma, _ = sentence.rpartition(", ")
    long_enough = comma and '"' not in sentence and len(head.split()) > 7 and len(sentence.split()) > 12
    return f"{head}." if long_enough else sentence


def _speaker_ahead(sentence: str) -> str:
    found = _SAID_LAST.match(sentence)
    if found is None:
        return sentence
    content = found["content"]
    return f"According to {found['who']}, {content[:1].lower()}{content[1:]}."


def _spelled(text: str) -> str:
    back = {word: str(number) for number, word in _WORDS.items() if number > 1}
    figures = re.sub(r"(?<![\d.,$:-])\b([2-9]|1[0-2])\b(?![\d.,:%-])", lambda found: _WORDS[int(found[1])], text)
    chosen = figures if figures != text else re.sub(rf"\b({'|'.join(back)})\b", lambda found: back[found[1]], text)
    return re.sub(r"\bon (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", "yesterday", chosen)


FITTED: Sequence[Operation] = (
    whole, cut_at_the_end, brief, reordered, british, reworded, own_paragraph_last, edited, unquoted, trimmed,
)  # fmt: skip
CHOSEN: Sequence[Operation] = (
    thinned, other_cues, split, cut_in_the_middle, joined, other_units, speaker_first, reworded_again,
    own_paragraph_first, spelled, rewritten_by_rule,
)  # fmt: skip
REPORTED: Sequence[Operation] = (
    listed, latter_half, present_tense, cut_at_commas, interleaved, as_it_happened, newly_worded,
)  # fmt: skip
