"""Sources over everything that is kept, and their ledgers."""

from __future__ import annotations

import pytest

from service.news.following import Following
from service.news.identity import Scope
from tests.desk import BLAST, EVERYTHING, FLOOD
from tests.web.test_contract import validator


@pytest.fixture
def full(desk):
    """A desk that keeps four articles of three outlets, two of which differ over one event."""
    desk.keep(*EVERYTHING)
    return desk


def names(desk, query=""):
    return [item["name"] for item in desk.get(f"/sources{query}").json["items"]]


def id_of(desk, name):
    return next(item["id"] for item in desk.get("/sources").json["items"] if item["name"] == name)


def test_sources_are_listed_by_name(full):
    assert names(full) == ["Daily Ledger", "Evening Mail", "The Courier"]


def test_a_source_has_its_credibility_its_prior_and_its_counts(full):
    courier = full.get(f"/sources/{id_of(full, 'The Courier')}").json
    assert courier.pop("id").startswith("s")
    assert courier.pop("credibility").keys() == {"mean", "interval", "comparisons"}
    assert courier == {
        "name": "The Courier",
        "kind": "outlet",
        "aliases": [],
        "speaks_for": None,
        "fidelity": None,
        "prior": {"mean": 0.5, "strength": 4.0, "basis": "no record"},
        "n_claims": 2,
        "n_events": 2,
        "party_to": [],
        "followings": [],
    }


def test_a_source_that_nothing_was_compared_with_has_no_credibility(full):
    assert full.get(f"/sources/{id_of(full, 'Evening Mail')}").json["credibility"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?name=LEDGER", ["Daily Ledger"]),
        ("?name=e", ["Daily Ledger", "Evening Mail", "The Courier"]),
        ("?name=%25", []),
        ("?kind=outlet&name=mail", ["Evening Mail"]),
        ("?kind=person", []),
    ],
)
def test_sources_are_filtered(full, query, found):
    assert names(full, query) == found


@pytest.mark.parametrize("query", ["?kind=newspaper", "?kind=", "?name=%0A"])
def test_a_query_that_cannot_be_meant_is_refused_by_the_name_of_the_parameter(desk, query):
    answer = desk.get(f"/sources{query}")
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json["errors"]] == [f"#/{query[1:5]}"]


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_hold_each_source_once(full, limit):
    assert [item["name"] for item in full.walk("/sources", limit)] == names(full)


def test_a_ledger_has_the_claims_that_count_first_and_what_each_did(full):
    path = f"/sources/{id_of(full, 'The Courier')}/ledger"
    blast, flood = full.get(path).json["items"]
    assert (blast["text"], blast["supported"], blast["opposed"]) == (BLAST[0]["text"], 0.0, 1.0)
    assert (flood["text"], flood["supported"], flood["opposed"]) == (FLOOD["text"], 0.0, 0.0)
    credibility = full.get(path.removesuffix("/ledger")).json["credibility"]["mean"]
    assert blast["mean_without"] > credibility == flood["mean_without"]
    assert full.get(f"/events/{blast['event']}").status_code == 200
    assert full.get(f"/articles/{blast['article']}").json["given_id"] == "n1"


def test_a_ledger_gives_no_credibility_away_that_is_not_shown(full):
    [line] = full.get(f"/sources/{id_of(full, 'Evening Mail')}/ledger").json["items"]
    assert line["mean_without"] is None


def test_a_source_is_shown_as_it_stood(full):
    path = f"/sources/{id_of(full, 'The Courier')}"
    assert full.get(f"{path}?as_of=2100-01-01T00:00:00Z").json == full.get(path).json
    assert full.get(f"{path}?as_of=1990-01-01T00:00:00Z").json["credibility"] is None
    refused = full.get(f"{path}?as_of=1990-01-01")
    assert (refused.status_code, [each["pointer"] for each in refused.json["errors"]]) == (422, ["#/as_of"])


def dispute(full, source, **given):
    return full.ask("POST", f"/sources/{source}/disputes", Scope.LABEL, json=given)


def test_a_line_of_a_ledger_is_disputed_until_that_is_withdrawn(full):
    source = id_of(full, "The Courier")
    ledger = f"/sources/{source}/ledger"
    claim = full.get(ledger).json["items"][0]["claim"]
    made = dispute(full, source, claim=claim, ruling="excluded", reason="It was taken back.")
    assert (made.status_code, made.headers["Location"]) == (201, f"/labels/{made.json['id']}")
    assert [made.json[key] for key in ("kind", "claim", "ruling", "note")] == [
        "dispute",
        claim,
        "excluded",
        "It was taken back.",
    ]
    assert full.get(ledger).json["items"][0]["ruled"] == "excluded"
    full.ask("POST", f"/labels/{made.json['id']}/withdraw", Scope.LABEL, json={"reason": "It was not."})
    assert full.get(ledger).json["items"][0]["ruled"] is None


