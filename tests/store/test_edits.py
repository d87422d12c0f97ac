"""Editors' labels on events and sources hold in what is kept: they stick, can be undone, and are shown with their makers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.news.accounts import By
from service.news.errors import Forbidden, Moved, NothingToEdit, NotKept
from service.news.label import EventDecision, LabelKind, LabelQuery, SourceDecision
from service.news.memory import ArticleQuery, SourceQuery
from service.news.report import ScoreRequest
from service.news.source import SourceKind
from tests.store.conftest import make_principal, pictured
from tests.store.wire import ARTICLES, CORRECTED, at

OUTLETS = sorted({article.outlet for article in ARTICLES})
DESK = make_principal("key:desk", outlets=OUTLETS)
STRANGER = make_principal("key:stranger")
AMAL, BORIS = By("user:amal", "request-1"), By("user:boris")
OF = {article.id: article for article in ARTICLES}


def send(archive, *names, by=DESK):
    return archive.keep(ScoreRequest(tuple(OF[name] for name in names), store=True), by)


@pytest.fixture
def full(archive):
    """An archive that keeps two accounts of one happening, and two of another."""
    send(archive, "bridge-1", "bridge-2", "market-1", "market-2")
    return archive


def id_of(archive, given):
    return next(each.id for each in archive.articles(ArticleQuery(limit=100)).items if each.given_id == given)


def kept(archive, given):
    return archive.article(id_of(archive, given))


def events(archive, given):
    """The events that an article's claims are about."""
    return set(kept(archive, given).event_of.values())


def event(archive, given):
    [found] = events(archive, given)
    return found


def merged(archive, one="bridge-1", other="market-1", by=AMAL, reason="one story"):
    return archive.merge((event(archive, one), event(archive, other)), by, reason)


def parted(archive, given="bridge-2", by=AMAL, reason="another bridge"):
    return archive.split(event(archive, given), (), (id_of(archive, given),), by, reason)


def rows(database, query):
    with database.begin() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def is_settled(archive, database):
    """Whether working everything out anew would change nothing."""
    return archive.differences() == []


# ---------------------------------------------------------------------------------------------------- merges and splits


def test_two_events_that_are_merged_are_one(full, database):
    before = event(full, "bridge-1"), event(full, "market-1")
    made = merged(full)
    assert made.events == (event(full, "bridge-1"),)
    assert (
        {event(full, name) for name in ("bridge-1", "bridge-2", "market-1", "market-2")}
        == set(made.events)
        <= set(before)
    )
    [gone] = set(before) - set(made.events)
    with pytest.raises(Moved) as moved:
        full.event(gone)
    assert (moved.value.to,) == made.events
    assert is_settled(full, database)


def test_a_merge_is_a_label_that_says_who_and_why(full):
    label = merged(full).label
    assert label.decision.kind is LabelKind.EVENT
    assert (label.by, label.decision.note, label.current, label.disagree) == ("user:amal", "one story", True, False)
    assert len(label.events) == 2
    assert set(label.decision.claims) == {
        c.id for n in ("bridge-1", "bridge-2", "market-1", "market-2") for c in kept(full, n).claims
    }
    assert full.kept_label(str(label.number)) == label
    assert full.labels(LabelQuery(10, kind=LabelKind.EVENT)).items == (label,)


def test_an_edit_is_in_the_audit_log(full, database):
    made = merged(full)
    assert rows(database, "SELECT \"by\", action, subject, detail->>'kind', request_id FROM audit") == [
        ("user:amal", "label.add", f"label:{made.label.number}", "event", "request-1")
    ]


def test_an_article_that_is_split_off_has_an_event_of_its_own(full, database):
    before = event(full, "bridge-1")
    made = parted(full)
    assert made.events == (event(full, "bridge-1"), event(full, "bridge-2"))
    assert len(set(made.events)) == 2
    assert before in made.events
    assert is_settled(full, database)


