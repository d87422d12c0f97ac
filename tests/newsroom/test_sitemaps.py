"""News sitemaps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from service.newsroom import feeds, sitemaps
from service.newsroom.items import Elsewhere, Unusable
from tests.newsroom.samples import NEWSML, PAGE, RSS, SITEMAP, index_of


def test_each_page_that_is_news_is_an_entry_with_its_names_and_times():
    blast, flood = sitemaps.read(SITEMAP.encode())
    assert isinstance(blast, Elsewhere)
    item = blast.item
    assert (item.guid, item.url, item.text) == ("https://courier.example/blast", "https://courier.example/blast", "")
    assert (item.title, item.outlet, item.language) == ("Blast in Warda", "The Courier", "en")
    assert (item.published_at, item.updated_at) == (
        datetime(2024, 3, 15, 6, tzinfo=UTC),
        datetime(2024, 3, 15, 7, 30, tzinfo=UTC),
    )
    assert (blast.guid, blast.version) == (item.guid, "2024-03-15T07:30:00+00:00")
    assert (flood.item.url, flood.item.updated_at) == ("https://courier.example/flood?a=1&b=2", None)


def test_an_empty_sitemap_names_nothing():
    assert sitemaps.read(SITEMAP[: SITEMAP.index("<url>")].encode() + b"</urlset>") == ()


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (RSS, "no sitemap"),
        (NEWSML, "no sitemap"),
        (PAGE, "no XML|no sitemap|document type"),
        (SITEMAP.replace("news:news>", "news:other>"), "names no news"),
        (SITEMAP.replace("urlset", "sitemapindex"), "index of sitemaps"),
        (
            SITEMAP.replace("<urlset", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]><urlset'),
            "document type",
        ),
    ],
)
def test_what_is_no_news_sitemap_is_told_as_such(document, why):
    with pytest.raises(Unusable, match=why):
        sitemaps.read(document.encode())


def test_an_index_names_its_sitemaps_the_one_changed_last_first_and_each_once():
    named = [
        ("undated", ""),
        ("old", "2024-03-01"),
        ("new", "2024-03-15T09:00:00+02:00"),
        ("newer", "2024-03-15T08:00:00Z"),
        ("old", "2023-01-01"),
        ("", "2024-03-15"),
        ("odd", "yesterday"),
    ]
    with pytest.raises(sitemaps.Index) as found:
        sitemaps.read(index_of(*named).encode())
    assert found.value.sitemaps == ("newer", "new", "old", "undated", "odd")


def test_an_entry_without_a_page_says_so():
    (first, _) = sitemaps.read(SITEMAP.replace("https://courier.example/blast", " ").encode())
    assert str(first) == "An entry names no page."


def test_an_entry_of_a_feed_without_a_text_names_its_page_where_it_has_one():
    silent = feeds.read(RSS.encode())[2]
    assert isinstance(silent, Elsewhere)
    assert (silent.item.url, silent.item.title) == ("https://courier.example/44", "Picture of the day")
    (nowhere,) = feeds.read(RSS[: RSS.index("<item>")].encode() + b"<item><guid>g</guid></item></channel></rss>")
    assert not isinstance(nowhere, Elsewhere)
    assert (nowhere.guid, str(nowhere)) == ("g", "The entry has no text.")
