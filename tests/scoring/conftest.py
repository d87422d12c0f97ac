"""What the tests of the scoring room share: real reading, and claims made from a sentence."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

import pytest

from service.adapters.dates import DateparserReader
from service.news.article import Article, Field, Span
from service.news.claim import Certainty
from service.scoring import compare, encode
from service.scoring.attribution.attribute import relations
from service.scoring.attribution.sources import AttributedText, heard, tied
from service.scoring.reading import statement
from tests.builders import make_claim
from tests.fakes import FakeEncoder, FakePairModel
from tests.tools import make_scorer

if TYPE_CHECKING:
    from service.scoring.pipeline import Scorer

WEDNESDAY = datetime(2024, 3, 13, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def reads(annotator):
    """A sentence → what it says, told on Wednesday, 13 March 2024."""
    dates = DateparserReader()

    @cache
    def read(text: str, said_at=WEDNESDAY, **how):
        (annotated,) = annotator.annotate([text])
        return statement.read(annotated.tokens, annotated.tokens, said_at, dates, **how)

    return read


@pytest.fixture(scope="session")
def claims_that(reads):
    """A sentence → a claim that says it, with anything else given by name."""

    def make(text: str, *, id="c1", as_of=WEDNESDAY, denied=False, opened=False, **rest):
        said = reads(text, as_of, denied=denied, opened=opened)
        hedged = Certainty.HEDGED if said.hedged else Certainty.FIRM
        parts = {"certainty": Certainty.UNSPECIFIED if opened else hedged, "field": Field.TEXT} | rest
        return make_claim(id, statement=said, as_of=as_of, span=Span(0, len(text)), **parts)

    return make


@pytest.fixture(scope="session")
def sources_of(annotator):
    """The sources of the attributions that a stretch of a text stands in."""

    def read(text, stretch, *, filled=True):
        (annotated,) = annotator.annotate([text])
        at = text.index(stretch)
        return [
            " ".join(span.of(text) for span in one.source)
            for one in relations(annotated, filled=filled)
            if any(span.start <= at < span.end for span in one.content)
        ]

    return read


@pytest.fixture(scope="session")
def last_voice(annotator):
    """The name of the source of the last attribution of a text."""

    def read(text: str) -> str:
        (annotated,) = annotator.annotate([text])
        one = AttributedText(
            Article("a1", "The Courier", text), Field.TEXT, annotated, relations(annotated, filled=True)
        )
        found = heard([one])
        (sources,) = tied([found.voices])
        return sources[found.chains[0][-1][-1]].name

    return read


@pytest.fixture(scope="session")
def encoded(claims_that):
    """A sentence → the claim with its vectors."""

    def make(text: str, **rest):
        return encode.claims([claims_that(text, **rest)], FakeEncoder())[0]

    return make


@pytest.fixture(scope="session")
def side_by_side(encoded):
    """Two sentences → the view that signals measure; the first is the earlier claim unless times are given."""

    def make(one, other, model=None):
        a = encoded(one, id="c1", source="s1") if isinstance(one, str) else one
        b = encoded(other, id="c2", source="s2") if isinstance(other, str) else other
        if a.claim.id == b.claim.id:
            b = replace(b, claim=replace(b.claim, id=a.claim.id + "1"))
        return compare.views([(a, b)], model or FakePairModel(), asked=True)[0]

    return make


@pytest.fixture(scope="session")
def scorer(annotator) -> Scorer:
    """The real pipeline with fakes for encoder and pair model, weighed by hand."""
    return make_scorer(annotator)
