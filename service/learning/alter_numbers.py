"""A figure of a sentence put otherwise: another one, the same in another dress, a bound that it does not keep."""

from __future__ import annotations

import random
import re

from service.learning.alterable import Sentence
from service.news.pair import Stance

# In order, so that the place of a word is its value.
TEENS = ("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
WORDS = ("zero", *ONES, "ten", *TEENS, "twenty")


def numbers(one: Sentence) -> list[tuple[int, int]]:
    """Whole numbers with their places, years and parts of names left out."""
    found = []
    for place, token in enumerate(one.tokens):
        value = _value(token.text)
        around = one.tokens[max(0, place - 1) : place + 2]
        if value is None or token.pos != "NUM" or token.entity not in {"", "CARDINAL", "QUANTITY", "MONEY"}:
            continue
        # Neither a part of a score, of a compound or of a name, nor behind an article or a sign.
        if not any(re.match(r"[-–—$€£#/:]|[Aa]n?$|No\.", other.text) for other in around if other is not token):
            found.append((place, value))
    return found


def _value(text: str) -> int | None:
    if re.fullmatch(r"\d{1,3}(,\d{3})+|\d+", text):
        return int(text.replace(",", ""))
    return WORDS.index(text.casefold()) if text.casefold() in WORDS[2:] else None


def _written(value: int, like: str) -> str:
    if not like[:1].isdigit() and value < len(WORDS):
        return WORDS[value]
    return f"{value:,}" if value >= 1_000 else str(value)


def other_number(one: Sentence, order: random.Random) -> tuple[str, Stance] | None:
    """Another figure."""
    found = numbers(one)
    if not found:
        return None
    place, value = order.choice(found)
    other = max(2, round(value * order.choice((0.4, 0.6, 0.75, 1.3, 1.5, 2.0, 3.0)))) + order.choice((0, 0, 1))
    return (
        None
        if other == value
        else (one.with_words(place, place + 1, _written(other, one.tokens[place].text)), Stance.CONTRADICTS)
    )


def same_number(one: Sentence, order: random.Random) -> tuple[str, Stance] | None:
    """The same figure rounded, spelt otherwise, or as a bound that it keeps."""
    found = numbers(one)
    if not found:
        return None
    place, value = order.choice(found)
    text = one.tokens[place].text
    if place and one.tokens[place - 1].text.casefold() in {
        "than",
        "least",
        "most",
        "about",
        "nearly",
        "around",
        "over",
    }:
        return None
    ways = [f"at least {_written(max(1, value - order.choice((0, 1, 2))), text)}"]
    if value >= 100:
        step = 10 ** (len(str(value)) - 2)
        below, above = value // step * step, -(-value // step) * step
        ways += [f"more than {_written(below, text)}"] * (below < value) + [f"nearly {_written(above, text)}"] * (
            above > value
        )
        ways += [f"about {_written(round(value / step) * step, text)}"] * 2
    elif value < len(WORDS):
        ways += [WORDS[value] if text[:1].isdigit() else str(value)] * 2
    return one.with_words(place, place + 1, order.choice(ways)), Stance.AGREES


def broken_bound(one: Sentence, order: random.Random) -> tuple[str, Stance] | None:
    """A bound that the figure does not keep."""
    found = [(place, value) for place, value in numbers(one) if value > 3]
    if not found:
        return None
    place, value = order.choice(found)
    text = one.tokens[place].text
    way = order.choice(
        (
            f"fewer than {_written(max(2, round(value * 0.7)), text)}",
            f"at least {_written(round(value * 1.5) + 1, text)}",
            f"no more than {_written(max(2, value // 2), text)}",
        )
    )
    return one.with_words(place, place + 1, way), Stance.CONTRADICTS
