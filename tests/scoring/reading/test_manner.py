"""Whether a sentence's own words leave open that it is so."""

from __future__ import annotations

import pytest

from service.scoring.reading import manner


@pytest.fixture(scope="module")
def hedged(annotator):
    """A sentence → whether it hedges."""

    def read(text: str) -> bool:
        (annotated,) = annotator.annotate([text])
        return manner.hedged(annotated.tokens)

    return read


@pytest.mark.parametrize(
    "text",
    [
        "The strike may have killed civilians.",
        "The army could strike again.",
        "The toll might be as high as 50.",
        "The gunmen were reportedly killed.",
        "The attack was apparently aimed at the mayor.",
        "The mayor is feared to have drowned.",
        "The man is believed to have fled.",
        "The dam is unlikely to break.",
        "The driver must have fallen asleep.",
    ],
)
def test_what_is_put_with_care_is_hedged(hedged, text):
    assert hedged(text)


@pytest.mark.parametrize(
    "text",
    [
        "The minister could not be reached.",
        "Rescuers could hear cries from the rubble.",
        "They could not find the boy.",
        "The strike on 3 May killed two civilians.",
        "Residents must boil water.",
        "The residents feared the flood.",
        "",
    ],
)
def test_what_could_or_could_not_be_done_is_told_as_it_was(hedged, text):
    assert not hedged(text)
