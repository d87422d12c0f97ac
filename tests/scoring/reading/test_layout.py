"""What stands around a story: found where it is, and nothing of the story taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.scoring.reading import layout

STORY = "Seven people died in the blast."


def without_furniture(text: str) -> str:
    kept = list(text)
    for span in layout.furniture(text):
        kept[span.start : span.end] = " " * len(span)
    return " ".join("".join(kept).split())


@pytest.mark.parametrize(
    "before",
    [
        "BEIRUT, March 3 (Agency) — ",
        "KABUL, March 3 /Xinhua/ -- ",
        "IDLIB, Syria (AP) - ",
        "(CNN) -- ",
        "LONDON, 3 March, BNO News: ",
        "- ",
        "• ",
        "2. ",
        "BREAKING: ",
        "UPDATE 2-",
        "Image caption, ",
        "Photo: ",
        "10:42 GMT - ",
        "4/ ",
        "4/12 ",
        "By John Smith and Mary Jones\n\n",
        "Updated at 10:30 GMT\n\n",
        "Advertisement\n\n",
        "© 2024 The Agency. All rights reserved. ",
        "What we know so far:\n",
    ],
)
def test_what_stands_ahead_of_the_story_is_no_part_of_it(before):
    assert without_furniture(before + STORY) == STORY


@pytest.mark.parametrize(
    "after",
    [
        " (Photo by John Smith/AFP)",
        " AP Photo/John Smith",
        "\n\nRead more: Ten things to know about Kabul",
        "\n\nSign up for our newsletter here.",
        "\n\nReporting by John Smith; editing by Mary Jones",
        "\n\nFollow us on Twitter. Click here to subscribe.",
        "\n\nRelated: How to help",
        "\n4 min read",
    ],
)
def test_what_stands_behind_the_story_is_no_part_of_it(after):
    assert without_furniture(STORY + after) == STORY


@pytest.mark.parametrize(
    "text",
    [
        "By Monday evening 12 people had died.",
        "By Tuesday Morning Star reporters had left.",
        "Published figures show that 12 people died in 2024, and that the toll will rise.",
        "Related attacks killed four people.",
        "Support our troops, the mayor said.",
        "Police – who were late – arrested two men.",
        "The army said - and the rebels denied - that it had won.",
        "Correction: The toll was 11.",
        "US forces (and allies) - some 300 men - left.",
        "12 people died.",
        "3,000 people fled.",
        "Video filmed by residents shows the blast.",
    ],
)
def test_nothing_of_the_story_is_taken_for_furniture(text):
    assert without_furniture(text) == text


def test_paragraphs_and_list_items_end_what_stands_before_them():
    text = "The toll:\n- 12 dead\n- 30 hurt\n\nThe road is closed."
    assert [text[at:].partition("\n")[0] for at in layout.breaks(text)] == [
        "- 12 dead",
        "- 30 hurt",
        "The road is closed.",
    ]


def test_a_text_wrapped_to_a_width_goes_on_over_its_line_ends():
    assert layout.breaks("Seven people died\nin the blast on\nMonday and two\nmore were hurt.") == []


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>Seven died.</p><br/>The road", "\n  Seven died.\n   \n    The road"),
        ("Smith &amp; Sons&nbsp;said", "Smith &     Sons      said"),
        ("He said &quot;no&quot;.", 'He said "     no"     .'),
        ("5 < 7 and 7 > 5 & so on", "5 < 7 and 7 > 5 & so on"),
    ],
)
def test_markup_is_blanked_where_it_stands(text, plain):
    assert layout.plain(text) == plain


def test_a_line_in_capitals_is_set_in_small_letters_but_for_names_known_from_the_text():
    known = "Seven people died in Kabul. The Taliban fled."
    assert layout.plain("SEVEN DEAD IN KABUL BLAST, TALIBAN SAYS", known) == "Seven dead in Kabul blast, Taliban says"
    assert layout.plain("NATO and the UN met in Kabul") == "NATO and the UN met in Kabul"


@given(st.text(alphabet="AbİßŉΣ \n<>&;/p-1.", max_size=60))
def test_a_plain_text_is_as_long_as_the_printed_one(text):
    assert len(layout.plain(text, text)) == len(text)


@given(st.text(alphabet="Ab(): \n-—.1©/", max_size=60))
def test_furniture_and_breaks_lie_inside_the_text(text):
    assert all(0 <= span.start < span.end <= len(text) for span in layout.furniture(text))
    assert layout.breaks(text) == sorted(set(layout.breaks(text)))


def test_a_place_and_a_dash_are_a_dateline_of_a_story_and_not_of_a_headline():
    assert layout.opening("Ras Ambel – " + "Residents woke to a grey river. " * 12) == len("Ras Ambel – ")
    assert layout.opening("Ras Ambel – Residents woke to a grey river") == 0


def test_who_speaks_again_in_a_line_of_its_own_is_no_place():
    talk = "HOST (Ana Bortic): Four weeks on, they have reported.\n\nMARSH: They have.\n\nHOST: Since when?"
    assert layout.opening(talk) == 0
