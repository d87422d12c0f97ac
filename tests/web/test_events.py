"""Stored events: lists of them, and the report on one."""

from __future__ import annotations

import csv
import io

import pytest

from service.news.identity import Scope
from tests.desk import BLAST, EVERYTHING, FLOOD, UNDATED

FIRE = {"id": "n5", "outlet": "The Courier", "text": "A warehouse burned.", "published_at": "2024-05-04T08:00:00Z"}
SMOKE = {"id": "n6", "outlet": "Daily Ledger", "text": "Smoke covered streets.", "published_at": "2024-05-04T09:00:00Z"}
BURNT = SMOKE | {"text": "Smoke came from the warehouse.", "updated_at": "2024-05-04T10:00:00Z"}


def headlines(desk, query=""):
    return [item["headline"] for item in desk.get(f"/events{query}").json["items"]]


def id_of(desk, headline):
    return next(item["id"] for item in desk.get("/events").json["items"] if item["headline"] == headline)


@pytest.fixture
def full(desk):
    """A desk that keeps what four articles say of three events; over one of them two outlets differ."""
    desk.keep(*EVERYTHING)
    return desk


def test_an_event_is_listed_with_what_is_known_of_it(full):
    event = full.get("/events?disputed=true").json["items"][0]
    assert event.pop("id").startswith("e")
    assert event.pop("agreement").keys() == {"mean", "interval"}
    assert event.pop("last_at") >= event.pop("first_at")
    assert event == {
        "headline": "The blast in Harim killed 7 people.",
        "changed_at": "2024-06-01T12:00:00Z",
        "disputed": True,
        "contradictions": 1,
        "independent_outlets": 2,
        "n_articles": 2,
        "n_claims": 2,
        "n_sources": 2,
        "places": ["Harim"],
    }


def test_the_most_disputed_event_comes_first_where_that_is_asked_for(full):
    assert headlines(full, "?order=most_disputed")[0].startswith("The blast")
    assert sorted(headlines(full, "?order=most_disputed")) == sorted(headlines(full, "?order=newest"))
    assert headlines(full) == headlines(full, "?order=newest")


@pytest.mark.parametrize(
    ("query", "n"),
    [
        ("?disputed=true", 1),
        ("?disputed=false", 2),
        ("?place=harim", 1),
        ("?place=Kabul", 0),
        ("?since=2999-01-01T00:00:00Z", 0),
        ("?since=1999-01-01T00:00:00%2B02:00&disputed=true&place=HARIM", 1),
    ],
)
def test_events_are_filtered(full, query, n):
    assert len(headlines(full, query)) == n


def test_events_are_filtered_by_who_vouches_for_a_claim(full):
    [ledger] = full.get("/sources?name=ledger").json["items"]
    assert headlines(full, f"?source={ledger['id']}") == ["The blast in Harim killed 7 people."]
    assert headlines(full, "?source=s0") == []


@pytest.mark.parametrize("order", ["newest", "most_disputed"])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_hold_each_event_once_in_either_order(full, order, limit):
    found = [item["id"] for item in full.walk(f"/events?order={order}", limit)]
    assert found == full.ids(f"/events?order={order}")


def test_a_cursor_of_one_order_is_none_of_the_other(full):
    cursor = full.get("/events?limit=1").json["next"]
    assert full.get(f"/events?limit=1&order=most_disputed&cursor={cursor}").status_code == 422


@pytest.mark.parametrize(
    ("query", "name"),
    [("order=oldest", "order"), ("disputed=no", "disputed"), ("place=%20", "place"), ("source=", "source")],
)
def test_a_query_that_cannot_be_meant_is_refused_by_the_name_of_the_parameter(desk, query, name):
    answer = desk.get(f"/events?{query}")
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json["errors"]] == [f"#/{name}"]


def test_one_event_is_the_whole_report_on_it(full):
    report = full.get(f"/events/{id_of(full, 'The blast in Harim killed 7 people.')}").json
    [event] = report["events"]
    assert event["disputed"] is True
    assert {each["outlet"] for each in report["articles"]} == {"The Courier", "Daily Ledger"}
    assert {each["id"] for each in report["articles"]} == {each["stored"] for each in report["articles"]}
    assert {claim["event"] for claim in report["claims"]} == {event["id"]}
    assert {source["name"] for source in report["sources"]} == {"The Courier", "Daily Ledger"}


def test_an_event_that_has_become_part_of_another_leads_there(desk):
    desk.keep(FIRE, SMOKE)
    before = {id_of(desk, FIRE["text"]), id_of(desk, SMOKE["text"])}
    desk.keep(BURNT)
    [after] = desk.ids("/events")
    [moved] = before - {after}
    answer = desk.get(f"/events/{moved}")
    assert (answer.status_code, answer.data, answer.headers["Location"]) == (308, b"", f"/events/{after}")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert desk.get(answer.headers["Location"]).status_code == 200


def test_behind_a_prefix_it_leads_to_the_prefix(desk):
    desk.keep(FIRE, SMOKE)
    before = set(desk.ids("/events"))
    desk.keep(BURNT)
    [moved] = before - set(desk.ids("/events"))
    prefix = {"environ_overrides": {"SCRIPT_NAME": "/counterclaim"}}
    assert desk.get(f"/events/{moved}", **prefix).headers["Location"].startswith("/counterclaim/events/e")


def test_an_event_of_which_nothing_is_left_is_gone(desk):
    report = desk.keep(FLOOD).json
    desk.ask("DELETE", f"/articles/{report['articles'][0]['stored']}?reason=x", Scope.ADMIN)
    answer = desk.get(f"/events/{report['events'][0]['id']}")
    assert (answer.status_code, answer.json["type"]) == (410, "/problems/removed")


def test_an_event_that_never_was_is_not_there(desk):
    assert desk.get("/events/e0").json["type"] == "/problems/not-kept"


def test_what_nobody_vouches_for_is_shown_and_counts_for_nothing(desk):
    desk.keep(BLAST[0])
    report = desk.keep(BLAST[1] | {"outlet": "Evening Mail"}).json
    assert report["events"][0]["disputed"] is True
    assert [source["credibility"] for source in report["sources"]] == [None, None]


def test_an_undated_article_is_about_an_event_like_any_other(desk):
    desk.keep(UNDATED)
    assert headlines(desk) == [UNDATED["text"]]


def table(full, query=""):
    answer = full.get(f"/events.csv{query}")
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return answer, list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_events_come_as_a_table_that_says_what_the_list_says(full):
    answer, rows = table(full)
    listed = full.get("/events").json["items"]
    assert [row["id"] for row in rows] == [event["id"] for event in listed]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="events.csv"'
    row, event = next((row, event) for row, event in zip(rows, listed, strict=True) if event["disputed"])
    assert float(row["agreement"]) == event["agreement"]["mean"]
    assert [float(row["agreement_low"]), float(row["agreement_high"])] == event["agreement"]["interval"]
    assert (row["disputed"], row["n_claims"], row["headline"]) == ("true", "2", event["headline"])


def test_a_table_goes_on_page_by_page_and_takes_the_filters_of_the_list(full):
    answer, rows = table(full, "?limit=2")
    following = answer.headers["Link"].removeprefix("<").partition(">")[0]
    _, rest = table(full, following.removeprefix("/events.csv"))
    assert [row["id"] for row in rows + rest] == full.ids("/events")
    assert len(table(full, "?disputed=true")[1]) == 1
    assert full.get("/events.csv?order=loud").status_code == 422
