"""Conversations printed turn by turn: who is asked vouches for all of a turn, who asks for nothing."""

from __future__ import annotations

import pytest

TALK = """Ana Bortic keeps the bridge. We met her at the gate.

REPORTER: Was the bridge shut?

BORTIC: It was open. The gate had been broken for a week.

REPORTER: And who knew that?

BORTIC: The mayor did. He said that nobody would pay for a new one."""


@pytest.mark.parametrize("stretch", ["It was open", "The gate had", "The mayor did"])
def test_a_whole_turn_is_said_by_whoever_is_asked(sources_of, stretch):
    assert sources_of(TALK, stretch) == ["BORTIC"]


@pytest.mark.parametrize("stretch", ["We met her", "Was the bridge", "And who knew"])
def test_who_asks_and_what_stands_around_are_the_papers(sources_of, stretch):
    assert sources_of(TALK, stretch) == []


def test_what_stands_in_brackets_behind_a_name_is_no_part_of_it(sources_of):
    talk = TALK + "\n\nREPORTER: And since?\n\nORSIC (recording): The gate is new."
    assert sources_of(talk, "The gate is new") == ["ORSIC (recording"]


@pytest.mark.parametrize("label", ["Hon. Carlo Vestri", "The Chairwoman", "HOST (Carlo Vestri)"])
def test_whoever_is_introduced_asks_for_himself(sources_of, label):
    talk = TALK.replace("REPORTER", label)
    assert sources_of(talk, "And who knew") == [label.removesuffix(")")]


def test_who_asks_back_and_goes_on_is_no_host(sources_of):
    talk = (
        TALK
        + "\n\nREPORTER: And who knew of it?\n\nORSIC: Who asks? Our men did.\n\nREPORTER: Since when?\n\nORSIC: May."
    )
    assert sources_of(talk, "Our men did") == ["ORSIC"]


def test_what_is_said_in_a_turn_ends_with_it(sources_of):
    talk = TALK.replace("And who knew that?", "He said that nobody knew. Was it you?")
    assert "He" in sources_of(talk, "nobody knew")
    assert sources_of(talk, "The mayor did") == ["BORTIC"]


def test_words_that_a_turn_passes_on_come_through_it(sources_of):
    assert sources_of(TALK, "nobody would pay")[-1] == "He"


@pytest.mark.parametrize(
    "text",
    [
        "Time: It starts at nine.\n\nPlace: It is held at the pier.\n\nPrice: It is free for all.\n\nNote: Bring a coat.",
        "BORTIC: It was open.\n\nThe gate was broken.\n\nBORTIC: It is shut now.",
    ],
)
def test_a_text_that_is_no_conversation_has_no_turns(sources_of, text):
    assert sources_of(text, "It is") == []


def test_only_claims_take_turns(sources_of):
    assert sources_of(TALK, "The gate had", filled=False) == []
