"""What is wrong with a body is said clearly, at the place where it is wrong."""

from __future__ import annotations

import io
import json

import pytest

GOOD = {"id": "a", "outlet": "The Courier", "text": "A blast."}


def article(**changes):
    return {"articles": [GOOD | changes]}


def without(*names):
    return {"articles": [{name: value for name, value in GOOD.items() if name not in names}]}


FAULTS = {
    "no articles key": ({}, "#/articles", "Missing data"),
    "no articles": ({"articles": []}, "#/articles", "Give some articles."),
    "articles not a list": ({"articles": "x"}, "#/articles", "Not a valid list"),
    "articles null": ({"articles": None}, "#/articles", "may not be null"),
    "an article not an object": ({"articles": [1]}, "#/articles/0", "Must be an object."),
    "a list at the top": ([], "#", "Must be an object."),
    "a string at the top": ("x", "#", "Must be an object."),
    "null at the top": (None, "#", "Must be an object."),
    "no id": (without("id"), "#/articles/0/id", "Missing data"),
    "no outlet": (without("outlet"), "#/articles/0/outlet", "Missing data"),
    "no text": (without("text"), "#/articles/0/text", "Missing data"),
    "id a number": (article(id=1), "#/articles/0/id", "Not a valid string"),
    "id empty": (article(id=""), "#/articles/0/id", "Must not be empty"),
    "id too long": (article(id="x" * 201), "#/articles/0/id", "201 characters; the limit is 200"),
    "id with a line break": (article(id="a\nb"), "#/articles/0/id", "U+000A, at character 1"),
    "outlet null": (article(outlet=None), "#/articles/0/outlet", "may not be null"),
    "outlet blank": (article(outlet=" \u3000 "), "#/articles/0/outlet", "Must not be empty"),
    "text empty": (article(text=""), "#/articles/0/text", "Must not be empty"),
    "text blank": (article(text=" \n\t "), "#/articles/0/text", "Must not be empty"),
    "text of one megabyte": (
        article(text="x" * 1_000_000),
        "#/articles/0/text",
        "1000000 characters; the limit is 200000",
    ),
    "text a list": (article(text=["A blast."]), "#/articles/0/text", "Not a valid string"),
    "NUL in text": (article(text="A\0blast."), "#/articles/0/text", "control character, U+0000, at character 1"),
    "escape in text": (article(text="A \x1b[31mblast."), "#/articles/0/text", "U+001B, at character 2"),
    "C1 control in text": (article(text="A\x85blast."), "#/articles/0/text", "U+0085"),
    "half a surrogate pair in text": (article(text="A\ud83dblast."), "#/articles/0/text", "half of a surrogate pair"),
    "half a surrogate pair in the title": (article(title="\udc00"), "#/articles/0/title", "half of a surrogate pair"),
    "url of another scheme": (article(url="javascript:alert(1)"), "#/articles/0/url", "http or https"),
    "url without a host": (article(url="https:///x"), "#/articles/0/url", "http or https"),
    "url with a blank": (article(url="https://a.example/x y"), "#/articles/0/url", "http or https"),
    "time without a zone": (article(published_at="2024-05-02T09:30:00"), "#/articles/0/published_at", "no zone"),
    "a day only": (article(published_at="2024-05-02"), "#/articles/0/published_at", "RFC 3339"),
    "a time that is no string": (article(published_at=1714642200), "#/articles/0/published_at", "RFC 3339"),
    "a day of no month": (article(published_at="2024-02-30T00:00:00Z"), "#/articles/0/published_at", "calendar"),
    "a time before the calendar": (
        article(published_at="0001-01-01T00:00:00+05:00"),
        "#/articles/0/published_at",
        "cal",
    ),
    "an update without a zone": (article(updated_at="2024-05-02T09:30:00"), "#/articles/0/updated_at", "no zone"),
    "the far future": (article(published_at="2999-01-01T00:00:00Z"), "#/articles/0/published_at", "in the future"),
    "two days ahead": (article(published_at="2024-06-03T12:00:01Z"), "#/articles/0/published_at", "in the future"),
    "no language tag": (article(language="English!"), "#/articles/0/language", "language tag"),
    "a language tag with a line break": (article(language="en\n"), "#/articles/0/language", "language tag"),
    "a language tag that is too long": (
        article(language="en" + "-abcdefgh" * 4),
        "#/articles/0/language",
        "38 characters; the limit is 35",
    ),
    "an unknown field": (article(txet="x"), "#/articles/0/txet", "Unknown field"),
    "an unknown field at the top": (article() | {"option": {}}, "#/option", "Unknown field"),
    "an unknown option": (article() | {"options": {"stroe": True}}, "#/options/stroe", "Unknown field"),
    "a word for a boolean": (article() | {"options": {"store": "no"}}, "#/options/store", "Not a valid boolean"),
    "a word for a number": (article() | {"options": {"join_from": "3"}}, "#/options/join_from", "Not a valid number"),
    "a truth for a number": (article() | {"options": {"join_from": True}}, "#/options/join_from", "Not a valid number"),
    "too many bits": (article() | {"options": {"join_from": 21}}, "#/options/join_from", "less than or equal to 20"),
    "strictness about what is kept": (
        article() | {"options": {"join_from": 1, "store": True}},
        "#/options/join_from",
        "the usual way",
    ),
    "nought for a boolean": (article() | {"options": {"store": 0}}, "#/options/store", "Not a valid boolean"),
    "a field to be escaped": (article(**{"a/b~c é": 1}), "#/articles/0/a~1b~0c%20%C3%A9", "Unknown field"),
    "half a surrogate pair in a key": (article(**{"\ud800": 1}), "#/articles/0/%3F", "Unknown field"),
    "an id twice": ({"articles": [GOOD, GOOD]}, "#/articles/1/id", "same id"),
}


