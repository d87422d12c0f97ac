"""What somebody is called by: a trade ahead of a name, a name told behind a trade, a nationality, a text's sender."""

from __future__ import annotations

import pytest

from service.scoring.attribution.callings import bare


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # A trade opens a sentence ahead of a name.
        ("Resident Ana Bortic said the shells came at noon.", "Ana Bortic"),
        ("Passenger Leo Marsh said that he heard a bang.", "Leo Marsh"),
        # A name is told in a clause behind a trade.
        ("A baker who gives only her first name, Salma, said six people had died.", "Salma"),
        ("A driver who gave only one name, Karim, said it was shut. “It was dark,” the driver said.", "Karim"),
        # A nationality may be all that somebody is called by.
        (
            "A guard said it was late.\n\nAt the pier a young Syrian gave another version to reporters. “It was six,” he said.",
            "young Syrian",
        ),
        # Two phrases taken for one.
        ("In a note that was read out by the clerk the company said it had no licence.", "company"),
        # Who sent a text speaks in it.
        ("A letter that the Harbour Board sent to its staff says the pier is closed.", "Harbour Board"),
        # A word that a parser takes for a verb.
        ("The ship had turned off its radio an hour earlier, tracking data show.", "tracking data"),
    ],
)
def test_a_voice_is_called_by_its_name(last_voice, text, name):
    assert last_voice(text) == name


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Miner Oleg Brusov", "Oleg Brusov"),
        ("Col. Ana Bortic", "Ana Bortic"),
        # What may be a given name is one where a surname alone is beside it.
        ("Baker Bortic", "Baker Bortic"),
    ],
)
def test_a_trade_is_no_part_of_a_full_name(printed, name):
    assert bare(printed) == name
