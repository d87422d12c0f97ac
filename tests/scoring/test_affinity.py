"""How near two threads are, and that it depends on nothing but the two."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.scoring import group
from service.scoring.affinity import APART, BLOCK, MEASURES, MOST, TIMES_FROM, Thread, Threads
from service.scoring.encode import on_grid
from tests.tools import JOINING, make_grouping

GROUPING = make_grouping(prior=-10.0, rarity=(("truck", 3), ("the", 1)))
WORDS = ["the", "truck", "bridge", "fell"]


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
        "words": (),
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
    words=st.lists(st.sampled_from(WORDS), unique=True).map(lambda found: tuple(sorted(found))),
    claims=st.integers(1, 5).map(lambda n: tuple(f"c{i}" for i in range(n))),
    names=st.lists(st.sampled_from(["tal", "warda", "narva"]), unique=True).map(lambda found: tuple(sorted(found))),
    days=st.lists(st.integers(739000, 739006), max_size=3, unique=True).map(lambda found: tuple(sorted(found))),
    published=st.none() | st.sampled_from([100.0, 100.5, 103.0, 140.0]),
    background=st.booleans(),
    vouched=st.booleans(),
)
several = st.lists(threads, min_size=2, max_size=12, unique_by=lambda thread: thread.article)


def matrix(*found, grouping=GROUPING):
    return Threads(found, grouping).matrix()


def edges(found, grouping=GROUPING, **rest):
    return set(zip(*map(list, Threads(found, grouping).edges(**rest)), strict=True))


@given(several)
def test_the_affinity_of_two_is_the_same_to_the_last_bit_whoever_is_measured_along(found):
    together = matrix(*found)
    for i, j in combinations(range(len(found)), 2):
        assert matrix(found[i], found[j])[0, 1] == together[i, j] == together[j, i]


@given(several, st.sampled_from([-2.0, 0.0, 3.0]))
def test_edges_are_the_pairs_that_the_matrix_has_above_the_threshold(found, join_from):
    grouping = replace(GROUPING, join_from=join_from)
    near = matrix(*found, grouping=grouping) >= np.float32(join_from)
    assert edges(found, grouping) == {(i, j) for i, j in combinations(range(len(found)), 2) if near[i, j]}


@given(several, st.integers(1, 12))
def test_edges_of_the_first_few_are_those_among_all(found, n):
    assert edges(found, of_first=n) == {(i, j) for i, j in edges(found) if i < n}


@given(several)
def test_what_is_measured_on_pairs_adds_up_to_their_affinity(found):
    one, other = np.triu_indices(len(found), 1)
    measured = Threads(found, GROUPING).measured(one, other)
    weights = np.array([GROUPING.weights[name] for name in MEASURES])
    times = MEASURES.index(TIMES_FROM)
    alike = np.minimum(GROUPING.prior + measured[:, :times] @ weights[:times], MOST)
    bits = np.clip(alike + measured[:, times:] @ weights[times:], -MOST, MOST)
    joined = matrix(*found)[one, other]
    counted = (joined != APART) & (measured[:, MEASURES.index("meaning")] >= GROUPING.near_from)
    assert joined[counted] == pytest.approx(bits[counted], abs=1e-4)


def test_edges_are_found_across_blocks():
    found = [make_thread(n, vector=unit(1)) for n in range(BLOCK + 2)]
    one, other = Threads(found, GROUPING).edges()
    assert len(one) == len(found) * (len(found) - 1) // 2
    assert (one < other).all()


@pytest.mark.parametrize(
    ("changed", "adds"),
    [
        ({"days": (739001,)}, JOINING["next_day"]),
        ({"days": (739002,)}, JOINING["other_day"]),
        ({"days": (739000, 739002)}, 0.0),
        ({"days": ()}, 0.0),
        ({"background": True}, JOINING["background"]),
        ({"published": 105.0}, 0.5 * JOINING["days_apart"]),
        ({"published": None}, 0.0),
        ({"days": (739003,), "published": 103.0}, JOINING["look_alike"] + 0.3 * JOINING["days_apart"]),
        ({"names": ("tal", "warda")}, JOINING["names"]),
        ({"names": ("narva",)}, 0.0),
        ({"words": ("truck",)}, JOINING["words"] * (3 / 12) ** 0.5),
        ({"words": ("the", "truck")}, JOINING["words"] * 3 / (4 * 12) ** 0.5),
        ({"claims": ("a",)}, JOINING["meaning_of_headline"] * (1 - 1 / 9)),
    ],
)
def test_each_measure_adds_its_bits(changed, adds):
    mine = make_thread(1, days=(739000,), words=("bridge", "truck"), names=("tal", "warda"))
    kept = {"vector": mine.vector, "days": (739000,), "words": (), "names": ()}
    plain = matrix(mine, make_thread(2, **kept))[0, 1]
    assert 0 < plain < MOST - 3
    assert matrix(mine, make_thread(2, **(kept | changed)))[0, 1] - plain == pytest.approx(adds, abs=1e-3)


def test_threads_of_one_article_and_those_far_apart_in_time_are_never_joined():
    one = make_thread(1)
    same_article = make_thread(1, vector=one.vector)
    far = make_thread(2, vector=one.vector, published=100.0 + GROUPING.window + 1)
    assert edges([one, same_article, far]) == set()
    assert (matrix(one, same_article, far)[np.triu_indices(3, 1)] == APART).all()


def test_vectors_that_are_far_from_each_other_connect_nothing_whatever_words_are_shared():
    one = make_thread(1, lean=0.0, words=("truck",))
    other = make_thread(2, vector=-one.vector, words=("truck",))
    eager = make_grouping(prior=30.0)
    assert edges([one, other], eager) == set()
    assert matrix(one, other, grouping=eager)[0, 1] == eager.join_from - 1


@given(several)
def test_the_partition_is_that_of_each_connected_part_for_itself(found):
    whole = {frozenset(found[i].article for i in places) for places in group.partition(found, GROUPING)}
    for part in group.parts(found, GROUPING):
        alone = [found[i] for i in part]
        for places in group.partition(alone, GROUPING):
            assert frozenset(alone[i].article for i in places) in whole


@given(several)
def test_threads_that_are_not_vouched_for_change_nothing_about_the_others(found):
    firm = [thread for thread in found if thread.vouched]
    alone = {frozenset(firm[i].article for i in places) for places in group.partition(firm, GROUPING)}
    beside = {
        frozenset(found[i].article for i in places if found[i].vouched) for places in group.partition(found, GROUPING)
    } - {frozenset()}
    assert beside == alone


def test_a_thread_that_is_not_vouched_for_joins_the_event_it_is_nearest_to():
    one, other = unit(1), unit(2)
    found = [
        make_thread(1, vector=one),
        make_thread(2, vector=other),
        make_thread(3, vector=one, vouched=False),
        make_thread(4, vector=unit(9), vouched=False),
    ]
    assert group.partition(found, GROUPING) == [[0, 2], [1], [3]]
