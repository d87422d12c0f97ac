"""Claims that say the same are one proposition, and contradicting ones compete for being right."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.scoring.credibility.families import families
from service.scoring.credibility.propositions import propositions
from service.scoring.credibility.utterances import COINCIDENCE, Utterance, Witness

NAMES = [f"c{n}" for n in range(1, 7)]


def said(*pairs, voices=None):
    """Utterances, each of a voice of its own, with the pairs (one, other, agrees, contradicts) between them."""
    of = {name: name.replace("c", "v") for name in NAMES} | (voices or {})
    found = {name: [] for name in NAMES}
    for one, other, agrees, contradicts in pairs:
        for mine, theirs in ((one, other), (other, one)):
            found[mine].append(Witness(theirs, of[theirs], agrees, contradicts))
    return [Utterance(name, "e1", of[name], of[name], name, None, tuple(each)) for name, each in found.items()]


def at_rate(rate):
    return lambda voice: rate


def test_two_that_contradict_share_what_there_is():
    one, other = propositions(said(("c1", "c2", 0.0, 1.0)), at_rate(0.5))
    assert (one.claims, other.claims, one.question, other.question) == (("c1",), ("c2",), 1, 1)
    assert one.probability == other.probability == pytest.approx(1 / 3)


def test_what_two_say_is_likelier_by_one_over_the_chance_of_one_mistake():
    (found,) = propositions(said(("c1", "c2", 1.0, 0.0)), at_rate(0.5))
    assert (found.claims, found.voices) == (("c1", "c2"), 2)
    assert found.probability == pytest.approx(1 / (1 + COINCIDENCE))


def test_two_against_one_are_likelier_and_one_voice_counts_once():
    pairs = (("c1", "c2", 1.0, 0.0), ("c1", "c3", 0.0, 1.0), ("c2", "c3", 0.0, 1.0))
    two, one = propositions(said(*pairs), at_rate(0.6))
    assert two.probability > 0.8
    assert one.probability < 0.2
    same = {"c2": "v1"}
    told = propositions(said(*pairs[1:], voices=same), at_rate(0.6))
    assert all(each.probability < 0.5 for each in told)


def test_what_contradicts_is_never_joined_however_both_agree_with_a_third():
    found = propositions(said(("c1", "c2", 0.9, 0.0), ("c2", "c3", 0.8, 0.0), ("c1", "c3", 0.0, 0.7)), at_rate(0.7))
    assert [each.claims for each in found] == [("c1", "c2"), ("c3",)]


def test_a_follower_makes_what_is_said_no_likelier_as_far_as_it_surely_follows():
    pairs = (("c1", "c2", 1.0, 0.0), ("c1", "c3", 0.0, 1.0), ("c2", "c3", 0.0, 1.0))
    alone, two = (propositions(said(*each), at_rate(0.6))[0].probability for each in (pairs[1:2], pairs))
    found = [
        propositions(said(*pairs), at_rate(0.6), families({("v1", "v2"): sure}))[0].probability
        for sure in (0.5, 0.9, 1)
    ]
    assert alone == pytest.approx(found[2])
    assert found[2] < found[1] < found[0] < two


def test_what_nobody_else_speaks_of_is_no_proposition():
    assert propositions(said(), at_rate(0.5)) == ()


PAIRS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.floats(0.5, 1), st.booleans()).filter(
        lambda each: each[0] < each[1]
    ),
    max_size=10,
    unique_by=lambda each: each[:2],
)


@settings(max_examples=60)
@given(PAIRS, st.floats(0.05, 0.95), st.permutations(NAMES))
def test_each_claim_stands_once_rivals_share_one_and_the_names_of_voices_change_nothing(pairs, rate, order):
    told = [(one, other, 0.0 if against else p, p if against else 0.0) for one, other, p, against in pairs]
    found = propositions(said(*told), at_rate(rate))
    named = [claim for each in found for claim in each.claims]
    assert len(named) == len(set(named))
    assert all(0 < each.probability < 1 for each in found)
    renamed = propositions(said(*told, voices=dict(zip(NAMES, order, strict=True))), at_rate(rate))
    assert renamed == found
    surely = {frozenset(pair[:2]) for pair in told if pair[3] == 1}
    for one in found:
        for other in found:
            if any(frozenset((a, b)) in surely for a in one.claims for b in other.claims):
                assert one.probability + other.probability <= 1
