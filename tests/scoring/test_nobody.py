"""Where nobody speaks: anybody, readers, whoever is told something, pictures, topics, and words that are cut off."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("It rained all night. Anyone claiming that the pier was open has not been there.", "the pier was open"),
        ("It rained all night. Some of you say that the pier was open.", "the pier was open"),
        ("It rained all night. Older readers will recall that the pier was open.", "the pier was open"),
        ("It rained all night. Nobody knows who told the harbour that the pier was open.", "the pier was open"),
        ("It rained all night. Passengers are advised that the pier is open.", "the pier is open"),
        ("It rained all night. It is underlined that the pier is open.", "the pier is open"),
        ("It rained all night. Four sailors reported missing walked into the port.", "missing"),
        ("It rained all night. A camera at the gate puts the blast at 6:08 a.m.", "the blast"),
        ("It rained all night. According to information gathered by our team, the pier was open.", "the pier was open"),
    ],
)
def test_nobody_says_what_no_voice_is_named_for(sources_of, text, stretch):
    assert not any(sources_of(text, stretch))


@pytest.mark.parametrize(
    ("text", "stretch", "source"),
    [
        ("It rained. The WHO said that the pier was open.", "the pier was open", "The WHO"),
        (
            "It rained. A reader who lives there said that the pier was open.",
            "the pier was open",
            "A reader who lives there",
        ),
        ("It rained. The mayor reported dead fish near the pier.", "dead fish", "The mayor"),
        ("It rained. According to our sources, the pier was open.", "the pier was open", "our sources"),
    ],
)
def test_whoever_is_named_speaks(sources_of, text, stretch, source):
    assert sources_of(text, stretch) == [source]


@pytest.mark.parametrize(
    "text",
    [
        "09:40 – Harbour master Ana Bortic says that the pier is open.",
        "9:40 p.m. — Harbour master Ana Bortic says that the pier is open.",
        "4/ Harbour master Ana Bortic says that the pier is open.",
    ],
)
def test_the_time_or_number_of_a_line_is_no_part_of_a_voice(sources_of, text):
    assert sources_of(f"It rained all night.\n\n{text}", "the pier is open") == ["Harbour master Ana Bortic"]
