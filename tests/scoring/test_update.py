"""When a difference is a development and no dispute."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.news.pair import Probabilities
from service.scoring.update import is_update
from tests.scoring.conftest import WEDNESDAY

LATER = WEDNESDAY + timedelta(hours=5)

OF_ONE_THING = Probabilities(agrees=0.3, contradicts=0.4, neutral=0.3)


@pytest.fixture(scope="module")
def updates(encoded, side_by_side):
    """Whether the second sentence, told later, supersedes the first."""

    def judge(one: str, other: str, first=WEDNESDAY, second=LATER) -> bool:
        return is_update(
            side_by_side(encoded(one, id="c1", as_of=first), encoded(other, id="c2", as_of=second)), OF_ONE_THING
        )

    return judge


TOLL, HIGHER = "Seven people were killed in the blast.", "Nine people were killed in the blast."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (TOLL, HIGHER),
        (TOLL, "At least 12 people were killed and 30 were wounded."),
        (TOLL, "The toll rose from 7 to 9."),
        (HIGHER, "Police corrected the toll to seven people killed."),
        ("Rescuers searched for the missing girl.", "Rescuers found the girl."),
        ("Three people are still missing.", "All people have been found."),
        ("The border crossing is closed.", "The border crossing has reopened."),
        ("Police arrested the driver.", "The court released the driver."),
        ("There are 300 passengers on the ferry.", "There are 310 passengers on the ferry."),
    ],
)
def test_what_development_brings_is_an_update(updates, one, other):
    assert updates(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (HIGHER, TOLL),
        (TOLL, TOLL),
        (TOLL, "Nine people were wounded in the blast."),
        (TOLL, "Five people were killed."),
        ("Seven people were killed and 30 were wounded.", "Nine people were killed and 20 were wounded."),
        ("Rescuers found the girl.", "Rescuers searched for the missing girl."),
        ("American forces shelled the patrol.", "Israeli warplanes shelled the patrol."),
        ("The army holds the town.", "The rebels hold the town."),
    ],
)
def test_a_falling_toll_another_thing_or_the_way_back_is_none(updates, one, other):
    assert not updates(one, other)


def test_within_the_hour_nothing_develops(updates):
    assert not updates(TOLL, HIGHER, second=WEDNESDAY + timedelta(minutes=59, seconds=59))
    assert updates(TOLL, HIGHER, second=WEDNESDAY + timedelta(hours=1))


@pytest.mark.parametrize(("first", "second"), [(None, LATER), (WEDNESDAY, None), (None, None)])
def test_without_both_times_nothing_is_an_update(updates, first, second):
    assert not updates(TOLL, HIGHER, first, second)


def test_the_earlier_claim_comes_first_whichever_is_named_first(encoded, side_by_side):
    early, late = encoded(TOLL, id="c9", as_of=WEDNESDAY), encoded(HIGHER, id="c1", as_of=LATER)
    assert is_update(side_by_side(late, early), OF_ONE_THING)