@pytest.mark.parametrize(("body", "pointer", "detail"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_refused_with_its_pointer(client, body, pointer, detail):
    answer = client.post("/score", data=json.dumps(body), content_type="application/json")
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"] == "/problems/invalid-request"
    [fault] = answer.json["errors"]
    assert fault["pointer"] == pointer
    assert detail in fault["detail"]


def body(data, content_type="application/json", **headers):
    return {"data": data, "content_type": content_type, "headers": headers}


TEXT = json.dumps(article())
REFUSALS = {
    "nothing": (body(b""), 400, "empty"),
    "blanks": (body(b" \n"), 400, "empty"),
    "no JSON": (body(b"{articles}"), 400, "not JSON"),
    "half of it": (body(TEXT[:-3]), 400, "line 1, column"),
    "two of it": (body(TEXT * 2), 400, "Extra data"),
    "not UTF-8": (body(b'{"articles": "\xff"}'), 400, "not UTF-8: byte 14"),
    "UTF-16": (body(TEXT.encode("utf-16")), 400, "not UTF-8"),
    "NaN": (body(b'{"articles": NaN}'), 400, "NaN is no JSON number"),
    "infinity": (body(b'{"articles": -Infinity}'), 400, "-Infinity is no JSON number"),
    "a number past all bounds": (body(b'{"articles": 1e999}'), 400, "too large"),
    "a number of many digits": (body(b'{"articles": ' + b"1" * 5000 + b"}"), 400, "too long"),
    "a key twice": (body(b'{"articles": [], "articles": []}'), 400, '"articles" twice'),
    "a key twice deep down": (body(b'{"articles": [{"id": "a", "id": "b"}]}'), 400, '"id" twice'),
    "a deep nest": (body(b"[" * 100_000), 400, "nested too deeply"),
    "no content type": (body(TEXT, None), 415, "application/json"),
    "a form": (body({"articles": "x"}, "application/x-www-form-urlencoded"), 415, "application/json"),
    "text": (body(TEXT, "text/plain"), 415, "application/json"),
    "another charset": (body(TEXT, "application/json; charset=latin-1"), 415, "UTF-8"),
    "compressed": (body(TEXT, **{"Content-Encoding": "gzip"}), 415, "uncompressed"),
    "too many bytes": (body(b" " * (8 * 1024 * 1024 + 1)), 413, "larger than the limit of 8388608 bytes"),
}


@pytest.mark.parametrize("path", ["/score", "/compare"])
@pytest.mark.parametrize(("call", "status", "detail"), REFUSALS.values(), ids=REFUSALS)
def test_a_body_that_cannot_be_read_is_refused_with_the_reason(client, path, call, status, detail):
    answer = client.post(path, **call)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.json["type"] == "about:blank"
    assert detail in answer.json["detail"]


def test_a_streamed_body_past_the_limit_is_refused_and_not_cut_off(make_client):
    streamed = {"content_type": "application/json", "environ_overrides": {"wsgi.input_terminated": True}}
    small = make_client(max_body_bytes=len(TEXT) + 1)
    assert small.post("/score", input_stream=io.BytesIO(TEXT.encode()), **streamed).status_code == 200
    long = io.BytesIO(TEXT.encode() + b" " * 10)
    assert small.post("/score", input_stream=long, **streamed).status_code == 413


def test_ten_thousand_articles_are_one_fault_naming_number_and_limit(client):
    answer = client.post("/score", json={"articles": [{"id": str(n)} for n in range(10_000)]})
    assert answer.status_code == 422
    [fault] = answer.json["errors"]
    assert fault == {"pointer": "#/articles", "detail": "Has 10000 articles; the limit is 200."}


def test_every_fault_of_a_body_is_listed_at_once(client):
    answer = client.post("/score", json={"articles": [GOOD, GOOD | {"text": "", "x": 1}], "y": 2})
    assert {fault["pointer"] for fault in answer.json["errors"]} == {
        "#/articles/1/id",
        "#/articles/1/text",
        "#/articles/1/x",
        "#/y",
    }
    assert answer.json["detail"] == "4 things are wrong with the request."


def test_only_the_first_hundred_faults_are_listed(client):
    answer = client.post("/score", json={"articles": [{} for _ in range(100)]})
    assert len(answer.json["errors"]) == 100
    assert answer.json["detail"] == "300 things are wrong with the request; the first 100 are listed."


def test_a_time_up_to_a_day_ahead_is_taken(client):
    assert client.post("/score", json=article(published_at="2024-06-02T12:00:00Z")).status_code == 200


def test_limits_are_settings(make_client):
    small = make_client(max_articles=1, max_text_chars=5, max_body_bytes=100)
    assert small.post("/score", json={"articles": [GOOD | {"text": "12345"}]}).status_code == 200
    assert "limit is 5" in small.post("/score", json=article(text="123456")).json["errors"][0]["detail"]
    assert "limit is 1." in small.post("/score", json={"articles": [{}, {}]}).json["errors"][0]["detail"]
    assert small.post("/score", json=article(text="x" * 100)).status_code == 413


COMPARE_FAULTS = {
    "one claim only": ({"a": {"text": "x"}}, "#/b", "Missing data"),
    "a claim that is a string": ({"a": "x", "b": {"text": "x"}}, "#/a", "Must be an object."),
    "a claim without text": ({"a": {}, "b": {"text": "x"}}, "#/a/text", "Missing data"),
    "a claim that is too long": ({"a": {"text": "x" * 5001}, "b": {"text": "x"}}, "#/a/text", "the limit is 5000"),
    "a time without a zone": (
        {"a": {"text": "x", "published_at": "2024-05-02T09:30:00"}, "b": {"text": "x"}},
        "#/a/published_at",
        "no zone",
    ),
    "an unknown field": ({"a": {"text": "x", "id": "1"}, "b": {"text": "x"}}, "#/a/id", "Unknown field"),
    "a control character in a source": (
        {"a": {"text": "x", "source": "\x07"}, "b": {"text": "x"}},
        "#/a/source",
        "U+0007",
    ),
}


@pytest.mark.parametrize(("body", "pointer", "detail"), COMPARE_FAULTS.values(), ids=COMPARE_FAULTS)
def test_a_fault_in_a_comparison_is_refused_with_its_pointer(client, body, pointer, detail):
    answer = client.post("/compare", json=body)
    assert answer.status_code == 422
    [fault] = answer.json["errors"]
    assert fault["pointer"] == pointer
    assert detail in fault["detail"]
