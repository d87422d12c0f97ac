"""Sentences that tell what somebody holds, finds or has sensed, in a phrase and not in a clause."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "stretch", "source"),
    [
        ("It rained all night. The prosecutor suspects him of arson.", "The prosecutor", "The prosecutor"),
        ("It rained all night. Doctors expect a full recovery.", "Doctors", "Doctors"),
        ("It rained all night. Ivo Marek does not expect a vote before June.", "Ivo Marek", "Ivo Marek"),
        ("It rained all night. The deputy mayor hopes for a truce by Easter.", "The deputy", "The deputy mayor"),
        ("It rained all night. The ministry puts the delay down to snow.", "The ministry", "The ministry"),
        ("It rained all night. Its chair, Ana Bortic, sees the cause in a bolt.", "Its chair", "Its chair, Ana Bortic"),
        ("It rained all night. Professor Ana Bortic thinks ten.", "Professor", "Professor Ana Bortic"),
        ("It rained all night. The panel found no trace of petrol.", "The panel", "The panel"),
        ("It rained all night. The committee commends the guard for his calm.", "The committee", "The committee"),
        ("It rained all night. The ministry cut its toll to 29 from 31.", "The ministry", "The ministry"),
        ("It rained all night. Police have the dead at eleven.", "Police", "Police"),
        ("It rained all night. The sergeant was certain of a blade.", "The sergeant", "The sergeant"),
        ("It rained all night. The diver saw a dent in the hull.", "The diver", "The diver"),
        ("It rained all night. A waitress smelled no gas.", "A waitress", "A waitress"),
        ("It rained all night. His brother, on the same wall, saw a launch.", "His brother", "His brother"),
        ("It rained all night. Kofi Blay, 29, also heard no warning.", "Kofi Blay", "Kofi Blay, 29"),
        ("It rained all night. Judge Ana Bortic learned of the riot from the radio.", "Judge", "Judge Ana Bortic"),
        ("It rained all night. Kofi Blay was woken by a bang.", "Kofi Blay", "Kofi Blay"),
        ("Ana Bortic stayed behind. She saw no oil on the water.", "She saw", "She"),
        ("It rained all night. Police see no connection to the fire.", "no connection", "Police"),
        ("It rained all night. The prosecutor sees a link to the fire.", "a link", "The prosecutor"),
        ("It rained all night. Residents speak of a column of white dust.", "a column", "Residents"),
        ("It rained all night. Villagers fear a second slide.", "a second slide", "Villagers"),
        ("It rained all night. The coroner detected paint on the coat.", "paint", "The coroner"),
    ],
)
def test_what_only_they_can_vouch_for_is_theirs(sources_of, text, stretch, source):
    assert sources_of(text, stretch) == [source]


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("It rained all night. Our reporter saw a dent in the hull.", "Our reporter"),
        ("It rained all night. I saw a dent in the hull.", "I saw"),
        ("It rained all night. Nobody saw a dent in the hull.", "Nobody"),
        ("It rained all night. The firm has not seen the report.", "The firm"),
        ("It rained all night. The board has seen press reports of it.", "The board"),
        ("It rained all night. Ana Bortic no longer speaks of thieves.", "Ana Bortic"),
        ("It rained all night. The late driver heard the hooter.", "The late"),
        ("It rained all night. Ana Bortic will see the mayor.", "Ana Bortic"),
        ("It rained all night. People talk of nothing else.", "People"),
        ("It rained all night. Ana Bortic also heard the exchange.", "Ana Bortic"),
        ("It rained all night. The villagers found the child under a seat.", "The villagers"),
        ("It rained all night. Did the diver see a dent?", "Did"),
        ("It rained all night. The clerk is thinking it over.", "The clerk"),
        ("What the clerk heard is in the file.", "What"),
        ("It rained all night. She expects a child in May.", "a child"),
        ("It rained all night. Our reporter expects a long night.", "a long night"),
        ("It rained all night. The children found a ball in the yard.", "a ball"),
    ],
)
def test_what_the_paper_knows_as_well_stays_its_own(sources_of, text, stretch):
    assert sources_of(text, stretch) == []


def test_a_clause_that_is_joined_to_it_is_none_of_it(sources_of):
    text = "It rained all night. The nurse suspects cholera and has sent swabs to the coast."
    assert sources_of(text, "has sent") == []


def test_his_words_that_go_on_are_his_before_he_is_anybody_else(sources_of):
    text = "Kofi Blay said the boat was late. He saw no flash from it."
    assert sources_of(text, "He saw") == ["Kofi Blay"]
