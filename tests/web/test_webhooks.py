"""Webhooks over HTTP."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from service.news.identity import Scope
from service.news.webhook import Delivery, Topic
from tests.desk import Desk
from tests.fakes import FakeAccounts, make_house
from tests.web.test_contract import validator
from tests.webhook_fakes import NOW, SECRET, FakeWebhooks

NEW = {"url": "https://news.example/told", "events": ["event.merged", "contradiction.detected", "event.merged"]}


@pytest.fixture
def hooks():
    return FakeWebhooks()


@pytest.fixture
def ask(make_client, hooks):
    def make(**settings):
        accounts = FakeAccounts()
        desk = Desk(make_client(house=make_house(accounts, webhooks=hooks), **settings), accounts, None)
        return lambda method, path="", **rest: desk.ask(method, f"/admin/webhooks{path}", Scope.ADMIN, **rest)

    return make


def test_a_webhook_is_made_with_its_secret_listed_without_and_removed(ask):
    admin = ask()
    made = admin("POST", json=NEW)
    assert made.status_code == 201
    validator("MadeWebhook", strict=True).validate(made.json)
    assert (made.json["secret"], made.json["events"]) == (SECRET, ["event.merged", "contradiction.detected"])
    listed = admin("GET").json
    validator("Webhooks", strict=True).validate(listed)
    assert listed["items"] == [{name: value for name, value in made.json.items() if name != "secret"}]
    assert admin("DELETE", "/w0").status_code == 204
    assert admin("DELETE", "/w0").status_code == 404


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"url": "http://news.example/"}, "#/url"),
        ({"url": "https://127.0.0.1/"}, "#/url"),
        ({"url": "https://me:pw@news.example/"}, "#/url"),
        ({"url": "ftp://news.example/"}, "#/url"),
        ({"events": []}, "#/events"),
        ({"events": ["war.begun"]}, "#/events/0"),
        ({"secret": "mine"}, "#/secret"),
        ({"format": "irc"}, "#/format"),
        ({"format": "slack", "url": "http://hooks.slack.com/services/T0/B0/x"}, "#/url"),
    ],
)
def test_what_cannot_be_told_is_refused(ask, hooks, change, pointer):
    answer = ask()("POST", json=NEW | change)
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, pointer)
    assert hooks.made == {}


def test_the_address_of_a_chat_is_not_shown_in_full_and_there_is_no_other_secret(ask):
    admin = ask()
    made = admin("POST", json=NEW | {"format": "slack", "url": "https://hooks.slack.com/services/T0/B0/hush"})
    validator("MadeWebhook", strict=True).validate(made.json)
    assert (made.status_code, made.json["secret"], made.json["format"]) == (201, None, "slack")
    assert made.json["url"] == admin("GET").json["items"][0]["url"] == "https://hooks.slack.com/…"


def test_a_host_of_ones_own_is_told_where_a_setting_says_so(ask):
    admin = ask(webhook_hosts=("n8n.internal",))
    assert admin("POST", json=NEW | {"url": "http://n8n.internal:5678/hook"}).status_code == 201
    assert admin("POST", json=NEW | {"url": "http://other.internal/"}).status_code == 422


def test_messages_are_listed_in_pages_and_sent_again(ask, hooks):
    admin = ask()
    admin("POST", json=NEW)
    one = Delivery("msg_0", "w0", Topic.EVENT_MERGED, "failed", 10, None, NOW, NOW, "500")
    hooks.sent["w0"] = [replace(one, id=f"msg_{n}", made_at=NOW + timedelta(hours=n)) for n in range(3)]
    page = admin("GET", "/w0/deliveries?limit=2").json
    validator("DeliveryPage", strict=True).validate(page)
    assert [each["id"] for each in page["items"]] == ["msg_0", "msg_1"]
    rest = admin("GET", f"/w0/deliveries?limit=2&cursor={page['next']}").json
    assert ([each["id"] for each in rest["items"]], rest["next"]) == (["msg_2"], None)
    again = admin("POST", "/w0/replay", json={"since": "2024-06-01T13:00:00Z"})
    assert (again.status_code, again.json) == (200, {"messages": 2})
    assert admin("POST", "/w0/replay", json={}).status_code == 422
    assert admin("POST", "/nobody/replay", json={"since": "2024-06-01T13:00:00Z"}).status_code == 404
    assert admin("GET", "/nobody/deliveries").status_code == 404
