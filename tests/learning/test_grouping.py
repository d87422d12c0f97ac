"""The decision what is one event, learnt: what is rare, what weighs, and which odds suffice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.learning.grouping import BACKGROUND, UNFITTED, Told, TooFewEvents, fit, parts_of, rarities
from service.measure.events import figures
from service.scoring.affinity import MEASURES, TIMES_FROM, Threads
from tests.scoring.test_affinity import make_thread, unit

DAYS = 739000


def happening(n: int, copies: int = 3, **rest):
    """Threads on one happening: words and names of its own among common ones, vectors near each other."""
    return [
        make_thread(
            100 * n + i,
            vector=unit(n, 0.0) if i else unit(n, 1.0),
            words=tuple(sorted({"the", "fire", f"place{n}", f"mill{n}", f"word{i}"})),
            names=(f"place{n}",),
            **rest,
        )
        for i in range(copies)
    ]


def told(numbers, stories=None, **rest):
    threads = [(thread, f"e{n}") for n in numbers for thread in happening(n, **rest)]
    events = tuple(event for _, event in threads)
    return Told(tuple(thread for thread, _ in threads), events, stories or events)


def worth(gold, parts):
    return figures(gold, parts)["b3_f1"]


def test_the_rarer_a_word_the_more_it_weighs_and_unknown_ones_most():
    rarity, rarest = rarities([thread for n in range(4) for thread in happening(n)])
    assert 1 <= rarity["the"] < rarity["place1"] <= rarest
    assert rarity["the"] == rarity["fire"]
    assert rarity.keys() >= {"place0", "mill3"}
    assert "word9" not in rarity


def test_what_is_learnt_puts_new_events_together_and_keeps_them_apart():
    found = fit([told(range(8))], {"new": [told(range(8, 14))]}, worth)
    assert found.worth == {"new": 1.0}
    assert parts_of(told(range(14, 18)), found.grouping) == [f"e{n}" for n in range(4) for _ in range(3)]
    assert found.grouping.weights.keys() == set(MEASURES)
    assert found.grouping.weights["background"] == BACKGROUND


def test_the_same_rows_give_the_same_decision_and_its_name_tells_others_apart():
    rows = [told(range(6))], {"new": [told(range(6, 9))]}
    one = fit(*rows, worth).grouping
    assert fit(*rows, worth).grouping == one
    assert fit([told(range(7))], rows[1], worth).grouping.version != one.version


def test_look_alikes_of_one_story_teach_that_another_day_speaks_against():
    """Two events that differ in nothing but the day told, in each of several stories."""
    pairs = [
        (replace(thread, article=f"{thread.article}-{later}", days=(DAYS + 5 * later,), published=100.0 + 5 * later), n)
        for n in range(8)
        for later in (0, 1)
        for thread in happening(n)
    ]
    events = tuple(f"e{n}-{thread.days[0]}" for thread, n in pairs)
    dated = Told(tuple(thread for thread, _ in pairs), events, tuple(f"s{n}" for _, n in pairs))
    found = fit([dated], {"again": [dated]}, worth)
    times = MEASURES[MEASURES.index(TIMES_FROM) :]
    assert found.grouping.weights["look_alike"] < 0
    assert sum(found.grouping.weights[name] for name in times) < -1
    assert found.worth["again"] > 0.95


@pytest.mark.parametrize("rows", [told([1]), told(range(5), copies=1)])
def test_one_event_alone_or_no_two_documents_of_one_teach_nothing(rows):
    with pytest.raises(TooFewEvents, match="two documents"):
        fit([rows], {"new": [told(range(3))]}, worth)


def test_an_unfitted_decision_takes_no_notice_of_anything():
    threads = [make_thread(1), make_thread(2, days=(DAYS,))]
    assert Threads(threads, UNFITTED).matrix()[0, 1] in {0.0, UNFITTED.join_from - 1}
