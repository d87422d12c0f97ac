"""Kept articles, read from rows put there by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import update

from service.news.errors import NotKept, Removed
from service.store import reading
from tests import rows
from tests.reads import HOUR, articles, ids
from tests.rows import NOON, add_article, add_claim, add_event, add_version


def test_an_article_is_listed_in_its_current_version(connection):
    add_article(connection, title="First")
    add_version(connection, "a1", title="Second", updated_at=NOON + HOUR, url="https://a.example/1", language="en")
    [found] = articles(connection).items
    assert (found.id, found.given_id, found.title, found.version) == ("a1", "given-a1", "Second", 2)
    assert (found.outlet, found.sender, found.vouched) == ("The Courier", "key:courier", True)
    assert (found.url, found.language) == ("https://a.example/1", "en")
    assert (found.published_at, found.updated_at, found.received_at) == (NOON, NOON + HOUR, NOON)


def test_articles_come_latest_published_first_and_undated_ones_last(connection):
    add_article(connection, "a1", published_at=None)
    add_article(connection, "a2", published_at=NOON)
    add_article(connection, "a3", published_at=NOON + HOUR)
    add_article(connection, "a4", published_at=datetime(1, 1, 1, tzinfo=UTC))
    assert ids(articles(connection)) == ["a3", "a2", "a4", "a1"]


def test_articles_since_a_moment_are_those_published_then_or_later(connection):
    add_article(connection, "a1", published_at=NOON - timedelta(microseconds=1))
    add_article(connection, "a2", published_at=NOON)
    add_article(connection, "a3", published_at=None)
    assert ids(articles(connection, since=NOON.astimezone(timezone(HOUR)))) == ["a2"]


def test_articles_of_an_outlet_are_found_however_it_is_written(connection):
    add_article(connection, "a1", outlet="The Courier")
    add_article(connection, "a2", outlet="The  COURIER")
    add_article(connection, "a3", outlet="Courier")
    assert ids(articles(connection, outlet=" the courier ")) == ["a2", "a1"]


def test_articles_are_told_apart_by_whether_they_are_vouched_for_now(connection):
    add_article(connection, "a1", vouched=False)
    add_article(connection, "a2", vouched=False)
    rows.vouch(connection, "a2")
    assert ids(articles(connection, vouched=True)) == ["a2"]
    assert ids(articles(connection, vouched=False)) == ["a1"]
    assert articles(connection, vouched=True).items[0].vouched is True


def test_an_article_has_its_text_its_history_and_its_events(connection):
    add_article(connection, text="Old.", published_at=None)
    add_version(connection, "a1", text="New.", updated_at=NOON)
    add_event(connection, "e1")
    add_event(connection, "e2")
    named = {
        add_claim(connection, number=1, event="e1"): "e1",
        add_claim(connection, number=2, event="e2"): "e2",
    }
    found = reading.article(connection, "a1")
    assert (found.summary.id, found.text, found.digest) == ("a1", "New.", rows.digest_of(connection, "a1"))
    assert [(each.number, each.current, each.updated_at) for each in found.versions] == [
        (1, False, None),
        (2, True, NOON),
    ]
    assert found.event_of == named


def test_a_version_that_came_late_is_in_the_history_without_being_current(connection):
    add_article(connection)
    second = add_version(connection, "a1", updated_at=NOON + HOUR)
    add_version(connection, "a1", updated_at=NOON)
    connection.execute(update(rows.live).values(position=second))
    found = reading.article(connection, "a1")
    assert [each.current for each in found.versions] == [False, True, False]
    assert found.summary.updated_at == NOON + HOUR


def test_a_merged_article_is_read_under_every_id_it_had_with_one_history(connection):
    for id in ("a1", "a2", "a3"):
        add_article(connection, id)
    rows.merge(connection, "a1", "a2")
    rows.merge(connection, "a2", "a3")
    assert ids(articles(connection)) == ["a3"]
    for id in ("a1", "a2", "a3"):
        found = reading.article(connection, id)
        assert found.summary.id == "a3"
        assert [each.title for each in found.versions] == sorted(each.title for each in found.versions)
        assert len(found.versions) == 3


def test_a_removed_article_is_listed_no_more_and_says_when_it_was_removed(connection):
    add_article(connection)
    rows.remove(connection, "a1", at=datetime(2024, 3, 16, 23, tzinfo=UTC))
    assert articles(connection).items == ()
    with pytest.raises(Removed, match="a1 was removed on 2024-03-16"):
        reading.article(connection, "a1")


def test_an_article_whose_merged_part_was_removed_with_it_is_removed(connection):
    add_article(connection, "a1")
    add_article(connection, "a2")
    rows.merge(connection, "a1", "a2")
    rows.remove(connection, "a2")
    with pytest.raises(Removed):
        reading.article(connection, "a1")


def test_an_article_sent_again_after_its_removal_is_there_again(connection):
    add_article(connection)
    rows.remove(connection, "a1")
    add_version(connection, "a1")
    assert [each.current for each in reading.article(connection, "a1").versions] == [False, True]


def test_an_article_that_never_was_is_not_kept(connection):
    with pytest.raises(NotKept, match="a9"):
        reading.article(connection, "a9")
