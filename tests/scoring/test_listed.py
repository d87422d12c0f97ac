"""Lists that somebody's words lead into with a colon."""

from __future__ import annotations

import pytest

LED = "The ship never turned. The agent says that three things are sure:{list}\n\nThe court rose at noon."


@pytest.mark.parametrize(
    "items",
    [
        "\n\n- The ship lay off the pier\n- The boat was gone",
        "\n• The ship lay off the pier\n• The boat was gone",
        "\n\n1. The ship lay off the pier\n\n2. The boat was gone",
    ],
)
def test_every_item_of_a_list_is_said_by_whoever_leads_into_it(sources_of, items):
    text = LED.format(list=items)
    assert sources_of(text, "The ship lay") == ["The agent"]
    assert sources_of(text, "The boat was gone") == ["The agent"]
    assert sources_of(text, "The court rose") == []


@pytest.mark.parametrize("lead", ["What we know so far:", "The agent did not say what follows:", "The agent spoke."])
def test_a_list_that_nobody_leads_into_is_the_papers(sources_of, lead):
    assert sources_of(f"{lead}\n\n- The boat was gone\n- The pier was shut", "The pier") == []


def test_only_claims_take_a_list(sources_of):
    text = LED.format(list="\n\n- The ship lay off the pier\n- The boat was gone")
    assert sources_of(text, "The boat was gone", filled=False) == []


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Pol Arriaga says it was the cuts: nobody was at the gate.", "Pol Arriaga"),
        ("Ana Bortic inclines to the first: the gate was shut.", "Ana Bortic"),
        ("The drill is beside the point in her opinion: the gate was shut.", "her"),
    ],
)
def test_what_stands_behind_a_colon_is_said_by_whoever_leads_into_it(sources_of, text, source):
    assert sources_of(text, text[text.index(":") + 2 :]) == [source]


@pytest.mark.parametrize(
    "text",
    [
        "The council met at noon: the gate was shut.",
        "Nobody inclines to the first: the gate was shut.",
        "The agent did not say what follows: the gate was shut.",
        "It is a drill in our opinion: the gate was shut.",
    ],
)
def test_what_nobody_leads_into_is_the_papers(sources_of, text):
    assert sources_of(text, "the gate") == []
