"""Posts of WordPress."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.newsroom import wordpress
from service.newsroom.items import Item, Status, Unusable
from tests.newsroom.samples import SUPERDESK, WORDPRESS

GUID = "https://courier.example/?post_type=post&p=42"


def one(**changes):
    (found,) = wordpress.read(WORDPRESS | changes)
    return found


def test_a_post_is_read_with_its_names_times_and_paragraphs():
    item = one()
    assert (item.guid, item.version, item.status) == (GUID, "2024-03-15T06:10:00+00:00", Status.USABLE)
    assert item.url == "https://courier.example/2024/03/warda-blast/"
    assert item.title == "Blast in Warda ‘kills seven’"
    assert item.text == "Seven people were killed in a blast in Warda.\n\nNine were hurt."
    assert item.published_at == datetime(2024, 3, 15, 5, tzinfo=UTC)
    assert item.updated_at == datetime(2024, 3, 15, 6, 10, tzinfo=UTC)
    assert (item.outlet, item.language, item.embargoed_until) == (None, None, None)


@pytest.mark.parametrize(
    ("status", "becomes"),
    [
        ("publish", Status.USABLE),
        ("future", Status.USABLE),
        ("trash", Status.CANCELED),
        ("draft", Status.WITHHELD),
        ("private", Status.WITHHELD),
        ("pending", Status.WITHHELD),
    ],
)
def test_what_is_to_become_of_a_post_is_told_by_its_status(status, becomes):
    assert one(status=status).status is becomes


def test_a_post_that_is_scheduled_is_under_embargo_until_then():
    assert one(status="future").embargoed_until == datetime(2024, 3, 15, 5, tzinfo=UTC)


def test_a_post_that_was_deleted_takes_its_article_back_without_a_text():
    (found,) = wordpress.read({"deleted": True, "previous": WORDPRESS | {"content": {"rendered": ""}}})
    assert (found.guid, found.status, found.text) == (GUID, Status.CANCELED, "")


def test_a_list_gives_its_posts_in_order_and_says_which_cannot_be_used():
    locked = WORDPRESS | {"guid": {"rendered": "g2"}, "content": {"rendered": "", "protected": True}}
    item, hidden, odd, none = wordpress.read([WORDPRESS, locked, WORDPRESS | {"status": "lost", "guid": "g3"}, 7])
    assert isinstance(item, Item)
    assert (hidden.guid, "password" in str(hidden)) == ("g2", True)
    assert (odd.guid, list(odd.faults)) == ("g3", ["status"])
    assert (none.guid, str(none)) == ("", "It is no object.")


@pytest.mark.parametrize(
    "changes",
    [
        {"guid": [], "link": ""},
        {"content": 7},
        {"date_gmt": "yesterday"},
        {"title": {"rendered": 7}},
        {"guid": {"rendered": " "}, "link": None},
        {"content": None},
    ],
)
def test_what_is_no_post_says_where_it_is_not(changes):
    found = one(**changes)
    assert isinstance(found, Unusable)
    assert found.faults


def test_a_post_without_a_guid_is_known_by_its_link_and_one_without_times_by_its_words():
    named, other = one(guid={}), one(guid={}, date_gmt="0000-00-00T00:00:00", modified_gmt=None, title="Another")
    assert named.guid == other.guid == WORDPRESS["link"]
    assert (other.published_at, len(other.version)) == (None, 16)


def test_posts_and_items_of_superdesk_are_told_apart():
    assert wordpress.is_post(WORDPRESS)
    assert not wordpress.is_post(SUPERDESK)
    assert not wordpress.is_post({"uri": "u", "content": "c"})
