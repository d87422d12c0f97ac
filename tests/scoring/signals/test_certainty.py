"""How firmly claims are put, and what they leave open."""

from __future__ import annotations

import pytest

from service.news.claim import Certainty
from service.scoring.signals.certainty import hedging, openness

FIRM = "The strike killed two men."


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        (FIRM, FIRM, 0),
        (FIRM, "The strike may have killed two men.", 0.5),
        ("The strike reportedly killed two men.", "The strike may have killed two men.", 1),
    ],
)
def test_hedging_is_the_share_of_hedged_claims(measured, one, other, share):
    assert measured("hedging", one, other) == share


def test_a_hedging_cue_hedges_plain_words(encoded, side_by_side):
    assert hedging(side_by_side(FIRM, encoded(FIRM, id="c2", certainty=Certainty.HEDGED))) == 0.5


def test_openness_is_one_where_a_claim_leaves_a_slot_open(measured, encoded, side_by_side):
    assert measured("openness", FIRM, FIRM) == 0
    assert measured("openness", FIRM, "Unidentified gunmen killed two men.") == 1
    assert openness(side_by_side(FIRM, encoded("whose aircraft it was", id="c2", opened=True))) == 1
