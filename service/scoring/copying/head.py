"""The head that says whether two articles are copies: linear evidence in bits.

A logistic regression (fitted with scikit-learn in ``service.learning``) written as plain numbers: the log2 odds are the
prior plus, for each of MEASURES, weight times value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from service.scoring.copying.imprint import FEWEST_WORDS, Imprint
from service.scoring.copying.measures import MEASURES, Measured, measured


@dataclass(frozen=True, slots=True)
class CopyHead:
    """Fitted weights in bits per unit of each of MEASURES, and what the sum begins with."""

    version: str
    prior: float
    weights: Mapping[str, float]

    def bits(self, found: Measured) -> float:
        """The log2 odds that one of two articles is a copy; ``found`` are MEASURES, shape (n_measures,)."""
        return self.prior + float(found @ np.array([self.weights[name] for name in MEASURES]))

    def finds(self, one: Imprint, other: Imprint) -> float | None:
        """How many bits speak for a copy, rounded so that their last digits decide nothing; None where it is none.

        It is one where the odds are even or better, and both texts long enough to tell.
        """
        if min(one.length, other.length) < FEWEST_WORDS:
            return None
        found = round(self.bits(measured(one, other)), 6)
        return found if found >= 0 else None
