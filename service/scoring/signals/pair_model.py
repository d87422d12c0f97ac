"""What the pair model, which reads both texts together, makes of them."""

from __future__ import annotations

from service.scoring.signals.base import Signal
from service.scoring.view import PairView

# Logits beyond this add nothing: the model is then as sure as it can be.
SUREST = 12.0


def _clipped(value: float) -> float:
    return max(-SUREST, min(SUREST, value))


def model_agrees(pair: PairView) -> float:
    """Natural log-odds of agreement against neither, in [-12, 12], the mean of both reading directions."""
    return _clipped(pair.judgement.agrees)


def model_contradicts(pair: PairView) -> float:
    """Natural log-odds of contradiction against neither, in [-12, 12], the mean of both reading directions."""
    return _clipped(pair.judgement.contradicts)


SIGNALS = (
    Signal("model_agrees", model_agrees, low=-SUREST, high=SUREST),
    Signal("model_contradicts", model_contradicts, low=-SUREST, high=SUREST),
)
