"""What editors hold together and apart: the later decision is followed, and strangers' claims sway nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.scoring import group, holding, memory
from service.scoring.affinity import Thread
from service.scoring.holding import Held, held
from tests.store.wire import ARTICLES
from tests.tools import make_grouping, make_tools

NAMES = "abcdefg"


def decisions(names=NAMES):
    """Some decisions on some claims: each claim in one of two groups or in none."""
    one = st.dictionaries(st.sampled_from(names), st.integers(0, 1), min_size=1)
    return st.lists(one.map(lambda place: [[n for n in place if place[n] == side] for side in (0, 1)]), max_size=5)


def told(found, one, other):
    """What two claims are held to: 'together', 'apart' or nothing."""
    if one not in found or other not in found:
        return ""
    a, b = found[one], found[other]
    if a.together == b.together:
        return "together"
    return "apart" if b.together in a.apart or a.together in b.apart else ""


def test_claims_of_one_group_are_held_together_and_those_of_two_apart():
    assert held([[["b", "a"], ["c"]]], "abc") == {
        "a": Held("a", frozenset({"c"})),
        "b": Held("a", frozenset({"c"})),
        "c": Held("c", frozenset({"a"})),
    }


def test_of_two_that_oppose_each_other_the_later_one_is_followed():
    merge, split = [["a", "b"]], [["a"], ["b"]]
    assert told(held([merge, split], "ab"), "a", "b") == "together"
    assert told(held([split, merge], "ab"), "a", "b") == "apart"


def test_what_the_later_one_does_not_speak_of_is_as_the_earlier_one_has_it():
    found = held([[["a"], ["b"]], [["a", "b", "c", "d"]]], "abcd")
    assert (told(found, "a", "b"), told(found, "a", "c"), told(found, "c", "d")) == ("apart", "together", "together")


def test_what_is_held_together_is_held_apart_as_a_whole():
    found = held([[["a"], ["b"]], [["b", "c"]]], "abc")
    assert told(found, "a", "c") == "apart"


@given(decisions(), st.sets(st.sampled_from(NAMES)))
def test_the_latest_decision_is_followed_whole(said, counted):
    if said:
        found = held(said, counted)
        for one, other in combinations([n for names in said[0] for n in names], 2):
            side = next(names for names in said[0] if one in names)
            assert told(found, one, other) == ("together" if other in side else "apart")


@given(decisions(), st.sets(st.sampled_from(NAMES)))
def test_nothing_is_held_together_with_what_it_is_held_apart_from(said, counted):
    for one in (found := held(said, counted)).values():
        assert one.together not in one.apart
        assert one.apart <= {other.together for other in found.values()}


@given(decisions(), st.sets(st.sampled_from(NAMES)))
def test_what_claims_that_count_are_held_to_does_not_depend_on_others(said, counted):
    alone = held([[[n for n in names if n in counted] for names in groups] for groups in said], counted)
    found = held(said, counted)
    assert {name: found[name] for name in alone} == alone


@given(decisions(), st.lists(st.lists(st.sampled_from(NAMES), min_size=1), max_size=3))
def test_what_is_left_of_a_decision_as_one_claim_is_as_if_it_had_not_been(said, drawn):
    seen = set()
    threads = [[n for n in dict.fromkeys(names) if n not in seen and not seen.add(n)] for names in drawn]
    assert held(said, threads) == held([groups for groups in said if sum(map(len, groups)) > 1], threads)


def test_a_claim_that_is_left_alone_is_held_to_nothing():
    """Or its thread would be cut by a decision on an article that is there no more."""
    assert held([[["a"]], [["b", "c"]]], ["ab", "c"]).keys() == {"b", "c"}
    assert held([[["a"], []]], ["ab"]) == {}


def test_a_thread_that_counts_is_cut_by_what_is_said_of_claims_that_count_alone():
    """A stranger's claim held to one claim of it is held to all: it comes to where the thread is."""
    found = held([[["a", "s"]], [["b", "t"]]], ["ab"])
    assert {name: each.together for name, each in found.items()} == dict.fromkeys("abst", "a")
    assert held([[["b", "s"]], [["a", "c"]]], ["ab", "c"])["s"].together == "a"
    assert "b" not in held([[["b", "s"]], [["a", "c"]]], ["ab", "c"])


def test_a_stranger_held_to_one_and_apart_from_another_does_not_part_these():
    found = held([[["s"], ["b"]], [["a", "s"]]], "ab")
    assert (told(found, "a", "s"), found["a"].apart, found["b"].apart) == ("together", frozenset(), frozenset())
    said = thread("s", 0, found["s"].together, tuple(found["s"].apart), vouched=False)
    assert together(thread("a", 0, "a"), thread("b", 0, "b"), said) == sets("ab", "s")


@given(decisions(), st.sets(st.sampled_from(NAMES)), st.lists(st.integers(0, 3), min_size=7, max_size=7))
def test_whatever_strangers_claims_are_held_to_those_that_count_are_put_together_alike(said, counted, axes):
    def grouped(names, decided):
        found = held(decided, sorted(counted))
        at = [(n, axes[NAMES.index(n)], found.get(n, Held("", frozenset()))) for n in names]
        threads = [thread(n, axis, one.together, tuple(one.apart), vouched=n in counted) for n, axis, one in at]
        return {frozenset(places & counted) for places in together(*threads)} - {frozenset()}

    alone = [[[n for n in names if n in counted] for names in groups] for groups in said]
    assert grouped(NAMES, said) == grouped(sorted(counted), alone)


@given(decisions("abc"), decisions("xyz"))
def test_decisions_on_other_claims_change_nothing(mine, theirs):
    both = held([*mine, *theirs], "abcxyz")
    assert {name: each for name, each in both.items() if name in "abc"} == held(mine, "abc")


