"""The measurements on a pair.

To add one: a Signal in a file here, its file's tuple below, cases in the tests, `make train`.
"""

from __future__ import annotations

from service.scoring.signals import certainty, circumstances, likeness, numbers, pair_model, polarity, roles
from service.scoring.signals.base import Signal

SIGNALS: tuple[Signal, ...] = (
    *pair_model.SIGNALS,
    *likeness.SIGNALS,
    *numbers.SIGNALS,
    *roles.SIGNALS,
    *circumstances.SIGNALS,
    *polarity.SIGNALS,
    *certainty.SIGNALS,
)

__all__ = ["SIGNALS", "Signal"]
