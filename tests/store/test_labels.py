"""Labels: what editors decide is kept for good, side by side, and changes nothing about what is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from service.news.accounts import By, NewKey
from service.news.errors import NotKept, NotReady
from service.news.identity import Scope
from service.news.label import LabelKind, LabelQuery, PairDecision, SourceDecision
from service.news.memory import ArticleQuery
from service.news.pair import ReasonCode, Relation
from service.news.report import ScoreRequest
from service.store.archive import Archive
from service.store.decided import decided
from service.store.keys import Keys
from service.store.people import People
from tests.store.conftest import make_principal, pictured
from tests.store.wire import ARTICLES, CORRECTED

DESK = make_principal("key:desk", outlets=sorted({article.outlet for article in ARTICLES}))
AMAL, BORIS = By("user:amal", "request-1"), By("user:boris")
OF = {article.id: article for article in ARTICLES}


@pytest.fixture
def full(archive):
    """An archive that keeps two accounts of one happening, and one of another."""
    archive.keep(ScoreRequest((OF["bridge-1"], OF["bridge-2"], OF["market-1"]), store=True), DESK)
    return archive


def kept(archive, given):
    """The article that was given as ``given``."""
    found = next(each.id for each in archive.articles(ArticleQuery(limit=100)).items if each.given_id == given)
    return archive.article(found)


def claim_of(archive, given, n=0):
    return kept(archive, given).claims[n].id


def pair(archive, relation=Relation.CONTRADICTS, one="bridge-1", other="bridge-2", **rest):
    return PairDecision(claim_of(archive, one), claim_of(archive, other), relation, **rest)


def labels(archive, limit=100, after=None, **query):
    return archive.labels(LabelQuery(limit, after, **query))


def numbers(page):
    return [each.number for each in page.items]


def rows(database, query):
    with database.begin() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


# ---------------------------------------------------------------------------------------------- what is kept of one


def test_a_label_on_a_pair_is_kept_as_it_was_decided(full):
    decision = pair(full, reasons=(ReasonCode.NUMBER, ReasonCode.PLACE), note="7 and 9\ncannot both be right")
    made = full.label(decision, AMAL)
    assert {made.decision.a, made.decision.b} == {decision.a, decision.b}
    assert replace(made.decision, a=decision.a, b=decision.b) == decision
    assert (made.by, made.current, made.disagree) == ("user:amal", True, False)
    assert set(made.events) == {kept(full, "bridge-1").event_of[decision.a]}
    assert full.kept_label(str(made.number)) == made
    assert labels(full).items == (made,)


def test_a_label_on_a_source_is_kept_as_it_was_decided(full):
    decision = SourceDecision(claim_of(full, "bridge-1"), "Interior Ministry", "it says so twice")
    made = full.label(decision, AMAL)
    assert made.decision == decision
    assert full.kept_label(str(made.number)) == made


@pytest.mark.parametrize("swapped", [False, True])
def test_of_an_update_it_is_kept_which_claim_is_the_later_one(full, swapped):
    decision = pair(full, Relation.UPDATES)
    decision = replace(decision, a=decision.b, b=decision.a) if swapped else decision
    assert full.label(decision, AMAL).decision == decision


def test_a_pair_across_events_is_kept_with_both(full):
    made = full.label(pair(full, Relation.NEUTRAL, other="market-1"), AMAL)
    of = kept(full, "bridge-1").event_of | kept(full, "market-1").event_of
    assert made.events == (of[made.decision.a], of[made.decision.b])
    assert len(set(made.events)) == 2


def test_it_is_kept_where_the_claims_stand_and_not_what_they_say(full, database):
    made = full.label(pair(full), AMAL)
    full.label(SourceDecision(claim_of(full, "bridge-1", n=1), "the ministry"), AMAL)
    said = {claim.id: claim for given in ("bridge-1", "bridge-2") for claim in kept(full, given).claims}
    found = rows(database, "SELECT claims, spans FROM labels ORDER BY position")
    assert found[0][0] == [made.decision.a, made.decision.b]
    for names, spans in found:
        expected = [said[name] for name in names]
        assert spans == [
            {"field": claim.field.value, "start": claim.span.start, "end": claim.span.end} for claim in expected
        ]
    ((row,),) = rows(database, "SELECT string_agg(l::text, ' ') FROM labels l")
    assert not any(claim.text in row for claim in said.values())


def test_who_labels_is_written_down(full, database):
    made = full.label(pair(full), AMAL)
    names = list(made.decision.claims)
    assert rows(database, 'SELECT "by", action, subject, detail, request_id FROM audit') == [
        ("user:amal", "label.add", f"label:{made.number}", {"kind": "pair", "claims": names}, "request-1")
    ]


def test_what_a_person_decides_with_a_key_of_theirs_is_their_word(full, database):
    People(database).add("amal", "Amal", "correct horse battery", frozenset({Scope.LABEL}), AMAL)
    own = Keys(database).add(NewKey("amal's", frozenset({Scope.LABEL}), person="amal"), AMAL).key
    desks = Keys(database).add(NewKey("desk", frozenset({Scope.LABEL})), AMAL).key
    first = full.label(pair(full), AMAL)
    by_key = full.label(pair(full, Relation.AGREES), By(f"key:{own.id}"))
    by_desk = full.label(pair(full, Relation.AGREES), By(f"key:{desks.id}"))
    assert (by_key.by, by_desk.by) == ("user:amal", f"key:{desks.id}")
    assert not full.kept_label(str(first.number)).current
    assert rows(database, "SELECT \"by\" FROM audit WHERE action = 'label.add' ORDER BY id") == [
        ("user:amal",),
        (f"key:{own.id}",),
        (f"key:{desks.id}",),
    ]


# ------------------------------------------------------------------------------------------------ what is refused


def refused(archive, database, decision, names):
    before = rows(database, "SELECT count(*) FROM labels"), rows(database, "SELECT count(*) FROM audit")
    with pytest.raises(NotKept, match=names):
        archive.label(decision, AMAL)
    assert before == (rows(database, "SELECT count(*) FROM labels"), rows(database, "SELECT count(*) FROM audit"))


def test_a_claim_that_never_was_cannot_be_labelled(full, database):
    refused(full, database, replace(pair(full), b="v0.1"), r"v0\.1")
    refused(full, database, SourceDecision("v0.1", "the ministry"), r"v0\.1")


def test_a_claim_of_a_removed_article_cannot_be_labelled(full, database):
    decision = pair(full)
    full.remove(kept(full, "bridge-2").summary.id, AMAL, "", erase=False)
    refused(full, database, decision, decision.b)


def test_a_claim_of_an_earlier_version_cannot_be_labelled(full, database):
    decision = pair(full)
    full.keep(ScoreRequest((CORRECTED,), store=True), DESK)
    refused(full, database, decision, decision.a)


def test_a_claim_is_no_pair_with_itself(full):
    name = claim_of(full, "bridge-1")
    with pytest.raises(ValueError, match=name):
        PairDecision(name, name, Relation.AGREES)


@pytest.mark.parametrize("id", ["1", "0", "01", "-1", "x", "1.0", "٣", "9" * 18, "9" * 60])
def test_a_label_that_never_was_is_not_kept(archive, id):
    with pytest.raises(NotKept):
        archive.kept_label(id)


def test_labels_can_be_read_before_the_models_are_there_but_not_added(full, database):
    made = full.label(pair(full), AMAL)
    waiting = Archive(database)
    assert waiting.kept_label(str(made.number)) == made
    assert labels(waiting).items == (made,)
    with pytest.raises(NotReady):
        waiting.label(made.decision, AMAL)


# -------------------------------------------------------------------------------------------- several on one thing


def standing(archive):
    """Of every label, newest first, whether it is current, and whether people disagree."""
    return [(each.current, each.disagree) for each in labels(archive).items]


def test_a_later_label_of_the_same_person_leaves_the_earlier_one_which_is_no_longer_current(full):
    first = full.label(pair(full), AMAL)
    full.label(pair(full, Relation.AGREES), AMAL)
    assert [each.decision.relation for each in labels(full).items] == [Relation.AGREES, Relation.CONTRADICTS]
    assert standing(full) == [(True, False), (False, False)]
    assert full.kept_label(str(first.number)) == replace(first, current=False)


def test_a_pair_is_the_same_whichever_claim_is_named_first(full):
    decision = pair(full)
    full.label(decision, AMAL)
    full.label(replace(decision, a=decision.b, b=decision.a), AMAL)
    assert standing(full) == [(True, False), (False, False)]


def test_people_who_decide_alike_do_not_disagree(full):
    full.label(pair(full, reasons=(ReasonCode.NUMBER,)), AMAL)
    full.label(pair(full, note="yes"), BORIS)
    assert standing(full) == [(True, False), (True, False)]


def test_people_who_decide_otherwise_disagree_until_one_of_them_decides_again(full):
    full.label(pair(full), AMAL)
    full.label(pair(full, Relation.NEUTRAL), BORIS)
    assert standing(full) == [(True, True), (True, True)]
    full.label(pair(full), BORIS)
    assert standing(full) == [(True, False), (False, False), (True, False)]


def test_two_directions_of_one_update_are_a_disagreement(full):
    decision = pair(full, Relation.UPDATES)
    full.label(decision, AMAL)
    full.label(replace(decision, a=decision.b, b=decision.a), BORIS)
    assert standing(full) == [(True, True), (True, True)]


@pytest.mark.parametrize(("name", "disagree"), [("INTERIOR  Ministry", False), ("the harbour office", True)])
def test_names_of_sources_are_compared_case_and_blanks_apart(full, name, disagree):
    claim = claim_of(full, "bridge-1")
    full.label(SourceDecision(claim, "Interior Ministry"), AMAL)
    full.label(SourceDecision(claim, name), BORIS)
    assert standing(full) == [(True, disagree), (True, disagree)]


def test_labels_on_other_things_that_share_a_claim_have_nothing_to_do_with_each_other(full):
    full.label(pair(full), AMAL)
    full.label(pair(full, Relation.NEUTRAL, other="market-1"), BORIS)
    full.label(SourceDecision(claim_of(full, "bridge-1"), "the ministry"), BORIS)
    full.label(SourceDecision(claim_of(full, "market-1"), "the police"), AMAL)
    assert standing(full) == [(True, False)] * 4


def test_what_is_withdrawn_is_learnt_from_no_more(full, database):
    first = full.label(pair(full), AMAL)
    slip = full.label(pair(full, Relation.NEUTRAL), BORIS)
    full.withdraw(str(slip.number), BORIS, "a slip", anyones=False)
    assert standing(full) == [(False, False), (True, False)]
    with database.begin() as connection:
        found = decided(connection)
    assert [each.relation for each in found.pairs] == [first.decision.relation]
    assert (found.labels, found.left_out) == (2, {"withdrawn": 1})


# ------------------------------------------------------------------------------------------------- which are listed


def test_labels_are_listed_newest_first_and_filtered(full):
    on_pair = full.label(pair(full), AMAL)
    on_source = full.label(SourceDecision(on_pair.decision.a, "the ministry"), BORIS)
    elsewhere = full.label(SourceDecision(claim_of(full, "market-1"), "the police"), AMAL)
    everything = [elsewhere.number, on_source.number, on_pair.number]
    assert numbers(labels(full)) == everything
    assert numbers(labels(full, kind=LabelKind.PAIR)) == [on_pair.number]
    assert numbers(labels(full, claims=(on_pair.decision.a,))) == everything[1:]
    assert numbers(labels(full, claims=(on_pair.decision.b,))) == [on_pair.number]
    assert numbers(labels(full, claims=(on_pair.decision.b, on_pair.decision.a))) == everything[1:]
    assert numbers(labels(full, event=elsewhere.events[0])) == [elsewhere.number]
    assert numbers(labels(full, by="user:amal")) == [elsewhere.number, on_pair.number]
    assert numbers(labels(full, since=on_source.at)) == everything[:2]
    assert numbers(labels(full, since=elsewhere.at + timedelta(microseconds=1))) == []
    assert numbers(labels(full, claims=("v0.1",))) == numbers(labels(full, event="e0")) == []


@pytest.mark.parametrize("limit", [1, 2, 3, 5])
def test_pages_of_labels_hold_each_once_whatever_is_added_meanwhile(full, limit):
    made = [full.label(pair(full, note=str(n)), AMAL).number for n in range(5)]
    page, found = labels(full, limit), []
    while True:
        found += numbers(page)
        full.label(pair(full, Relation.AGREES), BORIS)
        if page.next is None:
            break
        page = labels(full, limit, page.next)
    assert found == made[::-1]


def test_numbers_that_a_smaller_type_would_not_hold_are_walked_as_well(full, database):
    rows(database, "SELECT setval('positions', 3000000000)")
    made = [full.label(pair(full, note=str(n)), AMAL).number for n in range(2)]
    first = labels(full, 1)
    assert numbers(first) + numbers(labels(full, 1, first.next)) == made[::-1]


# --------------------------------------------------------------------------------- what they change, and outlive


def snapshot(database):
    return rows(database, "SELECT position, live FROM state")


def test_a_label_moves_the_state_of_the_store_on_and_changes_nothing_else(full, database):
    report = full.keep(ScoreRequest((OF["bridge-1"],), store=True), DESK)
    before, picture = snapshot(database), pictured(database)
    event = full.event(report.events[0].event.id)
    made = full.label(pair(full), AMAL)
    assert snapshot(database) == [(made.number, before[0][1])] != before
    assert pictured(database).differences(picture) == []
    assert full.event(event.id) == event
    assert full.replay(report.id) == report
    again = full.keep(ScoreRequest((OF["bridge-1"],), store=True), DESK)
    assert again.snapshot.store.startswith(f"{made.number}-")
    assert again == replace(report, id=again.id, snapshot=again.snapshot)


def test_a_rebuild_keeps_labels_and_comes_to_the_same_state(full, database):
    made = full.label(pair(full), AMAL)
    before, picture = snapshot(database), pictured(database)
    assert full.differences() == []
    full.rebuild()
    assert labels(full).items == (made,)
    assert snapshot(database) == before
    assert pictured(database).differences(picture) == []


@pytest.mark.parametrize("erase", [False, True])
def test_labels_outlive_their_articles(full, database, erase):
    made = full.label(pair(full, note="keep this"), AMAL)
    full.remove(kept(full, "bridge-1").summary.id, AMAL, "court order", erase=erase)
    full.keep(ScoreRequest((replace(CORRECTED, id="other", url=None),), store=True), DESK)
    full.rebuild()
    assert labels(full).items == (made,)
    assert full.kept_label(str(made.number)) == made
