"""Which claims of an event are laid side by side."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from service.news.article import Field
from service.news.claim import Certainty, Mode
from service.scoring import pair
from service.scoring.view import EncodedClaim
from tests.builders import MORNING, make_claim, make_quantity, make_slot, make_statement

ALIKE = np.array([1, 0, 0], np.float32)


def make(id: str, vector=ALIKE, mode=Mode.ASSERTION, slots=(), **rest) -> EncodedClaim:
    """A claim of its own source in its own article."""
    parts = {"source": f"s-{id}", "article": f"a-{id}"} | rest
    return EncodedClaim(make_claim(id, statement=make_statement(mode=mode, slots=slots), **parts), vector, {})


def own(members) -> dict[str, str]:
    """Every source with a voice of its own."""
    return {member.claim.id: member.claim.source for member in members}


def chosen(*members: EncodedClaim, copies=(), voice_of=None) -> list[tuple[str, str]]:
    found = pair.claims(members, copies, voice_of or own(members))
    return [(one.claim.id, other.claim.id) for one, other in found]


def test_claims_of_two_sources_are_paired_once_in_canonical_order():
    assert chosen(make("c1"), make("c2"), make("c3")) == [("c1", "c2"), ("c1", "c3"), ("c2", "c3")]


@pytest.mark.parametrize("members", [(), (make("c1"),)])
def test_fewer_than_two_claims_make_no_pair(members):
    assert chosen(*members) == []


@pytest.mark.parametrize("mode", [Mode.OPINION, Mode.QUESTION, Mode.PREDICTION, Mode.CONDITIONAL])
def test_only_assertions_are_compared(mode):
    assert chosen(make("c1"), make("c2", mode=mode), make("c3")) == [("c1", "c3")]


def test_what_is_left_open_and_what_stands_in_a_copy_is_not_compared():
    assert chosen(make("c1"), make("c2", certainty=Certainty.UNSPECIFIED)) == []
    assert chosen(make("c1"), make("c2", article="a2"), copies={"a2"}) == []


def test_a_headline_is_compared_only_where_its_text_claims_nothing():
    title = {"field": Field.TITLE, "article": "a1"}
    assert chosen(make("c1", **title), make("c2")) == [("c1", "c2")]
    assert chosen(make("c1", **title), make("c2", article="a1"), make("c3")) == [("c2", "c3")]


@pytest.mark.parametrize(
    ("apart", "pairs"),
    [(timedelta(minutes=59), []), (timedelta(hours=1), [("c1", "c2")]), (timedelta(days=2), [("c1", "c2")])],
)
def test_one_voice_is_compared_with_itself_only_hours_apart(apart, pairs):
    assert chosen(make("c1", source="s1"), make("c2", source="s1", as_of=MORNING + apart)) == pairs


def test_one_voice_without_times_is_not_compared_with_itself():
    assert chosen(make("c1", source="s1", as_of=None), make("c2", source="s1")) == []


def test_a_spokesman_and_the_organisation_are_one_voice():
    assert chosen(make("c1"), make("c2"), voice_of={"c1": "s1", "c2": "s1"}) == []


def test_claims_too_far_apart_in_meaning_are_left_out_unless_they_count_one_thing():
    away = np.array([0.1, 0.995, 0], np.float32)
    count = (make_slot(quantity=make_quantity()),)
    assert chosen(make("c1"), make("c2", away)) == []
    assert chosen(make("c1", slots=count), make("c2", away, slots=count)) == [("c1", "c2")]


@pytest.mark.parametrize("n_claims", [20, 60])
def test_each_claim_is_laid_beside_its_few_nearest_so_that_pairs_grow_with_claims(n_claims):
    angles = np.linspace(0, 1, n_claims)
    members = [make(f"c{i:03}", np.array([np.cos(x), np.sin(x), 0], np.float32)) for i, x in enumerate(angles)]
    found = chosen(*members)
    assert len(found) <= pair.NEAREST * n_claims
    assert len(found) == len(set(found))
    assert {name for names in found for name in names} == {member.claim.id for member in members}
    assert all(abs(int(one[1:]) - int(other[1:])) <= 2 * pair.NEAREST for one, other in found)