# --------------------------------------------------------------------------------------------------- imposed on threads


def thread(name, axis, together="", apart=(), *, vouched=True):
    """A thread of one claim that is alike to those on the same axis and to no others."""
    vector = np.eye(4, dtype=np.float32)[axis]
    held_to = {"together": together, "apart": apart}
    return Thread(name, (f"{name}.1",), vector, (), (), (), 0.0, background=False, vouched=vouched, **held_to)


def together(*threads):
    """The threads that are put together, by the names of their articles."""
    return {frozenset(threads[i].article for i in places) for places in group.partition(threads, make_grouping())}


def sets(*names):
    return set(map(frozenset, names))


def test_without_editors_what_is_alike_is_put_together():
    assert together(thread("a", 0), thread("b", 0), thread("c", 1)) == sets("ab", "c")


def test_what_is_held_together_is_put_together_however_unlike():
    assert together(thread("a", 0, "a"), thread("b", 1, "a"), thread("c", 2)) == sets("ab", "c")


def test_what_joins_either_by_itself_comes_along():
    """Average-link asks for nearness to all: what is near to one half alone is near enough to nothing."""
    found = together(thread("a", 0, "a"), thread("b", 1, "a"), thread("c", 0))
    assert frozenset("ab") <= next(names for names in found if "a" in names)


def test_what_is_held_apart_is_parted_and_others_go_where_they_are_nearer():
    a, b = thread("a", 0, "a", ("b",)), thread("b", 0, "b", ("a",))
    found = together(a, b, thread("c", 0))
    assert found in (sets("ac", "b"), sets("a", "bc"))


@pytest.mark.parametrize("n", [2, 9, 40])
def test_what_is_held_apart_stays_so_in_the_midst_of_many(n):
    a, b = thread("a", 0, "a", ("b",)), thread("b", 0, "b", ("a",))
    found = together(a, b, *(thread(str(i), 0) for i in range(n)))
    assert len(found) == 2
    assert not any({"a", "b"} <= names for names in found)


def test_two_of_one_article_can_be_held_together():
    one, other = thread("a", 0, "x"), thread("a", 1, "x")
    assert group.partition([one, other], make_grouping()) == [[0, 1]]


def test_strangers_that_are_held_together_go_to_an_event_together_or_stay_together():
    firm, near = thread("f", 0), thread("n", 0, "n", vouched=False)
    far = [thread(name, axis, "n", vouched=False) for axis, name in enumerate("op", start=1)]
    assert together(firm, near, *far) == sets("f", "nop")
    nearer = thread("m", 0, "n", vouched=False)
    assert together(firm, near, nearer) == sets("fnm")


def test_strangers_that_are_held_apart_do_not_meet_in_an_event():
    firm = thread("f", 0)
    one, other = (thread(a, 0, a, (b,), vouched=False) for a, b in ("no", "on"))
    assert together(firm, one, other) == sets("fn", "o")


def test_what_is_held_is_imposed_on_affinities_both_ways():
    found = [thread("a", 0, "x", ("z",)), thread("b", 1, "x", ("z",)), thread("c", 2, "z"), thread("d", 3)]
    changed = holding.imposed(np.zeros((4, 4), np.float32), found)
    assert (changed == changed.T).all()
    assert changed[0, 1] == holding.FOREVER
    assert changed[0, 2] == changed[1, 2] == -holding.FOREVER
    assert not changed[3].any()


# ------------------------------------------------------------------------------------------------------ read for real


@pytest.fixture(scope="module")
def read(annotator):
    """The articles of several happenings, each as it is kept."""
    tools = make_tools(annotator)
    return {article.id: memory.remember(article, tools) for article in ARTICLES}


def events(read, vouched, said):
    """The claims that are put together, of the articles that are there."""
    there = [[[name for name in names if article_of(name) in read] for names in groups] for groups in said]
    counted = [thread.claims for id in read if id in vouched for thread in read[id].threads]
    found = held(there, counted)
    threads = [replace(each, vouched=id in vouched) for id, one in read.items() for each in one.held_threads(found)]
    return {
        frozenset(name for i in places for name in threads[i].claims)
        for places in group.partition(threads, make_grouping())
    }


def article_of(name):
    return name.partition(".")[0]


@given(st.data())
def test_with_claims_held_to_strangers_those_that_count_are_put_together_as_without_strangers(read, data):
    vouched, said = drawn(read, data)
    own = {id: one for id, one in read.items() if id in vouched}
    told = {frozenset(name for name in names if article_of(name) in vouched) for names in events(read, vouched, said)}
    assert told - {frozenset()} == events(own, vouched, said)


@given(st.data())
def test_what_editors_said_of_an_article_that_is_gone_is_as_if_they_had_not(read, data):
    vouched, said = drawn(read, data)
    gone = data.draw(st.sets(st.sampled_from(sorted(read)), max_size=3))
    rest = {id: one for id, one in read.items() if id not in gone}
    left = [[[name for name in names if article_of(name) in rest] for names in groups] for groups in said]
    assert events(rest, vouched, said) == events(rest, vouched, [each for each in left if sum(map(len, each)) > 1])


def drawn(read, data):
    """The articles that count, and what editors say of a few claims of a few articles, of any two more often than not."""
    ids = data.draw(st.lists(st.sampled_from(sorted(read)), min_size=2, max_size=5, unique=True))
    names = [claim.id for id in ids for claim in read[id].reading.claims]
    decision = st.dictionaries(st.sampled_from(names), st.integers(0, 1), min_size=1, max_size=5)
    groups = decision.map(lambda place: [[name for name in place if place[name] == side] for side in (0, 1)])
    return data.draw(st.sets(st.sampled_from(sorted(read)))), data.draw(st.lists(groups, max_size=5))
