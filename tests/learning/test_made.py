"""Neutral pairs made of labelled ones: two aspects of one event."""

from __future__ import annotations

import zlib
from itertools import combinations

import numpy as np
import pytest

from service.learning import made as making
from service.learning.made import DRAWN, LEAST_SIMILAR, MOST_SIMILAR
from service.scoring.view import EncodedClaim
from tests.builders import make_claim

# Each claim has a direction of its own and one that all share, so that any two lie at this cosine.
NEAR = (LEAST_SIMILAR + MOST_SIMILAR) / 2


def other_aspects(pairs, events, drawn=100):
    return list(making.other_aspects(pairs, events, drawn))


def make_encoded(text, vector=None):
    if vector is None:
        chance = np.random.default_rng(zlib.crc32(text.encode()))
        own = chance.normal(size=400)
        own[0] = 0.0
        vector = np.sqrt(1 - NEAR) * own / np.linalg.norm(own)
        vector[0] = np.sqrt(NEAR)
    return EncodedClaim(make_claim(text=text), np.array(vector, dtype=np.float32), {})


def make_pair(a, b, vector=None):
    return make_encoded(a, vector), make_encoded(b, vector)


def texts(made):
    return [(pair[0].claim.text, pair[1].claim.text) for pair, _ in made]


def test_each_claim_is_laid_beside_the_opposite_claim_of_another_pair():
    made = other_aspects([make_pair("one a", "one b"), make_pair("two a", "two b")], ["e", "e"])
    assert texts(made) == [("one a", "two b"), ("one b", "two a")]
    assert {event for _, event in made} == {"e"}


def test_pairs_are_made_within_one_event_only():
    pairs = [make_pair("one a", "one b"), make_pair("two a", "two b"), make_pair("three a", "three b")]
    made = other_aspects(pairs, ["e1", "e2", "e1"])
    assert texts(made) == [("one a", "three b"), ("one b", "three a")]
    assert [event for _, event in made] == ["e1", "e1"]


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_n_pairs_of_an_event_make_two_of_every_two(n):
    made = other_aspects([make_pair(f"{i} a", f"{i} b") for i in range(n)], ["e"] * n)
    assert len(made) == n * (n - 1)


def test_pairs_that_turn_on_one_statement_are_no_two_aspects():
    """What agrees with a statement beside what contradicts it is a contradiction."""
    pairs = [make_pair("the same", "agrees"), make_pair("contradicts", "the same"), make_pair("two a", "two b")]
    made = {frozenset(pair) for pair in texts(other_aspects(pairs, ["e"] * 3))}
    assert frozenset(("agrees", "contradicts")) not in made
    assert len(made) == 2 * 2


def test_swapping_the_sides_of_every_pair_makes_the_same_pairs():
    pairs = [make_pair(f"{i} a", f"{i} b") for i in range(4)]
    swapped = [(b, a) for a, b in pairs]
    sides = [{frozenset(pair) for pair in texts(other_aspects(each, ["e"] * 4))} for each in (pairs, swapped)]
    assert sides[0] == sides[1]
    assert len(sides[0]) == 4 * 3


def test_the_order_of_the_rows_makes_no_other_pairs():
    pairs = [make_pair(f"{i} a", f"{i} b") for i in range(8)]
    events = ["e1", "e2"] * 4
    one = texts(other_aspects(pairs, events, 50))
    other = texts(other_aspects(pairs[::-1], events[::-1], 50))
    assert {frozenset(pair) for pair in one} == {frozenset(pair) for pair in other}


def test_about_as_many_are_drawn_as_are_asked_for_and_always_the_same():
    pairs = [make_pair(f"{i} a", f"{i} b") for i in range(40)]
    whole = other_aspects(pairs, ["e"] * 40)
    drawn = list(making.other_aspects(pairs, ["e"] * 40))
    assert texts(drawn) == texts(making.other_aspects(pairs, ["e"] * 40))
    assert len(drawn) == pytest.approx(len(whole) * DRAWN / 100, rel=0.2)
    assert set(texts(drawn)) < set(texts(whole))


@pytest.mark.parametrize(
    ("cosine", "kept"),
    [(LEAST_SIMILAR - 0.01, 0), (LEAST_SIMILAR + 0.01, 2), (MOST_SIMILAR - 0.01, 2), (MOST_SIMILAR + 0.01, 0), (-1, 0)],
)
def test_claims_that_are_far_apart_or_may_speak_of_one_thing_make_no_pair(cosine, kept):
    """The vectors of the second pair stand at an angle whose cosine is given."""
    turned = (cosine, (1 - cosine**2) ** 0.5)
    pairs = [make_pair("one a", "one b", (1.0, 0.0)), make_pair("two a", "two b", turned)]
    assert len(other_aspects(pairs, ["e", "e"])) == kept


def test_no_pair_that_was_labelled_is_made_again():
    pairs = [make_pair(f"{i} a", f"{i} b") for i in range(4)]
    labelled = {frozenset((a.claim.text, b.claim.text)) for a, b in pairs}
    assert not labelled & {frozenset(pair) for pair in texts(other_aspects(pairs, ["e"] * 4))}
    assert len(list(combinations(pairs, 2))) * 2 == len(other_aspects(pairs, ["e"] * 4))


def test_a_pair_whose_claims_stand_in_other_pairs_too_is_not_made_where_it_is_labelled_and_else_once():
    """In a dossier every claim is held against every other."""
    named = (("1", "2"), ("3", "4"), ("1", "4"), ("3", "5"), ("2", "6"), ("5", "1"))
    pairs = [make_pair(*each) for each in named]
    made = [frozenset(pair) for pair in texts(other_aspects(pairs, ["e"] * len(pairs)))]
    assert made
    assert len(set(made)) == len(made)
    assert not set(made) & {frozenset(pair) for pair in named}


def test_every_pair_needs_its_event():
    with pytest.raises(ValueError, match="zip"):
        other_aspects([make_pair("a", "b")], [])
