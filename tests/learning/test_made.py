"""Neutral pairs made of labelled ones: two aspects of one event."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from service.learning.made import LEAST_SIMILAR, other_aspects
from service.scoring.view import EncodedClaim
from tests.builders import make_claim

HERE = (1.0, 0.0)


def make_encoded(text, vector=HERE):
    return EncodedClaim(make_claim(text=text), np.array(vector, dtype=np.float32), {})


def make_pair(a, b, vector=HERE):
    return make_encoded(a, vector), make_encoded(b, vector)


def texts(made):
    return [(pair[0].claim.text, pair[1].claim.text) for pair, _ in made]


def test_each_claim_is_laid_beside_the_opposite_claim_of_another_pair():
    made = list(other_aspects([make_pair("one a", "one b"), make_pair("two a", "two b")], ["e", "e"]))
    assert texts(made) == [("one a", "two b"), ("one b", "two a")]
    assert {event for _, event in made} == {"e"}


def test_pairs_are_made_within_one_event_only():
    pairs = [make_pair("one a", "one b"), make_pair("two a", "two b"), make_pair("three a", "three b")]
    made = list(other_aspects(pairs, ["e1", "e2", "e1"]))
    assert texts(made) == [("one a", "three b"), ("one b", "three a")]
    assert [event for _, event in made] == ["e1", "e1"]


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_n_pairs_of_an_event_make_two_of_every_two(n):
    made = list(other_aspects([make_pair(f"{i} a", f"{i} b") for i in range(n)], ["e"] * n))
    assert len(made) == n * (n - 1)


def test_a_claim_is_never_laid_beside_its_own_words():
    pairs = [make_pair("the same", "one b"), make_pair("two a", "the same")]
    assert texts(other_aspects(pairs, ["e", "e"])) == [("one b", "two a")]


def test_swapping_the_sides_of_every_pair_makes_the_same_pairs():
    pairs = [make_pair(f"{i} a", f"{i} b") for i in range(4)]
    swapped = [(b, a) for a, b in pairs]
    sides = [{frozenset(pair) for pair in texts(other_aspects(each, ["e"] * 4))} for each in (pairs, swapped)]
    assert sides[0] == sides[1]
    assert len(sides[0]) == 4 * 3


def test_the_order_of_the_rows_makes_no_other_pairs():
    pairs = [make_pair(f"{i} a", f"{i} b") for i in range(4)]
    events = ["e1", "e2", "e1", "e2"]
    one = texts(other_aspects(pairs, events))
    other = texts(other_aspects(pairs[::-1], events[::-1]))
    assert {frozenset(pair) for pair in one} == {frozenset(pair) for pair in other}


@pytest.mark.parametrize(("cosine", "kept"), [(LEAST_SIMILAR - 0.01, 0), (LEAST_SIMILAR + 0.01, 2), (-1.0, 0)])
def test_claims_that_would_not_be_compared_make_no_pair(cosine, kept):
    """The vectors of the second pair stand at an angle whose cosine is given."""
    turned = (cosine, (1 - cosine**2) ** 0.5)
    pairs = [make_pair("one a", "one b"), make_pair("two a", "two b", turned)]
    assert len(list(other_aspects(pairs, ["e", "e"]))) == kept


def test_no_pair_that_was_labelled_is_made_again():
    pairs = [make_pair(f"{i} a", f"{i} b") for i in range(4)]
    labelled = {frozenset((a.claim.text, b.claim.text)) for a, b in pairs}
    assert not labelled & {frozenset(pair) for pair in texts(other_aspects(pairs, ["e"] * 4))}
    assert len(list(combinations(pairs, 2))) * 2 == len(list(other_aspects(pairs, ["e"] * 4)))


def test_every_pair_needs_its_event():
    with pytest.raises(ValueError, match="zip"):
        list(other_aspects([make_pair("a", "b")], []))
