"""How near two threads are, and that it depends on nothing but the two."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.scoring import group
from service.scoring.affinity import BLOCK, DEFAULT, Thread, Threads
from service.scoring.encode import on_grid

JOIN_FROM = np.float32(DEFAULT.join_from)


def unit(seed: int, lean: float = 0.0) -> np.ndarray:
    """A vector of 32 dimensions; the more it leans, the nearer it is to all others that do."""
    row = np.random.default_rng(seed).normal(size=32)
    row[0] += lean
    return on_grid((row / np.linalg.norm(row)).astype(np.float32))


def make_thread(n=1, lean=6.0, **rest) -> Thread:
    parts = {
        "article": f"a{n}",
        "claims": tuple(f"a{n}.{i}" for i in range(1, 4)),
        "vector": unit(n, lean),
        "names": (),
        "days": (),
        "published": 100.0,
        "background": False,
    }
    return Thread(**(parts | rest))


threads = st.builds(
    make_thread,
    n=st.integers(1, 40),
    lean=st.sampled_from([0.0, 3.0, 6.0]),
    names=st.lists(st.sampled_from(["tal", "warda", "narva"]), unique=True).map(lambda found: tuple(sorted(found))),
    days=st.lists(st.integers(739000, 739006), max_size=3, unique=True).map(lambda found: tuple(sorted(found))),
    published=st.none() | st.sampled_from([100.0, 100.5, 103.0, 140.0]),
    background=st.booleans(),
    vouched=st.booleans(),
)
several = st.lists(threads, min_size=2, max_size=12, unique_by=lambda thread: thread.article)


@given(several)
def test_the_affinity_of_two_is_the_same_to_the_last_bit_whoever_is_measured_along(found):
    together = Threads(found).matrix()
    for i, j in combinations(range(len(found)), 2):
        assert Threads([found[i], found[j]]).matrix()[0, 1] == together[i, j] == together[j, i]


@given(several)
def test_edges_are_the_pairs_that_the_matrix_has_above_the_threshold(found):
    near = Threads(found).matrix() >= JOIN_FROM
    expected = {(i, j) for i, j in combinations(range(len(found)), 2) if near[i, j]}
    assert set(zip(*map(list, Threads(found).edges()), strict=True)) == expected


@given(several, st.integers(1, 12))
def test_edges_of_the_first_few_are_those_among_all(found, n):
    expected = {(i, j) for i, j in zip(*map(list, Threads(found).edges()), strict=True) if i < n}
    assert set(zip(*map(list, Threads(found).edges(of_first=n)), strict=True)) == expected


def test_edges_are_found_across_blocks():
    found = [make_thread(n, vector=unit(1)) for n in range(BLOCK + 2)]
    one, other = Threads(found).edges()
    assert len(one) == len(found) * (len(found) - 1) // 2
    assert (one < other).all()


@pytest.mark.parametrize(
    ("changed", "loses"),
    [
        ({"days": (739001,)}, DEFAULT.next_day),
        ({"days": (739002,)}, DEFAULT.other_day),
        ({"days": (739000, 739002)}, 0.0),
        ({"days": ()}, 0.0),
        ({"background": True}, DEFAULT.background),
        ({"published": 105.0}, 5 * DEFAULT.per_day_apart),
        ({"published": 125.0}, DEFAULT.most_apart),
        ({"published": None}, 0.0),
        ({"days": (739003,), "published": 103.0}, DEFAULT.look_alike + 3 * DEFAULT.per_day_apart),
    ],
)
def test_times_that_differ_take_from_the_affinity(changed, loses):
    one = make_thread(1, days=(739000,))
    other = make_thread(2, vector=one.vector, days=(739000,))
    plain = Threads([one, other]).matrix()[0, 1]
    apart = Threads([one, make_thread(2, vector=one.vector, **({"days": (739000,)} | changed))]).matrix()[0, 1]
    assert plain - apart == pytest.approx(loses, abs=1e-6)


def test_threads_of_one_article_and_those_far_apart_in_time_are_never_joined():
    one = make_thread(1)
    same_article = make_thread(1, vector=one.vector)
    far = make_thread(2, vector=one.vector, published=100.0 + DEFAULT.window + 1)
    assert Threads([one, same_article, far]).edges()[0].size == 0


@given(several)
def test_the_partition_is_that_of_each_connected_part_for_itself(found):
    whole = {frozenset(found[i].article for i in places) for places in group.partition(found)}
    for part in group.parts(found):
        alone = [found[i] for i in part]
        for places in group.partition(alone):
            assert frozenset(alone[i].article for i in places) in whole


@given(several)
def test_threads_that_are_not_vouched_for_change_nothing_about_the_others(found):
    firm = [thread for thread in found if thread.vouched]
    alone = {frozenset(firm[i].article for i in places) for places in group.partition(firm)}
    beside = {frozenset(found[i].article for i in places if found[i].vouched) for places in group.partition(found)} - {
        frozenset()
    }
    assert beside == alone


def test_a_thread_that_is_not_vouched_for_joins_the_event_it_is_nearest_to():
    one, other = unit(1), unit(2)
    found = [
        make_thread(1, vector=one),
        make_thread(2, vector=other),
        make_thread(3, vector=one, vouched=False),
        make_thread(4, vector=unit(9), vouched=False),
    ]
    assert group.partition(found) == [[0, 2], [1], [3]]
