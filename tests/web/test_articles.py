"""Keeping articles, reading them, removing them, vouching for them."""

from __future__ import annotations

import pytest

from service.news.identity import Scope
from tests.desk import BLAST, EVERYTHING, FLOOD, UNDATED


def stored(answer):
    """The ids in the store of the articles of a report, by the ids that their sender gave."""
    return {each["id"]: each["stored"] for each in answer.json["articles"]}


@pytest.fixture
def full(desk):
    """A desk that keeps four articles, three of them from outlets that its key is bound to."""
    desk.keep(*EVERYTHING)
    return desk


# --------------------------------------------------------------------------------------------------------- keeping


def test_a_kept_article_is_in_the_report_with_its_place_in_the_store(desk):
    answer = desk.keep(FLOOD)
    assert answer.status_code == 200
    [article] = answer.json["articles"]
    assert article["stored"].startswith("a")
    assert (article["version"], article["vouched"]) == (1, True)
    assert answer.json["snapshot"]["store"] is not None


def test_a_kept_article_is_compared_with_what_is_kept(desk):
    desk.keep(BLAST[0])
    report = desk.keep(BLAST[1]).json
    [event] = report["events"]
    assert event["disputed"] is True
    assert len(report["articles"]) == 2


def test_an_article_that_is_not_to_be_kept_is_not(desk):
    report = desk.ask("POST", "/score", Scope.SCORE, json={"articles": [FLOOD]}).json
    assert {each["stored"] for each in report["articles"]} == {None}
    assert {each["version"] for each in report["articles"]} == {None}
    assert {each["vouched"] for each in report["articles"]} == {None}
    assert desk.ids("/articles") == []


def test_the_same_article_twice_changes_nothing(desk):
    assert desk.keep(FLOOD).data == desk.keep(FLOOD).data


def test_a_later_version_takes_the_place_of_the_one_before(desk):
    desk.keep(FLOOD)
    later = desk.keep(FLOOD | {"text": "A flood closed 4 bridges.", "updated_at": "2024-05-02T11:00:00+02:00"}).json
    [article] = later["articles"]
    assert (article["version"], article["updated_at"]) == (2, "2024-05-02T09:00:00Z")
    assert [claim["text"] for claim in later["claims"]] == ["A flood closed 4 bridges."]


def test_another_text_of_the_same_time_is_a_conflict_at_that_article(desk):
    desk.keep(FLOOD)
    answer = desk.keep(BLAST[0], FLOOD | {"text": "No bridge was closed."})
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/version-conflict")
    assert [each["pointer"] for each in answer.json["errors"]] == ["#/articles/1"]
    assert desk.ids("/articles?outlet=Daily Ledger") == []


def test_keeping_needs_a_key_even_where_scoring_is_open(client):
    answer = client.post("/score", json={"articles": [FLOOD], "options": {"store": True}})
    assert (answer.status_code, answer.json["type"]) == (401, "/problems/unauthenticated")


def test_an_update_from_more_than_a_day_ahead_is_refused_there(desk):
    answer = desk.keep(FLOOD | {"updated_at": "2999-01-01T00:00:00Z"})
    assert [each["pointer"] for each in answer.json["errors"]] == ["#/articles/0/updated_at"]


def test_the_sizes_of_what_is_kept_are_logged_as_those_of_scorings_are(desk, lines):
    desk.keep(*BLAST)
    [line] = lines()
    sizes = {name: line[name] for name in ("articles", "claims", "events", "pairs")}
    assert sizes == {"articles": 2, "claims": 2, "events": 1, "pairs": 1}


def test_a_report_can_be_asked_for_again(desk):
    report = desk.keep(*BLAST)
    again = desk.get(f"/reports/{report.json['id']}")
    assert again.data == report.data


def test_a_report_that_never_was_is_not_there(desk):
    assert desk.get("/reports/k0").json["type"] == "/problems/not-kept"


# --------------------------------------------------------------------------------------------------------- reading


def test_articles_are_listed_latest_first(full):
    items = full.get("/articles").json["items"]
    assert [item["given_id"] for item in items] == ["n3", "n2", "n1", "n4"]
    assert items[0] == {
        "id": items[0]["id"],
        "given_id": "n3",
        "outlet": "The Courier",
        "title": "",
        "url": None,
        "published_at": "2024-05-02T08:00:00Z",
        "updated_at": None,
        "language": None,
        "version": 1,
        "vouched": True,
        "sender": items[0]["sender"],
        "received_at": "2024-06-01T12:00:00Z",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("since=2024-05-01T09:00:00Z", ["n3", "n2"]),
        ("since=2024-05-01T10:00:00%2B01:00", ["n3", "n2"]),
        ("since=2024-05-01T10:00:00+01:00", ["n3", "n2"]),
        ("outlet=the%20courier", ["n3", "n1"]),
        ("vouched=false", ["n4"]),
        ("vouched=true&outlet=Daily+Ledger", ["n2"]),
    ],
)
def test_articles_are_filtered(full, query, found):
    assert [item["given_id"] for item in full.get(f"/articles?{query}").json["items"]] == found


