"""Polled feeds over HTTP."""

from __future__ import annotations

import pytest

from service.news.identity import Scope
from tests.desk import Desk
from tests.fakes import FakeAccounts, make_house
from tests.feed_fakes import FakeFeeds
from tests.web.test_contract import validator

NEW = {"url": "http://courier.example/rss", "outlet": "The Courier"}


@pytest.fixture
def feeds():
    return FakeFeeds()


@pytest.fixture
def ask(make_client, feeds):
    def make(**settings):
        accounts = FakeAccounts()
        desk = Desk(make_client(house=make_house(accounts, feeds=feeds), **settings), accounts, None)
        return lambda method, path="", scope=Scope.ADMIN, **rest: desk.ask(method, f"/admin/feeds{path}", scope, **rest)

    return make


def test_a_feed_is_added_listed_changed_and_removed(ask):
    admin = ask(fetch=True)
    made = admin("POST", json=NEW)
    assert made.status_code == 201
    validator("Feed", strict=True).validate(made.json)
    assert (made.json["kind"], made.json["every"], made.json["polled_at"]) == ("feed", 900, None)
    changed = admin("POST", json=NEW | {"every": 60, "kind": "sitemap"})
    assert (changed.json["id"], changed.json["every"], changed.json["kind"]) == (made.json["id"], 60, "sitemap")
    listed = admin("GET").json
    validator("Feeds", strict=True).validate(listed)
    assert listed["items"] == [changed.json]
    assert admin("DELETE", "/f0").status_code == 204
    assert admin("DELETE", "/f0").status_code == 404


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"url": "ftp://courier.example/"}, "#/url"),
        ({"url": "http://127.0.0.1/rss"}, "#/url"),
        ({"url": "http://[::1]/rss"}, "#/url"),
        ({"url": "https://169.254.169.254/latest/meta-data"}, "#/url"),
        ({"url": "https://me:pw@courier.example/rss"}, "#/url"),
        ({"outlet": " "}, "#/outlet"),
        ({"every": 59}, "#/every"),
        ({"every": "often"}, "#/every"),
        ({"kind": "telex"}, "#/kind"),
        ({"etag": "x"}, "#/etag"),
    ],
)
def test_a_feed_that_cannot_be_polled_is_refused_with_the_place_of_the_fault(ask, feeds, change, pointer):
    answer = ask(fetch=True)("POST", json=NEW | change)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == pointer
    assert feeds.made == {}


def test_hosts_inside_are_polled_only_where_that_is_allowed(ask):
    inside = NEW | {"url": "http://127.0.0.1:8080/rss"}
    assert ask(fetch=True, fetch_hosts=("127.0.0.1",))("POST", json=inside).status_code == 201
    assert ask(fetch=True, webhook_hosts=("127.0.0.1",))("POST", json=inside).status_code == 422


def test_while_fetching_is_off_no_feed_is_added_and_those_there_are_listed_and_removed(ask, feeds):
    ask(fetch=True)("POST", json=NEW)
    off = ask()
    answer = off("POST", json=NEW | {"url": "https://post.example/rss"})
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/fetching-off")
    assert "COUNTERCLAIM_FETCH=on" in answer.json["detail"]
    assert len(off("GET").json["items"]) == 1
    assert off("DELETE", "/f0").status_code == 204
    assert feeds.made == {}


def test_a_feed_is_paused_goes_on_and_is_polled_at_once(ask):
    admin = ask(fetch=True)
    admin("POST", json=NEW)
    for paused in (True, False):
        answer = admin("PATCH", "/f0", json={"paused": paused})
        validator("Feed", strict=True).validate(answer.json)
        assert (answer.status_code, answer.json["paused"]) == (200, paused)
    hastened = admin("POST", "/f0/poll")
    assert (hastened.status_code, hastened.json["id"]) == (202, "f0")
    assert admin("PATCH", "/f1", json={"paused": True}).status_code == 404
    assert admin("POST", "/f1/poll").status_code == 404
    assert admin("PATCH", "/f0", json={"paused": "yes"}).json["errors"][0]["pointer"] == "#/paused"
    assert ask()("POST", "/f0/poll").json["type"] == "/problems/fetching-off"


@pytest.mark.parametrize("scope", [Scope.INGEST, Scope.READ, Scope.LABEL])
def test_only_administrators_say_what_is_polled(ask, feeds, scope):
    assert ask(fetch=True)("POST", scope=scope, json=NEW).status_code == 403
    assert ask(fetch=True)("POST", "/f0/poll", scope=scope).status_code == 403
    assert ask(fetch=True)("GET", scope=scope).status_code == 403
