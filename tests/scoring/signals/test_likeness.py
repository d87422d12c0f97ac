"""How far two claims say the same in the same words, computed by hand."""

from __future__ import annotations

import pytest

ONE = "Militants killed a judge in Basra."
OTHER = "Gunmen killed a judge in Basra."
MORE = "Militants killed a judge in Basra on a bridge."


@pytest.mark.parametrize(
    ("name", "other", "value"),
    [
        ("overlap", OTHER, 3 / 5),
        ("overlap", MORE, 4 / 5),
        ("containment", OTHER, 3 / 4),
        ("containment", MORE, 1),
        ("substitution", OTHER, 1 / 4),
        ("substitution", MORE, 0),
        ("exchanged", OTHER, 4 * 1 / 4 * 3 / 5),
        ("exchanged", MORE, 0),
        ("overlap", "Prices rose.", 0),
        ("overlap", "", 0),
        ("containment", "", 0),
        ("substitution", "", 0),
    ],
)
def test_words_in_common_are_counted(measured, name, other, value):
    assert measured(name, ONE, other) == pytest.approx(value)


def test_similarity_is_the_cosine_and_its_excess_over_words_is_paraphrase(measured):
    similarity = measured("similarity", ONE, OTHER)
    assert similarity == pytest.approx(3 / 4)
    assert measured("likeness_beyond_words", ONE, OTHER) == pytest.approx(similarity - 3 / 5)
    assert measured("similarity", ONE, "Prices rose.") == 0
