"""What a text, or somebody in it, goes by: lists and registers, and those from whom something is heard."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "stretch", "source"),
    [
        ("Thirty people are aboard, going by the mate's list.", "Thirty people", "the mate's list"),
        ("Eleven are dead, per the hospital register.", "Eleven", "the hospital register"),
        ("There were 412 guests, by the list of the cook.", "412 guests", "the list of the cook"),
        ("The court heard from a harbour log that the boat was lowered at seven.", "the boat", "a harbour log"),
        ("The firm understands from the coastguard that three are missing.", "three are missing", "the coastguard"),
    ],
)
def test_what_is_told_comes_from_whoever_it_is_heard_from(sources_of, text, stretch, source):
    assert sources_of(f"It rained all night. {text}", stretch)[-1:] == [source]


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("Rents rose by 5 euros per month.", "Rents"),
        ("He was hurt, passing by the house of the mayor.", "He was hurt"),
        ("The firm has not heard from the coastguard.", "The firm"),
    ],
)
def test_nothing_goes_by_what_lists_nothing(sources_of, text, stretch):
    assert sources_of(f"It rained all night. {text}", stretch) == []


def test_what_was_only_looked_up_goes_no_further(sources_of):
    text = "Eleven are dead, per the hospital register. One of the dead was a child of six."
    assert sources_of(text, "One of the dead") == []
