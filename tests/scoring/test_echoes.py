"""Quotations in headlines: they are said by whoever says them in the text."""

from __future__ import annotations

import pytest

from service.scoring import extract
from tests.builders import make_article

TEXT = (
    "The lake rose at noon. “It came standing up,” said Ana Bortic, who keeps the mill. "
    "The mayor said that nobody had been warned of it."
)


class _NoDates:
    def day(self, _expression, _relative_to):
        return None


class _English:
    def language(self, _text):
        return "en"


@pytest.fixture(scope="module")
def said(annotator):
    """A headline over ``TEXT`` → the name of who says each of its claims, by the words of the claim."""

    def read(title, text=TEXT):
        article = make_article("a1", "The Courier", text, title=title)
        found = extract.claims([article], annotator, _NoDates(), _English())
        name = {source.id: source.name for source in found.sources}
        claims = [claim for claim in found.claims if claim.field.value == "title"]
        return {claim.span.of(title): name[claim.source] for claim in claims}

    return read


@pytest.mark.parametrize("title", ["'It came standing up': four villages drowned", "LIVE | ‘It came standing up’"])
def test_a_quotation_in_a_headline_is_whoevers_it_is_in_the_text(said, title):
    assert said(title)["It came standing up"] == "Ana Bortic"


@pytest.mark.parametrize(
    "title", ["'Nobody saw it coming at all': four villages drowned", "'Standing Up' is shown: four villages drowned"]
)
def test_what_the_text_does_not_quote_is_not_given_to_anybody_in_it(said, title):
    assert "Ana Bortic" not in said(title).values()
