"""Sentences that give the one beside them to somebody."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "stretch", "source"),
    [
        ("Both charges went off. The engineer is sure of that.", "Both", "The engineer"),
        ("The signal was green. Of this the driver has no doubt.", "The signal", "the driver"),
        ("It needed no bomb. Marek wrote as much in May.", "It needed", "Marek"),
        ("Two men were found dead. Police confirmed this.", "Two men", "Police"),
        ("Two men are missing. That's from the fire department.", "Two men", "the fire department"),
        ("The gate was locked. That is the company's version.", "The gate", "the company"),
        ("The gate was locked. So says the mayor.", "The gate", "the mayor"),
        ("The clerk remembers it otherwise. The man was local.", "The man", "The clerk"),
        ("The driver tells a different story. The gate was open.", "The gate", "The driver"),
        ("The minister answers within the hour. Nobody was told to shut it.", "Nobody", "The minister"),
        ("The lawyer has changed his tune. The man had been fired upon.", "The man", "The lawyer"),
        ("The gate was locked. So says Ardal hospital: a man had shut it.", "The gate", "Ardal hospital"),
        ("The gate was locked. So says Ardal hospital: a man had shut it.", "a man had", "Ardal hospital"),
        ("Not at all, says the mayor. The bridge had been sold.", "The bridge", "the mayor"),
        ("Not at all, finds crossing expert Prof. Jürg Aeschlimann. The man is wrong.", "The man", "crossing expert"),
        ("The mayor was blunt. The pier had been sold.", "The pier", "The mayor"),
        ("The charge from the yard is simple. The hull was changed in May.", "The hull", "the yard"),
        ("The commissioner had figures. Nine calls were logged.", "Nine", "The commissioner"),
        ("A statement lands from the yard. The hull was changed in May.", "The hull", "the yard"),
        ("The mayor, Ana Bortic of the Harbour Board, had figures. Nine calls were logged.", "Nine", "The mayor"),
        ("The charge from the yard is simple. The customers' money is gone.", "The customers", "the yard"),
        ("The mate wanted one thing put right. The wheel was put hard over.", "The wheel", "The mate"),
    ],
)
def test_the_sentence_beside_is_theirs(sources_of, text, stretch, source):
    [found] = sources_of(text, stretch)
    assert found.startswith(source)


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("Both charges went off. The engineer is not sure of that.", "Both"),
        ("Both charges went off.\n\nThe engineer is sure of that.", "Both"),
        ("Did the charges go off? The engineer is sure of that.", "Did"),
        ("Two men were found dead. Police did not confirm this.", "Two men"),
        ("The gate was locked. That is a pity.", "The gate"),
        ("The gate was locked. That is our view.", "The gate"),
        ("The driver tells a story. The gate was open.", "The gate"),
        ("The minister answers within the hour. Who was told?", "Who"),
        ("The minister answers within the hour.\n\nThe gate was open.", "The gate"),
    ],
)
def test_what_nobody_points_at_is_the_papers(sources_of, text, stretch):
    assert sources_of(text, stretch) == []


def test_what_is_somebodys_already_stays_theirs(sources_of):
    assert sources_of("The gate was locked, the guard said. So says the mayor.", "The gate") == ["the guard"]


def test_only_claims_are_pointed_at(sources_of):
    assert sources_of("The gate was locked. So says the mayor.", "The gate", filled=False) == []
