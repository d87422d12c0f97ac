"""Figures in a run of words: where they stand, what they are worth, and the range of values that they admit."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from text_to_num import text2num

from service.scoring.annotated import Token
from service.scoring.reading import clocks, lexicon

# 'About 50' is taken to admit a tenth either way, as rounding in wire copy does.
TOLERANCE = 0.1
DIGITS = re.compile(r"^[$€£]?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(k|m|mn|bn|tn|%)?$", re.IGNORECASE)
SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "tn": 1e12}
MULTIPLIERS = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
VAGUE_STARTS = frozenset(phrase.split()[0] for phrase in lexicon.VAGUE_NUMBERS)
VAGUE_LENGTHS = sorted({len(phrase.split()) for phrase in lexicon.VAGUE_NUMBERS}, reverse=True)
STARTS = lexicon.NUMERALS | VAGUE_STARTS | frozenset(lexicon.PARTS) | {"dozen"}
NOT_COUNTS = frozenset({"DATE", "TIME", "ORDINAL"})
# In 'rose from 5 to 7' the second figure alone holds now; without a change both are the ends of a range.
CHANGES = frozenset(
    {"rise", "grow", "increase", "climb", "jump", "raise", "go", "fall", "drop", "cut", "lower", "revise"}
)
JOINERS = frozenset({"and", "to", "or", "-", "–", "—"})
LONGEST_NUMERAL = 6


@dataclass(frozen=True, slots=True)
class Figure:
    """A number at tokens ``first`` to ``last`` (places in the run), with the values that it admits.

    ``low`` <= ``value`` <= ``high``. ``part`` is true of a share of a whole ('a third', 'one in five'), which is given
    in hundredths, ``whole`` of what another figure is a part of: the 20 of 'twelve of the 20 passengers'.
    """

    first: int
    last: int
    value: float
    low: float
    high: float
    part: bool = False
    whole: bool = False


class Words:
    """A run of words with their small letters, in which figures are looked for."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.lowered = [token.text.lower() for token in tokens]

    def phrase(self, first: int, last: int) -> str:
        """The words at places ``first`` to ``last``, both included."""
        return " ".join(self.lowered[max(0, first) : last + 1])


def figures(words: Words) -> Iterator[Figure]:
    """The figures of a run that may count something, in order; no dates, clock times, scores ('51-49') or ranks."""
    i = 0
    was_part_of = -1
    while i < len(words.lowered):
        found = _figure(words, i) if _may_start(words, i) else None
        if found is None:
            i += 1
            continue
        figure, after = found
        if figure is not None:
            yield figure if was_part_of < figure.first - 3 else _as_whole(words, figure, was_part_of)
            was_part_of = figure.last
        i = after


def _as_whole(words: Words, figure: Figure, before: int) -> Figure:
    between = words.lowered[before + 1 : figure.first]
    whole = bool(between) and between[0] == "of" and all(word in {"of", "the", "its", "their"} for word in between)
    return Figure(figure.first, figure.last, figure.value, figure.low, figure.high, figure.part, whole)


def _may_start(words: Words, i: int) -> bool:
    word = words.lowered[i]
    return word in STARTS or word[:1].isdigit() or word[-1:].isdigit() or words.tokens[i].pos == "NUM"


def _figure(words: Words, i: int) -> tuple[Figure | None, int] | None:
    """The figure that starts at ``i``, if it counts something, and where to read on; None where no number starts."""
    for reading in (_vague, _part):
        read = reading(words, i)
        if read is not None:
            return read, read.last + 1
    end, value = number_at(words, i)
    if value is None:
        return None
    if clocks.is_clock(words.tokens, i) or _is_rank(words, i) or _is_score(words, end, value):
        return None, end + 1
    if words.tokens[i].entity in NOT_COUNTS and not _counts_all_the_same(words, i, end):
        return None, end + 1
    if _is_left_behind(words, i, end):
        return None, end + 1
    low, high, reach = _bounds(words, i, end, value)
    return Figure(i, reach, value, low, high), reach + 1


def _vague(words: Words, i: int) -> Figure | None:
    """'Dozens', 'a few hundred', 'no one'."""
    if words.lowered[i] not in VAGUE_STARTS:
        return None
    for length in VAGUE_LENGTHS:
        last = i + length - 1
        bounds = lexicon.VAGUE_NUMBERS.get(words.phrase(i, last)) if last < len(words.lowered) else None
        if bounds is None or not _is_meant(words, i, last):
            continue
        low, high = map(float, bounds)
        while last + 1 < len(words.lowered) and words.lowered[last + 1] in MULTIPLIERS:
            last += 1
            low, high = low * MULTIPLIERS[words.lowered[last]], high * MULTIPLIERS[words.lowered[last]]
        value = math.sqrt(max(low, 1) * high) if high else 0.0
        narrow = high < 2 * low
        bound = _named_bound(words, i, round(value) if narrow else low) or (low, high)
        return Figure(i, last, min(max(value, bound[0]), bound[1]), *bound)
    return None


