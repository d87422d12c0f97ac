"""The head that says what a body says of a headline, in two storeys of linear evidence in bits.

Logistic regressions (fitted with scikit-learn in ``service.learning``) written as plain numbers. The first tells from
the measurements NEARNESS whether the body speaks of the headline; its sum is the log2 odds of that. Only where it does
are claims compared, and the second tells from the measurements MANNER how: the stance with the largest sum.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from service.scoring.headline.held import MANNER, NEARNESS, Measured


class BodyStance(StrEnum):
    """What a body says of a headline."""

    AGREE = "agree"
    DISAGREE = "disagree"
    DISCUSS = "discuss"
    UNRELATED = "unrelated"


# What a body that speaks of a headline may say of it, in the order of the second storey's columns.
RELATED = (BodyStance.AGREE, BodyStance.DISAGREE, BodyStance.DISCUSS)


@dataclass(frozen=True, slots=True)
class BodyHead:
    """Fitted weights in bits per unit of each measurement.

    ``nearness`` has one weight for each of NEARNESS, ``manner`` one for each of MANNER and each stance of RELATED;
    ``near_prior`` and ``manner_prior`` are what the sums begin with.
    """

    version: str
    near_prior: float
    nearness: Mapping[str, float]
    manner_prior: tuple[float, ...]
    manner: Mapping[str, tuple[float, ...]]

    def speaks_of_it(self, measured: Measured) -> bool:
        """Whether a body speaks of the headline at all; ``measured`` are NEARNESS, shape (n_measurements,)."""
        return self.near_prior + float(measured @ [self.nearness[name] for name in NEARNESS]) > 0

    def stance(self, measured: Measured) -> BodyStance:
        """What a body that speaks of the headline says of it; ``measured`` are MANNER, shape (n_measurements,)."""
        bits = self.manner_prior + measured @ np.array([self.manner[name] for name in MANNER])
        return RELATED[int(np.argmax(bits))]
