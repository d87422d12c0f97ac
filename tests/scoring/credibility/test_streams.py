"""Sources that read one stream count once, however many they are."""

from __future__ import annotations

import numpy as np
import pytest

from service.measure.observations import observations
from service.scoring.credibility.estimate import estimate
from service.scoring.credibility.statements import Statements
from service.scoring.credibility.streams import comparable, streams

CELLS = 120
LONE = ("exact", *(f"lone {n}" for n in range(4)))
READERS = (("up 1", "up 2", "up 3"), ("down 1", "down 2", "down 3"))
NAMES = (*LONE, *READERS[0], *READERS[1])


def readings(seed=1):
    """One source is right nearly always, four on their own at times, and two streams less often; three read each."""
    chance = np.random.default_rng(seed)
    stated, right = {}, {}
    for cell in range(CELLS):
        truth, *wrong = (f"w{number}" for number in chance.permutation(40))
        at = (f"place {'abcdefghijklmnopqrst'[cell % 20]}{'uvwxyz'[cell // 20]}", "level")
        right[at] = truth
        streams_have = [truth if chance.uniform() < 0.35 else wrong[number] for number in range(2)]
        for number, name in enumerate(NAMES):
            rate = 0.95 if name == "exact" else 0.4 if name in LONE else 0.9
            own = truth if name in LONE else streams_have[name in READERS[1]]
            stated[name, at] = own if chance.uniform() < rate else wrong[2 + number]
    return stated, right


def share_right(known, right, score):
    best = {}
    for (cell, value), each in zip(known.values, score.tolist(), strict=True):
        best[cell] = max(best.get(cell, (-np.inf, "")), (each, value))
    return np.mean([right[cell] == value for cell, (_, value) in best.items()])


def test_readers_of_one_stream_do_not_outvote_whoever_is_right():
    stated, right = readings()
    known = observations(stated)
    assert share_right(known, right, known.statements.votes) < 0.7
    end = streams(known.statements, known.sources.index("exact"))
    assert share_right(known, right, end.probability) > 0.9
    pairs = end.dependence
    likely = {
        frozenset((known.sources[a], known.sources[b]))
        for a, b, p in zip(pairs.one, pairs.other, pairs.probability, strict=True)
        if p > 0.5
    }
    assert likely == {frozenset((a, b)) for group in READERS for a in group for b in group if a != b}
    of_readers = ~np.isin(known.statements.source, [known.sources.index(name) for name in LONE])
    assert end.weight[of_readers].mean() < 0.55
    assert end.weight[~of_readers].min() > 0.99


def test_the_estimate_settles_values_by_streams_where_most_depend_on_others():
    stated, right = readings()
    known = observations(stated)
    end = estimate(known.statements, known.alike)
    by_word = streams(known.statements, known.sources.index("exact"))
    assert share_right(known, right, end.score) > 0.9
    assert end.probability == pytest.approx(by_word.probability)
    assert known.sources[int(end.credibility.mean.argmax())] == "exact"


def test_sources_on_their_own_are_not_taken_for_readers():
    chance = np.random.default_rng(4)
    stated = {
        (
            f"s{source}",
            (f"o{'abcdefghij'[cell % 10]}{'klmnopqrst'[cell // 10]}", "n"),
        ): f"w{0 if chance.uniform() < 0.6 else 1 + chance.integers(9)}"
        for source in range(8)
        for cell in range(100)
    }
    known = observations(stated)
    end = estimate(known.statements, known.alike)
    assert comparable(known.statements)
    assert end.weight.min() > 0.5
    always = dict.fromkeys(known.cells, "w0")
    assert share_right(known, always, end.score) >= share_right(known, always, known.statements.votes)


def test_probabilities_of_a_cell_sum_to_one_with_none_of_them():
    known = observations(readings()[0]).statements
    end = streams(known, 0)
    whole = np.bincount(known.cell, weights=end.probability) + end.none
    assert whole == pytest.approx(np.ones(known.n_cells))
    assert (end.doubt >= 0).all()


def test_names_and_order_change_nothing_in_streams():
    stated, _ = readings()
    named = dict(zip(NAMES, reversed(NAMES), strict=True))
    known = observations(stated)
    again = observations({(named[source], cell): value for (source, cell), value in reversed(stated.items())})
    end, other = (estimate(each.statements, each.alike) for each in (known, again))
    assert comparable(known.statements)
    assert other.score == pytest.approx(end.score, abs=1e-6)
    for name in NAMES:
        one, same = known.sources.index(name), again.sources.index(named[name])
        assert other.credibility.mean[same] == pytest.approx(end.credibility.mean[one], abs=1e-6)


def test_streams_are_looked_for_where_all_speak_of_nearly_everything():
    stated, _ = readings()
    sparse = {key: value for n, (key, value) in enumerate(stated.items()) if n % 3 == 0}
    few = {key: value for key, value in stated.items() if key[1][0].endswith("u")}
    assert comparable(observations(stated).statements)
    assert not comparable(observations(sparse).statements)
    assert not comparable(observations(few).statements)
    none = np.zeros(0, np.intp)
    assert not comparable(Statements(none, none, none, none, 0))
