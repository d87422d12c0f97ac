"""Web pages and what they say about themselves."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.newsroom import pages
from service.newsroom.items import Unusable, digest
from tests.newsroom.samples import PAGE


def test_a_page_gives_its_text_and_what_it_says_about_itself():
    item = pages.read(PAGE)
    assert (item.guid, item.url) == ("https://courier.example/blast", "https://courier.example/blast")
    assert (item.title, item.outlet, item.language) == ("Blast in Warda kills seven", "The Courier", "en-GB")
    assert (item.published_at, item.updated_at) == (
        datetime(2024, 3, 15, 6, tzinfo=UTC),
        datetime(2024, 3, 15, 7, 30, tzinfo=UTC),
    )
    assert item.text.endswith("Nobody claimed an attack.")
    assert "All rights reserved" not in item.text


def test_where_a_page_was_found_goes_before_what_it_says():
    assert pages.read(PAGE, "https://mirror.example/1").guid == "https://mirror.example/1"


def test_a_page_that_says_nothing_about_itself_is_called_by_its_words():
    bare = "<html><body><p>Seven people were killed in a blast in the market of Warda on Friday.</p></body></html>"
    item = pages.read(bare)
    assert item.guid.startswith("page:")
    assert item.guid == pages.read(bare).guid
    assert item.guid != pages.read(bare.replace("Seven", "Eight")).guid
    assert (item.url, item.outlet, item.language, item.published_at) == (None, None, None, None)


@pytest.mark.parametrize("page", ["", "<html></html>", "<script>var seven = 7;</script>"])
def test_a_page_without_text_is_refused(page):
    with pytest.raises(Unusable, match="No text"):
        pages.read(page)


@pytest.mark.parametrize("charset", ["", "no-such", "undefined", "utf-8\0"])
def test_a_page_said_to_be_in_no_encoding_is_read_in_the_one_it_looks_like(charset):
    said = "<p>Sieben Männer und fünf Frauen überlebten: die Brücke über den Kanal – «zu früh geöffnet» – fiel. 七人が死亡。</p>"
    assert pages.decoded(said.encode(), charset) == said


def test_all_words_of_a_piece_of_html_are_kept():
    assert pages.text_of("<p>One &amp; two.</p><ul><li>Three</li></ul>").split() == ["One", "&", "two.", "Three"]


def test_an_address_that_is_too_long_for_a_name_is_kept_and_named_otherwise():
    where = f"https://courier.example/{'x' * 300}"
    item = pages.read(PAGE, where)
    assert (item.url, item.guid) == (where, f"long:{digest(where)}")
