"""Numbers in a claim: their values, the range they admit, and what they count."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from text_to_num import text2num

from service.news.article import Span
from service.news.claim import Quantity, Slot, SlotName
from service.scoring.annotated import Token
from service.scoring.reading import lexicon
from service.scoring.reading.senses import sense

# 'About 50' is taken to admit a tenth either way, as rounding in wire copy does.
TOLERANCE = 0.1
DIGITS = re.compile(r"^[$€£]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(k|m|bn|%)?$", re.IGNORECASE)
RANGE = re.compile(r"^(\d[\d,]*)[-–—](\d[\d,]*)$")
SUFFIXES = {"k": 1e3, "m": 1e6, "bn": 1e9}
MULTIPLIERS = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
    "m": 1e6,
    "bn": 1e9,
}
NOT_COUNTS = frozenset({"DATE", "TIME", "ORDINAL"})
# In 'rose from 5 to 7' the second figure alone holds now; without a change both are the ends of a range.
CHANGES = frozenset(
    {"rise", "grow", "increase", "climb", "jump", "raise", "go", "fall", "drop", "cut", "lower", "revise"}
)
JOINERS = frozenset({"and", "to", "or"}) | {"-", "–", "—"}


def quantities(tokens: Sequence[Token], everything: Sequence[Token]) -> tuple[Slot, ...]:
    """Number slots of a claim, in the order of the text.

    ``tokens`` are the claim's, ``everything`` those of the whole annotated text (syntax points into it).
    """
    slots = []
    used_until = -1
    for start, end, value in _numbers(tokens):
        if start <= used_until:
            continue
        if _is_change(tokens, end):
            continue
        first, last = tokens[start], tokens[end]
        low, high, reach = _bounds(tokens, start, end, value)
        used_until = max(end, reach)
        last = tokens[used_until]
        counted, of, factor = _counted(tokens, start, used_until, everything)
        if not counted:
            continue
        quantity = Quantity(value * factor, low * factor, high * factor, counted, of)
        text = " ".join(token.text for token in tokens[start : used_until + 1])
        norm = f"{counted}{':' + of if of else ''}={quantity.value:g}"
        slots.append(Slot(SlotName.NUMBER, Span(first.start, last.end), text, norm, quantity))
    return tuple(slots)


def _numbers(tokens: Sequence[Token]) -> Iterator[tuple[int, int, float]]:
    """(first, last, value) of each number, in token positions of the claim."""
    i = 0
    while i < len(tokens):
        vague = _vague(tokens, i)
        if vague:
            length, (low, high) = vague
            yield i, i + length - 1, math.sqrt(max(low, 1) * high) if high else 0.0
            i += length
            continue
        end, value = _number_at(tokens, i)
        if value is None:
            i += 1
        elif tokens[i].entity in NOT_COUNTS and not _counts_something(tokens, end):
            i = end + 1
        else:
            yield i, end, value
            i = end + 1


def _counts_something(tokens: Sequence[Token], end: int) -> bool:
    """Whether people follow, at once or after the upper end of a range: 'between 5 and 7 people' is no time of day."""
    upper = _upper_end(tokens, end)
    after = (upper[0] if upper is not None else end) + 1
    return after < len(tokens) and tokens[after].lemma in lexicon.PEOPLE


def _vague(tokens: Sequence[Token], i: int) -> tuple[int, tuple[float, float]] | None:
    for length in (3, 2, 1):
        phrase = " ".join(token.text.lower() for token in tokens[i : i + length])
        if i + length <= len(tokens) and phrase in lexicon.VAGUE_NUMBERS:
            return length, lexicon.VAGUE_NUMBERS[phrase]
    return None


def _number_at(tokens: Sequence[Token], i: int) -> tuple[int, float | None]:
    value = _digits(tokens[i].text)
    end = i
    if value is None:
        value, end = _spelled(tokens, i)
        if value is None:
            return i, None
    while end + 1 < len(tokens) and tokens[end + 1].lemma in MULTIPLIERS:
        value *= MULTIPLIERS[tokens[end + 1].lemma]
        end += 1
    return end, value


def _digits(text: str) -> float | None:
    match = DIGITS.match(text)
    if match is None:
        return None
    value = float(match.group(1).replace(",", "") + (match.group(2) or ""))
    return value * SUFFIXES.get((match.group(3) or "").lower(), 1.0)


def _spelled(tokens: Sequence[Token], i: int) -> tuple[float | None, int]:
    """The longest run of number words from ``i`` that makes one number."""
    if tokens[i].pos != "NUM" and tokens[i].lemma not in {"dozen", "hundred", "thousand"}:
        return None, i
    if tokens[i].lemma in MULTIPLIERS:
        return (0.5 if [token.lemma for token in tokens[max(0, i - 2) : i]] == ["half", "a"] else 1.0), i - 1
    for end in range(min(i + 6, len(tokens)) - 1, i - 1, -1):
        words = " ".join(token.text.lower() for token in tokens[i : end + 1])
        if tokens[end].lemma in {"and", "-"}:
            continue
        try:
            return float(text2num(words.replace(" - ", "-"), "en")), end
        except ValueError:
            continue
    return None, i


def _bounds(tokens: Sequence[Token], start: int, end: int, value: float) -> tuple[float, float, int]:
    """(low, high, last token) that the words around a number admit."""
    vague = lexicon.VAGUE_NUMBERS.get(" ".join(token.text.lower() for token in tokens[start : end + 1]))
    if vague:
        return *vague, end
    before = " " + " ".join(token.text.lower() for token in tokens[max(0, start - 3) : start])
    upper = _upper_end(tokens, end)
    if upper is not None and upper[1] >= value:
        last, other = upper
        return value, other, last
    if end + 2 < len(tokens) and tokens[end + 1].lemma == "or" and tokens[end + 2].lemma in {"more", "so"}:
        return value, math.inf, end + 2
    bounds = {
        lexicon.AT_MOST: (0.0, value),
        lexicon.AT_LEAST: (value, math.inf),
        lexicon.ABOUT: (value * (1 - TOLERANCE), value * (1 + TOLERANCE)),
    }
    # The longest phrase counts: 'no fewer than' ends in 'fewer than'.
    phrases = [(len(phrase), bound) for phrases, bound in bounds.items() for phrase in phrases if _ends(before, phrase)]
    low, high = max(phrases)[1] if phrases else (value, value)
    return low, high, end


def _ends(before: str, phrase: str) -> bool:
    return before.endswith(f" {phrase}")


def _upper_end(tokens: Sequence[Token], end: int) -> tuple[int, float] | None:
    """The second number of '5 to 7', '5-7' or 'between 5 and 7'."""
    if end + 2 >= len(tokens) or tokens[end + 1].text.lower() not in JOINERS:
        return None
    joined_by_and = tokens[end + 1].lemma == "and"
    between = any(token.lemma == "between" for token in tokens[max(0, end - 4) : end])
    if joined_by_and and not between:
        return None
    last, value = _number_at(tokens, end + 2)
    return None if value is None else (last, value)


def _is_change(tokens: Sequence[Token], end: int) -> bool:
    """Whether the number ending at ``end`` is what another one took the place of: 'rose from 5 [to 7]'."""
    lemmas = [token.lemma for token in tokens[max(0, end - 5) : end]]
    led = end + 2 < len(tokens) and tokens[end + 1].lemma == "to" and _number_at(tokens, end + 2)[1] is not None
    return led and "from" in lemmas[-3:] and bool(CHANGES & set(lemmas))


def _counted(tokens: Sequence[Token], start: int, end: int, everything: Sequence[Token]) -> tuple[str, str, float]:
    """(what is counted, what narrows it, factor to the common unit); ('', …) for ages, model names and the like."""
    unit = _unit(tokens, start, end)
    if unit:
        common, factor = lexicon.CONVERSIONS.get(unit, (unit, 1.0))
        return common, "", factor
    number = tokens[start]
    noun = _noun(tokens, end) or everything[number.head]
    if noun.lemma == "year" or (number.dep == "npadvmod" and noun.pos == "ADJ"):
        return "", "", 1.0
    fate = _fate(noun, number, tokens, everything)
    if fate:
        return fate, _narrowing(noun), 1.0
    if noun.pos not in {"NOUN", "PROPN"}:
        return ("people" if number.dep in {"nsubj", "nsubjpass", "dobj"} else ""), "", 1.0
    return ("people" if noun.lemma in lexicon.PEOPLE else noun.lemma), "", 1.0


def _narrowing(noun: Token) -> str:
    """'soldier' for seven soldiers killed; '' for people, the dead, two dozen."""
    plain = (
        noun.lemma in lexicon.PEOPLE
        or noun.lemma in lexicon.FATE_OF
        or noun.lemma in MULTIPLIERS
        or noun.lemma in {"one", "couple", "score"}
    )
    return noun.lemma if noun.pos == "NOUN" and not plain else ""


def _unit(tokens: Sequence[Token], start: int, end: int) -> str:
    if tokens[start].text[0] in "$€£" or (start and tokens[start - 1].text in {"$", "€", "£", "US$"}):
        return "money"
    if tokens[end].text.endswith("%"):
        return "percent"
    if start and tokens[start - 1].lemma == "magnitude":
        return "magnitude"
    if end + 1 < len(tokens):
        return lexicon.UNITS.get(tokens[end + 1].lemma, "") or lexicon.UNITS.get(tokens[end + 1].text.lower(), "")
    return ""


def _noun(tokens: Sequence[Token], end: int) -> Token | None:
    """The noun that ends the phrase after a number: 'seven Syrian [soldiers]', 'dozens of the [homes]'."""
    noun = None
    of = end + 1 < len(tokens) and tokens[end + 1].lemma == "of"
    for token in tokens[end + 1 + of : end + 5 + of]:
        if token.pos in {"NOUN", "PROPN"}:
            noun = token
        elif token.pos != "ADJ" and token.text != "-" and not (of and noun is None and token.pos == "DET"):
            break
    return noun


def _fate(noun: Token, number: Token, tokens: Sequence[Token], everything: Sequence[Token]) -> str:
    """What became of those counted: the noun itself, a participle at it, or the nearest verb above it in the claim."""
    if _fate_told(noun, tokens):
        return _fate_told(noun, tokens)
    inside = {token.i for token in tokens}
    after = next((t for t in tokens if t.i > max(noun.i, number.i) and t.pos not in {"ADV", "DET"}), None)
    if after is not None and after.i - noun.i <= 2 and _fate_told(after, tokens):
        return _fate_told(after, tokens)
    if noun.pos not in {"NOUN", "PROPN"} and _total_of(tokens):
        return _total_of(tokens)
    above = noun
    for _ in range(4):
        if above.i in inside and above.i != noun.i and _fate_told(above, tokens):
            return _fate_told(above, tokens)
        if above.head == above.i or above.head not in inside:
            break
        above = everything[above.head]
    if noun.lemma in lexicon.PEOPLE or noun is number or noun.pos == "VERB":
        children = (_fate_told(t, tokens) for t in tokens if t.head == above.i)
        return next((fate for fate in children if fate), "")
    return ""


def _total_of(tokens: Sequence[Token]) -> str:
    """What a total named in the claim counts: 'the death toll', 'the number of arrests'; '' where none is named."""
    if any(token.lemma == "toll" for token in tokens):
        return "killed"
    for i, token in enumerate(tokens[:-2]):
        if token.lemma in {"number", "total", "count"} and tokens[i + 1].lemma == "of":
            return next((fate for t in tokens[i + 2 : i + 6] if (fate := _fate_told(t, tokens))), "")
    return ""


def _fate_told(token: Token, tokens: Sequence[Token]) -> str:
    """The fate that a word tells of, or ''; one loses one's life, but power or a vote without harm."""
    if token.lemma == "lose" and not any(other.lemma == "life" for other in tokens):
        return ""
    return lexicon.FATE_OF.get(sense(token), "")
