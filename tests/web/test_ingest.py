"""What newsrooms' systems send over HTTP: who may, what is written down, what is refused and what quarantined."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest

from service.news.accounts import By, NewKey
from service.news.arrival import Action, ArrivalState
from service.news.identity import Scope
from tests.fakes import FakeAccounts, make_house
from tests.intake_fakes import FakeIntake, FakeProviders
from tests.newsroom.samples import ATOM, NEWSML, NINJS_1, NINJS_2, NINJS_3, PAGE, RSS, SITEMAP, SUPERDESK, WORDPRESS
from tests.web.test_contract import validator

SECRET = "s3cr3t of the superdesk"
LATER = "2024-06-02T06:00:00Z"
NEWSML_TYPE = "application/vnd.iptc.g2.newsitem+xml"


@pytest.fixture
def intake():
    return FakeIntake()


@pytest.fixture
def accounts():
    return FakeAccounts()


@pytest.fixture
def client(make_client, accounts, intake):
    providers = FakeProviders(superdesk=(SECRET, ("The Courier",)), agency=(SECRET[::-1], ("The Courier", "The Post")))
    return make_client(house=make_house(accounts, intake=intake, providers=providers))


@pytest.fixture
def send(client, accounts):
    """Sends with a key that may send, bound to some outlets."""

    def post(path, body, kind="application/json", outlets=("The Courier",)):
        made = accounts.add_key(NewKey("cms", frozenset({Scope.INGEST}), outlets), By("cli:root"))
        data = json.dumps(body) if isinstance(body, (dict, list)) else body
        return client.post(path, data=data, content_type=kind, headers={"Authorization": f"Bearer {made.token}"})

    return post


@pytest.fixture
def push(client):
    """Pushes as Superdesk does, signed with a secret."""

    def post(body, secret=SECRET, query="", kind="application/json"):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        signature = f"sha1={hmac.new(secret.encode(), data, hashlib.sha1).hexdigest()}"
        headers = {"x-superdesk-signature": signature, "Accept": "application/json"}
        return client.post(f"/ingest/superdesk{query}", data=data, content_type=kind, headers=headers)

    return post


def arrived(answer):
    """What a 202 says has arrived, once it is what the document promises."""
    assert answer.status_code == 202, answer.json
    validator("Arrivals", strict=True).validate(answer.json)
    return answer.json["items"]


@pytest.mark.parametrize("item", [NINJS_1, NINJS_2, NINJS_3 | {"embargoedUntil": LATER}])
def test_an_item_of_ninjs_is_written_down_as_an_article(send, intake, item):
    (found,) = arrived(send("/ingest/ninjs", item))
    assert (found["state"], found["guid"], found["outlet"]) == ("waiting", item["uri"], "The Courier")
    ((_, new),) = intake.taken
    assert new.body["title"] == "Blast in Warda kills seven"
    assert new.body["text"].startswith("Seven people were killed")
    assert (new.embargoed_until is None) == (found["embargoed_until"] is None) == ("embargoedUntil" not in item)


def test_what_is_under_embargo_may_be_dated_later_than_today(send, intake):
    body = NINJS_3 | {"versionCreated": "2024-06-30T06:00:00Z", "firstCreated": "2024-06-30T06:00:00Z"}
    assert send("/ingest/ninjs", body).json["errors"][0]["pointer"] == "#/published_at"
    (found,) = arrived(send("/ingest/ninjs", body | {"embargoedUntil": "2024-06-30T06:00:00Z"}))
    assert found["embargoed_until"] == "2024-06-30T06:00:00Z"


def test_a_cancelled_item_takes_its_article_back(send, intake):
    (found,) = arrived(send("/ingest/ninjs", NINJS_3 | {"pubStatus": "canceled"}))
    assert found["action"] == "take_back"
    ((_, new),) = intake.taken
    assert (new.action, new.body, new.embargoed_until) == (Action.TAKE_BACK, None, None)


@pytest.mark.parametrize(
    ("item", "pointer", "why"),
    [
        (NINJS_3 | {"pubStatus": "spiked"}, "#/pubStatus", "Must be one of"),
        (NINJS_2 | {"type": "picture"}, "#", "of the type 'picture'"),
        (NINJS_2 | {"infosources": []}, "#/outlet", "whose it is"),
        (NINJS_2 | {"uri": "u" * 201}, "#/guid", "201 characters"),
        (NINJS_2 | {"language": "English, mostly"}, "#/language", "language tag"),
    ],
)
def test_an_item_that_cannot_be_used_is_refused_with_the_place_of_the_fault(send, intake, item, pointer, why):
    answer = send("/ingest/ninjs", item)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == pointer
    assert why in answer.json["errors"][0]["detail"]
    assert intake.taken == []


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("/ingest/ninjs", NINJS_2, "application/json"),
        ("/ingest/html", PAGE, "text/html"),
        ("/ingest/ninjs?outlet=The+Courier", NINJS_2, "application/json"),
    ],
)
def test_a_key_sends_only_for_the_outlets_that_it_is_bound_to(send, intake, path, body, kind):
    answer = send(path, body, kind, outlets=("The Post",))
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/forbidden")
    assert intake.taken == []
    arrived(send(path, body, kind, outlets=("the  COURIER",)))
    arrived(send(path, body, kind, outlets=()))


def test_an_outlet_in_the_query_goes_before_what_the_item_says(send):
    (found,) = arrived(send("/ingest/ninjs?outlet=The+Post", NINJS_2, outlets=("The Post",)))
    assert found["outlet"] == "The Post"


def test_a_page_is_written_down_with_what_it_says_about_itself(send, intake):
    (found,) = arrived(send("/ingest/html", PAGE, "text/html; charset=utf-8"))
    assert (found["guid"], found["outlet"]) == ("https://courier.example/blast", "The Courier")
    ((_, new),) = intake.taken
    assert (new.body["url"], new.body["language"]) == ("https://courier.example/blast", "en-GB")
    assert new.body["updated_at"] == "2024-03-15T07:30:00+00:00"


def test_each_entry_of_a_feed_arrives_and_those_without_a_text_are_quarantined(send):
    found = arrived(send("/ingest/feed", RSS, "application/rss+xml"))
    assert [each["state"] for each in found] == ["waiting", "waiting", "quarantined", "quarantined"]
    assert found[2]["reason"] == "The entry has no text."
    (other,) = arrived(send("/ingest/feed", ATOM, "text/xml"))
    assert other["state"] == "quarantined"
    assert "bound to other outlets than Daily Ledger" in other["reason"]


@pytest.mark.parametrize(
    "kind", [NEWSML_TYPE, "application/vnd.iptc.g2.newsmessage+xml", "application/xml", "text/xml"]
)
def test_an_item_of_newsml_is_written_down_as_an_article(send, intake, kind):
    (found,) = arrived(send("/ingest/newsml", NEWSML, kind))
    assert (found["guid"], found["version"], found["format"]) == (
        "urn:newsml:courier.example:20240315:42",
        "2",
        "newsml",
    )
    ((_, new),) = intake.taken
    assert (new.outlet, new.body["language"]) == ("The Courier", "en")
    assert new.body["updated_at"] == "2024-03-15T08:10:00+02:00"


def test_a_message_of_newsml_quarantines_what_cannot_be_used_and_takes_back_what_is_killed(send):
    items = [
        NEWSML.replace("stat:usable", "stat:canceled"),
        NEWSML.replace("ninat:text", "ninat:picture").replace(":42", ":43"),
        NEWSML.replace(":42", ":44").replace("<name>The Courier", "<name>The Post"),
    ]
    inside = "".join(each.partition("?>")[2] for each in items)
    body = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{inside}</itemSet></newsMessage>'
    killed, picture, other = arrived(send("/ingest/newsml", body, "application/xml"))
    assert killed["action"] == "take_back"
    assert (picture["state"], "of the class 'picture'" in picture["reason"]) == ("quarantined", True)
    assert (other["state"], "bound to other outlets" in other["reason"]) == ("quarantined", True)


def test_a_post_of_wordpress_is_written_down_as_an_article_of_the_outlet_that_is_named(send, intake):
    (found,) = arrived(send("/ingest/wordpress?outlet=The+Courier", WORDPRESS))
    assert (found["guid"], found["outlet"]) == ("https://courier.example/?post_type=post&p=42", "The Courier")
    ((_, new),) = intake.taken
    assert new.body["url"] == WORDPRESS["link"]
    assert new.body["published_at"] == "2024-03-15T05:00:00+00:00"


def test_a_list_of_posts_is_taken_post_by_post(send):
    posts = [WORDPRESS, WORDPRESS | {"guid": "g2", "status": "trash"}, WORDPRESS | {"guid": "g3", "content": ""}]
    kept, back, silent = arrived(send("/ingest/wordpress?outlet=The+Courier", posts))
    assert (kept["action"], back["action"]) == ("keep", "take_back")
    assert (silent["state"], silent["guid"]) == ("quarantined", "g3")
    assert arrived(send("/ingest/wordpress?outlet=The+Courier", [])) == []


@pytest.mark.parametrize(
    ("path", "body", "kind", "pointer", "why"),
    [
        ("newsml", NEWSML.replace("ninat:text", "ninat:picture"), NEWSML_TYPE, "#", "of the class"),
        ("newsml", NEWSML.replace("guid=", "id="), NEWSML_TYPE, "#/guid", "given"),
        ("newsml", NEWSML.replace("<provider", "<creator").replace("</provider", "</creator"), NEWSML_TYPE, "#/outlet", "whose"),
        ("newsml", NEWSML.replace("2024-03", "2034-03"), NEWSML_TYPE, "#/published_at", "future"),
        ("newsml", "<!DOCTYPE newsItem [<!ENTITY x 'y'>]><newsItem>&x;</newsItem>", NEWSML_TYPE, "#", "document type"),
        ("newsml", SITEMAP, "text/xml", "#", "only a newsItem"),
        ("wordpress", WORDPRESS, "application/json", "#/outlet", "whose"),
        ("wordpress?outlet=The+Courier", WORDPRESS | {"status": "lost"}, "application/json", "#/status", "one of"),
        ("wordpress?outlet=The+Courier", WORDPRESS | {"title": 7}, "application/json", "#/title", "object"),
        ("wordpress", "7", "application/json", "#", "a list of posts"),
    ],
)  # fmt: skip
def test_one_item_of_those_formats_that_cannot_be_used_is_refused_with_its_place(
    send, intake, path, body, kind, pointer, why
):
    answer = send(f"/ingest/{path}", body, kind)
    assert answer.status_code == 422, answer.json
    assert answer.json["errors"][0]["pointer"].startswith(pointer)
    assert why in answer.json["errors"][0]["detail"]
    assert intake.taken == []


@pytest.mark.parametrize(
    ("path", "body", "kind", "status"),
    [
        ("/ingest/newsml", NEWSML, "application/json", 415),
        ("/ingest/wordpress", "{", "application/json", 400),
        ("/ingest/html", "<html></html>", "text/html", 422),
        ("/ingest/html", b"\xff\xfe", "text/html", 400),
        ("/ingest/html", PAGE, "application/json", 415),
        ("/ingest/html?url=file:///etc/hostname", PAGE, "text/html", 422),
        ("/ingest/feed", "<html></html>", "text/xml", 422),
        ("/ingest/feed", RSS, "text/html", 415),
        ("/ingest/ninjs", "[]", "application/json", 422),
        ("/ingest/ninjs", "{", "application/json", 400),
        ("/ingest/ninjs?who=x", NINJS_2, "application/json", 422),
    ],
)
def test_what_is_not_what_an_address_takes_is_refused(send, intake, path, body, kind, status):
    assert send(path, body, kind).status_code == status
    assert intake.taken == []


# ------------------------------------------------------------------------------------------------------- Superdesk


def test_a_signed_push_is_written_down_for_the_outlet_of_the_secret(push, intake, lines):
    (found,) = arrived(push(SUPERDESK | {"source": "AAP"}))
    assert (found["state"], found["outlet"], found["provider"]) == ("waiting", "The Courier", "secret:superdesk")
    assert found["version"] == "3"
    assert lines()[-1]["principal"] == "secret:superdesk"


def test_the_same_version_is_taken_in_once(push, intake):
    first, again = arrived(push(SUPERDESK)), arrived(push(SUPERDESK))
    assert first == again
    assert len(intake.taken) == 1
    arrived(push(SUPERDESK | {"version": "4"}))
    assert len(intake.taken) == 2


def test_a_system_of_several_outlets_is_asked_which(push):
    query, secret = "?provider=agency", SECRET[::-1]
    assert arrived(push(SUPERDESK | {"source": "The Post"}, secret, query))[0]["outlet"] == "The Post"
    (found,) = arrived(push(SUPERDESK | {"source": "AAP", "version": "4"}, secret, query))
    assert (found["state"], "bound to other outlets than AAP" in found["reason"]) == ("quarantined", True)
    assert arrived(push(SUPERDESK | {"version": "5"}, secret, f"{query}&outlet=The+Courier"))[0]["state"] == "waiting"


@pytest.mark.parametrize(
    ("body", "guid", "why"),
    [
        (SUPERDESK | {"type": "picture"}, SUPERDESK["guid"], "of the type 'picture'"),
        (SUPERDESK | {"body_html": ""}, SUPERDESK["guid"], "no body"),
        (SUPERDESK | {"headline": "h" * 1001}, SUPERDESK["guid"], "1001 characters"),
        ({"type": "text"}, "", "guid: Missing"),
        ([SUPERDESK], "", "no object"),
        (b"{", "", "not JSON"),
        (b"\xff", "", "not UTF-8"),
        (b"", "", "empty"),
    ],
)
def test_what_superdesk_sends_and_cannot_be_used_is_accepted_and_quarantined_with_the_reason(push, body, guid, why):
    (found,) = arrived(push(body))
    assert (found["state"], found["guid"]) == ("quarantined", guid)
    assert why in found["reason"]


@pytest.mark.parametrize("name", ["\0", "\ud800", "x" * 5_000])
@pytest.mark.parametrize("of", ["guid", "version", "evolvedfrom"])
def test_names_that_no_database_can_hold_are_quarantined_without_them(push, name, of):
    (found,) = arrived(push(SUPERDESK | {of: name}))
    assert found["state"] == "quarantined"
    assert found["reason"].startswith(f"#/{'evolved_from' if of == 'evolvedfrom' else of}: ")
    assert name not in (found["guid"], found["version"])


def test_a_kill_of_a_name_that_no_database_can_hold_is_refused(send, intake):
    answer = send("/ingest/ninjs", NINJS_3 | {"uri": "urn:\0", "pubStatus": "canceled"})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "#/guid")
    assert not intake.taken


@pytest.mark.parametrize(("secret", "query"), [("other", ""), (SECRET, "?provider=agency"), (SECRET, "?provider=no")])
def test_a_push_that_nobody_known_has_signed_is_refused(push, intake, secret, query):
    answer = push(SUPERDESK, secret, query)
    assert (answer.status_code, answer.json["type"]) == (401, "/problems/unauthenticated")
    assert intake.taken == []


def test_a_push_without_a_signature_is_refused_even_on_an_open_machine(client, intake):
    assert client.post("/ingest/superdesk", json=SUPERDESK).status_code == 401
    assert intake.taken == []


def test_an_overload_is_told_so_that_superdesk_comes_back(push, intake):
    intake.full = True
    answer = push(SUPERDESK)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0


# ------------------------------------------------------------------------------------------------------ quarantine


def test_administrators_list_what_could_not_be_used_newest_first(client, accounts, push, send):
    for kind in ("picture", "video", "audio"):
        push(SUPERDESK | {"type": kind, "version": kind})
    send("/ingest/feed", RSS, "text/xml")
    made = accounts.add_key(NewKey("root", frozenset({Scope.ADMIN})), By("cli:root"))

    def ask(path):
        answer = client.get(path, headers={"Authorization": f"Bearer {made.token}"})
        assert answer.status_code == 200
        validator("QuarantinePage", strict=True).validate(answer.json)
        return answer.json

    page = ask("/admin/quarantine?limit=2&provider=secret:superdesk")
    assert [each["version"] for each in page["items"]] == ["audio", "video"]
    rest = ask(f"/admin/quarantine?limit=2&provider=secret:superdesk&cursor={page['next']}")
    assert ([each["version"] for each in rest["items"]], rest["next"]) == (["picture"], None)
    assert len(ask("/admin/quarantine")["items"]) == 5
    assert all(each["state"] == ArrivalState.QUARANTINED for each in page["items"])
