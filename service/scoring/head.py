"""The symmetric head: linear evidence in bits from signals, and the update rule's place after it.

Multinomial logistic regression (fitted with scikit-learn in ``service.learning``) written as plain numbers: for each
signal a weight in bits per unit for each stance, plus a prior; their base-2 softmax gives the probabilities, so that a
person can add them up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.news.pair import Bits, Evidence, Probabilities
from service.scoring import odds
from service.scoring.signals import SIGNALS, Signal
from service.scoring.view import PairView


@dataclass(frozen=True, slots=True)
class Head:
    """Fitted weights.

    ``prior`` and ``weights`` are bits, already divided by the calibration temperature; ``weights`` has one entry per
    signal, in bits per unit of it. An agreement is decided only from a probability of ``agreement_from`` on, a
    contradiction from ``contradiction_from`` on; below is the abstain band.
    """

    version: str
    prior: Bits
    weights: Mapping[str, Bits]
    agreement_from: float
    contradiction_from: float

    def evidence(self, pair: PairView) -> tuple[Evidence, ...]:
        """The prior's and every signal's contribution, in the order of SIGNALS."""
        parts = [Evidence("prior", None, self.prior)]
        parts += [self._contribution(signal, signal.measure(pair)) for signal in SIGNALS]
        return tuple(parts)

    def _contribution(self, signal: Signal, value: float) -> Evidence:
        weight = self.weights[signal.name]
        bits = Bits(weight.agrees * value, weight.contradicts * value, weight.neutral * value)
        return Evidence(signal.name, value, bits)


def judge(evidence: tuple[Evidence, ...]) -> Probabilities:
    """The probabilities that the contributions add up to."""
    return odds.probabilities(odds.total(part.bits for part in evidence))
