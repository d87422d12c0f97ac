"""When a difference is a development and no dispute."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from service.scoring.update import (
    SIGNS,
    SUREST,
    came_about,
    corrects,
    count_fell,
    count_grew,
    hours_between,
    late_enough,
    model_updates,
    moved_on,
)
from tests.scoring.conftest import WEDNESDAY

LATER = WEDNESDAY + timedelta(hours=5)
TOLL, HIGHER = "Seven people were killed in the blast.", "Nine people were killed in the blast."
SIGN_OF = {sign.name: sign for sign in SIGNS}


@pytest.fixture(scope="module")
def told(encoded, side_by_side):
    """Two sentences, the second told later."""

    def lay(one: str, other: str, first=WEDNESDAY, second=LATER):
        return side_by_side(encoded(one, id="c1", as_of=first), encoded(other, id="c2", as_of=second))

    return lay


@pytest.mark.parametrize(
    ("sign", "one", "other"),
    [
        ("count_grew", TOLL, HIGHER),
        ("count_grew", TOLL, "At least 12 people were killed and 30 were wounded."),
        ("count_grew", TOLL, "The toll rose from 7 to 9."),
        ("count_grew", "There are 300 passengers on the ferry.", "There are 310 passengers on the ferry."),
        ("count_fell", HIGHER, TOLL),
        ("count_fell", TOLL, "Five people were killed."),
        ("corrects", HIGHER, "Police corrected the toll to seven people killed."),
        ("came_about", "Three people are still missing.", "All people have been found."),
        ("moved_on", "Rescuers searched for the missing girl.", "Rescuers found the girl."),
        ("moved_on", "The border crossing is closed.", "The border crossing has reopened."),
        ("moved_on", "Police arrested the driver.", "The court released the driver."),
    ],
)
def test_what_development_brings_is_a_sign(told, sign, one, other):
    assert SIGN_OF[sign].measure(told(one, other)) > 0


@pytest.mark.parametrize(
    ("sign", "one", "other"),
    [
        ("count_grew", HIGHER, TOLL),
        ("count_grew", TOLL, TOLL),
        ("count_grew", TOLL, "Nine people were wounded in the blast."),
        (
            "count_grew",
            "Seven people were killed and 30 were wounded.",
            "Nine people were killed and 20 were wounded.",
        ),
        ("count_fell", TOLL, HIGHER),
        ("moved_on", "Rescuers found the girl.", "Rescuers searched for the missing girl."),
        ("moved_on", "The army holds the town.", "The rebels hold the town."),
        ("came_about", "All people have been found.", "Three people are still missing."),
        ("corrects", "Police corrected the toll to seven people killed.", HIGHER),
    ],
)
def test_another_thing_or_the_way_back_is_none(told, sign, one, other):
    assert SIGN_OF[sign].measure(told(one, other)) == 0


@pytest.mark.parametrize("measure", [count_grew, count_fell, came_about, moved_on, corrects])
def test_signs_stay_in_their_range(told, measure):
    for one, other in ((TOLL, HIGHER), (HIGHER, TOLL), ("The road is closed.", "The road has reopened.")):
        assert 0 <= measure(told(one, other)) <= 1


@pytest.mark.parametrize(("said", "measured"), [(3.0, 3.0), (40.0, SUREST), (-40.0, -SUREST)])
def test_what_the_model_says_is_taken_as_it_is_up_to_its_surest(told, said, measured):
    pair = told(TOLL, HIGHER)
    assert model_updates(replace(pair, judgement=replace(pair.judgement, updates=said))) == measured


def claims_of(pair):
    return pair.a.claim, pair.b.claim


def test_within_the_hour_nothing_develops(told):
    assert not late_enough(*claims_of(told(TOLL, HIGHER, second=WEDNESDAY + timedelta(minutes=59, seconds=59))))
    assert late_enough(*claims_of(told(TOLL, HIGHER, second=WEDNESDAY + timedelta(hours=1))))


@pytest.mark.parametrize(("first", "second"), [(None, LATER), (WEDNESDAY, None), (None, None)])
def test_without_both_times_nothing_is_an_update(told, first, second):
    pair = told(TOLL, HIGHER, first, second)
    assert not late_enough(*claims_of(pair))
    assert hours_between(pair) == 0


def test_hours_count_on_a_scale_of_doublings_and_no_more_after_a_month(told):
    assert hours_between(told(TOLL, HIGHER, second=WEDNESDAY + timedelta(hours=7))) == 3
    month, year = (hours_between(told(TOLL, HIGHER, second=WEDNESDAY + timedelta(days=days))) for days in (30, 365))
    assert month == year == SIGN_OF["hours_between"].high


def test_the_earlier_claim_comes_first_whichever_is_named_first(encoded, side_by_side):
    early, late = encoded(TOLL, id="c9", as_of=WEDNESDAY), encoded(HIGHER, id="c1", as_of=LATER)
    assert count_grew(side_by_side(late, early)) == 1