def test_one_article_has_its_text_its_claims_and_its_history(desk):
    desk.keep(FLOOD)
    [id] = stored(desk.keep(FLOOD | {"text": "A flood closed 4.", "updated_at": "2024-05-03T00:00:00Z"})).values()
    article = desk.get(f"/articles/{id}").json
    assert article["text"] == "A flood closed 4."
    [claim] = article["claims"]
    assert (claim["article"], claim["text"]) == (id, "A flood closed 4.")
    assert desk.get(f"/events/{claim['event']}").status_code == 200
    assert desk.get(f"/sources/{claim['source']}").status_code == 200
    assert [(each["number"], each["current"]) for each in article["versions"]] == [(1, False), (2, True)]


@pytest.mark.parametrize("id", ["a0", "a%00", "A1", "..", "x" * 65, "%F0%9F%94%A5"])
def test_an_article_that_never_was_is_not_there(desk, id):
    assert desk.get(f"/articles/{id}").status_code == 404


# ---------------------------------------------------------------------------------------------------------- pages


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 200])
def test_pages_lead_from_one_to_the_next_and_hold_each_article_once(full, limit):
    assert [item["given_id"] for item in full.walk("/articles", limit)] == ["n3", "n2", "n1", "n4"]


def test_a_page_that_follows_has_the_filters_of_the_one_before(full):
    assert [item["given_id"] for item in full.walk("/articles?outlet=The%20%20Courier&vouched=true", 1)] == ["n3", "n1"]


def test_a_cursor_holds_for_its_own_query_alone(full):
    cursor = full.get("/articles?limit=1").json["next"]
    assert full.get(f"/articles?limit=2&cursor={cursor}").status_code == 200
    for path in (f"/articles?vouched=true&cursor={cursor}", f"/events?cursor={cursor}", "/articles?cursor=made.up"):
        answer = full.get(path)
        assert answer.status_code == 422
        assert [each["pointer"] for each in answer.json["errors"]] == ["#/cursor"]


def test_a_cursor_of_another_house_is_none(full, make_client):
    cursor = full.get("/articles?limit=1").json["next"]
    flipped = ("x" if cursor[-2] != "x" else "y") + cursor[-1]
    assert full.get(f"/articles?limit=1&cursor={cursor[:-2]}{flipped}").status_code == 422


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=x", "limit"),
        ("limit=", "limit"),
        ("limit=1&limit=2", "limit"),
        ("since=2024-05-01T09:00:00", "since"),
        ("since=yesterday", "since"),
        ("since=2024-05-01%2009:00", "since"),
        ("vouched=1", "vouched"),
        ("vouched=True", "vouched"),
        ("outlet=", "outlet"),
        ("outlet=a%00b", "outlet"),
        ("offset=5", "offset"),
        ("cursor=", "cursor"),
    ],
)
def test_a_query_that_cannot_be_meant_is_refused_by_the_name_of_the_parameter(full, query, name):
    answer = full.get(f"/articles?{query}")
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/invalid-request")
    assert [each["pointer"] for each in answer.json["errors"]] == [f"#/{name}"]


# ------------------------------------------------------------------------------------------------ asking once more


