"""Who says what in headlines of two halves and two verbs."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("title", "stretch", "source"),
    [
        ("Army rejects claim of raid on school, says target was fuel store", "target was fuel", "Army"),
        ("Two sailors found dead; chief says ferry still burning", "ferry still", "chief"),
        ("Ferry held at quay as owner admits brakes had failed", "brakes had", "owner"),
    ],
)
def test_who_speaks_in_a_headline_says_what_stands_behind(sources_of, title, stretch, source):
    assert sources_of(title, stretch) == [source]


@pytest.mark.parametrize(
    ("title", "stretch"),
    [
        ("Two sailors found dead; chief says ferry still burning", "Two sailors"),
        ("Poll in Ardal voided: judge finds that letter was forged", "Poll in"),
        ("Transcript: how the ferry sank", "how the ferry"),
        ("PRESS STATEMENT: four names and a phone that was answered", "four names"),
    ],
)
def test_the_other_half_and_what_a_text_is_called_by_are_nobodys(sources_of, title, stretch):
    assert sources_of(title, stretch) == []


def test_a_speaker_behind_the_verb_is_the_speaker(sources_of):
    assert sources_of("Ferry left too late, says city council", "Ferry left") == ["city council"]
