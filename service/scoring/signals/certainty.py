"""How firmly the two claims are put, and what they leave open."""

from __future__ import annotations

from service.news.claim import Certainty, Claim
from service.scoring.signals.base import Signal
from service.scoring.view import PairView


def _hedged(claim: Claim) -> bool:
    return claim.certainty is Certainty.HEDGED or claim.statement.hedged


def hedging(pair: PairView) -> float:
    """Share of the two claims that are hedged: 0, 0.5 or 1."""
    return (_hedged(pair.a.claim) + _hedged(pair.b.claim)) / 2


def openness(pair: PairView) -> float:
    """1 where either claim says that it leaves something open, else 0."""
    sides = (pair.a.claim, pair.b.claim)
    return float(any(side.certainty is Certainty.UNSPECIFIED or side.statement.open_slots for side in sides))


SIGNALS = (
    Signal("hedging", hedging),
    Signal("openness", openness),
)
