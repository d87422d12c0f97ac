"""What somebody is asked, which is nobody's word."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "stretch", "sources"),
    [
        ("Asked whether the pier was safe, the mayor said it was shut.", "the pier was safe", []),
        ("Asked whether the pier was safe, the mayor said it was shut.", "it was shut", ["the mayor"]),
        ("Moss said the pier was old. Asked whether it was safe, he laughed.", "it was safe", []),
        ("Asked by a juror whether it was safe, the mayor said it was shut.", "it was safe", ["a juror"]),
    ],
)
def test_a_question_is_nobodys(sources_of, text, stretch, sources):
    assert sources_of(text, stretch) == sources