def test_claims_of_one_article_can_be_split_from_its_others(full, database):
    claims = [claim.id for claim in kept(full, "bridge-1").claims]
    made = full.split(event(full, "bridge-1"), claims[:1], (), AMAL, "a round-up")
    of = kept(full, "bridge-1").event_of
    assert (of[claims[1]], of[claims[0]]) == made.events
    assert {of[name] for name in claims[1:]} == {made.events[0]}
    assert [c.id for c in full.event(made.events[1]).claims] == claims[:1]
    assert is_settled(full, database)


def test_a_split_part_can_be_merged_into_another_event(full, database):
    claims = [claim.id for claim in kept(full, "bridge-1").claims]
    off = full.split(event(full, "bridge-1"), claims[:1], (), AMAL, "a round-up").events[1]
    made = full.merge((off, event(full, "market-1")), AMAL, "that is the market")
    assert made.events == (event(full, "market-1"),)
    assert kept(full, "bridge-1").event_of[claims[0]] == made.events[0]
    assert is_settled(full, database)


def test_who_merged_an_event_when_and_why_is_shown_in_it(full):
    made = merged(full)
    [shown] = full.event(made.events[0]).events[0].edits
    assert (shown.label, shown.by, shown.at, shown.note) == (made.label.number, "user:amal", made.label.at, "one story")
    assert (shown.splits, shown.followed) == (False, True)


def test_a_split_is_shown_in_both_events(full):
    made = parted(full)
    for name in made.events:
        [shown] = full.event(name).events[0].edits
        assert (shown.label, shown.splits, shown.followed) == (made.label.number, True, True)


@pytest.mark.parametrize("first", [merged, parted])
def test_of_a_merge_and_a_split_that_oppose_each_other_the_later_one_is_followed_and_both_are_shown(
    full, database, first
):
    if first is merged:
        merged(full, by=AMAL)
        full.split(
            event(full, "bridge-1"), (), (id_of(full, "market-1"), id_of(full, "market-2")), BORIS, "two stories"
        )
        assert event(full, "bridge-1") != event(full, "market-1") == event(full, "market-2")
    else:
        parted(full, by=AMAL)
        merged(full, "bridge-1", "bridge-2", by=BORIS, reason="the same bridge")
        assert event(full, "bridge-1") == event(full, "bridge-2")
    shown = full.event(event(full, "bridge-1")).events[0].edits
    assert [(each.by, each.followed) for each in shown] == [("user:amal", False), ("user:boris", True)]
    assert [(each.by, each.current, each.disagree) for each in full.labels(LabelQuery(10)).items] == [
        ("user:boris", True, True),
        ("user:amal", True, True),
    ]
    assert is_settled(full, database)


def test_who_decides_otherwise_later_takes_back_what_they_said(full):
    parted(full)
    merged(full, "bridge-1", "bridge-2")
    assert [(each.current, each.disagree) for each in full.labels(LabelQuery(10)).items] == [
        (True, False),
        (False, False),
    ]


def test_edits_on_other_events_do_not_oppose_each_other(full):
    parted(full)
    parted(full, "market-2", by=BORIS)
    assert [(each.current, each.disagree) for each in full.labels(LabelQuery(10)).items] == [(True, False)] * 2


def test_several_events_are_merged_by_one_label_that_is_taken_back_as_one(full, database):
    apart = parted(full, given="bridge-2").events
    made = full.merge((*apart, event(full, "market-1")), BORIS, "all one")
    assert made.events == (event(full, "market-1"),)
    assert {event(full, name) for name in ("bridge-1", "bridge-2", "market-2")} == set(made.events)
    full.withdraw(str(made.label.number), BORIS, "no", anyones=False)
    assert len({event(full, name) for name in ("bridge-1", "bridge-2", "market-1")}) == 3
    assert is_settled(full, database)


def test_an_event_is_not_merged_with_itself(full, database):
    with pytest.raises(NothingToEdit):
        merged(full, "bridge-1", "bridge-2")
    assert rows(database, "SELECT count(*) FROM labels") == [(0,)]


