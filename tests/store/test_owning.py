"""Outlets of one house over the store: counted as one from the import on, as a rebuild would have it, and back again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.news.accounts import AuditQuery, By
from service.news.ownership import House, TrustFile
from service.news.pair import Relation
from service.news.report import ScoreRequest
from service.store.audit import AuditLog
from tests.builders import make_article
from tests.store.conftest import emptied, make_principal, pictured
from tests.store.wire import ARTICLES

EDITOR = By("user:amal")
TIDELINE = TrustFile("tideline.example", (("control", "courier.example"), ("control", "ledger.example")))
COURIER = TrustFile("courier.example", (("controlledby", "tideline.example"),))
LEDGER = TrustFile("ledger.example", (("controlledby", "tideline.example"),), outlets=("Daily Ledger",))
HOUSE = (TIDELINE, COURIER, LEDGER)
TEXT = "The blast in Harim killed 7 people."
NEWS = (
    make_article("n1", "The Courier", TEXT, url="https://courier.example/1"),
    make_article("n2", "Daily Ledger", "The explosion in Harim killed 7 people on the spot."),
    make_article("n3", "Radio Nusa", "Seven people were killed by the blast in Harim.", url="https://nusa.example/1"),
)
DESK = make_principal("key:desk", outlets=sorted({article.outlet for article in (*NEWS, *ARTICLES)}))
STRANGER = make_principal("key:stranger")


def keep(archive, articles, by=DESK):
    return archive.keep(ScoreRequest(tuple(articles), store=True), by)


def counted(report):
    (event,) = report.events
    return event.independent_outlets, max(report.independent_sources.values()), event.under_one_control


def test_outlets_under_one_control_count_as_one_and_it_is_said(archive, database):
    before = keep(archive, NEWS)
    assert counted(before) == (3, 3, ())
    alone = pictured(database)
    assert archive.bring_in_trust(HOUSE, EDITOR) == list(HOUSE)
    house = House("tideline.example", ("Daily Ledger", "The Courier"))
    assert counted(archive.event(before.events[0].event.id)) == counted(keep(archive, NEWS)) == (2, 2, (house,))
    assert archive.differences() == []
    assert archive.replay(before.id) == before
    assert archive.bring_in_trust([LEDGER], EDITOR) == []
    assert archive.bring_in_trust([TrustFile("ledger.example", ())], EDITOR)
    assert pictured(database).differences(alone) == []
    lines = AuditLog(database).lines(AuditQuery(limit=10, action="outlets.trust")).items
    assert {line.subject for line in lines} == {"tideline.example", "courier.example", "ledger.example"}


def test_a_house_is_one_voice_though_only_some_of_its_newsrooms_count(archive):
    """What one of them says otherwise is shown, and is no disagreement of two."""
    archive.bring_in_trust(HOUSE, EDITOR)
    other = make_article("n2", "Daily Ledger", "The blast in Harim killed 9 people.")
    keep(archive, [NEWS[0]])
    (event,) = keep(archive, [other], STRANGER).events
    assert [pair.relation for pair in event.pairs] == [Relation.CONTRADICTS]
    assert event.agreement is None


def test_what_only_one_side_says_changes_nothing(archive, database):
    keep(archive, NEWS)
    before = pictured(database)
    archive.bring_in_trust([TIDELINE], EDITOR)
    assert pictured(database).differences(before) == []
    assert [edge.counts for edge in archive.controls()] == [False, False]


def test_what_they_say_against_each_other_is_shown_and_counts_for_neither(archive):
    archive.bring_in_trust(HOUSE, EDITOR)
    report = keep(archive, [NEWS[0], make_article("n2", "Daily Ledger", "The blast in Harim killed 12 people.")])
    (event,) = report.events
    assert event.disputed
    assert event.independent_outlets == 1
    assert [standing.credibility for standing in report.standings] == [None, None]


def test_an_archive_of_another_process_knows_the_houses(archive, make_archive, database):
    other = make_archive(database)
    archive.bring_in_trust(HOUSE, EDITOR)
    assert counted(keep(other, NEWS))[0] == 2


files = st.lists(
    st.builds(
        TrustFile,
        st.sampled_from(["courier.example", "harbourpost.example", "reprint.example", "tideline.example"]),
        st.lists(
            st.tuples(
                st.sampled_from(["control", "controlledby"]),
                st.sampled_from(["courier.example", "harbourpost.example", "reprint.example", "tideline.example"]),
            ),
            max_size=3,
        ).map(tuple),
        st.lists(st.sampled_from(["Daily Ledger", "Northern Wire"]), max_size=1).map(tuple),
        st.booleans(),
    ),
    max_size=4,
    unique_by=lambda file: file.site,
)


@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whenever_files_come_it_is_what_working_it_out_anew_gives(database, archive, make_archive, data):
    emptied(database)
    archive.rebuild()
    given_files, articles = data.draw(files), data.draw(st.permutations(ARTICLES[:6]))
    cut, by = data.draw(st.integers(0, 6)), data.draw(st.sampled_from([DESK, STRANGER]))
    keep(archive, articles[:cut], by) if cut else None
    archive.bring_in_trust(data.draw(st.permutations(given_files)), EDITOR)
    keep(archive, articles[cut:]) if cut < len(articles) else None
    before = pictured(database)
    make_archive(database).rebuild()
    assert before.differences(pictured(database)) == []


@pytest.mark.parametrize("believed", [True, False])
def test_files_are_kept_as_they_were_given(archive, believed):
    file = TrustFile("courier.example", (("control", "ledger.example"),), ("The Courier",), believed)
    assert archive.bring_in_trust([file], EDITOR) == [file]
    assert [edge.counts for edge in archive.controls()] == [believed]
