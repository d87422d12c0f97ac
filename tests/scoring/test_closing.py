"""Speakers that close a sentence, whatever the parser takes their verbs for."""

from __future__ import annotations

import pytest

from service.scoring.attribution.closing import closing_drafts
from service.scoring.attribution.syntax import Tree


@pytest.fixture(scope="module")
def closed(annotator):
    def read(text):
        (annotated,) = annotator.annotate([text])
        tree = Tree(annotated)
        return [
            tuple(span.of(text) for part in (draft.source, draft.cue, draft.content) for span in tree.spans(part))
            for draft in closing_drafts(tree, ())
        ]

    return read


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("The ship had switched off its transponder at six, tracking data show.", "tracking data", "show"),
        ("The level detected came to 0.9 grams, the organism details in its note.", "the organism", "details"),
        ("The tower was approved in May, council minutes show.", "council minutes", "show"),
    ],
)
def test_what_stands_ahead_is_said_by_what_closes_it(closed, text, source, cue):
    assert closed(text) == [(source, cue, text[: text.rindex(",")])]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Scratches, nothing else, says the paramedic who saw her.", "the paramedic"),
        ("A flat tyre, no more, prosecutor Ana Bortic confirms.", "prosecutor Ana Bortic"),
    ],
)
def test_what_has_no_verb_is_said_with_all_its_words(closed, text, source):
    ((who, _, said),) = closed(text)
    assert who == source
    assert text.startswith(said)
    assert source in said


@pytest.mark.parametrize("who", ["Orsic", "the mayor", "he"])
def test_whoever_went_on_has_said_it(closed, who):
    assert closed(f"The gate was chained at six and opened at noon, {who} went on.") == [
        (who, "went on", "The gate was chained at six and opened at noon")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "She won a medal, a cup, and a show.",
        "They came late, and the minister said nothing of it.",
        "The ship left at six, which the minister said.",
        "A quiet morning, the minister said.",
        "He left at noon, he said.",
        "Was the ship lost, tracking data show?",
    ],
)
def test_what_only_looks_like_it_closes_nothing(closed, text):
    assert closed(text) == []


def test_a_sentence_with_a_speaker_is_left_alone(annotator):
    (annotated,) = annotator.annotate(["The tower was approved in May, council minutes show."])
    tree = Tree(annotated)
    (draft,) = closing_drafts(tree, ())
    assert list(closing_drafts(tree, [draft])) == []


def test_a_full_stop_that_is_a_sentence_closes_nothing(sources_of):
    assert sources_of(".\n\nThe pier was shut at noon, the mayor said.", ".\n") == []
