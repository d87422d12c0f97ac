"""What is answered of what is kept is what the OpenAPI document says, and nothing else; its examples hang together."""

from __future__ import annotations

import re

import pytest

from service.news.identity import Scope
from service.news.source import Credibility, Prior
from service.scoring.credibility.borne_out import Record, Weighed, credibility, effect
from service.web.openapi import example
from tests.desk import EVERYTHING, FLOOD
from tests.web.test_contract import DOCUMENT, validator

READ = {
    "/articles": "ArticlePage",
    "/articles/{a}": "KeptArticle",
    "/events": "EventPage",
    "/events/{e}": "ScoreReport",
    "/sources": "SourcePage",
    "/sources/{s}": "KeptSource",
    "/sources/{s}/ledger": "LedgerPage",
    "/reports/{k}": "ScoreReport",
    "/labels": "LabelPage",
    "/labels/{l}": "Label",
}


def label(desk, report):
    one, other = (claim["id"] for claim in report["claims"][:2])
    body = {"kind": "pair", "a": one, "b": other, "relation": "contradicts", "reasons": ["number"]}
    return desk.ask("POST", "/labels", Scope.LABEL, json=body)


@pytest.mark.parametrize(("path", "schema"), READ.items())
def test_an_answer_is_what_the_document_says_and_nothing_else(desk, path, schema):
    report = desk.keep(*EVERYTHING).json
    names = {
        "a": report["articles"][0]["stored"],
        "e": report["events"][0]["id"],
        "s": report["sources"][0]["id"],
        "k": report["id"],
        "l": label(desk, report).json["id"],
    }
    answer = desk.get(path.format(**names))
    assert answer.status_code == 200
    validator(schema, strict=True).validate(answer.json)


def test_a_report_on_kept_articles_is_what_the_document_says_and_nothing_else(desk):
    validator("ScoreReport", strict=True).validate(desk.keep(FLOOD).json)


@pytest.mark.parametrize("path", READ)
def test_what_is_read_may_be_asked_for_once_more_with_its_tag(path):
    shown = re.sub(r"{\w}", "{id}", path)
    operation = DOCUMENT["paths"][shown]["get"]
    assert {"200", "304", "401", "403", "422", "503"} <= set(operation["responses"])
    assert "ETag" in operation["responses"]["200"]["headers"]
    assert {"$ref": "#/components/parameters/IfNoneMatch"} in operation["parameters"]


def test_a_page_tells_where_the_next_one_is():
    for path, item in DOCUMENT["paths"].items():
        takes = {each.get("name") for each in item.get("get", {}).get("parameters", [])}
        if path in READ or "IfNoneMatch" in takes:
            assert ("cursor" in takes) == ("Link" in item["get"]["responses"]["200"]["headers"]), path


@pytest.mark.parametrize(
    ("path", "method", "scope"),
    [
        ("/articles", "get", "read"),
        ("/articles/{id}", "delete", "admin"),
        ("/articles/{id}/vouch", "delete", "label"),
        ("/labels", "get", "label"),
        ("/labels", "post", "label"),
        ("/labels/{id}", "get", "label"),
        ("/labels/{id}/withdraw", "post", "label"),
        ("/labels.jsonl", "get", "label"),
        ("/labels.jsonl", "post", "admin"),
        ("/events/{id}/merge", "post", "label"),
        ("/sources/{id}/disputes", "post", "label"),
        ("/events/{id}/split", "post", "label"),
        ("/events/{id}/reviews", "get", "read"),
        ("/events/{id}/reviews", "post", "label"),
        ("/events/{id}/reviews/{review}", "delete", "label"),
        ("/events/{id}.xlsx", "get", "read"),
        ("/reports/{id}/annotations", "get", "read"),
    ],
)
def test_the_document_says_which_scope_it_takes(path, method, scope):
    assert DOCUMENT["paths"][path][method]["security"][0] == {"key": [scope]}


def test_the_examples_speak_of_the_same_things():
    articles, events, sources = (example(f"{each}_page")["items"] for each in ("article", "event", "source"))
    article, source, ledger = example("kept_article"), example("source"), example("ledger_page")
    assert article["id"] in {each["id"] for each in articles}
    assert {claim["event"] for claim in article["claims"]} <= {each["id"] for each in events}
    assert {line["event"] for line in ledger["items"]} <= {each["id"] for each in events}
    assert {line["article"] for line in ledger["items"]} <= {each["id"] for each in articles}
    assert {name: each for name, each in source.items() if name not in {"party_to", "followings"}} in sources
    labels = example("label_page")["items"]
    claims = {claim["id"] for claim in article["claims"]} | {line["claim"] for line in ledger["items"]}
    assert example("label") in labels
    assert {each[end] for each in labels for end in ("a", "b", "claim")} - {None} <= claims
    assert {name for each in labels for name in each["events"]} <= {each["id"] for each in events}
    assert {name for each in labels for group in each["groups"] or () for name in group} <= claims
    assert example("edited")["label"] in labels
    for decision in (example(f"{kind}_decision") for kind in ("pair", "source", "event", "dispute", "party")):
        assert any(decision.items() <= each.items() for each in labels)


def test_the_spans_of_the_example_article_stand_on_its_words():
    article = example("kept_article")
    for claim in article["claims"]:
        slots = [slot for named in claim["slots"].values() for slot in named]
        for part in (claim["span"] | {"text": claim["text"]}, claim["cue"], *slots):
            assert article["text"][part["start"] : part["end"]] == part["text"]


def test_the_credibility_of_the_example_follows_from_its_prior_and_its_ledger():
    source, lines = example("source"), example("ledger_page")["items"]
    prior = Prior(source["prior"]["mean"], source["prior"]["strength"], source["prior"]["basis"])
    said = [Weighed(line["evidence"], line["supported"] + line["opposed"]) for line in lines]
    expected = credibility(prior, Record(tuple(said)))
    shown = source["credibility"]
    assert Credibility(shown["mean"], tuple(shown["interval"]), shown["comparisons"]) == Credibility(
        pytest.approx(expected.mean, abs=1e-6), pytest.approx(expected.interval, abs=1e-6), expected.comparisons
    )
    for place, line in enumerate(lines):
        without = credibility(prior, Record(tuple(said[:place] + said[place + 1 :]))).mean
        assert line["mean_without"] == pytest.approx(without, abs=1e-6)
        assert line["effect"] == pytest.approx(effect(expected.mean, without), abs=1e-5)
