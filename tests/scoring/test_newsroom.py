"""Sentences in which a newsroom speaks of itself."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("09:40 Harbour Board: the pier is shut. We cannot verify this.", "We cannot"),
        ("09:40 Harbour Board: there is a rail. Our reporter on the pier sees none.", "Our reporter"),
        ("Moss said the boat was hailed. The ministry did not answer our calls.", "The ministry"),
        ("Moss said the boat was hailed. A man of that name rang this station.", "A man"),
    ],
)
def test_it_is_the_papers_own(sources_of, text, stretch):
    assert sources_of(text, stretch) == []


@pytest.mark.parametrize(
    ("text", "stretch", "source"),
    [
        ("09:40 Harbour Board: the pier is shut. We closed it at six.", "We closed", "Harbour Board"),
        ("Harbour Board, 09:40: “The pier is shut. We cannot verify this.”", "We cannot", "Harbour Board"),
        ("“The pier is shut,” said the mayor. “We cannot verify it.”", "We cannot", "the mayor"),
    ],
)
def test_others_say_we_as_well(sources_of, text, stretch, source):
    assert sources_of(text, stretch) == [source]
