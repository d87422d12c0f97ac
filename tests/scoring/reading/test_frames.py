"""Who did what to whom."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="module")
def told(reads):
    """The predications of a sentence as (action, actor, target)."""

    def read(text: str):
        return [
            (frame.action.norm, frame.actor and frame.actor.text, frame.target and frame.target.text)
            for frame in reads(text).frames
        ]

    return read


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("The blast hit a market.", ("hit", None, "a market")),
        ("A patrol was shelled by American forces.", ("shell", "American forces", "A patrol")),
        ("The convoy was struck on Monday.", ("strike", None, "The convoy")),
        ("Militants stormed and attacked the base.", ("attack", "Militants", "the base")),
        ("An Israeli strike on a convoy killed three men.", ("strike", "Israeli", "a convoy")),
        ("No attack on the village took place.", ("attack", None, "the village")),
        ("Warplanes destroyed a truck carrying weapons.", ("destroy", None, "a truck")),
        ("Israeli warplanes destroyed a truck.", ("destroy", "Israeli warplanes", "a truck")),
        ("One of the patrols was hit.", ("hit", None, "the patrols")),
        ("The truck, loaded with explosives, hit the gate.", ("hit", "The truck", "the gate")),
        ("The army did not deny that the rebels struck the convoy.", ("strike", "the rebels", "the convoy")),
    ],
)
def test_a_predication_has_its_actor_and_its_target(told, text, frame):
    assert frame in told(text)


@pytest.mark.parametrize(
    "text", ["He shot her.", "They did it.", "No one hit anything.", "The blast killed 12.", "It rose 5%."]
)
def test_pronouns_and_bare_figures_fill_no_role(told, text):
    assert all(role is None or role == "The blast" for _, *roles in told(text) for role in roles)


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("The army did not attack the village.", True),
        ("No attack on the village was reported.", True),
        ("The army attacked the village.", False),
    ],
)
def test_a_negated_deed_is_marked(reads, text, negated):
    deed = next(frame for frame in reads(text).frames if frame.action.norm == "attack")
    assert deed.negated is negated


def test_slots_point_at_the_words_as_printed(reads):
    text = "On Monday, American forces shelled the patrol  near\nKabul."
    (frame,) = [each for each in reads(text).frames if each.action.norm == "shell"]
    assert [slot.span.of(text) for slot in (frame.action, frame.actor, frame.target)][:2] == [
        "shelled",
        "American forces",
    ]
    assert frame.target.span.of(text).startswith("the patrol")


def test_a_text_without_a_verb_has_no_frames(told):
    assert told("") == []
    assert told("Kabul, Monday") == []
