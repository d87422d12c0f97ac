"""Words that stand under somebody's name without a verb of saying: posts, clips, figures, takes and letters."""

from __future__ import annotations

import pytest

POSTS = """We gathered what officials posted. Oldest first.

Harbour Board (@harbourboard), Thu 07:14: “We have shut the pier. The lamp is out.”

@AnaBortic, Thu 08:02: “My office was not told. The pier is open.”

Thu 15:30, the Coast Inspectorate: officers looked at the lamp today. No damage was found.

It will rain at noon."""

SCRIPT = """The pier is shut this hour.

(CLIP – ORSIC) “The lamp went out. We heard a bang.” (0:06)

[Ana Bortic] “It was dark.”"""

FIGURES = """* Ill: 40 men were treated - Moravia Clinic
* Killed: 12 men were found (Harbour Board, 9 May)
* Held: two men are in prison, says the court
* Missing: four men were not found, per the coastguard
* Not told: how the lamp was lit (see page two)"""

LETTER = """Sir: Your correspondent has written of our lamp. It was lit.

The gate was shut. Ms Bortic told the police that she had seen it.

Dr Carlo Vestri
Director, Harbour Board

Letters are cut here. The gate was open."""

TAKES = """Latest on the ship:

PORT VALEN, Feb 11 (NPA) - The ship struck a rock, the navy said.

ATHENS - Meridian Shipping: all hands are safe. Hull was holed, company says in statement.

LONDON - Insurers were told of a fire, two brokers said.

PORT VALEN - Twelve were rescued and none is missing - coastguard."""


@pytest.mark.parametrize(
    ("text", "stretch", "source"),
    [
        (POSTS, "We have shut", "Harbour Board"),
        (POSTS, "The lamp is", "Harbour Board"),
        (POSTS, "My office", "@AnaBortic"),
        (POSTS, "The pier is open", "@AnaBortic"),
        (POSTS, "officers looked", "the Coast Inspectorate"),
        (POSTS, "No damage", "the Coast Inspectorate"),
        (SCRIPT, "The lamp went", "ORSIC"),
        (SCRIPT, "We heard", "ORSIC"),
        (SCRIPT, "It was dark", "Ana Bortic"),
        (FIGURES, "40 men", "Moravia Clinic"),
        (FIGURES, "12 men", "Harbour Board"),
        (FIGURES, "two men", "the court"),
        (FIGURES, "four men", "the coastguard"),
        (LETTER, "It was lit", "Dr Carlo Vestri"),
        (LETTER, "The gate was shut", "Dr Carlo Vestri"),
        (TAKES, "The ship struck", "the navy"),
        (TAKES, "all hands", "Meridian Shipping"),
        (TAKES, "Twelve were", "coastguard"),
        ("08.05 Prefect Dan Orsic: two dead and four hurt\n\n08.40 It rains.", "two dead", "Prefect Dan Orsic"),
    ],
)
def test_what_stands_under_a_name_is_said_by_it(sources_of, text, stretch, source):
    assert sources_of(text, stretch)[0] == source


def test_what_a_letter_passes_on_comes_through_it(sources_of):
    assert sources_of(LETTER, "she had seen it") == ["Dr Carlo Vestri", "Ms Bortic"]


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        (POSTS, "We gathered"),
        (POSTS, "It will rain"),
        (SCRIPT, "The pier is shut"),
        (FIGURES, "how the lamp"),
        ("09:40 Reminder: the truce began on Saturday.\n\n09:50 It rains.", "the truce"),
        (LETTER, "The gate was open"),
        ("Sir: The lamp was lit. It was bright.", "The lamp"),
        ("What is known: the lamp was lit.\n\nThe cause: a wire broke.", "a wire"),
        ("The lamp was lit - and nobody saw it.", "The lamp"),
        ("The lamp was lit (see page two).", "The lamp"),
    ],
)
def test_what_stands_under_nobodys_name_is_the_papers(sources_of, text, stretch):
    assert sources_of(text, stretch) == []


@pytest.mark.parametrize(
    ("label", "source"),
    [
        ("Ana Bortic, 68, berth 9", "Ana Bortic"),
        ("His sister Ana, by phone", "His sister Ana"),
        ("Her husband, Leo Marsh, in the yard", "Her husband, Leo Marsh"),
        ("Officer on duty", "Officer"),
        ("A passenger, whispering from the upper deck", "A passenger"),
        ("A student who got off in Ardal", "A student"),
        ("Start with Councillor Ana Bortic, Ward 4", "Councillor Ana Bortic"),
        ("I spoke with one climber, Leo", "one climber, Leo"),
        ("The owner, on the telephone", "The owner"),
        ("Marsh's answer, over tea", "Marsh"),
    ],
)
def test_a_quotation_behind_a_name_without_a_verb_is_said_under_that_name(sources_of, label, source):
    text = f"It rained all night. {label}: “The lamp was out when we came.” Then it grew light."
    found = sources_of(text, "The lamp was out")
    assert len(found) == 1
    assert found[0].startswith(source)


@pytest.mark.parametrize(
    ("text", "stretch", "source"),
    [
        (
            "10:20 – Company manager Ana Bortic to our microphones: the lamp was out.",
            "the lamp",
            "Company manager Ana Bortic",
        ),
        ("10:20 – Police in Ardal: three bodies were found.", "three bodies", "Police"),
        ("10:20 – Correction from the club: he has taken leave.", "he has taken", "the club"),
        (
            "It rained. The firm's lawyer, Ana Bortic: in that account nothing has moved.",
            "in that",
            "The firm's lawyer, Ana Bortic",
        ),
        ("It rained. The company's version: she resigned for family reasons.", "she resigned", "The company"),
    ],
)
def test_words_behind_a_voice_and_a_colon_are_that_voices(sources_of, text, stretch, source):
    assert sources_of(f"We gathered what we heard.\n\n{text}", stretch) == [source]


@pytest.mark.parametrize(
    ("text", "stretch"),
    [
        ("10:20 – For readers asking: the lamp was out in March.", "the lamp"),
        ("It rained. People in hospital: two are men.", "two are"),
        ("It rained. On the lamp: it was out.", "it was out"),
        ("It rained. The cook whom we met was never there: the lamp was out.", "the lamp"),
        ("It rained. Notes from Ardal: the lamp was out.", "the lamp"),
        ("It rained. Media enquiries: the firm gives no interviews.", "the firm gives"),
    ],
)
def test_a_topic_ahead_of_a_colon_is_no_voice(sources_of, text, stretch):
    assert sources_of(f"We gathered what we heard.\n\n{text}", stretch) == []


def test_a_name_set_beside_kin_ahead_of_a_quotation_is_theirs(sources_of):
    text = "Ana Bortic stayed.\n\nHer husband, Orkhan: “The lamp was out when we came. I said so.”"
    assert sources_of(text, "The lamp was out") == ["Her husband, Orkhan"]


def test_what_follows_a_quotation_under_a_name_is_the_papers(sources_of):
    text = "Leo Marsh, by phone: “The lamp was out.” He was walking to the pier."
    assert sources_of(text, "He was walking") == []


@pytest.mark.parametrize(("text", "stretch"), [(POSTS, "officers looked"), (LETTER, "It was lit"), (FIGURES, "40 men")])
def test_only_claims_read_labels(sources_of, text, stretch):
    assert sources_of(text, stretch, filled=False) == []
