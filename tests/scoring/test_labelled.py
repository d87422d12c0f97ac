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


@pytest.mark.parametrize(("text", "stretch"), [(POSTS, "officers looked"), (LETTER, "It was lit"), (FIGURES, "40 men")])
def test_only_claims_read_labels(sources_of, text, stretch):
    assert sources_of(text, stretch, filled=False) == []
