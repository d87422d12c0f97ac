"""When a difference is a development and no dispute.

A pair can be an update only where the later claim speaks from an hour or more after the earlier one; that is a rule.
Whether it is one is weighed from signs of what development brings: a count that has grown, a state that moved on, a
correction that says so, and what the pair model, reading the earlier claim and then the later one, makes of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from service.news.claim import Claim, SlotName
from service.scoring.reading import lexicon
from service.scoring.signals.numbers import counterparts
from service.scoring.view import PairView

SOONEST = timedelta(hours=1)
SAME_WORDS = 0.6
SUREST = 12.0
# Hours beyond these (a month) make no more difference.
LONGEST = 24.0 * 30


@dataclass(frozen=True, slots=True)
class UpdateSign:
    """A named measurement of b as an update of a, in [``low``, ``high``]."""

    name: str
    measure: Callable[[PairView], float]
    low: float = 0.0
    high: float = 1.0


def late_enough(earlier: Claim, later: Claim) -> bool:
    """Whether the second speaks from an hour or more after the first; never where either's time is unknown."""
    return earlier.as_of is not None and later.as_of is not None and later.as_of - earlier.as_of >= SOONEST


def model_updates(pair: PairView) -> float:
    """The pair model's natural log-odds that b tells how a went on, in [-12, 12]."""
    return max(-SUREST, min(SUREST, pair.judgement.updates))


def count_grew(pair: PairView) -> float:
    """1 where a count of one thing is higher in the later claim and none is lower, else 0.

    Counts of the dead, the arrested and the like only grow; other counts are taken to grow where the words around them
    stay.
    """
    grew, fell = _moves(pair)
    return float(grew and not fell)


def count_fell(pair: PairView) -> float:
    """1 where such a count is lower in the later claim, which only a correction explains, else 0."""
    return float(_moves(pair)[1])


def _moves(pair: PairView) -> tuple[bool, bool]:
    """Whether some count grew, and whether some fell."""
    same_words = _words_around(pair.a.claim, pair.b.claim) >= SAME_WORDS
    moves = [
        (x.quantity, y.quantity)
        for x, y in counterparts(pair)
        if x.quantity and y.quantity and (same_words or x.quantity.counted in lexicon.CUMULATIVE)
    ]
    grew = any(later.value > earlier.value and later.low >= earlier.low for earlier, later in moves)
    fell = any(later.value < earlier.value and not later.admits(earlier) for earlier, later in moves)
    return grew, fell


def _words_around(earlier: Claim, later: Claim) -> float:
    """Share of content lemmas in common (Jaccard), the figures themselves left out."""
    one, other = (
        set(claim.statement.words)
        - {word for slot in claim.statement.slots_named(SlotName.NUMBER) for word in slot.text.casefold().split()}
        for claim in (earlier, later)
    )
    return len(one & other) / len(one | other) if one | other else 0.0


def came_about(pair: PairView) -> float:
    """Topic in [0, 1] where the earlier claim tells of a state that waits for its end, the later of one come about."""
    return pair.topic if pair.a.claim.statement.ongoing and pair.b.claim.statement.settled else 0.0


def moved_on(pair: PairView) -> float:
    """Topic in [0, 1] where the later claim tells of a state that the earlier one's state turns into, else 0."""
    before, after = set(pair.a.claim.statement.words), set(pair.b.claim.statement.words)
    led = any(before & start and after & end and not before & end for start, end in lexicon.DEVELOPMENTS)
    return pair.topic if led else 0.0


def corrects(pair: PairView) -> float:
    """Topic in [0, 1] where the later claim says that it corrects something, else 0."""
    return pair.topic if pair.b.claim.statement.corrects else 0.0


def hours_between(pair: PairView) -> float:
    """log2(1 + hours from a to b), in [0, 9.5]; 0 where either time is unknown."""
    earlier, later = pair.a.claim.as_of, pair.b.claim.as_of
    if earlier is None or later is None:
        return 0.0
    return math.log2(1.0 + min(LONGEST, max(0.0, (later - earlier) / timedelta(hours=1))))


SIGNS: tuple[UpdateSign, ...] = (
    UpdateSign("model_updates", model_updates, low=-SUREST, high=SUREST),
    UpdateSign("count_grew", count_grew),
    UpdateSign("count_fell", count_fell),
    UpdateSign("came_about", came_about),
    UpdateSign("moved_on", moved_on),
    UpdateSign("corrects", corrects),
    UpdateSign("hours_between", hours_between, high=math.log2(1.0 + LONGEST)),
)
