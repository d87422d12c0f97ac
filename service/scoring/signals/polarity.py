"""Whether one claim denies what the other asserts, or tells of an opposite state."""

from __future__ import annotations

from service.news.article import Span
from service.news.claim import Claim, Slot, SlotName
from service.news.pair import Reason, ReasonCode
from service.scoring.reading import lexicon
from service.scoring.signals.base import Signal
from service.scoring.view import PairView


def negation(pair: PairView) -> float:
    """Topic in [0, 1] where just one of the claims is negated, else 0."""
    a, b = pair.a.claim.statement, pair.b.claim.statement
    return pair.topic if a.negated != b.negated else 0.0


def shared_negation(pair: PairView) -> float:
    """Topic in [0, 1] where both claims are negated, else 0."""
    a, b = pair.a.claim.statement, pair.b.claim.statement
    return pair.topic if a.negated and b.negated else 0.0


def denial(pair: PairView) -> float:
    """Topic in [0, 1] where just one of the claims is a denial, else 0."""
    a, b = pair.a.claim.statement, pair.b.claim.statement
    return pair.topic if a.denial != b.denial else 0.0


def opposites(pair: PairView) -> tuple[tuple[Slot, Slot], ...]:
    """States of a and b that exclude each other, leaving out those that either claim holds both of."""
    mine, theirs = pair.slots(SlotName.STATUS)
    held = {slot.norm for slot in mine} & {slot.norm for slot in theirs}
    return tuple(
        (x, y)
        for x in mine
        for y in theirs
        if y.norm in lexicon.OPPOSITES.get(x.norm, ()) and x.norm not in held and y.norm not in held
    )


def opposition(pair: PairView) -> float:
    """Topic in [0, 1] where the claims tell of opposite states and are negated alike, else 0."""
    a, b = pair.a.claim.statement, pair.b.claim.statement
    return pair.topic if opposites(pair) and a.negated == b.negated else 0.0


def double_opposition(pair: PairView) -> float:
    """Topic in [0, 1] where opposite states meet with one negation: 'did not leave' and 'stayed'."""
    a, b = pair.a.claim.statement, pair.b.claim.statement
    return pair.topic if opposites(pair) and a.negated != b.negated else 0.0


def explain_opposition(pair: PairView) -> tuple[Reason, ...]:
    """The opposite states."""
    if not opposition(pair):
        return ()
    return tuple(pair.reason(ReasonCode.STATUS, x, y) for x, y in opposites(pair)[:1])


def explain_denial(pair: PairView) -> tuple[Reason, ...]:
    """The two claims as a whole: what is denied, and the denial."""
    if not negation(pair):
        return ()
    return (Reason(ReasonCode.DENIAL, _whole(pair.a.claim), _whole(pair.b.claim)),)


def _whole(claim: Claim) -> Span:
    return claim.span


SIGNALS = (
    Signal("negation", negation, explain=explain_denial),
    Signal("shared_negation", shared_negation),
    Signal("denial", denial),
    Signal("opposition", opposition, explain=explain_opposition),
    Signal("double_opposition", double_opposition),
)
