"""Polled feeds on the desk, as a browser without scripts keeps them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from service.app import create_app
from service.news.feed import FeedKind
from service.settings import Settings
from tests.desk_pages.conftest import HTML, PASSWORD, send, token_of, words
from tests.fakes import FakeScorer
from tests.feed_fakes import NOW

AT = "/desk/feeds"
NEW = {"url": "https://courier.example/rss", "outlet": "The Courier", "kind": "sitemap", "every": "3600"}


@pytest.fixture
def client(house):
    return create_app(Settings(fetch=True), FakeScorer(), house).test_client()


@pytest.fixture
def desk(signed_in):
    """A browser in which ada, an admin, has signed in and has one feed polled."""
    client = signed_in("ada")
    assert send(client, AT, NEW).location == f"{AT}#f-f0"
    return client


def test_a_feed_is_added_and_shown_with_how_it_is_doing(desk, house):
    [feed] = house.feeds.made.values()
    assert (feed.url, feed.outlet, feed.kind, feed.every_s) == (NEW["url"], "The Courier", FeedKind.SITEMAP, 3600)
    assert f"The Courier , news sitemap {NEW['url']} every hour not yet" in words(desk.get(AT))
    house.feeds.made["f0"] = replace(feed, polled_at=NOW, failures=2, answer="No answer.", etag='"e1"')
    assert 'failed 2 times 1 Jun 2024 12:00 1 Jun 2024 12:00 No answer. "e1"' in words(desk.get(AT))


def test_a_feed_is_paused_goes_on_is_polled_at_once_and_removed(desk, house):
    def change(do):
        assert f'name="do" value="{do}"' in desk.get(AT).text
        assert send(desk, f"{AT}/f0", {"do": do}, AT).status_code == 303

    change("pause")
    assert "paused not yet not at all" in words(desk.get(AT))
    assert 'value="poll"' not in desk.get(AT).text
    change("resume")
    house.feeds.made["f0"] = replace(house.feeds.made["f0"], due_at=NOW.replace(year=2025))
    change("poll")
    assert house.feeds.made["f0"].due_at == NOW
    change("remove")
    assert house.feeds.made == {}
    assert send(desk, f"{AT}/f0", {"do": "pause"}, AT).status_code == 404
    assert send(desk, f"{AT}/f0", {"do": "fly"}, AT).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"url": "http://127.0.0.1/rss"}, "url: "),
        ({"outlet": ""}, "outlet: "),
        ({"kind": "telex"}, "kind: "),
        ({"every": "often"}, "every: "),
        ({"every": "1"}, "every: "),
        ({"every": "9" * 5_000}, "every: "),
    ],
)
def test_a_feed_that_cannot_be_polled_says_why_and_nothing_typed_is_lost(desk, house, wrong, why):
    answer = send(desk, AT, NEW | wrong)
    assert answer.status_code == 422
    assert why in words(answer)
    for name in ("url", "outlet"):
        assert f'autocomplete="off" value="{(NEW | wrong)[name]}"' in answer.text
    assert len(house.feeds.made) == 1


def test_while_fetching_is_off_the_page_says_so_and_offers_nothing_that_fetches(desk, house):
    off = create_app(Settings(), FakeScorer(), house).test_client()
    form = off.get("/sign-in")
    off.post("/sign-in", data={"csrf_token": token_of(form), "name": "ada", "password": PASSWORD})
    page = off.get(AT)
    assert "Fetching is switched off. Nothing is fetched here until" in words(page)
    assert "off not yet not at all" in words(page)
    assert set(re.findall(r'name="do" value="(\w+)"', page.text)) == {"pause", "remove"}
    assert 'name="url"' not in page.text
    for path, data in ((AT, NEW), (f"{AT}/f0", {"do": "poll"})):
        assert send(off, path, data, AT).status_code == 409
    assert send(off, f"{AT}/f0", {"do": "pause"}, AT).status_code == 303


def test_only_administrators_see_and_change_feeds(desk, signed_in, house):
    client = signed_in("mara")
    assert AT not in client.get("/").text
    assert client.get(AT, headers=HTML).status_code == 403
    token = token_of(client.get("/account"))
    for path, data in ((AT, NEW), (f"{AT}/f0", {"do": "remove"})):
        assert client.post(path, data=data | {"csrf_token": token}).status_code == 403
    assert signed_in("ada").post(f"{AT}/f0", data={"do": "remove"}).status_code == 403
    assert len(house.feeds.made) == 1
