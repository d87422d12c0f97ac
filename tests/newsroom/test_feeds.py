"""Entries of RSS and Atom feeds that were sent."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.newsroom import feeds
from service.newsroom.items import Unusable
from tests.newsroom.samples import ATOM, PAGE, RSS


def test_an_entry_of_rss_is_read_from_its_whole_content():
    item, *_ = feeds.read(RSS.encode())
    assert (item.guid, item.url, item.title) == ("courier-42", "https://courier.example/42", "Blast in Warda & fire")
    assert item.text == "Seven people were killed.\n\nقتل سبعة أشخاص"
    assert (item.outlet, item.language) == ("The Courier", "en-gb")
    assert (item.published_at, item.updated_at) == (datetime(2024, 3, 15, 4, tzinfo=UTC), None)


def test_an_entry_without_its_content_is_read_from_its_summary():
    item = feeds.read(RSS.encode())[1]
    assert (item.guid, item.text) == ("https://courier.example/43", "Three bridges closed.")
    assert item.published_at is None


def test_entries_without_a_text_or_a_name_say_so():
    silent, nameless = feeds.read(RSS.encode())[2:]
    assert (str(silent), silent.guid) == ("The entry has no text.", "https://courier.example/44")
    assert (str(nameless), nameless.guid) == ("An entry has neither an id nor a link.", "")


def test_an_entry_of_atom_is_read_with_its_update():
    (item,) = feeds.read(ATOM.encode())
    assert (item.guid, item.title, item.text) == ("urn:ledger:7", "Blast in Warda", "Twelve people were killed.")
    assert (item.published_at, item.updated_at) == (
        datetime(2024, 3, 15, 6, tzinfo=UTC),
        datetime(2024, 3, 15, 8, tzinfo=UTC),
    )
    assert (item.outlet, item.version) == ("Daily Ledger", "2024-03-15T08:00:00+00:00")


@pytest.mark.parametrize("document", [b"", b"{}", PAGE.encode(), b"http://localhost:1/feed", b"/etc/hostname"])
def test_what_is_no_feed_is_refused_and_never_fetched(document):
    with pytest.raises(Unusable, match="no feed"):
        feeds.read(document)


def test_a_time_that_no_date_has_is_none():
    last = ATOM.replace("<updated>2024-03-15T08:00:00Z", "<updated>9999-12-31T23:59:59-23:00")
    (item,) = feeds.read(last.encode())
    assert (item.updated_at, item.published_at) == (None, datetime(2024, 3, 15, 6, tzinfo=UTC))


def test_an_entity_that_names_a_file_is_not_read():
    evil = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + RSS.partition("?>")[2]
    read = feeds.read(evil.replace("Seven people were killed.", "&x;").encode())
    assert all(not isinstance(each, Unusable) or str(each) for each in read)
    name = Path("/etc/hostname").read_text(encoding="utf-8").strip()
    assert name not in " ".join(getattr(each, "text", "") for each in read)
