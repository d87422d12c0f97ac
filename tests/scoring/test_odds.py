"""Bits are added once and turned into probabilities once."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.news.pair import Bits
from service.scoring import odds

SOME_BITS = st.builds(Bits, *[st.floats(-1e6, 1e6)] * 3)


def test_contributions_add_up_stance_by_stance():
    assert odds.total([Bits(1, -2, 0.5), Bits(0.25, 3, -1), Bits(-1, 0, 0)]) == Bits(0.25, 1, -0.5)
    assert odds.total([]) == Bits(0, 0, 0)


@pytest.mark.parametrize(
    ("bits", "expected"),
    [
        (Bits(0, 0, 0), (1 / 3, 1 / 3, 1 / 3)),
        (Bits(1, 0, 0), (2 / 4, 1 / 4, 1 / 4)),
        (Bits(3, 2, 0), (8 / 13, 4 / 13, 1 / 13)),
        (Bits(103, 102, 100), (8 / 13, 4 / 13, 1 / 13)),
    ],
)
def test_one_bit_doubles_the_odds(bits, expected):
    found = odds.probabilities(bits)
    assert (found.agrees, found.contradicts, found.neutral) == pytest.approx(expected)


@given(SOME_BITS)
def test_three_probabilities_add_up_to_one_and_none_is_certain(bits):
    found = odds.probabilities(bits)
    three = (found.agrees, found.contradicts, found.neutral)
    assert sum(three) == pytest.approx(1)
    assert all(0 < each < 1 for each in three)


@given(SOME_BITS, st.floats(0, 100))
def test_more_bits_for_a_stance_never_make_it_less_likely(bits, more):
    raised = Bits(bits.agrees + more, bits.contradicts, bits.neutral)
    assert odds.probabilities(raised).agrees >= odds.probabilities(bits).agrees


@given(st.lists(SOME_BITS, max_size=8), st.randoms())
def test_the_order_of_contributions_does_not_matter(parts, chance):
    shuffled = list(parts)
    chance.shuffle(shuffled)
    assert odds.total(shuffled) == odds.total(parts)


@pytest.mark.parametrize("huge", [1e300, -1e300, 1e9])
def test_extreme_evidence_stays_finite(huge):
    found = odds.probabilities(Bits(huge, 0, 0))
    assert all(math.isfinite(each) and each > 0 for each in (found.agrees, found.contradicts, found.neutral))
