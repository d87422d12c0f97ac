"""Who did it to whom, in one claim and in the other."""

from __future__ import annotations

import pytest

SHELLED = "American forces shelled the patrol."


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (SHELLED, "Israeli warplanes shelled the patrol.", ("American forces", "Israeli warplanes")),
        (SHELLED, "Israeli warplanes bombed the patrol.", ("American forces", "Israeli warplanes")),
        (SHELLED, "The patrol was struck by militants.", ("American forces", "militants")),
    ],
)
def test_another_perpetrator_is_pointed_at(measured, pointed_at, one, other, words):
    assert measured("actor_conflict", one, other) > 0.5
    assert measured("actor_agreement", one, other) == 0
    assert pointed_at("actor_conflict", one, other) == [words]


@pytest.mark.parametrize(
    "other",
    [
        "Unidentified gunmen shelled the patrol.",
        "It shelled the patrol.",
        "The patrol was shelled.",
        "The patrol was shelled by American forces.",
        "American forces and militants shelled the patrol.",
        "The minister resigned.",
        "Israeli officials welcomed the patrol.",
    ],
)
def test_an_open_actor_the_same_actor_or_another_deed_is_no_conflict(measured, pointed_at, other):
    assert measured("actor_conflict", SHELLED, other) == 0
    assert pointed_at("actor_conflict", SHELLED, other) == []


def test_the_same_actor_and_target_agree_in_any_voice(measured):
    assert measured("actor_agreement", SHELLED, "The patrol was shelled by American forces.") == 1
    assert measured("target_agreement", SHELLED, "The patrol was shelled by American forces.") == 1


def test_another_target_is_pointed_at(measured, pointed_at):
    one, other = "Warplanes destroyed a truck.", "Warplanes destroyed a headquarters."
    assert measured("target_conflict", one, other) > 0.5
    assert pointed_at("target_conflict", one, other) == [("a truck", "a headquarters")]


def test_counting_the_victims_names_no_other_target(measured):
    assert measured("target_conflict", "The blast killed 12.", "The blast killed 15.") == 0
    assert measured("target_conflict", "The blast killed 12.", "No one was killed.") == 0


BOTH_WAYS = "The army attacked the rebels, and the rebels attacked the army."


@pytest.mark.parametrize(
    ("one", "other", "exchanged"),
    [
        ("The bank bought the airline.", "The airline bought the bank.", 1),
        ("The bank bought the airline.", "The bank was acquired by the airline.", 1),
        ("The bank bought the airline.", "The airline was bought by the bank.", 0),
        ("The bank bought the airline.", "The bank bought the ship.", 0),
        (BOTH_WAYS, BOTH_WAYS, 0),
        (BOTH_WAYS, "The rebels attacked the army.", 0),
    ],
)
def test_exchanged_roles_are_noticed_unless_it_went_both_ways(measured, pointed_at, one, other, exchanged):
    assert measured("exchanged_roles", one, other) == exchanged
    assert len(pointed_at("exchanged_roles", one, other)) == exchanged
