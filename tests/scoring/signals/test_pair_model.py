"""What the pair model says, in both directions, within bounds."""

from __future__ import annotations

import numpy as np
import pytest

from service.news.pair import ReasonCode
from service.scoring.signals.pair_model import SUREST, model_agrees, model_contradicts


class Sure:
    """Says the same of every pair, and something else of it the other way round."""

    name = "sure"

    def __init__(self, forth, back) -> None:
        self.forth, self.back = forth, back

    def judge(self, pairs):
        stances = np.array([self.forth if one < other else self.back for one, other in pairs], np.float32)
        return np.hstack([stances, np.zeros((len(pairs), 1 + len(ReasonCode)), np.float32)])


def test_the_mean_of_both_directions_is_set_against_neither(side_by_side):
    pair = side_by_side("A bomb fell.", "A shell fell.", Sure((4, 1, 1), (2, 3, -1)))
    assert model_agrees(pair) == 3
    assert model_contradicts(pair) == 2


@pytest.mark.parametrize("sign", [1, -1])
def test_a_model_that_is_too_sure_is_clipped(side_by_side, sign):
    pair = side_by_side("A bomb fell.", "A shell fell.", Sure((sign * 1e6, -sign * 1e6, 0), (0, 0, 0)))
    assert model_agrees(pair) == sign * SUREST
    assert model_contradicts(pair) == -sign * SUREST
