"""Parties over what is kept: read from articles that count, overruled by editors, shown with the source."""

from __future__ import annotations

import pytest

from service.news.accounts import By
from service.news.article import Article
from service.news.label import PartyDecision
from service.news.memory import SourceQuery
from service.news.report import ScoreRequest
from tests.store.conftest import make_principal, pictured
from tests.store.wire import ARTICLES, at

RAID = (
    Article(
        "raid-1",
        "The Levant Courier",
        "The rebel group Northern Front said that 5 men were killed in an attack on the barracks of Qasr Amin on Tuesday.",
        "Attack on barracks",
        None,
        at(60),
    ),
    Article(
        "raid-2",
        "Harbour Post",
        "The Levant Observatory said that 5 men were killed in an attack on the barracks of Qasr Amin on Tuesday.",
        "Five die in barracks",
        None,
        at(61),
    ),
)
DESK = make_principal("key:desk", outlets=sorted({article.outlet for article in ARTICLES}))
AMAL = By("user:amal", "request-1")


def kept(archive, by=DESK):
    """The report on the raid, and the ids of its sources by name."""
    report = archive.keep(ScoreRequest(RAID, store=True), by)
    return report, {each.source.name: each.source.id for each in report.standings}


def parties(report):
    name = {each.source.id: each.source.name for each in report.standings}
    return {name[one.source]: one for event in report.events for one in event.parties}


@pytest.fixture
def raid(archive):
    return kept(archive)


def claim_of(report, source):
    return next(claim.id for claim in report.claims if claim.source == source)


def test_a_party_is_shown_with_its_words_in_the_report_the_event_and_the_source(archive, raid):
    report, ids = raid
    (event,) = report.events
    found = parties(report)["Northern Front"].said
    assert (found.words, found.article) == ("The rebel group Northern Front", "raid-1")
    assert list(parties(archive.event(event.event.id))) == ["Northern Front"]
    (shown,) = archive.source(ids["Northern Front"]).party_to
    assert (shown.event, shown.said.words, shown.edited) == (event.event.id, found.words, False)
    assert shown.said.article in {one.article for one in report.kept.values()}
    assert archive.source(ids["Levant Observatory"]).party_to == ()
    assert all(each.party_to == () for each in archive.sources(SourceQuery(limit=100)).items)
    assert archive.source(ids["Northern Front"], at(100)).party_to == ()


def test_what_nobody_vouches_for_makes_nobody_a_party(archive):
    report, _ = kept(archive, make_principal("key:stranger"))
    assert parties(report) == {}


def test_an_editor_says_who_is_one_and_who_is_none_until_that_is_withdrawn(archive, database, raid):
    report, ids = raid
    before = pictured(database)
    event = report.events[0].event.id
    front, observatory = ids["Northern Front"], ids["Levant Observatory"]
    labels = [
        archive.label(PartyDecision(claim_of(report, front), False, "only a name"), AMAL),
        archive.label(PartyDecision(claim_of(report, observatory), True, "its office was hit"), AMAL),
    ]
    ((name, party),) = parties(archive.event(event)).items()
    assert (name, party.said, party.edited.note, party.edited.by) == (
        "Levant Observatory",
        None,
        "its office was hit",
        AMAL.id,
    )
    (shown,) = archive.source(observatory).party_to
    assert (shown.event, shown.said, shown.edited) == (event, None, True)
    assert archive.source(front).party_to == ()
    assert archive.differences() == []
    assert archive.replay(report.id) == report
    for label in labels:
        archive.withdraw(str(label.number), AMAL, "called again", anyones=False)
    assert pictured(database).differences(before) == []


def test_a_mark_changes_no_number(archive, raid):
    report, ids = raid
    before = {each.source.id: each.credibility for each in archive.sources(SourceQuery(limit=100)).items}
    archive.label(PartyDecision(claim_of(report, ids["Levant Observatory"]), True, ""), AMAL)
    assert {each.source.id: each.credibility for each in archive.sources(SourceQuery(limit=100)).items} == before