def test_not_all_of_an_event_can_be_split_off(full):
    everything = [claim.id for name in ("bridge-1", "bridge-2") for claim in kept(full, name).claims]
    with pytest.raises(NothingToEdit):
        full.split(event(full, "bridge-1"), everything, (), AMAL, "no")


def test_only_what_is_about_an_event_can_be_split_off_from_it(full):
    other = kept(full, "market-1").claims[0].id
    with pytest.raises(NotKept, match=other):
        full.split(event(full, "bridge-1"), [other], (), AMAL, "no")
    with pytest.raises(NotKept, match=id_of(full, "market-1")):
        full.split(event(full, "bridge-1"), (), [id_of(full, "market-1")], AMAL, "no")


def test_an_event_that_is_not_there_is_not_edited(full):
    with pytest.raises(NotKept):
        full.merge((event(full, "bridge-1"), "e0"), AMAL, "no")
    gone = {event(full, "bridge-1"), event(full, "market-1")} - set(merged(full).events)
    with pytest.raises(Moved):
        full.split(*gone, (), [id_of(full, "market-1")], AMAL, "no")


# ------------------------------------------------------------------------------------------------------- what it outlives


def test_a_merge_sticks_whatever_is_added(full, database):
    merged(full)
    send(full, "bridge-3", "bridge-4", "market-3", "bridge-far", "bridge-copy")
    assert len({event(full, name) for name in ("bridge-1", "bridge-2", "market-1", "market-2")}) == 1
    assert is_settled(full, database)


def test_a_split_sticks_whatever_is_added(full, database):
    parted(full)
    send(full, "bridge-3", "bridge-4", "bridge-copy")
    assert events(full, "bridge-1").isdisjoint(events(full, "bridge-2"))
    assert is_settled(full, database)


@pytest.mark.parametrize("edit", [merged, parted])
def test_an_edit_sticks_when_everything_is_worked_out_anew(full, database, make_archive, edit):
    edit(full)
    before = pictured(database)
    make_archive(database).rebuild()
    assert pictured(database).differences(before) == []


def test_a_later_version_of_an_article_stays_where_editors_put_it(full, database):
    merged(full)
    full.keep(ScoreRequest((CORRECTED,), store=True), DESK)
    assert event(full, "bridge-1") == event(full, "market-1")
    assert is_settled(full, database)


def test_an_article_that_is_removed_takes_its_part_of_an_edit_with_it(full, database):
    send(full, "market-3")
    made = full.label(
        EventDecision((tuple(c.id for n in ("bridge-1", "market-1") for c in kept(full, n).claims),)), AMAL
    )
    assert event(full, "bridge-1") == event(full, "market-1")
    full.remove(id_of(full, "market-1"), AMAL, "wrong", erase=True)
    assert event(full, "bridge-1") != event(full, "market-2")
    send(full, "market-1")
    assert events(full, "bridge-1").isdisjoint(events(full, "market-1"))
    assert full.kept_label(str(made.number)) == made
    assert is_settled(full, database)


def test_the_rest_of_an_edit_holds_when_one_of_its_articles_is_removed(full, database):
    merged(full)
    full.remove(id_of(full, "market-1"), AMAL, "wrong", erase=False)
    assert event(full, "bridge-1") == event(full, "market-2")
    assert is_settled(full, database)


def test_articles_that_nobody_vouches_for_can_be_put_together(archive, database):
    send(archive, "bridge-1", "market-1", by=STRANGER)
    merged(archive)
    assert event(archive, "bridge-1") == event(archive, "market-1")
    send(archive, "bridge-2", "market-2")
    assert is_settled(archive, database)


# ------------------------------------------------------------------------------------------------------------ withdrawing


