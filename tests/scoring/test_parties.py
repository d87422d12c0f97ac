"""Who is a party to an event: only whom the texts name as one, and then with their words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from service.news.party import PartyEdit
from service.scoring import extract
from service.scoring.parties import overruled, parties
from tests.builders import MORNING, make_article, make_event
from tests.tools import make_tools


@pytest.fixture(scope="module")
def told(annotator):
    """Texts of as many outlets, all about one event → the parties' names with the words that say so."""
    tools = make_tools(annotator)

    def tell(*texts):
        articles = [make_article(f"a{n}", f"Outlet {n}", text) for n, text in enumerate(texts)]
        found = extract.claims(extract.canonical(articles), tools.annotator, tools.dates, tools.languages)
        name = {source.id: source.name for source in found.sources}
        text_of = {article.id: article for article in articles}
        marked = parties(articles, found.claims, found.sources)
        for one in marked:
            assert one.said.span.of(text_of[one.said.article].field(one.said.field)) == one.said.words
            assert one.said.claim in {claim.id for claim in found.claims}
        return {name[one.source]: one.said.words for one in marked}

    return tell


SAID = "The Harbour Guild said that five men were hurt in the shelling. "


@pytest.mark.parametrize(
    ("text", "party", "words"),
    [
        (
            "The Northern Front, one of the warring sides, said that five men were killed in an attack.",
            "Northern Front",
            "Northern Front, one of the warring sides",
        ),
        (
            "The rebel group Northern Front said that five men were killed in an attack on the town.",
            "Northern Front",
            "The rebel group Northern Front",
        ),
        (
            "Anna Brandt, the defendant, said that the warehouse had been empty for a year.",
            "Anna Brandt",
            "Anna Brandt, the defendant",
        ),
        (
            "Baltic Freight Ltd, the company accused of fraud, said that the ship had left on Monday.",
            "Baltic Freight Ltd",
            "Baltic Freight Ltd, the company accused of fraud",
        ),
        (
            "The Northern Brigades said that American forces had shelled the Northern Brigades' patrols near Harim.",
            "Northern Brigades",
            "American forces had shelled the Northern Brigades' patrols near Harim",
        ),
        (
            "The Harbour Guild said that the Coast Police had attacked the Harbour Guild on Monday.",
            "Harbour Guild",
            "the Coast Police had attacked the Harbour Guild",
        ),
    ],
)
def test_whom_a_text_names_as_a_party_is_marked_with_its_words(told, text, party, words):
    assert told(text).get(party) == words


def test_what_another_article_tells_of_a_source_marks_it_too(told):
    found = told(SAID, "Gunmen of the coast attacked the Harbour Guild on Monday.")
    assert found == {"Harbour Guild": "Gunmen of the coast attacked the Harbour Guild"}


def test_a_voice_that_has_no_other_name_than_rebels_is_a_party_where_force_is_told_of(told):
    assert told("The rebels said that 20 soldiers were killed in the attack on the base.") == {"rebels": "rebels"}
    assert told("The rebels said that the river had flooded 20 houses.") == {}


@pytest.mark.parametrize(
    "text",
    [
        SAID,
        "The Interior Ministry said that gunmen had attacked a market and killed 7 people.",
        "The suspect, Police Chief Ivo Marek said, was arrested on Monday in the harbour.",
        "The suspect, police said, had fled to Harim on Monday before the arrest.",
        "After he had met Anna Brandt, the accused fled to Harim, the ministry said.",
        "The Coast Police said that it had arrested two men on Monday.",
        "The Northern Front said that it would attack the town if the talks failed.",
        "The armed forces of Harim, not a party to the conflict, said that the road was open.",
    ],
    ids=["told of nobody", "an office", "chief said", "police said", "another", "by office", "not done", "none of it"],
)
def test_who_only_tells_of_it_is_none(told, text):
    assert told(text) == {}


def edit(label, *, party, hours=0):
    return PartyEdit(label, party, "user:amal", MORNING + timedelta(hours=hours), "by phone")


def test_an_editor_marks_a_source_that_no_text_names_and_takes_a_mark_away(annotator):
    tools = make_tools(annotator)
    articles = [make_article("a1", "Outlet", "The rebels said that 20 soldiers were killed in an attack. " + SAID)]
    found = extract.claims(articles, tools.annotator, tools.dates, tools.languages)
    by = {claim.source: claim.id for claim in found.claims}
    names = {source.name: source.id for source in found.sources}
    rebels, guild = names["rebels"], names["Harbour Guild"]
    marked = parties(articles, found.claims, found.sources)
    report = make_event(claims=[claim.id for claim in found.claims], sources=tuple(by), parties=marked)
    assert [one.source for one in report.parties] == [rebels]

    def sources_of(**edits):
        return {
            one.source: one.edited
            for one in overruled(report, found.claims, {by[n]: e for n, e in edits.items()}).parties
        }

    added = edit(7, party=True)
    assert overruled(report, found.claims, {}) == report
    assert sources_of(**{guild: added}) == {rebels: None, guild: added}
    assert sources_of(**{rebels: edit(8, party=False)}) == {}
    assert sources_of(**{rebels: edit(9, party=True)}) == {rebels: edit(9, party=True)}
    elsewhere = replace(report, event=replace(report.event, claims=()))
    assert overruled(elsewhere, found.claims, {by[guild]: added}) == elsewhere
