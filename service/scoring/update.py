"""The rule of time and direction: when a difference is a development and no dispute.

A pair is an update where the later claim speaks from an hour or more after the earlier one and its value is what
development brings: a count that has not fallen, a state that moved on, or a correction that says so.
"""

from __future__ import annotations

from datetime import timedelta

from service.news.claim import Claim, SlotName
from service.news.pair import Probabilities
from service.scoring.reading import lexicon
from service.scoring.signals.numbers import counterparts
from service.scoring.view import PairView

SOONEST = timedelta(hours=1)
SAME_WORDS = 0.6
# Above this a pair speaks of two things, and no state of one leads to a state of the other; tolls of one event are
# often worded so differently that only a surer finding counts.
UNRELATED = 0.8
UNRELATED_TOLLS = 0.95
# Above this both say the same, which is no development either.
SAME = 0.6


def is_update(pair: PairView, probabilities: Probabilities) -> bool:
    """Whether b, the later claim, supersedes a.

    The caller names the earlier claim first; a pair without both times is never an update. A toll that has risen is one
    unless the claims surely have nothing to do with each other; other developments need a pair that is about one thing.
    """
    earlier, later = pair.a.claim, pair.b.claim
    if earlier.as_of is None or later.as_of is None or later.as_of - earlier.as_of < SOONEST:
        return False
    if count_grew(pair) and probabilities.neutral < UNRELATED_TOLLS:
        return True
    if probabilities.neutral >= UNRELATED or probabilities.agrees >= SAME:
        return False
    return later.statement.corrects or moved_on(earlier, later) or came_about(earlier, later)


def count_grew(pair: PairView) -> bool:
    """Whether a count of one thing is higher in the later claim, and none is lower.

    Counts of the dead, the arrested and the like only grow; other counts are taken to grow where the words around them
    stay.
    """
    same_words = _words_around(pair.a.claim, pair.b.claim) >= SAME_WORDS
    moves = [
        (x.quantity, y.quantity)
        for x, y in counterparts(pair)
        if x.quantity and y.quantity and (same_words or x.quantity.counted in lexicon.CUMULATIVE)
    ]
    grew = [later for earlier, later in moves if later.value > earlier.value and later.low >= earlier.low]
    fell = [later for earlier, later in moves if later.value < earlier.value and not later.admits(earlier)]
    return bool(grew) and not fell


def _words_around(earlier: Claim, later: Claim) -> float:
    """Share of content lemmas in common (Jaccard), the figures themselves left out."""
    one, other = (
        set(claim.statement.words)
        - {word for slot in claim.statement.slots_named(SlotName.NUMBER) for word in slot.text.casefold().split()}
        for claim in (earlier, later)
    )
    return len(one & other) / len(one | other) if one | other else 0.0


def came_about(earlier: Claim, later: Claim) -> bool:
    """Whether the earlier claim tells of a state that waits for its end, and the later one of a state come about."""
    return earlier.statement.ongoing and later.statement.settled


def moved_on(earlier: Claim, later: Claim) -> bool:
    """Whether the later claim tells of a state that the earlier one's state turns into."""
    before, after = set(earlier.statement.words), set(later.statement.words)
    return any(before & start and after & end and not before & end for start, end in lexicon.DEVELOPMENTS)
