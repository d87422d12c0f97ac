"""A headline held against a body: the words that show how it is taken, what is measured, and the head."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.news.claim import Certainty, Form
from service.scoring.headline.cues import CUES, SAYINGS, content, counts, sentences
from service.scoring.headline.head import RELATED, BodyStance
from service.scoring.headline.held import MANNER, NEARNESS, Held, ReadBody, ReadHeadline
from tests.builders import make_claim
from tests.measure.fake_scorer import compared, encoded, vector
from tests.tools import make_body_head

LIKE = np.stack([vector(saying) for saying in SAYINGS.values()])


def headline(text: str) -> ReadHeadline:
    return ReadHeadline(encoded(make_claim("", "", text)), LIKE)


def body(text: str, *, certainty=Certainty.FIRM, form=Form.OUTLET) -> ReadBody:
    """Each sentence is a claim."""
    claims = [
        encoded(make_claim(f"b{start}", "b", sentence.rstrip("."), start, certainty=certainty, form=form))
        for start, sentence in sentences(text)
    ]
    return ReadBody(text, tuple(claims), LIKE)


def measured(said: str, text: str, **rest) -> dict[str, float]:
    row = Held(headline(said), body(text, **rest))
    found = [compared("", claim.claim.id, said, claim.claim.text) for claim in row.closest]
    return dict(zip(MANNER, row.manner(found), strict=True))


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("The mayor's photo is a fake", {"refutes"}),
        ("The ministry denied it", {"denies"}),
        ("It isn’t true", {"refutes", "negates"}),
        ("A bear reportedly may run for mayor", {"hedges"}),
        ("Is a bear the mayor?", {"asks"}),
        ("Police confirmed the fire", {"confirms"}),
        ("“Enough,” she wrote", {"quotes", "says"}),
        ("The mill burns", set()),
        ("", set()),
    ],
)
def test_cues_are_found_by_their_words(text, cues):
    assert {cue for cue, often in zip(CUES, counts(text), strict=True) if often} == cues


def test_a_sentence_begins_where_it_is_said_to():
    text = "Fire! “Run,” he said.\n\nThe mill   burns. “It does.” Still"
    found = sentences(text)
    assert [sentence for _, sentence in found] == [
        "Fire!",
        "“Run,” he said.",
        "The mill   burns.",
        "“It does.",
        "Still",
    ]
    assert all(text[start:].startswith(sentence) for start, sentence in found)


@given(st.text())
def test_sentences_hold_all_that_is_printed(text):
    printed = {letter for letter in text if not letter.isspace()} - set("\"'“”‘’")
    assert printed <= set("".join(sentence for _, sentence in sentences(text)))


def test_words_without_content_are_left_out():
    assert content("The mills were burning, and the Mill burned") == {"mill", "burn"}


def test_measurements_have_names_of_their_own():
    assert len(set(MANNER)) == len(MANNER)
    assert MANNER[: len(NEARNESS)] == NEARNESS


@pytest.mark.parametrize("said", ["", "?", "Mill burns down", "It's a hoax"])
@pytest.mark.parametrize(
    "text", ["", "\n \n", "Mill burns down.", "It is a hoax. The mill stands. Rain falls. Dogs sleep."]
)
def test_all_that_is_measured_is_finite(said, text):
    row = Held(headline(said), body(text))
    assert row.nearness.shape == (len(NEARNESS),)
    assert ((row.nearness >= 0) & (row.nearness <= 1.0001)).all()
    assert np.isfinite(list(measured(said, text).values())).all()


def test_a_body_in_the_words_of_the_headline_is_as_near_as_can_be():
    found = measured("Mill burns down", "Mill burns down.")
    assert [found[name] for name in ("cosine_top", "cosine_lead", "cover_top", "cover_whole")] == pytest.approx(
        [1.0] * 4
    )
    assert measured("Mill burns down", "Xyz.")["cover_whole"] == 0


def test_a_refuting_word_counts_for_the_body_or_for_both():
    plain = measured("Mill burns down", "Mill burns down. It is a hoax.")
    assert plain["body_refutes_lead"] == 1
    assert plain["both_refute_lead"] == 0
    both = measured("Mill fire is a hoax", "Mill fire is a hoax.")
    assert both["both_refute_lead"] == 1
    assert both["body_refutes_lead"] == 0
    assert measured("Mill fire is a hoax", "Mill burns down.")["headline_refutes_alone"] == 1


def test_how_claims_are_told_is_measured_where_they_are_close_and_over_all():
    found = measured("Mill burns", "Mill burns. Dogs bark.", certainty=Certainty.HEDGED, form=Form.INDIRECT)
    assert found["near_unsure"] == found["share_unsure"] == 1
    assert found["near_attributed"] == found["share_attributed"] == 1
    assert measured("Mill burns", "Mill burns. Dogs bark.")["share_attributed"] == 0


def test_one_cosine_decides_what_is_near():
    near = dict.fromkeys(NEARNESS, 0.0) | {"cosine_top": 0.5}
    head = make_body_head()
    assert head.speaks_of_it(np.array([near[name] for name in NEARNESS]))
    assert not head.speaks_of_it(np.zeros(len(NEARNESS)))


@pytest.mark.parametrize(
    ("agrees", "contradicts", "stance"),
    [(0.9, 0.1, BodyStance.AGREE), (0.1, 0.9, BodyStance.DISAGREE), (0.3, 0.3, BodyStance.DISCUSS)],
)
def test_the_stance_with_the_largest_sum_is_said(agrees, contradicts, stance):
    found = dict.fromkeys(MANNER, 0.0) | {"top_agrees": agrees, "top_contradicts": contradicts}
    assert make_body_head().stance(np.array([found[name] for name in MANNER])) is stance
    assert stance in RELATED
