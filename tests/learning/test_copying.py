"""Reprints made by rule, pairs whose label is known, and the head that is fitted on them."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pytest

from service.adapters import artefacts
from service.learning import reprints
from service.learning.copy_pairs import INDEPENDENT, OPERATIONS, Part, pairs, stories
from service.learning.copying import MOST_RUNS, NAMED_IN_PASSING, REAL_PAIRS, Rows, fit, independent, labelled
from service.learning.reprints import Wire
from service.scoring.copying.measures import MEASURES
from tests.builders import make_article

TOLD = stories(artefacts.seeds_folder())
PARAGRAPHS = [
    "At least 14 people were killed on Monday when a dam broke near Kalen, police said.",
    'The wall, 22 kilometers north of the town, fell at 4:17 a.m. "It came like a train, and we ran," said Ada Lind.',
    "About 300 residents were missing, and roads were closed.",
    '"Nobody had told us," said Nils Berg.',
    "It was the third such accident in the valley since 2019.",
    "The government, which sent 3 helicopters, promised 40 million dollars.",
]


def made(operation, paragraphs=PARAGRAPHS, own="Our town is sending blankets.", seed=1):
    return operation(Wire(list(paragraphs), own, random.Random(seed)))


EVERY = [operation for part in Part for operation in OPERATIONS[part]]


@pytest.mark.parametrize("operation", EVERY, ids=lambda operation: operation.__name__)
def test_every_operation_leaves_text_and_does_the_same_again(operation):
    found = made(operation)
    assert found
    assert all(paragraph.strip() for paragraph in found)
    assert found == made(operation)
    assert operation is reprints.whole or found != PARAGRAPHS


@pytest.mark.parametrize(
    ("operation", "before", "after"),
    [
        (reprints.other_units, "It is 10 kilometers away.", "It is 6.2 miles away."),
        (reprints.other_units, "It was minus 18 degrees Celsius.", "It was 0 degrees Fahrenheit."),
        (reprints.british, "It rose 5 percent to $2.3 million.", "It rose 5 per cent to $2.3m."),
        (reprints.unquoted, '"We ran," said Ada Lind.', "Ada Lind said that they ran."),
        (
            reprints.speaker_first,
            "Nine houses were lost in the flood, police said.",
            "According to police, nine houses were lost in the flood.",
        ),
        (reprints.spelled, "It took 3 days.", "It took three days."),
        (reprints.trimmed, "The dam, which was old, broke.", "The dam broke."),
        (
            reprints.cut_at_commas,
            "The dam broke on Monday after a week of heavy rain, and nobody had been told.",
            "The dam broke on Monday after a week of heavy rain.",
        ),
        (reprints.present_tense, "Police said it was closed.", "Police says it is closed."),
        (reprints.reworded, "At least nine people were killed.", "No fewer than nine persons were left dead."),
    ],
)
def test_an_operation_does_what_it_says(operation, before, after):
    assert made(operation, [before, "The end came soon."])[0] == after


def test_no_operation_and_no_story_is_both_learnt_from_and_judged_on():
    operations = [set(OPERATIONS[part]) for part in Part]
    assert sum(map(len, operations)) == len(set.union(*operations))
    assert len({story.id for story in TOLD}) == len(TOLD)
    assert not set(INDEPENDENT[Part.FIT]) & set(INDEPENDENT[Part.CHOOSE])


def test_there_are_enough_stories_and_pairs_of_either_kind():
    assert len(TOLD) >= 25
    made = [pair for part in Part for pair in pairs(TOLD, part)]
    assert len(made) >= 300
    assert len({pair.id for pair in made}) == len(made)
    for part in Part:
        labels = [pair.copied for pair in pairs(TOLD, part)]
        assert min(sum(labels), len(labels) - sum(labels)) >= 80


def test_pairs_are_the_same_whenever_they_are_made():
    assert list(pairs(TOLD, Part.REPORT)) == list(pairs(TOLD, Part.REPORT))
    assert list(pairs([story for story in TOLD if story.part is Part.FIT], Part.REPORT)) == []


def test_real_reports_count_once_and_for_a_smaller_part_as_if_one_named_the_other():
    one = make_article("a", "A", " ".join(f"word{i}" for i in range(40)))
    other = make_article("b", "B", " ".join(f"word{i}" for i in range(0, 80, 2)))
    rows = independent([[one, other], [one, replace(one, id="c")], [one, make_article("d", "D", "Too short.")]])
    assert len(rows.measures) == 2  # the reprint may be a copy, and the short one tells nothing
    assert not rows.copied.any()
    named = MEASURES.index("credited")
    assert rows.measures[:, named].tolist() == [0, 1]
    assert rows.weights.tolist() == pytest.approx([REAL_PAIRS * (1 - NAMED_IN_PASSING), REAL_PAIRS * NAMED_IN_PASSING])
    assert rows.measures[:, 0].max() < MOST_RUNS
    with pytest.raises(ValueError, match="several newsrooms"):
        independent([[one]])


def rows_of(x, seed=3) -> Rows:
    """Rows labelled by a known head: bits = 12 * runs - 6."""
    odds = 2.0 ** (12 * x[:, 0] - 6)
    copied = np.random.default_rng(seed).random(len(x)) < odds / (1 + odds)
    return Rows(x, copied, np.ones(len(x)))


def test_a_fit_finds_the_head_that_made_the_labels():
    x = np.random.default_rng(2).random((6000, len(MEASURES)))
    found = fit(rows_of(x[:4000]), rows_of(x[4000:], seed=4)).head
    assert found.weights["runs"] == pytest.approx(12, abs=1.5)
    assert all(abs(found.weights[name]) < 0.8 for name in MEASURES[1:])
    assert found.prior == pytest.approx(-6, abs=1.2)
    assert found.version.startswith("copies-")


def test_the_head_that_ships_finds_the_copies_it_was_chosen_on():
    """Unlike the figures in the benchmarks, on pairs that had a part in choosing it."""
    head = artefacts.load_copy_head(artefacts.models_folder())
    rows = labelled([pair for pair in pairs(TOLD, Part.CHOOSE) if "by hand" not in pair.how])
    called = np.array([head.bits(row) >= 0 for row in rows.measures])
    assert called[rows.copied].mean() > 0.99
    assert called[~rows.copied].mean() <= 0.01