@pytest.mark.parametrize("edit", [merged, parted])
def test_an_edit_that_is_withdrawn_leaves_what_was_there_before(full, database, edit):
    before = pictured(database)
    label = edit(full).label
    assert pictured(database).differences(before)
    back = full.withdraw(str(label.number), AMAL, "a slip", anyones=False)
    assert pictured(database).differences(before) == []
    assert (back.withdrawn.by, back.withdrawn.reason, back.current) == ("user:amal", "a slip", False)
    assert full.kept_label(str(label.number)) == back
    assert full.event(event(full, "bridge-1")).events[0].edits == ()
    assert is_settled(full, database)


def test_withdrawing_the_later_of_two_lets_the_earlier_one_hold_again(full, database):
    parted(full)
    after = pictured(database)
    label = merged(full, "bridge-1", "bridge-2", by=BORIS).label
    full.withdraw(str(label.number), BORIS, "she is right", anyones=False)
    assert pictured(database).differences(after) == []
    assert [each.current for each in full.labels(LabelQuery(10)).items] == [False, True]


def test_only_its_maker_withdraws_a_label_and_who_may_withdraw_anyones(full):
    label = merged(full).label
    with pytest.raises(Forbidden):
        full.withdraw(str(label.number), BORIS, "no", anyones=False)
    assert full.kept_label(str(label.number)) == label
    assert full.withdraw(str(label.number), BORIS, "no", anyones=True).withdrawn.by == "user:boris"


def test_withdrawing_twice_is_withdrawing_once(full, database):
    label = merged(full).label
    first = full.withdraw(str(label.number), AMAL, "a slip", anyones=False)
    assert full.withdraw(str(label.number), AMAL, "again", anyones=False) == first
    assert rows(database, "SELECT action, detail->>'reason' FROM audit WHERE action = 'label.withdraw'") == [
        ("label.withdraw", "a slip")
    ]


def test_a_label_that_is_not_there_is_not_withdrawn(full):
    with pytest.raises(NotKept):
        full.withdraw("1", AMAL, "no", anyones=True)


# ---------------------------------------------------------------------------------------------------------------- sources


def first_claim(archive, given="bridge-1"):
    """The first claim in the text of an article that somebody is said to vouch for."""
    found = kept(archive, given)
    return next(claim for claim in found.claims if len(claim.chain) > 1)


def name_of(archive, given, claim):
    source = next(each.source for each in kept(archive, given).claims if each.id == claim)
    return archive.source(source).source.name


def renamed(archive, source="Harbour Authority", by=AMAL, given="bridge-1", **rest):
    claim = first_claim(archive, given)
    return claim.id, archive.label(SourceDecision(claim.id, source, "see the second paragraph", **rest), by)


def test_a_claim_has_the_source_that_an_editor_names(full, database):
    claim, label = renamed(full)
    assert name_of(full, "bridge-1", claim) == "Harbour Authority"
    found = kept(full, "bridge-1").source_edits
    assert {name: (each.label, each.source, each.by, each.note) for name, each in found.items()} == {
        claim: (label.number, "Harbour Authority", "user:amal", "see the second paragraph")
    }
    report = full.event(event(full, "bridge-1"))
    assert report.source_edits == found
    said = next(each for each in report.claims if each.id == claim)
    assert [s.source.name for s in report.standings if s.source.id == said.source] == ["Harbour Authority"]
    assert is_settled(full, database)


def test_credibility_goes_with_the_claim(full, database):
    claim = first_claim(full)
    before = full.source(claim.source)
    lines = full.ledger(claim.source, 100, None).items
    renamed(full)
    [new] = full.sources(SourceQuery(10, named="harbour authority")).items
    [line] = full.ledger(new.source.id, 100, None).items
    assert line.claim == claim.id
    assert new.source.kind is SourceKind.ORGANISATION
    assert full.source(claim.source).n_claims == before.n_claims - 1
    left = full.ledger(claim.source, 100, None).items
    assert {each.claim for each in left} == {each.claim for each in lines} - {claim.id}


def test_a_claim_can_be_given_to_the_outlet_itself(full):
    claim, _ = renamed(full, "the  LEVANT courier".replace("the  ", "The "))
    assert name_of(full, "bridge-1", claim) == "The Levant Courier"
    assert len(next(each for each in kept(full, "bridge-1").claims if each.id == claim).chain) == 1


