"""KIND attribution against figures worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.measure import attribution
from service.measure.attribution import Relation, matches
from service.measure.rows import UnreadableRow
from tests.measure.corpora import write_rows
from tests.measure.fake_scorer import FakeScorer

TEXT = "Ayn said the mill burns. Then Bo said, “it rains”."
NUMBERS = st.frozensets(st.integers(0, 8), max_size=5)
RELATIONS = st.lists(st.builds(Relation, NUMBERS, NUMBERS, NUMBERS), max_size=5)


def span(words: str, text: str = TEXT) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def relation(source=(), cue=(), content=()) -> dict:
    return {
        "source": [span(part) for part in source],
        "cue": [span(part) for part in cue],
        "content": [span(part) for part in content],
    }


def evaluate(tmp_path, *rows):
    return attribution.evaluate([write_rows(tmp_path / "texts.jsonl", *rows)], FakeScorer())


def test_figures_are_those_worked_out_by_hand(tmp_path):
    """The fake finds 'Ayn said the mill burns' and 'Bo said , “it rains”' (with the comma as content)."""
    row = {
        "id": "t",
        "text": TEXT,
        "relations": [
            relation(["Ayn"], ["said"], ["the mill burns"]),
            relation(["Then"], ["said"], ["“it rains”"]),
        ],
    }
    figures = evaluate(tmp_path, row)
    assert figures.n == 1
    # Gold cues are both the first 'said', as its span says; found are both of the text.
    assert figures.values["source"] == pytest.approx(2 * 1 / (1 + 2))
    assert figures.values["cue"] == pytest.approx(1.0)
    assert figures.values["content"] == pytest.approx(2 * 3 / (3 + 7))
    assert figures.values["relation_f1"] == pytest.approx(2 * 1 / (1 + 2))


def test_quotations_alone_are_the_baseline(tmp_path):
    row = {"id": "t", "text": TEXT, "relations": [relation([], [], ["“it rains”"])]}
    assert evaluate(tmp_path, row).baselines["quotes"] == {"source": pytest.approx(float("nan"), nan_ok=True)} | {
        "cue": pytest.approx(float("nan"), nan_ok=True),
        "content": 1.0,
        "relation_f1": 1.0,
    }


def test_words_and_marks_are_tokens():
    assert attribution.tokens("Ayn’s, ok").tolist() == [[0, 3], [3, 4], [4, 5], [5, 6], [7, 9]]
    assert attribution.tokens("").shape == (0, 2)


def make(source="", content="", cue="") -> Relation:
    return Relation(*(frozenset(map(int, part)) for part in (source, cue, content)))


@pytest.mark.parametrize(
    ("gold", "found", "many"),
    [
        ([make("1", "234")], [make("1", "234")], 1),
        ([make("1", "2345")], [make("1", "23")], 1),  # Jaccard of exactly a half
        ([make("1", "2345")], [make("1", "236")], 0),
        ([make("1", "234")], [make("9", "234")], 0),
        ([make("", "234")], [make("", "234")], 1),
        ([make("", "234")], [make("1", "234")], 0),
        ([make("1", "")], [make("1", "")], 0),
        ([make("1", "23"), make("1", "24")], [make("1", "234")], 1),
        # The first found could take either; one-to-one, both are matched.
        ([make("1", "234"), make("1", "23")], [make("1", "234"), make("1", "2345")], 2),
        ([], [make("1", "2")], 0),
    ],
)
def test_relations_are_matched_one_to_one(gold, found, many):
    assert matches(gold, found) == many


@given(RELATIONS, RELATIONS)
def test_matching_is_symmetric_and_never_more_than_there_are(one, other):
    many = matches(one, other)
    assert many == matches(other, one) <= min(len(one), len(other))


@given(RELATIONS)
def test_relations_match_themselves(relations):
    with_content = [each for each in relations if each.content]
    assert matches(with_content, with_content) == len(with_content)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            {"id": "t", "text": "Ayn", "relations": [{"source": [[0, 4]], "cue": [], "content": []}]},
            "'relations.0.source'",
        ),
        ({"id": "t", "text": "Ayn", "relations": [{"source": [], "cue": []}]}, "'relations.0.content' is missing"),
    ],
)
def test_a_row_that_is_none_stops_the_run(tmp_path, row, reason):
    with pytest.raises(UnreadableRow, match=reason):
        attribution.read([write_rows(tmp_path / "texts.jsonl", row)])
