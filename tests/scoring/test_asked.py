"""What somebody is asked, which is nobody's word."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "stretch", "sources"),
    [
        ("Asked whether the pier was safe, the mayor said it was shut.", "the pier was safe", []),
        ("Asked whether the pier was safe, the mayor said it was shut.", "it was shut", ["the mayor"]),
        ("Moss said the pier was old. Asked whether it was safe, he laughed.", "it was safe", []),
        ("It rained.\n\n12:05 Asked whether the pier was safe, Moss says that it is shut.", "the pier was", []),
        ("Asked by a juror whether it was safe, the mayor said it was shut.", "it was safe", ["a juror"]),
    ],
)
def test_a_question_is_nobodys(sources_of, text, stretch, sources):
    assert [who for who in sources_of(text, stretch) if who] == sources
