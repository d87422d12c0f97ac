"""Who repeats what was right before is late, and bears out what was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.measure.observations import observations, step_back
from service.scoring.credibility import lateness
from service.scoring.credibility.estimate import estimate

DAYS = 60
STATED = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.tuples(st.sampled_from(["day 1", "day 2", "day 3"]), st.just("n"))),
    st.sampled_from(["1.0", "2.0", "30.0"]),
    min_size=1,
)


def tide(day):
    """A level that is another one nearly every day."""
    return f"{(day * day) % 23}.0"


def gauges(late, on_time, chance=None):
    """What gauges tell of each day, some of them with a level that is a day old; each errs now and then."""
    chance = chance or np.random.default_rng(2)
    stated = {}
    for name in (*late, *on_time):
        for day in range(1, DAYS):
            told = tide(day - (name in late))
            slip = chance.uniform() < 0.1
            stated[name, (f"quay, day {day}", "level")] = f"{100 + chance.integers(20)}.0" if slip else told
    return stated


def found(stated, **given):
    known = observations(stated)
    return known, estimate(known.statements, known.alike, **given)


def picked(known, end):
    best = {}
    for (cell, value), score in zip(known.values, end.score.tolist(), strict=True):
        best[cell] = max(best.get(cell, (-np.inf, "")), (score, value))
    return {cell: value for cell, (_, value) in best.items()}


def right(known, end):
    return np.mean([value == tide(int(cell[0].rpartition(" ")[2])) for cell, value in picked(known, end).items()])


def test_objects_that_differ_by_numbers_make_series_in_their_order():
    cells = (("Bay 1, day 10", "n"), ("Bay 1, day 10", "m"), ("Bay 1, day 9", "n"), ("Cape 1, day 9", "n"), ("x", "n"))
    assert step_back(cells).tolist() == [2, -1, -1, -1, -1]


def test_statements_are_linked_to_what_is_stated_in_the_two_cells_before():
    known = observations(
        {
            ("a", ("day 1", "n")): "5.0",
            ("b", ("day 2", "n")): "5.0",
            ("a", ("day 2", "n")): "5.0",
            ("b", ("day 3", "n")): "5.0",
            ("a", ("day 3", "n")): "6.0",
        }
    )
    links, anew = known.before.was, known.before.anew
    told = {
        (known.sources[known.statements.source[at]], known.values[value][0][0], int(step) + 1, bool(anew))
        for at, value, step, anew in zip(links.statement, links.value, links.steps, anew, strict=True)
    }
    assert told == {
        ("b", "day 1", 1, True),
        ("a", "day 1", 1, False),
        ("b", "day 2", 1, False),
        ("b", "day 1", 2, True),
    }
    assert known.before.open.sum(axis=1).tolist() == [4, 2]
    assert known.before.between.sum(axis=1).tolist() == [2, 0]
    assert len(known.before.will.statement) == 4


def test_the_earlier_of_two_streams_is_right_though_more_repeat_the_later_one():
    known = observations(gauges(late="abcd", on_time="xyz"))
    blind = estimate(known.statements, known.alike)
    seeing = estimate(known.statements, known.alike, before=known.before)
    assert right(known, blind) < 0.5
    assert right(known, seeing) > 0.9
    of = dict(zip(known.sources, seeing.credibility.mean.tolist(), strict=True))
    assert min(of[name] for name in "xyz") > max(of[name] for name in "abcd")


def test_where_nothing_is_in_series_nothing_is_late():
    known = observations({(name, (f"o{letter}", "n")): "1.0" for name in "ab" for letter in "xyz"})
    assert known.before is lateness.NONE
    assert not lateness.Lateness(known.statements, known.before).some


def test_a_source_that_repeats_itself_bears_out_nothing():
    alone = {("a", (f"day {day}", "n")): "7.0" for day in range(20)} | {("b", ("day 1", "n")): "8.0"}
    known, end = found(alone, before=observations(alone).before)
    blind = estimate(known.statements, known.alike)
    assert end.credibility.mean == pytest.approx(blind.credibility.mean, abs=1e-6)


def test_where_the_order_of_objects_means_nothing_nobody_is_late():
    chance = np.random.default_rng(6)
    right = {number: "yes" if chance.uniform() < 0.7 else "no" for number in range(200)}
    other = {"yes": "no", "no": "yes"}
    stated = {
        (f"s{source}", (f"item {number}", "sold")): value if chance.uniform() < 0.75 else other[value]
        for source in range(6)
        for number, value in right.items()
    }
    known = observations(stated)
    late = lateness.Lateness(known.statements, known.before)
    late.learn(np.array([float(right[int(cell[0].split()[1])] == value) for cell, value in known.values]))
    assert late.some
    assert late.share.max() < 0.05


@settings(deadline=None, max_examples=15)
@given(STATED, st.permutations("abcd"))
def test_names_and_order_change_nothing_in_series(stated, others):
    named = dict(zip("abcd", others, strict=True))
    renamed = {(named[source], cell): value for (source, cell), value in reversed(stated.items())}
    known, again = observations(stated), observations(renamed)
    end = estimate(known.statements, known.alike, before=known.before)
    other = estimate(again.statements, again.alike, before=again.before)
    assert other.score == pytest.approx(end.score, abs=1e-6)
    assert (np.bincount(known.statements.cell, weights=end.probability) <= 1 + 1e-9).all()
