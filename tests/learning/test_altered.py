"""Sentences altered in one respect: each way does what it says, and nothing is made where it would not be true."""

from __future__ import annotations

import random

import pytest

from service.learning.alter_clauses import denied, passive, shortened
from service.learning.alter_numbers import broken_bound, other_number, same_number
from service.learning.alterable import Sentence
from service.learning.altered import ALTERATIONS, altered, other_name
from service.learning.families import EXCLUSIVE, KINDS, OPPOSITES, OTHER_COUNTS, SAME
from service.news.pair import Stance

NAMES = dict.fromkeys(("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"), ("Ostan", "Warda", "Selim Kara"))


@pytest.fixture(scope="module")
def read(annotator):
    """The one sentence of a text."""

    def sentence(text, names=NAMES):
        (found,) = annotator.annotate([text])
        return Sentence(found.tokens, names)

    return sentence


def every(alter, one, tries=40):
    """All that a way makes of a sentence, whatever is drawn."""
    return {alter(one, random.Random(seed)) for seed in range(tries)} - {None}


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("The army shelled the town.", "The army did not shell the town."),
        ("The minister resigns today.", "The minister does not resign today."),
        ("Two men were arrested on Monday.", "Two men were not arrested on Monday."),
        ("The road is open.", "The road is not open."),
        ("Police will not search the house.", "Police will search the house."),
    ],
)
def test_what_is_denied_contradicts(read, text, other):
    assert denied(read(text), random.Random(1)) == (other, Stance.CONTRADICTS)


def test_another_figure_contradicts_and_the_rest_stays(read):
    found = every(other_number, read("The blast killed 40 people in Warda."))
    assert found
    for text, stance in found:
        assert stance is Stance.CONTRADICTS
        assert "40 people" not in text
        assert text.startswith("The blast killed ")
        assert text.endswith(" people in Warda.")


@pytest.mark.parametrize(
    ("text", "one_of"),
    [
        ("The blast killed seven people.", "The blast killed 7 people."),
        ("The firm lost 1,487 workers.", "The firm lost nearly 1,500 workers."),
        ("The firm lost 1,487 workers.", "The firm lost more than 1,400 workers."),
        ("The firm lost 1,487 workers.", "The firm lost at least 1,487 workers."),
    ],
)
def test_the_same_figure_in_another_dress_agrees(read, text, one_of):
    assert (one_of, Stance.AGREES) in every(same_number, read(text))


def test_a_bound_that_is_not_kept_contradicts(read):
    found = {text for text, stance in every(broken_bound, read("The blast killed 40 people.")) if stance}
    assert found == {
        "The blast killed fewer than 28 people.",
        "The blast killed at least 61 people.",
        "The blast killed no more than 20 people.",
    }


@pytest.mark.parametrize("text", ["The vote was 322-87.", "He paid $40 million.", "It is a 35-page report."])
@pytest.mark.parametrize("alter", [other_number, same_number, broken_bound])
def test_parts_of_scores_prices_and_compounds_are_left_alone(read, text, alter):
    assert every(alter, read(text)) == set()


def test_another_name_is_put_for_a_name(read):
    found = every(other_name, read("Angela Merkel met the workers in Paris."))
    assert found
    assert all(stance is Stance.CONTRADICTS for _, stance in found)
    assert any("Merkel" not in text and "Paris" in text for text, _ in found)


def test_the_passive_agrees_and_exchanged_roles_contradict(read):
    found = every(passive, read("The rebels ambushed the soldiers near the river."))
    assert found == {
        ("The soldiers were ambushed by the rebels near the river.", Stance.AGREES),
        ("The soldiers ambushed the rebels near the river.", Stance.CONTRADICTS),
    }


def test_what_is_left_of_a_sentence_agrees(read):
    found = every(shortened, read("The minister, who took office in May, resigned after the vote."))
    assert ("The minister resigned after the vote.", Stance.AGREES) in found
    assert ("The minister, who took office in May, resigned.", Stance.AGREES) in found


def test_a_denial_is_not_shortened(read):
    """What it does not hold of the part may hold of the whole."""
    assert every(shortened, read("The minister did not resign after the vote.")) == set()


@pytest.mark.parametrize(
    ("way", "text", "one_of", "stance"),
    [
        ("other of a family", "A red car burnt.", "A blue car burnt.", Stance.CONTRADICTS),
        ("opposite", "The shop opened early today.", "The shop closed early today.", Stance.CONTRADICTS),
        ("same word", "The blaze spread fast.", "The fire spread fast.", Stance.AGREES),
        ("kind", "A dog ran away.", "An animal ran away.", Stance.AGREES),
        ("other count", "Police said 12 were killed.", "Police said 12 were injured.", Stance.NEUTRAL),
    ],
)
def test_words_are_put_for_others_of_their_family(read, way, text, one_of, stance):
    assert (one_of, stance) in every(ALTERATIONS[way], read(text), 400)


@pytest.mark.parametrize("families", [EXCLUSIVE, OPPOSITES, SAME, KINDS, OTHER_COUNTS])
def test_a_family_has_two_words_or_more_each_once(families):
    assert all(len(set(family)) == len(family) >= 2 for family in families)
    assert all(len(family) == 2 for family in (*OPPOSITES, *KINDS, *OTHER_COUNTS))


def test_no_two_words_both_exclude_each_other_and_mean_the_same():
    same = {frozenset((a, b)) for family in SAME for a in family for b in family if a != b}
    apart = {frozenset(pair) for pair in OPPOSITES}
    apart |= {frozenset((a, b)) for family in EXCLUSIVE for a in family for b in family if a != b}
    assert same & apart == set()


def test_each_sentence_gives_no_more_pairs_than_asked_and_the_same_ones_each_time(annotator):
    texts = ["The blast killed 40 people in Paris on Monday.", "Angela Merkel resigned after the vote in May."]
    sentences = [text.tokens for text in annotator.annotate(texts)]
    one, other = (list(altered(sentences, seed=3, each=2)) for _ in range(2))
    assert one == other
    assert 0 < len(one) <= 4
    assert all(pair.first != pair.second for pair in one)
    assert all(bool({pair.first, pair.second} & set(texts)) for pair in one)
