"""Figures for one thing that admit or exclude each other."""

from __future__ import annotations

import pytest

SEVEN = "Seven people were killed in the blast."


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (SEVEN, "Nine people were killed in the blast.", ("Seven", "Nine")),
        (SEVEN, "At least 10 people were killed.", ("Seven", "10")),
        (SEVEN, "The toll rose from 7 to 9.", ("Seven", "9")),
        ("Dozens of people were killed.", "No one was killed.", ("Dozens", "No one")),
        ("Seven soldiers were killed.", "Nine people were killed.", ("Seven", "Nine")),
        ("The fire burned 100 acres.", "The fire burned 100 hectares.", ("100", "100")),
    ],
)
def test_figures_that_exclude_each_other_are_pointed_at(measured, pointed_at, one, other, words):
    assert measured("number_conflict", one, other) == 1
    assert measured("number_agreement", one, other) == 0
    assert pointed_at("number_conflict", one, other) == [words]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SEVEN, "At least five people were killed."),
        (SEVEN, "Between 5 and 9 people were killed."),
        (SEVEN, "Several people were killed."),
        ("About 50 people were hurt.", "52 people were hurt."),
        ("Ten miles of coast were closed.", "16.09344 kilometres of coast were closed."),
        ("Three men and two women were killed.", "Five people were killed."),
    ],
)
def test_figures_that_admit_each_other_agree(measured, one, other):
    assert measured("number_agreement", one, other) == 1
    assert measured("number_conflict", one, other) == 0
    assert measured("number_gap", one, other) == 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (SEVEN, "Nine people were wounded in the blast."),
        ("Seven soldiers were killed.", "Nine civilians were killed."),
        (SEVEN, "A 27-year-old man was arrested."),
        (SEVEN, "The road was closed."),
    ],
)
def test_figures_for_different_things_are_not_compared(measured, one, other):
    assert measured("number_conflict", one, other) == 0
    assert measured("number_agreement", one, other) == 0


@pytest.mark.parametrize(
    ("one", "other", "gap"),
    [
        (SEVEN, "14 people were killed.", 0.5),
        (SEVEN, "Eight people were killed.", 1 / 8),
        (SEVEN, "No one was killed.", 1),
    ],
)
def test_the_gap_is_the_share_by_which_they_differ(measured, one, other, gap):
    assert measured("number_gap", one, other) == pytest.approx(gap)


@pytest.mark.parametrize(
    ("one", "other", "adds_up"),
    [
        ("Three men and two women were killed.", "Five people were killed.", 1),
        ("Five people were killed.", "Three men and two women were killed.", 1),
        ("Three men and two women were killed.", "Six people were killed.", 0),
        (SEVEN, SEVEN, 0),
    ],
)
def test_parts_add_up_to_a_whole(measured, one, other, adds_up):
    assert measured("sums", one, other) == adds_up


def test_figures_without_a_counterpart_are_noted_as_far_as_the_topic_is_one(measured):
    assert measured("unmatched_numbers", SEVEN, "Seven people were wounded in the blast.") > 0.5
    assert measured("unmatched_numbers", SEVEN, "Nine people were killed in the blast.") == 0
    assert measured("unmatched_numbers", SEVEN, "The road was closed.") == 0


DINERS = "Intruders copied the details of about 4.1 million diners."
STOLEN = "The details of 1.9 million people were stolen by intruders."


def test_lone_figures_of_things_named_otherwise_are_apart_where_they_exclude_each_other(measured):
    assert measured("lone_figures_apart", DINERS, STOLEN) > 0.4
    assert measured("lone_figures_apart", DINERS, STOLEN.replace("1.9", "4")) == 0
    assert measured("lone_figures_apart", DINERS, DINERS.replace("4.1", "1.9")) == 0
    assert measured("lone_figures_apart", DINERS, STOLEN.replace("stolen by", "stolen by 12")) == 0


def test_lone_figures_that_are_apart_are_pointed_at(pointed_at):
    assert pointed_at("lone_figures_apart", DINERS, STOLEN) == [("4.1 million", "1.9 million")]
    assert pointed_at("lone_figures_apart", DINERS, "The road was closed.") == []
