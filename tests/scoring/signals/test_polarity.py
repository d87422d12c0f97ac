"""Yes and no, and states that exclude each other."""

from __future__ import annotations

import pytest

STRUCK = "The army struck the convoy."
OPEN = "The border crossing is open."


@pytest.mark.parametrize(
    "other",
    [
        "The army did not strike the convoy.",
        "The army never struck the convoy.",
        "The ministry denied that the army struck the convoy.",
    ],
)
def test_one_negation_conflicts_and_both_claims_are_pointed_at(measured, pointed_at, other):
    assert measured("negation", STRUCK, other) > 0.5
    assert measured("shared_negation", STRUCK, other) == 0
    assert pointed_at("negation", STRUCK, other) == [(STRUCK, other)]


def test_two_negations_agree(measured, pointed_at):
    one, other = "The army did not strike the convoy.", "The army never struck the convoy."
    assert measured("negation", one, other) == 0
    assert measured("shared_negation", one, other) > 0.5
    assert pointed_at("negation", one, other) == []


def test_a_denial_is_one_where_somebody_denies(measured):
    assert measured("denial", STRUCK, "The ministry denied that the army struck the convoy.") > 0.5
    assert measured("denial", STRUCK, "The army did not strike the convoy.") == 0


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (OPEN, "The border crossing is closed.", ("open", "closed")),
        ("The girl was found alive.", "The girl was found dead.", ("alive", "dead")),
        ("Prices rose in March.", "Prices fell in March.", ("rose", "fell")),
    ],
)
def test_opposite_states_are_pointed_at(measured, pointed_at, one, other, words):
    assert measured("opposition", one, other) > 0.3
    assert pointed_at("opposition", one, other) == [words]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (OPEN, OPEN),
        (OPEN, "The border crossing is not closed."),
        ("The border crossing was closed and reopened.", "The border crossing is closed."),
        (OPEN, "The minister spoke on Monday."),
    ],
)
def test_states_that_both_can_hold_are_no_opposition(measured, pointed_at, one, other):
    assert measured("opposition", one, other) == 0
    assert pointed_at("opposition", one, other) == []


def test_the_opposite_denied_says_the_same(measured):
    assert (
        measured("double_opposition", "The minister did not leave the cabinet.", "The minister stayed in the cabinet.")
        > 0.5
    )
    assert measured("double_opposition", OPEN, "The border crossing is closed.") == 0