def test_an_editor_says_that_a_source_is_a_party_to_an_event_until_that_is_withdrawn(full):
    source = id_of(full, "The Courier")
    line = full.get(f"/sources/{source}/ledger").json["items"][0]
    given = {"kind": "party", "claim": line["claim"], "party": True, "note": "Its van was burnt."}
    made = full.ask("POST", "/labels", Scope.LABEL, json=given)
    assert (made.status_code, made.json["party"], made.json["ruling"]) == (201, True, None)
    [shown] = full.get(f"/sources/{source}").json["party_to"]
    assert (shown["event"], shown["said"], shown["edited"]) == (line["event"], None, True)
    report = full.get(f"/events/{line['event']}").json
    [party] = report["events"][0]["parties"]
    assert (party["source"], party["said"], party["edited"]["note"]) == (source, None, "Its van was burnt.")
    assert {each["id"]: each["party_to"] for each in report["sources"]}[source] == [line["event"]]
    full.ask("POST", f"/labels/{made.json['id']}/withdraw", Scope.LABEL, json={"reason": "It was another's."})
    assert full.get(f"/sources/{source}").json["party_to"] == []


def test_whom_a_source_seems_to_follow_is_answered_with_what_tells_it(desk):
    report = desk.keep(*BLAST).json
    one, other = (claim for claim in report["claims"][:2])
    pair = Following(one["source"], other["source"], 0.875, 4, 3.5, 0.25, 3, 1, ((one["id"], other["id"]),))
    desk.archive.followings.append(pair)
    figures = {"probability": 0.875, "events": 4, "shared": 3.5, "alone": 0.25}
    found = desk.get(f"/sources/{other['source']}").json
    assert found["followings"] == [
        {
            **figures,
            "direction": "follows",
            "earlier": 1,
            "later": 3,
            "id": one["source"],
            "name": "The Courier",
            "said": [
                {
                    "event": report["events"][0]["id"],
                    "claim": other["id"],
                    "text": other["text"],
                    "other_claim": one["id"],
                    "other_text": one["text"],
                }
            ],
        }
    ]
    validator("KeptSource", strict=True).validate(found)
    event = desk.get(f"/events/{report['events'][0]['id']}").json
    ends = {"one": one["source"], "other": other["source"], "direction": "followed_by", "earlier": 3, "later": 1}
    assert event["events"][0]["followings"] == [figures | ends]
    validator("ScoreReport", strict=True).validate(event)


@pytest.mark.parametrize("party", ["yes", 1, None])
def test_whether_it_is_a_party_is_said_by_true_or_false(full, party):
    answer = full.ask("POST", "/labels", Scope.LABEL, json={"kind": "party", "claim": "c1", "party": party})
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json["errors"]] == ["#/party"]


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"ruling": "wrong"}, "#/ruling"),
        ({"reason": ""}, "#/reason"),
        ({"claim": None}, "#/claim"),
        ({"by": "me"}, "#/by"),
    ],
)
def test_a_dispute_that_cannot_be_meant_is_refused(full, given, pointer):
    source = id_of(full, "The Courier")
    claim = full.get(f"/sources/{source}/ledger").json["items"][0]["claim"]
    answer = dispute(full, source, **({"claim": claim, "ruling": "excluded", "reason": "why"} | given))
    assert (answer.status_code, [each["pointer"] for each in answer.json["errors"]]) == (422, [pointer])


def test_a_claim_of_another_source_is_in_no_such_ledger(full):
    [line] = full.get(f"/sources/{id_of(full, 'Evening Mail')}/ledger").json["items"]
    other = id_of(full, "The Courier")
    answer = dispute(full, other, claim=line["claim"], ruling="excluded", reason="why")
    assert answer.status_code == 404
    assert dispute(full, "s9", claim=line["claim"], ruling="excluded", reason="why").status_code == 404


@pytest.mark.parametrize("limit", [1, 2])
def test_pages_of_a_ledger_hold_each_claim_once(full, limit):
    path = f"/sources/{id_of(full, 'The Courier')}/ledger"
    assert full.walk(path, limit) == full.get(path).json["items"]


def test_a_cursor_of_one_ledger_is_none_of_another(full):
    cursor = full.get(f"/sources/{id_of(full, 'The Courier')}/ledger?limit=1").json["next"]
    assert full.get(f"/sources/{id_of(full, 'Daily Ledger')}/ledger?cursor={cursor}").status_code == 422


@pytest.mark.parametrize("path", ["/sources/s0", "/sources/s0/ledger"])
def test_a_source_that_never_was_is_not_there(desk, path):
    assert desk.get(path).json["type"] == "/problems/not-kept"