def test_a_voice_of_the_article_is_meant_where_it_has_that_name(full):
    known = next(c for c in kept(full, "bridge-2").claims if len(c.chain) > 1)
    other = next(c for c in kept(full, "bridge-2").claims if c.source != known.source)
    full.label(SourceDecision(other.id, full.source(known.source).source.name.upper()), AMAL)
    assert {c.id: c.source for c in kept(full, "bridge-2").claims}[other.id] == known.source


@pytest.mark.parametrize(
    ("name", "given", "kind"),
    [
        ("Maya Lobo", None, SourceKind.PERSON),
        ("two officials", None, SourceKind.UNNAMED),
        ("UNHCR", None, SourceKind.ORGANISATION),
        ("Meridian", SourceKind.ORGANISATION, SourceKind.ORGANISATION),
    ],
)
def test_what_a_source_is_is_said_by_the_editor_or_by_its_name(full, name, given, kind):
    claim, _ = renamed(full, name, source_kind=given)
    source = next(each.source for each in kept(full, "bridge-1").claims if each.id == claim)
    assert full.source(source).source.kind is kind


def test_a_label_on_a_source_that_is_withdrawn_leaves_what_was_there_before(full, database):
    before = pictured(database)
    _, label = renamed(full)
    assert pictured(database).differences(before)
    full.withdraw(str(label.number), AMAL, "a slip", anyones=False)
    assert pictured(database).differences(before) == []
    assert kept(full, "bridge-1").source_edits == {}


def test_of_two_labels_on_one_source_the_later_holds_and_the_earlier_when_that_is_withdrawn(full):
    claim, _ = renamed(full)
    _, later = renamed_again = renamed_by_boris(full, claim)
    assert renamed_again[0] == claim
    assert name_of(full, "bridge-1", claim) == "Port Police"
    assert [each.disagree for each in full.labels(LabelQuery(10)).items] == [True, True]
    full.withdraw(str(later.number), BORIS, "a slip", anyones=False)
    assert name_of(full, "bridge-1", claim) == "Harbour Authority"


def renamed_by_boris(archive, claim):
    return claim, archive.label(SourceDecision(claim, "Port Police"), BORIS)


def test_a_label_on_a_source_holds_of_the_same_words_in_a_later_version(full, database):
    found = kept(full, "bridge-1")
    claim = next(c for c in found.claims if "canal to barges" in c.text or "three days" in c.text)
    full.label(SourceDecision(claim.id, "Port Police"), AMAL)
    full.keep(ScoreRequest((CORRECTED,), store=True), DESK)
    now = next(c for c in kept(full, "bridge-1").claims if c.text == claim.text)
    assert now.id != claim.id
    assert name_of(full, "bridge-1", now.id) == "Port Police"
    assert is_settled(full, database)


def test_a_report_is_replayed_with_the_sources_that_held_when_it_was_given(full):
    claim, _ = renamed(full)
    report = send(full, "bridge-1")
    full.label(SourceDecision(claim, "Port Police"), BORIS)
    merged(full)
    assert full.replay(report.id) == report
    assert [each.source for each in report.source_edits.values()] == ["Harbour Authority"]


def test_an_article_that_comes_again_after_its_removal_is_read_as_it_stands(full):
    claim, _ = renamed(full)
    full.remove(id_of(full, "bridge-1"), AMAL, "wrong", erase=False)
    send(full, "bridge-1")
    assert name_of(full, "bridge-1", claim) != "Harbour Authority"


def test_a_copy_under_another_id_is_not_edited_along(full):
    claim, _ = renamed(full)
    full.keep(ScoreRequest((replace(OF["bridge-1"], id="b-9", url=None, published_at=at(4)),), store=True), DESK)
    assert kept(full, "b-9").source_edits == {}
    assert name_of(full, "bridge-1", claim) == "Harbour Authority"
