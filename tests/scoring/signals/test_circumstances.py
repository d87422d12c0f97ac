"""Where, when and why, in one claim and in the other."""

from __future__ import annotations

import pytest

KABUL = "The blast hit a market in Kabul on Monday."
TRAIN = "The train left at 14:30."
FOG = "The crash was caused by heavy fog."


@pytest.mark.parametrize(
    ("what", "one", "other", "words"),
    [
        ("place", KABUL, "The blast hit a market in Herat on Monday.", ("Kabul", "Herat")),
        ("time", KABUL, "The blast hit a market in Kabul on Tuesday.", ("Monday", "Tuesday")),
        ("time", TRAIN, "The train left at 15:00.", ("14:30", "15:00")),
        ("cause", FOG, "The crash was caused by an engine failure.", ("heavy fog", "an engine failure")),
        ("cause", FOG, "The crash was due to a drunk driver.", ("heavy fog", "a drunk driver")),
    ],
)
def test_another_circumstance_is_pointed_at(measured, pointed_at, what, one, other, words):
    assert measured(f"{what}_conflict", one, other) > 0.3
    assert measured(f"{what}_agreement", one, other) == 0
    assert pointed_at(f"{what}_conflict", one, other) == [words]


@pytest.mark.parametrize(
    ("what", "one", "other"),
    [
        ("place", KABUL, "The blast hit a market in central Kabul."),
        ("place", KABUL, "The blast hit markets in Kabul and in Herat."),
        ("time", KABUL, "The blast hit a market in Kabul on 11 March 2024."),
        ("time", TRAIN, "The train left at 2:30 pm."),
        ("cause", "The fire was caused by a gas leak.", "The fire was due to a leak of gas."),
    ],
)
def test_the_same_circumstance_in_other_words_agrees(measured, what, one, other):
    assert measured(f"{what}_agreement", one, other) == 1
    assert measured(f"{what}_conflict", one, other) == 0


@pytest.mark.parametrize(
    ("what", "one", "other"),
    [
        ("place", KABUL, "The blast hit a market."),
        ("time", KABUL, "The blast hit a market in Kabul at 3 a.m."),
        ("time", KABUL, "The blast hit a market in Kabul."),
        ("cause", FOG, "The crash killed two men."),
    ],
)
def test_what_only_one_side_gives_is_neither(measured, pointed_at, what, one, other):
    assert measured(f"{what}_conflict", one, other) == 0
    assert measured(f"{what}_agreement", one, other) == 0
    assert pointed_at(f"{what}_conflict", one, other) == []


def test_claims_about_different_things_may_name_different_places(measured, pointed_at):
    one, other = "Delegates met in Geneva.", "A ferry sank near Jakarta."
    assert measured("place_conflict", one, other) == 0
    assert pointed_at("place_conflict", one, other) == []