PATHS = [
    "/articles",
    "/events",
    "/sources",
    "/articles/{a}",
    "/events/{e}",
    "/sources/{s}",
    "/sources/{s}/ledger",
    "/reports/{k}",
]


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_that_still_holds_is_not_sent_again(desk, path):
    report = desk.keep(*BLAST)
    names = {
        "a": report.json["articles"][0]["stored"],
        "e": report.json["events"][0]["id"],
        "s": report.json["sources"][0]["id"],
        "k": report.json["id"],
    }
    address = path.format(**names)
    first = desk.get(address)
    tag = first.headers["ETag"]
    assert not tag.startswith("W/")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = desk.get(address, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Cache-Control"] == "private, no-cache"
    head = desk.ask("HEAD", address, Scope.READ)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", tag)
    assert desk.get(address, headers={"If-None-Match": '"other"'}).data == first.data


def test_an_answer_that_holds_no_longer_is_sent(desk):
    desk.keep(BLAST[0])
    tag = desk.get("/articles").headers["ETag"]
    desk.keep(BLAST[1])
    assert desk.get("/articles", headers={"If-None-Match": tag}).status_code == 200


def test_pages_with_a_next_one_have_the_same_tag_each_time(full):
    tags = {full.get("/articles?limit=1").headers["ETag"] for _ in range(2)}
    assert len(tags) == 1


@pytest.mark.parametrize("path", ["/articles/a0", "/events/e0", "/sources/s0", "/reports/k0"])
def test_one_thing_takes_no_query(desk, path):
    answer = desk.get(f"{path}?limit=1")
    assert [each["pointer"] for each in answer.json["errors"]] == ["#/limit"]


# -------------------------------------------------------------------------------------------------------- removing


@pytest.fixture
def flood(desk):
    """The id of an article that is kept."""
    return stored(desk.keep(FLOOD))["n3"]


def remove(desk, id, query="", **rest):
    return desk.ask("DELETE", f"/articles/{id}{query}", Scope.ADMIN, **rest)


@pytest.mark.parametrize("rest", [{"json": {"reason": "Retracted."}}, {"query": "?reason=Retracted."}])
def test_a_removed_article_is_gone_with_its_effect(desk, flood, rest):
    answer = remove(desk, flood, **rest)
    assert (answer.status_code, answer.data) == (204, b"")
    assert desk.ids("/articles") == desk.ids("/events") == desk.ids("/sources") == []
    gone = desk.get(f"/articles/{flood}")
    assert (gone.status_code, gone.json["type"]) == (410, "/problems/removed")
    assert remove(desk, flood, **rest).status_code == 410


def test_a_report_on_an_article_that_was_erased_cannot_be_replayed(desk):
    report = desk.keep(FLOOD).json
    remove(desk, report["articles"][0]["stored"], "?erase=true", json={"reason": "A court says so.\nToday."})
    answer = desk.get(f"/reports/{report['id']}")
    assert (answer.status_code, answer.json["type"]) == (410, "/problems/snapshot-gone")


def test_a_report_on_an_article_that_was_only_removed_can(desk):
    report = desk.keep(FLOOD).json
    remove(desk, report["articles"][0]["stored"], "?erase=false&reason=x")
    assert desk.get(f"/reports/{report['id']}").json == report


@pytest.mark.parametrize(
    ("rest", "pointer"),
    [
        ({}, "#/reason"),
        ({"json": {}}, "#/reason"),
        ({"json": {"reason": " "}}, "#/reason"),
        ({"json": {"reason": "x" * 1001}}, "#/reason"),
        ({"json": {"reason": "x", "why": "y"}}, "#/why"),
        ({"json": {"reason": "x"}, "query": "?reason=y"}, "#/reason"),
        ({"query": "?reason=x&erase=yes"}, "#/erase"),
        ({"query": "?reason=x&force=true"}, "#/force"),
    ],
)
def test_a_removal_without_a_clear_reason_is_refused(desk, flood, rest, pointer):
    answer = remove(desk, flood, **rest)
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json["errors"]] == [pointer]
    assert desk.get(f"/articles/{flood}").status_code == 200


def test_a_client_that_declares_a_body_and_sends_none_is_heard(desk, flood):
    assert remove(desk, flood, "?reason=x", content_type="application/json").status_code == 204


def test_a_body_that_is_not_json_is_refused(desk, flood):
    assert remove(desk, flood, data="reason=x", content_type="text/plain").status_code == 415


def test_what_never_was_cannot_be_removed(desk):
    assert remove(desk, "a0", "?reason=x").status_code == 404


# -------------------------------------------------------------------------------------------------------- vouching


def test_an_article_counts_once_it_is_vouched_for_and_no_longer_when_that_is_taken_back(desk):
    id = stored(desk.keep(UNDATED))["n4"]
    path, why = f"/articles/{id}/vouch", {"reason": "Known to us."}
    assert desk.get(f"/articles/{id}").json["vouched"] is False
    assert desk.ask("POST", path, Scope.LABEL, json=why).status_code == 204
    assert desk.get(f"/articles/{id}").json["vouched"] is True
    assert desk.ask("DELETE", path, Scope.LABEL, json=why).status_code == 204
    assert desk.get(f"/articles/{id}").json["vouched"] is False
    assert desk.ask("DELETE", f"{path}?reason=x", Scope.LABEL).status_code == 204


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_vouching_needs_a_reason_and_an_article(desk, flood, method):
    answer = desk.ask(method, f"/articles/{flood}/vouch", Scope.LABEL, json={})
    assert [each["pointer"] for each in answer.json["errors"]] == ["#/reason"]
    assert desk.ask(method, "/articles/a0/vouch", Scope.LABEL, json={"reason": "x"}).status_code == 404


# --------------------------------------------------------------------------------------------------- who may what


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        *(("GET", path.format(a="a0", e="e0", s="s0", k="k0"), Scope.READ) for path in PATHS),
        ("DELETE", "/articles/a0", Scope.ADMIN),
        ("POST", "/articles/a0/vouch", Scope.LABEL),
        ("DELETE", "/articles/a0/vouch", Scope.LABEL),
    ],
)
def test_each_address_lets_in_who_has_its_scope_and_nobody_else(desk, method, path, scope):
    others = [each for each in Scope if each not in (scope, Scope.ADMIN)]
    assert desk.ask(method, path, *others).status_code == 403
    assert desk.ask(method, path, scope).status_code not in (401, 403)


def test_while_nobody_has_made_a_key_what_is_kept_can_be_read_on_this_machine_and_not_changed(desk):
    assert desk.client.get("/articles").status_code == 200
    assert desk.client.delete("/articles/a0?reason=x").status_code == 401


def test_a_wrong_verb_is_told_the_right_ones(desk):
    allowed = desk.ask("PUT", "/articles/a0", Scope.ADMIN).headers["Allow"]
    assert {"GET", "HEAD", "DELETE"} <= {verb.strip() for verb in allowed.split(",")}
