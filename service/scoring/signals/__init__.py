"""The measurements on a pair.

To add one: a Signal in a file here, its file's tuple below, cases in the tests, `make train`.
"""

from __future__ import annotations

from service.scoring.signals import certainty, circumstances, likeness, numbers, pair_model, polarity, roles
from service.scoring.signals.base import Signal

FAMILIES: dict[str, tuple[Signal, ...]] = {
    "pair_model": pair_model.SIGNALS,
    "likeness": likeness.SIGNALS,
    "numbers": numbers.SIGNALS,
    "roles": roles.SIGNALS,
    "circumstances": circumstances.SIGNALS,
    "polarity": polarity.SIGNALS,
    "certainty": certainty.SIGNALS,
}
SIGNALS: tuple[Signal, ...] = tuple(signal for family in FAMILIES.values() for signal in family)

__all__ = ["FAMILIES", "SIGNALS", "Signal"]
