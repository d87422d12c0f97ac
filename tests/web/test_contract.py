"""The OpenAPI document: valid, complete, true of what is answered; and its examples are true as well."""

from __future__ import annotations

import copy
import json
import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from service.app import openapi
from service.news.article import Span
from service.news.claim import Form, SlotName
from service.news.copy import CopyOf, KnownBy
from service.news.event import Figure, NumberSeries
from service.news.pair import Bits, Probabilities, Reason, ReasonCode, Relation, Stance
from service.news.report import Compared
from service.news.source import SourceKind
from service.settings import Settings
from service.web.comparison_schemas import ComparedSchema
from service.web.openapi import example
from service.web.report_schemas import ScoreReportSchema
from service.web.writing import json_bytes
from tests.builders import (
    SNAPSHOT,
    make_agreement,
    make_article,
    make_claim,
    make_comparison,
    make_cue,
    make_event,
    make_quantity,
    make_report,
    make_slot,
    make_standing,
    make_unused,
)

DOCUMENT = openapi(Settings())
PAGES = {
    "/",
    "/docs",
    "/docs/",
    "/docs/<name>",
    "/problems/<slug>",
    "/sign-in",
    "/sign-out",
    "/account",
    "/account/password",
    "/account/sessions/<id>/end",
    "/desk/paste",
    "/desk/events/<id:id>",
    "/desk/events",
    "/desk/events/<id:id>/news",
    "/desk/events/<id:id>/pairs",
    "/desk/events/<id:id>/reviews",
    "/desk/events/<id:id>/reviews/<id:review>/withdraw",
    "/desk/events/<id:id>/split",
    "/desk/events/<id:id>/edits/<id:label>/withdraw",
    "/desk/feeds",
    "/desk/feeds/<id>",
    "/desk/labels",
    "/desk/sources",
    "/desk/sources/<id:id>",
    "/desk/sources/<id:id>/disputes/<id:label>/withdraw",
    "/desk/models",
    "/desk/models/<id>",
    "/desk/models/<id>/activate",
    "/desk/models/retrain",
}


def validator(name, *, strict=False):
    """A validator of one component; where strict, keys that the document does not name are refused too."""
    components = copy.deepcopy(DOCUMENT["components"])
    if strict:
        for schema in components["schemas"].values():
            schema["additionalProperties"] = False
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})


def full_report():
    """A report in which every part has something in it."""
    slots = (
        make_slot(start=0, quantity=make_quantity(7.0, 7.0, float("inf"))),
        make_slot(SlotName.TIME, 10, "Monday", "2024-03-11", day=date(2024, 3, 11)),
    )
    claims = (
        make_claim("c1", slots=slots, cue=make_cue(), form=Form.INDIRECT),
        make_claim("c2", "a2", source="s2", as_of=datetime(2024, 3, 1, 1, tzinfo=timezone(timedelta(hours=2)))),
    )
    pair = make_comparison("c1", "c2", reasons=(Reason(ReasonCode.NUMBER, Span(0, 5), Span(0, 5)),))
    event = make_event(
        claims=("c1", "c2"),
        articles=("a1", "a2"),
        agreement=make_agreement(),
        disputed=True,
        numbers=(
            NumberSeries(
                "killed", (Figure(7.0, None, "s1", "c1"), Figure(8.5, datetime(2024, 1, 1, tzinfo=UTC), "s2", "c2"))
            ),
        ),
        pairs=(pair,),
    )
    return make_report(
        articles=(
            make_article(),
            make_article("a2", published_at=datetime(2024, 1, 1, tzinfo=UTC)),
            make_article("a3"),
        ),
        copy_of={"a2": CopyOf("a1", KnownBy.CREDITED)},
        claims=claims,
        event_of={"c1": "e1", "c2": "e1"},
        independent_sources={"c1": 1, "c2": 2},
        events=(event,),
        standings=(make_standing(), make_standing("s2", "a resident", SourceKind.PERSON)),
        unused=(make_unused("a3"),),
    )


def test_the_document_is_valid_openapi_3_1():
    OpenAPIV31SpecValidator(DOCUMENT).validate()
    assert DOCUMENT["openapi"].startswith("3.1")


def test_the_served_document_is_the_one_of_the_command_line(client):
    assert client.get("/openapi.json").json == openapi(Settings())


