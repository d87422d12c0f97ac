"""Evidence in bits, and probabilities made of it: added on the log scale, converted once.

One bit doubles the odds. Sums are clipped before they are turned into probabilities, so that no stance ever reaches 0
or 1 (TruthFinder stops dead where a trust reaches 1).
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from service.news.pair import Bits, Probabilities

LARGEST_BITS = 20.0


def total(parts: Iterable[Bits]) -> Bits:
    """The sum of several contributions, stance by stance."""
    kept = tuple(parts)
    return Bits(
        agrees=math.fsum(part.agrees for part in kept),
        contradicts=math.fsum(part.contradicts for part in kept),
        neutral=math.fsum(part.neutral for part in kept),
    )


def probabilities(bits: Bits) -> Probabilities:
    """The base-2 softmax of summed evidence; each probability in (0, 1), adding up to 1."""
    peak = max(bits.agrees, bits.contradicts, bits.neutral)
    agrees, contradicts, neutral = (
        2.0 ** max(value - peak, -LARGEST_BITS) for value in (bits.agrees, bits.contradicts, bits.neutral)
    )
    whole = agrees + contradicts + neutral
    return Probabilities(agrees / whole, contradicts / whole, neutral / whole)


def probability(bits: float) -> float:
    """The probability of log2 odds; in (0, 1)."""
    return 1.0 / (1.0 + math.exp2(max(-LARGEST_BITS, min(LARGEST_BITS, -bits))))


def of_logits(agrees: float, contradicts: float, neutral: float) -> Probabilities:
    """The probabilities of natural logits; each in (0, 1), adding up to 1."""
    return probabilities(Bits(agrees / math.log(2), contradicts / math.log(2), neutral / math.log(2)))