def _is_meant(words: Words, first: int, last: int) -> bool:
    """Whether 'both', 'neither' and 'tens' count: not in 'both … and …', 'neither … nor …', 'tens' without 'of'."""
    if words.lowered[first] in {"both", "neither"}:
        return words.tokens[first].pos != "CCONJ"
    return words.lowered[last] != "tens" or words.phrase(last + 1, last + 1) == "of"


def _part(words: Words, i: int) -> Figure | None:
    """'A third of', 'two-thirds of', 'half the', 'one in five'."""
    out_of = words.phrase(i + 1, i + 1) == "in" and words.tokens[i].pos == "NUM"
    if out_of:
        above, below = number_at(words, i)[1], number_at(words, i + 2)
        if above and below[1] and above < below[1] and words.tokens[i + 2].entity not in NOT_COUNTS:
            return _share(words, i, below[0], 100 * above / below[1])
        return None
    times, at = 1.0, i
    if words.lowered[i] not in lexicon.PARTS:
        spelled = _spelled_value(words.lowered[i])
        at = i + 2 if words.phrase(i + 1, i + 1) == "-" else i + 1
        if spelled is None or at >= len(words.lowered) or words.lowered[at] not in lexicon.PARTS:
            return None
        times = spelled
    follows = words.phrase(at + 1, at + 1)
    if times * lexicon.PARTS[words.lowered[at]] > 100 or not (
        follows == "of" or (words.lowered[at] == "half" and follows in {"the", "its", "their", "all", "his", "her"})
    ):
        return None
    if words.phrase(at + 2, at + 2) in {"a", "an"} and words.phrase(at + 3, at + 3) in MULTIPLIERS:
        return None
    return _share(words, i, at, times * lexicon.PARTS[words.lowered[at]])


def _share(words: Words, first: int, last: int, value: float) -> Figure:
    low, high = _named_bound(words, first, value) or (value * (1 - TOLERANCE), value * (1 + TOLERANCE))
    return Figure(first, last, value, low, min(high, 100.0), part=True)


def number_at(words: Words, i: int) -> tuple[int, float | None]:
    """The last word and the value of the number that starts at ``i``; a value of None where none does."""
    if i >= len(words.lowered):
        return i, None
    value, end = _digits(words.tokens[i].text), i
    if value is None:
        value, end = _spelled(words, i)
        if value is None:
            return i, None
    while end + 1 < len(words.lowered):
        times = MULTIPLIERS.get(words.lowered[end + 1]) or _abbreviated(words, i, end + 1)
        if not times:
            break
        value *= times
        end += 1
    return end, value


def _abbreviated(words: Words, first: int, at: int) -> float | None:
    """'Bn', and 'm' where it is no length: '€2 m', '1.5 m people'."""
    mark = words.lowered[at].rstrip(".")
    if mark != "m":
        return SUFFIXES.get(mark) if mark in {"bn", "mn", "tn"} else None
    money = first > 0 and words.tokens[first - 1].tag == "$"
    counted = at + 1 < len(words.tokens) and words.tokens[at + 1].pos in {"NOUN", "PROPN"}
    return SUFFIXES["m"] if money or counted else None


def _digits(text: str) -> float | None:
    match = DIGITS.match(text)
    if match is None:
        return None
    value = float(match.group(1).replace(",", "") + (match.group(2) or ""))
    return value * SUFFIXES.get((match.group(3) or "").lower(), 1.0)


def _spelled(words: Words, i: int) -> tuple[float | None, int]:
    """The longest run of number words from ``i`` that makes one number."""
    word = words.lowered[i]
    if word in MULTIPLIERS:
        return (0.5 if words.phrase(i - 2, i - 1) == "half a" else 1.0), i - 1
    if word not in lexicon.NUMERALS and "-" not in word:
        return None, i
    end = i
    while end + 1 < min(i + LONGEST_NUMERAL, len(words.lowered)) and (
        words.lowered[end + 1] in lexicon.NUMERALS or words.lowered[end + 1] in {"and", "-"}
    ):
        end += 1
    for last in range(end, i - 1, -1):
        if words.lowered[last] in lexicon.NUMERALS or last == i:
            value = _spelled_value(words.phrase(i, last))
            if value is not None:
                return value, last
    return None, i


