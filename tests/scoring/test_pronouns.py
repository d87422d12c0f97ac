"""Who 'he', 'she', 'it', 'the latter' and 'the officer' are."""

from __future__ import annotations

import pytest

from service.scoring.attribution.given_names import gender_of_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # Whoever is known to be a woman comes before one of whom nothing tells, in one sentence.
        ("Ana Bortic found neither, and the seller does not sell them. “That helps nobody,” she said.", "Ana Bortic"),
        # Who speaks inside of a quotation is not who goes on behind it.
        ("“I slept,” Ivo Marek said. “The lad said it was six.”\n\nIt was over, he says.", "Ivo Marek"),
        # What is summed up behind a name is told of by whoever is named.
        (
            "11:20 – A student who got off at Grindeni: the aisle was full, some sat on sacks. She counted fifty.",
            "student",
        ),
        # What is no person's word is nobody who says 'she'.
        ("Ana Bortic spoke at noon. The camera says the first came at six. It was early, she said.", "Ana Bortic"),
        # Whom a paragraph names comes before those of the paragraphs ahead.
        (
            "Marta Keller said it was late.\n\nThe samples went to Dr Ana Bortic at the faculty. “It was zinc,” she writes.",
            "Ana Bortic",
        ),
        ("Marta Keller said it was late.\n\nThen there is Ana Bortic. It was early, she said.", "Ana Bortic"),
        # Of whom somebody tells in a quotation comes behind whoever is quoted.
        (
            "“My driver wept,” Ana Bortic told us. She said it was late. “One nurse cried.” It was over, she went on.",
            "Ana Bortic",
        ),
        ("Ivo Marek said it was late. My cousin was aboard. The gate was shut, he said.", "My cousin"),
        ("Marta Keller said it was late. It had no word from any doctor. It was over, she added.", "Marta Keller"),
        ("Marta Keller said it was late. A vendor who begged off knows it. It was parked, she said.", "vendor"),
        ("Marta Keller said it was late. Somebody hung it up. It was parked, she said.", "Marta Keller"),
        ("“It was late,” said Marta Keller. Monsieur Laurent left. It was over, she said.", "Marta Keller"),
    ],
)
def test_he_and_she_are_whom_the_sentences_around_make_likely(last_voice, text, name):
    assert last_voice(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Harbour Board replied. Abu Rakha “is at his post,” it said.", "Harbour Board"),
        (
            "The yard said it was late. The fire service stands by its log. The calls, it says, were late.",
            "fire service",
        ),
        ("The yard said it was late. I have asked the ministry. It told us that nobody knew.", "ministry"),
        (
            "The yard said it was late. And the inspectors' report, all of it? It says the pier was old.",
            "inspectors",
        ),
        ("The yard said it was late. And the board's report? It says the pier was old.", "board"),
    ],
)
def test_it_is_a_body_or_a_text_that_was_just_spoken_of(last_voice, text, name):
    assert last_voice(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Inspector Ivo Marek said it was late. The gate was shut, the officer said.", "Ivo Marek"),
        ("Brigadier Ivo Marek said it was late. The gate was shut, the brigadier said.", "Ivo Marek"),
        ("Sgt Ivo Marek said it was late. The gate was shut, the sergeant said.", "Ivo Marek"),
        ("Actor Ivo Marek said it was late. The gate was shut, the 48-year-old said.", "Ivo Marek"),
        ("No post was discussed with Mr Marek, Ana Bortic said. The latter said it was late.", "Ana Bortic"),
        ("Ana Bortic said it was late. The gate was shut, according to her report.", "Ana Bortic"),
        ("The board said it was late. Ivo Marek flew out. His spokesman said he was ill.", "His spokesman"),
    ],
)
def test_a_description_means_whom_it_fits(last_voice, text, name):
    assert last_voice(text) == name


def test_some_surnames_are_womens():
    assert [gender_of_name(name) for name in ("Hana Dvorská", "Bendová", "Ivo Marek")] == ["f", "f", ""]
