"""How far the voices of one event agree: how likely two of them say the same, by what was found and by who says it.

Let θ be the chance that two voices on their own which speak of the same thing in this event say the same; the agreement
is 2 θ - 1. θ has a uniform prior, and what is said updates it:

- Two that say the same may both be wrong, and wrong alike. With r and s their rates apart from this event, and q
  COINCIDENCE, they are right together with the probability r s / (r s + (1 - r) (1 - s) q), and only so far does the
  pair count for agreement. Rates are in doubt, but only their means matter here, for a voice's rate comes in once.
- Pairs that share a statement tell little apart: n statements make n / 2 looks, not n (n - 1) / 2. So each statement is
  half a look, as far as it is likely that anything was found of it, and divided as its pairs are.
- Voices that seem to follow each other are no two on their own: that they say the same counts as far as they may not
  follow each other, and what they find with others as what one of them finds, see ``families``.

One more that agrees never lowers the result, and a contradiction never raises it, for the rates rest on other events.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from service.news.event import Agreement
from service.scoring import weigh
from service.scoring.credibility.families import ALONE, Families
from service.scoring.credibility.utterances import COINCIDENCE, RateOf, Utterance, bounded, by_prior

Sides = tuple[float, float]
"""How surely two statements agree and contradict each other, each in [0, 1]."""


def agreement(said: Sequence[Utterance], rate_of: RateOf = by_prior, kin: Families = ALONE) -> Agreement | None:
    """The agreement of one event's voices, in [-1, 1], with its 90 % interval; None where nothing was decided.

    ``rate_of`` is how often a voice is right by what is known apart from this event, ``kin`` which voices seem to
    follow each other.
    """
    pairs = _by_statement(_pairs(said, rate_of, kin))
    if not pairs:
        return None
    voice_of = {one.statement: one.voice for one in said}
    looks: defaultdict[str, list[Sides]] = defaultdict(list)
    for statement, each in pairs.items():
        looks[voice_of[statement]].append(_look(each))
    agree, contradict = (
        math.fsum(kin.amounts({voice: math.fsum(look[side] for look in each) for voice, each in looks.items()})) / 2
        for side in (0, 1)
    )
    rate = weigh.posterior(weigh.UNIFORM, agree, contradict)
    low, high = rate.interval
    return Agreement(2 * rate.mean - 1, (2 * low - 1, 2 * high - 1))


def _pairs(said: Sequence[Utterance], rate_of: RateOf, kin: Families) -> dict[tuple[str, str], Sides]:
    """What was found of each two statements of different voices, as sure as the surest of their comparisons has it."""
    statement = {one.claim: one.statement for one in said}
    rates = {each.voice: bounded(rate_of(each)) for one in said for each in one.witnesses}
    found: dict[tuple[str, str], Sides] = {}
    for one in said:
        for each in one.witnesses:
            first, second = sorted((one.statement, statement[each.claim]))
            agrees, contradicts = found.get((first, second), (0.0, 0.0))
            own = 1 - kin.together(one.voice, each.voice)
            counted = each.agrees * own * _together(rates[one.voice], rates[each.voice])
            found[first, second] = max(agrees, counted), max(contradicts, each.contradicts)
    return found


def _together(one: float, other: float) -> float:
    """The probability that two voices who say the same are both right, by their rates."""
    return one * other / (one * other + (1 - one) * (1 - other) * COINCIDENCE)


def _by_statement(pairs: dict[tuple[str, str], Sides]) -> dict[str, list[Sides]]:
    found: defaultdict[str, list[Sides]] = defaultdict(list)
    for names, (agrees, contradicts) in pairs.items():
        # Two statements of several claims may be sure to do both: they are then divided.
        whole = max(1.0, agrees + contradicts)
        for name in names:
            found[name].append((agrees / whole, contradicts / whole))
    return found


def _look(pairs: Sequence[Sides]) -> Sides:
    """How far one statement tells of agreement and of contradiction: together at most 1, and surer with each pair."""
    # Products of floats hang on their order, and the order of pairs on names.
    told = 1 - math.prod(1 - sum(each) for each in sorted(pairs))
    agree, contradict = (math.fsum(each[side] for each in pairs) for side in (0, 1))
    whole = agree + contradict
    return (told * agree / whole, told * contradict / whole) if whole else (0.0, 0.0)
