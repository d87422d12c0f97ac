"""Decisions on events are put in order and checked; which decisions oppose each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.news.label import EventDecision, PairDecision, SourceDecision, opposed
from service.news.pair import Relation

partitions = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 2), min_size=2).map(
    lambda place: EventDecision(tuple(tuple(n for n in place if place[n] == g) for g in set(place.values())))
)


def decide(*groups):
    return EventDecision(tuple(map(tuple, groups)))


def test_groups_and_claims_are_put_in_order_and_doubles_are_one():
    assert decide("cb", "aa") == decide("a", "bcb")
    assert decide("cb", "a").groups == (("a",), ("b", "c"))
    assert decide("cb", "a").claims == ("a", "b", "c")


@pytest.mark.parametrize("groups", [(), ("",), ("a",), ("aa",), ("ab", ""), ("ab", "bc")])
def test_a_decision_on_events_names_two_claims_each_in_one_group(groups):
    with pytest.raises(ValueError):
        decide(*groups)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (decide("ab"), decide("a", "b"), True),
        (decide("ab"), decide("abc"), False),
        (decide("ab"), decide("bc"), False),
        (decide("ab", "c"), decide("ac"), True),
        (decide("ab", "c"), decide("a", "c"), False),
        (decide("ab", "cd"), decide("cd", "ab"), False),
        (SourceDecision("a", "The Ministry"), SourceDecision("a", "the  ministry"), False),
        (SourceDecision("a", "The Ministry"), SourceDecision("a", "police"), True),
        (SourceDecision("a", "The Ministry"), SourceDecision("b", "police"), False),
        (PairDecision("a", "b", Relation.AGREES), PairDecision("b", "a", Relation.NEUTRAL), True),
        (PairDecision("a", "b", Relation.AGREES), decide("a", "b"), False),
    ],
)
def test_decisions_oppose_each_other_where_they_cannot_both_be_followed(one, other, expected):
    assert opposed(one, other) is opposed(other, one) is expected


@given(partitions, partitions)
def test_partings_oppose_each_other_where_they_say_otherwise_of_two_claims(one, other):
    shared = sorted(one.group_of.keys() & other.group_of.keys())

    def joins(decision, a, b):
        return decision.group_of[a] == decision.group_of[b]

    differs = any(joins(one, a, b) != joins(other, a, b) for a in shared for b in shared)
    assert opposed(one, other) is differs
