"""Keeping articles: what is compared, what changes nothing, what is replaced, removed and vouched for."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from service.jobs.queue import JobQueue
from service.news.accounts import By
from service.news.article import Article
from service.news.errors import Moved, NotKept, Removed, SnapshotGone, TooManyClaims, VersionConflict
from service.news.memory import ArticleQuery, EventQuery, SourceQuery
from service.news.pair import Relation
from service.news.report import ScoreRequest
from service.news.webhook import Topic
from service.store import neighbourhoods, outbox
from tests.store.conftest import make_principal, pictured
from tests.store.wire import ARTICLES, CORRECTED, at

DESK = make_principal("key:desk", outlets=sorted({article.outlet for article in ARTICLES}))
STRANGER = make_principal("key:stranger")
AMAL = By("user:amal", "request-1")
OF = {article.id: article for article in ARTICLES}


def keep(archive, *names, by=DESK):
    return archive.keep(ScoreRequest(tuple(OF[name] for name in names), store=True), by)


def test_a_new_article_is_compared_with_those_that_are_kept(archive):
    keep(archive, "bridge-1")
    report = keep(archive, "bridge-2")
    assert {article.outlet for article in report.articles} == {"The Levant Courier", "Harbour Post"}
    pairs = [pair for event in report.events for pair in event.pairs if pair.relation is Relation.UPDATES]
    said = {claim.id: claim.article for claim in report.claims}
    assert any({said[pair.a], said[pair.b]} == {"bridge-2", report_id(archive, "bridge-1")} for pair in pairs)


def report_id(archive, given):
    """The id in the store of the article that was given as ``given``."""
    page = archive.articles(ArticleQuery(limit=100))
    return next(article.id for article in page.items if article.given_id == given)


def test_a_report_names_the_snapshot_and_how_each_article_stands(archive):
    report = keep(archive, "bridge-1", by=STRANGER)
    assert report.snapshot.store.startswith("1-")
    assert report.kept["bridge-1"].version == 1
    assert not report.kept["bridge-1"].vouched


def test_the_same_article_twice_changes_nothing(archive, database):
    first = keep(archive, "bridge-1", "bridge-2")
    before = pictured(database)
    again = keep(archive, "bridge-1", "bridge-2")
    assert again == first
    assert pictured(database) == before


def test_another_text_of_the_same_time_is_refused_and_nothing_of_the_request_is_kept(archive, database):
    keep(archive, "bridge-1")
    before = pictured(database)
    other = replace(OF["bridge-1"], text="Nothing happened near Tal Warda.")
    with pytest.raises(VersionConflict) as refused:
        archive.keep(ScoreRequest((OF["bridge-2"], other), store=True), DESK)
    assert refused.value.places == (1,)
    assert pictured(database) == before


def test_a_new_version_replaces_the_effect_of_the_old_one_and_keeps_its_history(archive):
    keep(archive, "bridge-1", "bridge-2", "bridge-3")
    archive.keep(ScoreRequest((CORRECTED,), store=True), DESK)
    kept = archive.article(report_id(archive, "bridge-1"))
    assert [(version.number, version.current) for version in kept.versions] == [(1, False), (2, True)]
    assert any("10 people" in claim.text for claim in kept.claims)
    report = archive.event(next(iter(kept.event_of.values())))
    assert all("killed 7 people" not in c.text for c in report.claims if c.article == kept.summary.id)


def test_a_version_found_by_its_address_is_one_of_the_same_article(archive):
    keep(archive, "bridge-1")
    archive.keep(ScoreRequest((replace(CORRECTED, id="b-1"),), store=True), DESK)
    assert len(archive.articles(ArticleQuery(limit=10)).items) == 1


def test_an_earlier_version_that_comes_late_is_history_and_no_more(archive):
    archive.keep(ScoreRequest((CORRECTED,), store=True), DESK)
    report = keep(archive, "bridge-1")
    assert [unused.why for unused in report.unused] == ["another version of it is current"]
    assert report.events == ()


def test_two_articles_that_turn_out_to_be_one_are_one(archive, database):
    one = replace(OF["market-1"], url=None)
    archive.keep(ScoreRequest((one, replace(OF["market-1"], id="m")), store=True), DESK)
    assert len(archive.articles(ArticleQuery(limit=10)).items) == 2
    both = replace(OF["market-1"], updated_at=at(40))
    archive.keep(ScoreRequest((both,), store=True), DESK)
    assert len(archive.articles(ArticleQuery(limit=10)).items) == 1
    archive_before = pictured(database)
    archive.rebuild()
    assert pictured(database) == archive_before


def test_what_a_stranger_sends_is_no_version_of_anothers_article(archive):
    keep(archive, "bridge-1")
    archive.keep(ScoreRequest((CORRECTED,), store=True), STRANGER)
    kept = archive.articles(ArticleQuery(limit=10)).items
    assert sorted(article.vouched for article in kept) == [False, True]


def credibilities(archive):
    return {
        each.source.name: (each.credibility.mean, each.credibility.comparisons)
        for each in archive.sources(SourceQuery(limit=100)).items
        if each.credibility
    }


def test_invented_outlets_count_for_nothing_until_somebody_vouches_for_them(archive):
    keep(archive, "bridge-1", "bridge-2", "bridge-3")
    before = credibilities(archive)
    text = "A road bridge fell into the Narva canal near Tal Warda on Sunday. The fall killed 7 people and wounded 12 people."
    invented = [Article(f"x{n}", f"Invented {n}", text + f" Number {n} saw it.", published_at=at(2)) for n in range(5)]
    report = archive.keep(ScoreRequest(tuple(invented), store=True), STRANGER)
    assert credibilities(archive) == before
    (event,) = [event for event in report.events if len(event.event.articles) > 5]
    assert event.independent_outlets == 3
    archive.vouch(report.kept["x0"].article, AMAL, "I know them.", vouched=True)
    assert credibilities(archive) != before
    archive.vouch(report.kept["x0"].article, AMAL, "I was wrong.", vouched=False)
    assert credibilities(archive) == before


def test_a_removed_article_leaves_what_would_be_there_without_it(archive, database, make_database, make_archive):
    keep(archive, "bridge-1", "bridge-2", "market-1")
    archive.remove(report_id(archive, "bridge-2"), AMAL, "killed by the agency", erase=False)
    other = make_database()
    keep(make_archive(other), "bridge-1", "market-1")
    assert pictured(database) == pictured(other)


def test_a_removed_article_is_told_to_be_removed_and_may_come_again(archive):
    keep(archive, "bridge-1")
    name = report_id(archive, "bridge-1")
    archive.remove(name, AMAL, "", erase=False)
    with pytest.raises(Removed):
        archive.article(name)
    with pytest.raises(Removed):
        archive.remove(name, AMAL, "", erase=False)
    keep(archive, "bridge-1")
    assert archive.article(name).summary.version == 2


def test_a_report_is_replayed_on_its_snapshot_whatever_came_after(archive):
    first = keep(archive, "bridge-1", "bridge-2")
    keep(archive, "bridge-3", "bridge-4")
    archive.keep(ScoreRequest((CORRECTED,), store=True), DESK)
    archive.remove(report_id(archive, "bridge-2"), AMAL, "", erase=False)
    assert archive.replay(first.id) == first


def test_a_report_on_an_erased_text_cannot_be_replayed_and_the_text_is_gone(archive, database):
    report = keep(archive, "bridge-1", "market-1")
    archive.remove(report_id(archive, "bridge-1"), AMAL, "court order", erase=True)
    with pytest.raises(SnapshotGone):
        archive.replay(report.id)
    with database.begin() as connection:
        kept = " ".join(
            str(row)
            for table in ("versions", "readings", "claims", "events", "threads")
            for row in connection.exec_driver_sql(f"SELECT t.*::text FROM {table} t")
        )
    assert "Narva" not in kept
    assert "narva" not in kept


def test_erasing_an_article_takes_away_what_jobs_answered_about_it(archive, database):
    queue = JobQueue(database)
    jobs = {name: queue.enqueue("score", {}, DESK).id for name in ("bridge-1", "market-1")}
    for name, job in jobs.items():
        kept = keep(archive, name).kept[name].article
        with database.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE jobs SET state = 'succeeded', finished_at = now(), result = %s::json WHERE id = %s",
                (json.dumps({"articles": [{"stored": kept}]}), job),
            )
    archive.remove(report_id(archive, "bridge-1"), AMAL, "court order", erase=True)
    assert queue.result(jobs["bridge-1"]) is None
    assert queue.result(jobs["market-1"]) is not None


def test_erasing_an_article_takes_the_headlines_out_of_messages(archive, database):
    with database.begin() as connection:
        webhooks = "INSERT INTO webhooks (id, url, events, ciphertext, created_at, created_by) VALUES"
        connection.exec_driver_sql(f"{webhooks} ('w', 'https://a.example', '{{event.merged}}', '', now(), 'cli')")
        told = {"event": "e1", "headline": 'The "Narva" bridge \\ fell', "pairs": [{"a": "c1"}], "n_pairs": 1}
        outbox.put(connection, Topic.EVENT_MERGED, told, datetime.now(UTC))
    keep(archive, "bridge-1")
    archive.remove(report_id(archive, "bridge-1"), AMAL, "court order", erase=True)
    with database.begin() as connection:
        left = json.loads(connection.exec_driver_sql("SELECT body FROM deliveries").scalar_one())
    assert left["data"] == told | {"headline": None}


def test_a_report_that_was_never_given_cannot_be_replayed(archive):
    with pytest.raises(NotKept):
        archive.replay("k0")


def test_an_event_keeps_its_id_as_it_grows_and_tells_that_it_has_changed(archive):
    (first,) = set(keep(archive, "market-1").event_of.values())
    [before] = archive.events(EventQuery(limit=10, id=first)).items
    keep(archive, "bridge-far")
    assert archive.events(EventQuery(limit=10, id=first)).items == (before,)
    keep(archive, "market-2")
    [after] = archive.events(EventQuery(limit=10, id=first)).items
    assert (after.id, after.changed_at > before.changed_at) == (first, True)


def test_an_event_whose_articles_turn_out_to_tell_of_another_leads_to_that_one(archive):
    (market,) = set(keep(archive, "market-1").event_of.values())
    mistaken = replace(OF["market-2"], title="", text=OF["bridge-far"].text)
    (bridge,) = set(archive.keep(ScoreRequest((mistaken,), store=True), DESK).event_of.values())
    assert bridge != market
    archive.keep(ScoreRequest((replace(OF["market-2"], updated_at=at(40)),), store=True), DESK)
    with pytest.raises(Moved) as moved:
        archive.event(bridge)
    assert moved.value.to == market


def test_an_event_of_which_nothing_is_left_is_told_to_be_gone(archive):
    (event,) = set(keep(archive, "market-1").event_of.values())
    archive.remove(report_id(archive, "market-1"), AMAL, "", erase=False)
    with pytest.raises(Removed):
        archive.event(event)


def test_an_event_is_read_as_it_is_at_one_moment_though_an_article_goes_meanwhile(archive, monkeypatch):
    event = next(iter(keep(archive, "bridge-1", "bridge-2").event_of.values()))
    before, standing = archive.event(event), neighbourhoods.standing

    def in_between(connection, digests):
        monkeypatch.setattr(neighbourhoods, "standing", standing)
        archive.remove(report_id(archive, "bridge-2"), AMAL, "", erase=False)
        return standing(connection, digests)

    monkeypatch.setattr(neighbourhoods, "standing", in_between)
    assert archive.event(event) == before
    assert archive.event(event) != before


def test_events_filter_and_sources_add_up(archive):
    keep(archive, *OF)
    disputed = archive.events(EventQuery(limit=10, disputed=True)).items
    assert disputed
    assert all(event.contradictions for event in disputed)
    for each in archive.sources(SourceQuery(limit=100)).items:
        lines = archive.ledger(each.source.id, 100, None).items
        if each.credibility:
            # What is said again has no effect: a statement counts once.
            counted = sum(line.supported + line.opposed for line in lines if abs(line.effect) > 1e-9)
            # What is older counts a little less.
            assert 0.9 * counted < each.credibility.comparisons <= counted


def test_more_claims_than_the_limit_are_refused_before_anything_is_kept(database, make_archive):
    archive = make_archive(database, max_claims=2)
    with pytest.raises(TooManyClaims):
        keep(archive, "bridge-1", "bridge-2")
    assert archive.articles(ArticleQuery(limit=10)).items == ()


def test_who_removes_and_who_vouches_is_written_down(archive, database):
    keep(archive, "bridge-1", by=STRANGER)
    name = report_id(archive, "bridge-1")
    archive.vouch(name, AMAL, "known", vouched=True)
    archive.remove(name, AMAL, "asked for", erase=False)
    with database.begin() as connection:
        lines = connection.exec_driver_sql('SELECT "by", action, subject, request_id FROM audit ORDER BY id').all()
    assert [tuple(line) for line in lines] == [
        ("user:amal", "article.vouch", name, "request-1"),
        ("user:amal", "article.remove", name, "request-1"),
    ]