def test_every_route_is_in_the_document_or_is_a_page_for_people(client):
    served = {rule.rule for rule in client.application.url_map.iter_rules()}
    assert {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", each) for each in served - PAGES} == set(DOCUMENT["paths"])
    assert served >= PAGES


def test_every_refusal_in_the_document_is_a_problem():
    for response in DOCUMENT["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]
        assert response["content"]["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}


@pytest.mark.parametrize(
    "name",
    ["ScoreRequest", "Article", "Options", "CompareRequest", "Spoken", "ReasonGiven", "PairDecision", "SourceDecision"],
)
def test_what_is_sent_may_have_no_other_fields(name):
    assert DOCUMENT["components"]["schemas"][name]["additionalProperties"] is False


def test_limits_in_the_document_are_those_of_the_settings():
    schemas = openapi(Settings(max_articles=3, max_text_chars=77))["components"]["schemas"]
    assert schemas["ScoreRequest"]["properties"]["articles"]["maxItems"] == 3
    assert schemas["Article"]["properties"]["text"]["maxLength"] == 77


def test_every_schema_says_what_it_is():
    assert [name for name, schema in DOCUMENT["components"]["schemas"].items() if not schema["description"]] == []


@pytest.mark.parametrize("report", [make_report(), full_report()], ids=["plain", "full"])
def test_a_report_is_what_the_document_says_and_nothing_else(report):
    validator("ScoreReport", strict=True).validate(ScoreReportSchema().dump(report))


def test_the_same_report_gives_the_same_bytes():
    first, second = (json_bytes(ScoreReportSchema().dump(full_report())) for _ in range(2))
    assert first == second


def test_times_are_answered_in_utc():
    report = ScoreReportSchema().dump(full_report())
    assert report["claims"][1]["as_of"] == "2024-02-29T23:00:00Z"
    assert report["articles"][1]["published_at"] == "2024-01-01T00:00:00Z"


def test_a_range_without_an_end_has_null_there():
    [number] = ScoreReportSchema().dump(full_report())["claims"][0]["slots"]["number"]
    assert number["quantity"] == {"value": 7, "low": 7, "high": None, "counted": "killed"}


def test_numbers_have_six_decimals_and_no_negative_nought():
    pair = make_comparison(probabilities=Probabilities(1 / 3, 2 / 3, -0.0))
    event = make_event(pairs=(pair,))
    [shown] = ScoreReportSchema().dump(make_report(events=(event,)))["events"][0]["pairs"]
    assert json_bytes(shown["probabilities"]) == b'{"agrees":0.333333,"contradicts":0.666667,"neutral":0.0}'


def test_a_source_whose_credibility_is_not_shown_gives_nothing_away_in_its_ledger():
    source = ScoreReportSchema().dump(full_report())["sources"][1]
    assert source["credibility"] is None
    assert source["without"] == []
    assert source["ledger"] == [
        {"claim": "c1", "supported": 0.0, "opposed": 1.0, "event": "", "compared": [], "evidence": 0.0}
    ]


@pytest.mark.parametrize(("first", "later"), [("a", "b"), ("b", "a")])
def test_an_update_says_which_of_the_two_is_the_later_one(first, later):
    comparison = make_comparison(first, later, Stance.NEUTRAL, relation=Relation.UPDATES)
    compared = Compared(SNAPSHOT, make_claim("a", "a"), make_claim("b", "b"), comparison)
    answer = ComparedSchema().dump(compared)
    validator("Compared", strict=True).validate(answer)
    assert (answer["relation"], answer["later"]) == ("updates", later)


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("score_request", "ScoreRequest"),
        ("score_report", "ScoreReport"),
        ("compare_request", "CompareRequest"),
        ("comparison", "Compared"),
        ("invalid_request", "Problem"),
        ("article_page", "ArticlePage"),
        ("kept_article", "KeptArticle"),
        ("event_page", "EventPage"),
        ("source_page", "SourcePage"),
        ("source", "KeptSource"),
        ("ledger_page", "LedgerPage"),
        ("pair_decision", "PairDecision"),
        ("source_decision", "SourceDecision"),
        ("event_decision", "EventDecision"),
        ("party_decision", "PartyDecision"),
        ("merge", "Merge"),
        ("split", "Split"),
        ("edited", "Edited"),
        ("imported", "Imported"),
        ("label", "Label"),
        ("label_page", "LabelPage"),
    ],
)
def test_an_example_is_what_the_document_says(name, schema):
    validator(schema, strict=True).validate(example(name))


@pytest.mark.parametrize(("path", "name"), [("/score", "score_request"), ("/compare", "compare_request")])
def test_an_example_request_is_answered(client, path, name):
    assert client.post(path, json=example(name)).status_code == 200


def test_the_spans_of_the_example_report_stand_on_the_words_of_the_example_request():
    texts = {each["id"]: each["text"] for each in example("score_request")["articles"]}
    for claim in example("score_report")["claims"]:
        text = texts[claim["article"]]
        assert text[claim["span"]["start"] : claim["span"]["end"]] == claim["text"]
        cue = [claim["cue"]] if claim["cue"] else []
        for part in [*cue, *(slot for slots in claim["slots"].values() for slot in slots)]:
            assert text[part["start"] : part["end"]] == part["text"]


def test_the_probabilities_of_the_examples_add_up_from_their_bits():
    pairs = [example("comparison"), *(pair for event in example("score_report")["events"] for pair in event["pairs"])]
    for pair in pairs:
        sums = {stance: sum(each["bits"][stance] for each in pair["evidence"]) for stance in pair["probabilities"]}
        odds = Bits(**{stance: 2.0**bits for stance, bits in sums.items()})
        total = odds.agrees + odds.contradicts + odds.neutral
        expected = {stance: getattr(odds, stance) / total for stance in sums}
        assert pair["probabilities"] == pytest.approx(expected, abs=1e-5)


def test_the_document_is_plain_json():
    assert json.loads(json_bytes(DOCUMENT)) == DOCUMENT
