"""Figures that somebody gives without a clause around them."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "stretch", "source"),
    [
        ("It rained all night. The prefect now gives 23 injured.", "23 injured", "The prefect"),
        ("It rained all night. Village head Ivo Marek counts fourteen missing.", "fourteen", "Village head Ivo Marek"),
        ("It rained all night. The mayor set the damage at two million euros.", "the damage at", "The mayor"),
        ("It rained all night. The union speaks of two thirds.", "two thirds", "The union"),
        (
            "It rained all night. The board's chairman, Ivo Marek, says 30,000 by noon.",
            "30,000",
            "The board's chairman, Ivo Marek",
        ),
        ("It rained all night. The agency puts the cases at nine.", "the cases at", "The agency"),
        ("It rained all night. The nurse tells of eleven wounded people.", "eleven wounded", "The nurse"),
        ("By her count 1,300 people stayed out on Monday.", "1,300 people", "her"),
        ("The cause, as she sees it, must be sought in the rain.", "The cause", "she"),
        ("The fair has been put off until June, announced the mayor.", "The fair", "the mayor"),
    ],
)
def test_a_figure_and_a_view_are_whose_they_are_said_to_be(sources_of, text, stretch, source):
    assert sources_of(text, stretch) == [source]


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("The mayor gave two interviews in the rain.", "two interviews"),
        ("The mayor gave 40,000 euros to the school.", "40,000"),
        ("Our reporter counted four bodies on the quay.", "four bodies"),
        ("The mayor did not count four missing.", "four missing"),
        ("The clock gives 23 minutes to the hour.", "23 minutes"),
        ("She set the table at eight.", "the table"),
        ("She has the keys at eleven.", "the keys"),
    ],
)
def test_what_is_no_figure_of_anybodys_stays_the_papers(sources_of, text, stretch):
    assert sources_of(text, stretch) == []