@lru_cache(maxsize=4_096)
def _spelled_value(phrase: str) -> float | None:
    try:
        return float(text2num(phrase.replace(" - ", "-"), "en"))
    except ValueError:
        return None


def _is_rank(words: Words, i: int) -> bool:
    """'Highway 61', 'Flight 17', 'Article 5': the number names the thing and counts nothing."""
    if i == 0 or words.tokens[i].dep != "nummod":
        return False
    before = words.tokens[i - 1]
    named = before.pos == "PROPN" or before.text[:1].isupper()
    return named and words.tokens[i].head == before.i and before.lemma != "magnitude"


def _is_score(words: Words, end: int, value: float) -> bool:
    """'51-49', '51 votes to 49': the second figure is smaller, so that this is no range."""
    if end + 2 < len(words.lowered) and words.lowered[end + 1] in {"-", "–", "to"}:
        other = number_at(words, end + 2)[1]
        return other is not None and other < value and not _is_change(words, end)
    if end >= 2 and words.lowered[end - 1] in {"-", "–", "to"}:
        other = _digits(words.lowered[end - 2])
        return other is not None and other > value and "from" not in words.lowered[max(0, end - 4) : end]
    return False


def _counts_all_the_same(words: Words, first: int, end: int) -> bool:
    """Whether what is marked as a date counts: people follow, a total is told, or something lasts so long."""
    upper = _upper_end(words, end)
    after = (upper[0] if upper is not None else end) + 1
    following = words.tokens[after].lemma if after < len(words.tokens) else "."
    if following in lexicon.PEOPLE:
        return True
    if following in lexicon.STRETCHES:
        return any(token.lemma in lexicon.LASTING for token in words.tokens[max(0, first - 8) : first])
    lone = words.tokens[first].entity_start and words.tokens[min(after, len(words.tokens) - 1)].entity != "DATE"
    return lone and not following.isalnum() and any(token.lemma == "toll" for token in words.tokens)


def _is_left_behind(words: Words, first: int, end: int) -> bool:
    """Whether another figure took its place: 'rose from 5 to 7', 'is 45, up from 30'."""
    return _is_change(words, end) or words.phrase(first - 2, first - 1) in {"up from", "down from"}


def _is_change(words: Words, end: int) -> bool:
    if end + 2 >= len(words.lowered) or words.lowered[end + 1] != "to":
        return False
    lemmas = [token.lemma for token in words.tokens[max(0, end - 5) : end]]
    return "from" in lemmas[-3:] and bool(CHANGES & set(lemmas)) and number_at(words, end + 2)[1] is not None


def _bounds(words: Words, start: int, end: int, value: float) -> tuple[float, float, int]:
    """(low, high, last word) that the words around a number admit."""
    upper = _upper_end(words, end)
    if upper is not None and upper[1] >= value:
        return value, upper[1], upper[0]
    if end + 2 < len(words.lowered) and words.phrase(end + 1, end + 2) in {"or more", "or so"}:
        return value, math.inf, end + 2
    low, high = _named_bound(words, start, value) or (value, value)
    return low, high, end


def _named_bound(words: Words, start: int, value: float) -> tuple[float, float] | None:
    """The range that 'at least', 'up to', 'about' ahead of a number admit; None where nothing of the kind does."""
    if start == 0:
        return None
    before = " " + words.phrase(start - 3, start - 1)
    bounds = {
        lexicon.AT_MOST: (0.0, value),
        lexicon.AT_LEAST: (value, math.inf),
        lexicon.ABOUT: (value * (1 - TOLERANCE), value * (1 + TOLERANCE)),
    }
    # The longest phrase counts: 'no fewer than' ends in 'fewer than'.
    phrases = [
        (len(phrase), bound)
        for phrases, bound in bounds.items()
        for phrase in phrases
        if before.endswith(phrase) and before[-len(phrase) - 1] == " "
    ]
    return max(phrases)[1] if phrases else None


def _upper_end(words: Words, end: int) -> tuple[int, float] | None:
    """The last word and value of the second number of '5 to 7', '5-7' or 'between 5 and 7'."""
    if end + 2 >= len(words.lowered) or words.lowered[end + 1] not in JOINERS:
        return None
    if words.lowered[end + 1] == "and" and "between" not in words.lowered[max(0, end - 4) : end]:
        return None
    last, value = number_at(words, end + 2)
    return None if value is None else (last, value)
