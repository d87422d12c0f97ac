"""Terms of a pair: how it is told, and not of whom."""

from __future__ import annotations

import numpy as np
import pytest

from service.scoring.view import EncodedClaim, Judgement, PairView
from service.scoring.wording import terms
from tests.builders import make_claim, make_cue, make_statement

NOTHING = np.zeros(4, np.float32)
NO_JUDGEMENT = Judgement(0.0, 0.0, 0.0, {})


def claim(*words, names=(), cue=None):
    statement = make_statement(" ".join(words), words=words, names=frozenset(names))
    return EncodedClaim(make_claim(statement=statement, cue=cue and make_cue(cue)), NOTHING, {})


CASES = {
    "alike": (claim("fire"), claim("fire"), {"both: fire"}),
    "neighbours": (claim("push", "back"), claim("back"), {"both: back", "one: push", "one: push back"}),
    "another order": (
        claim("push", "back"),
        claim("back", "push"),
        {"both: push", "both: back", "one: push back", "one: back push"},
    ),
    "names and figures": (claim("tal", "warda", "7", "fall", names=["tal warda"]), claim("b52"), {"one: fall"}),
    "cues": (
        claim("fire", cue="Rubbished claims"),
        claim("fire", cue="said"),
        {"both: fire", "one: cue rubbished", "one: cue claims", "one: cue said"},
    ),
    "nothing": (claim(), claim(), set()),
}


@pytest.mark.parametrize(("a", "b", "expected"), CASES.values(), ids=CASES)
def test_terms_stand_in_one_or_in_both_and_are_the_same_either_way_round(a, b, expected):
    assert terms(PairView(a, b, NO_JUDGEMENT)) == expected
    assert terms(PairView(b, a, NO_JUDGEMENT)) == expected


def test_what_is_read_in_a_text_is_told_by_its_lemmas(side_by_side):
    found = terms(side_by_side("The council spiked the toll in Warda.", "The toll in Warda stands at 7."))
    assert {"one: spike", "one: council spike", "both: toll", "one: stand"} <= found
    assert not {term for term in found if "warda" in term or "7" in term}
