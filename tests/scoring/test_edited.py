"""Sources as editors name them, in the place of those that were read."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.news.edit import SourceEdit
from service.news.source import SourceKind
from service.scoring.attribution.sources import Voice
from service.scoring.edited import edited, kind_of
from service.scoring.extract import ArticleReading, tie
from tests.builders import make_claim

VOICES = (
    Voice(SourceKind.OUTLET, ("", "", 0), ("The Courier",)),
    Voice(SourceKind.ORGANISATION, ("v1", "text", 0), ("Interior Ministry",), ("IM",)),
)
READING = ArticleReading(
    "v1",
    tuple(make_claim(f"v1.{n}", "v1", "A blast killed 7 people.", 0) for n in (1, 2)),
    ((0, 1), (0,)),
    VOICES,
)


def named(source, kind=None, claim="v1.1"):
    edit = SourceEdit(1, source, kind, "user:amal", datetime(2026, 3, 1, tzinfo=UTC), "")
    return edited(READING, {claim: edit})


def test_without_an_edit_of_its_claims_a_reading_stays_as_it_is():
    assert named("Police", claim="v9.1") == READING


@pytest.mark.parametrize("source", ["Interior Ministry", "interior  MINISTRY", "IM"])
def test_a_voice_of_the_article_is_meant_by_any_of_its_names(source):
    found = named(source, claim="v1.2")
    assert (found.chains, found.voices) == (((0, 1), (0, 1)), VOICES)


def test_the_outlet_vouches_for_itself():
    assert named("the courier").chains == ((0,), (0,))


def test_anybody_else_is_a_new_voice_behind_the_outlet():
    found = named("Harbour Authority")
    assert (found.chains, found.voices[:2]) == (((0, 2), (0,)), VOICES)
    sources = {source.id: source for source in tie([found], lasting=True).sources}
    first = tie([found], lasting=True).claims[0]
    assert (sources[first.source].name, sources[first.source].kind) == ("Harbour Authority", SourceKind.ORGANISATION)


def test_of_another_kind_it_is_another_voice():
    assert named("Interior Ministry", SourceKind.PERSON).chains[0] == (0, 2)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Harbour Authority", SourceKind.ORGANISATION),
        ("UNHCR", SourceKind.ORGANISATION),
        ("Meridian News Agency", SourceKind.ORGANISATION),
        ("Nabil Haddour", SourceKind.PERSON),
        ("Hassan", SourceKind.PERSON),
        ("two officials", SourceKind.UNNAMED),
        ("the ministry", SourceKind.UNNAMED),
    ],
)
def test_a_name_alone_says_what_a_source_is(name, kind):
    assert kind_of(name) is kind
