"""What courts, committees and parliaments are told."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "stretch", "source"),
    [
        ("Ana Bortic told the bench that the car was his. But its brakes were worn.", "But its", "Ana Bortic"),
        ("Ms Ana Bortic, prosecuting, said the car was his. But its brakes were worn.", "But its", "Ms Ana Bortic"),
        ("The clerk told MPs that the letter had come. But the box was empty.", "But the box", "The clerk"),
        ("The mate told jurors the light was green. The sea was calm. But the ship was late.", "But the", "The mate"),
        ("Ana Bortic told the meeting that the car was his. But its brakes were worn.", "But its", "Ana Bortic"),
        ("Ana Bortic said the car was his. The wheel was bent, the court heard.", "The wheel", "Ana Bortic"),
    ],
)
def test_who_speaks_at_a_hearing_goes_on_speaking(sources_of, text, stretch, source):
    (found,) = sources_of(text, stretch)
    assert found.startswith(source)


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("Ana Bortic told the bench that the car was his. Bail was refused.", "Bail"),
        ("Ana Bortic told the bench that the car was his. The trial goes on.", "The trial"),
        ("Ana Bortic told the bench that the car was his. We saw the car.", "We saw"),
        (
            "Ana Bortic told the bench the car was his. It was old. It was red. It was low. It was hot. But it ran.",
            "But",
        ),
        ("Ana Bortic told the bench that the car was his.\n\nIts brakes were worn.", "Its brakes"),
    ],
)
def test_what_the_paper_tells_of_a_hearing_stays_its_own(sources_of, text, stretch):
    assert sources_of(text, stretch) == []


def test_what_a_court_has_heard_from_nobody_named_is_the_courts(sources_of):
    assert sources_of("The car had been sold twice, the court heard.", "The car") == ["the court"]
