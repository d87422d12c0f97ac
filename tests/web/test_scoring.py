"""POST /score and POST /compare on what they are made for."""

from __future__ import annotations

import pytest

from tests.fakes import FakeScorer

ARTICLES = [
    {"id": "a", "outlet": "The Courier", "text": "The blast killed 7 people."},
    {"id": "b", "outlet": "Daily Ledger", "text": "The blast killed 12 people. Roads are closed."},
]


def test_two_outlets_with_other_numbers_contradict_each_other_at_those_numbers(client):
    report = client.post("/score", json={"articles": ARTICLES}).json
    [event] = report["events"]
    [pair] = event["pairs"]
    assert pair["relation"] == "contradicts"
    [reason] = pair["reasons"]
    words = [
        each["text"][reason[side]["start"] : reason[side]["end"]] for side, each in zip("ab", ARTICLES, strict=True)
    ]
    assert words == ["7", "12"]


def test_every_claim_of_a_report_stands_in_its_article_under_its_span(client):
    report = client.post("/score", json={"articles": ARTICLES}).json
    texts = {each["id"]: each["text"] for each in ARTICLES}
    assert report["claims"]
    for claim in report["claims"]:
        assert texts[claim["article"]][claim["span"]["start"] : claim["span"]["end"]] == claim["text"]


def test_the_same_request_gives_the_same_bytes(make_client):
    first, second = (make_client().post("/score", json={"articles": ARTICLES}).data for _ in range(2))
    assert first == second


def test_a_request_with_nothing_to_compare_is_answered_with_the_reasons(client):
    answer = client.post("/score", json={"articles": [{"id": "a", "outlet": "x", "text": "…!"}]})
    assert answer.status_code == 200
    assert answer.json["events"] == []
    assert answer.json["unused"] == [{"article": "a", "why": "no claim found"}]


def test_an_article_in_a_language_that_is_not_read_is_unused_and_says_why(client):
    text = "قتل سبعة أشخاص في الانفجار."
    answer = client.post("/score", json={"articles": [{"id": "a", "outlet": "x", "text": text, "language": "ar"}]})
    assert answer.json["unused"] == [{"article": "a", "why": "a language that is not read yet"}]


@pytest.mark.parametrize(
    "text", ["قُتل سبعة أشخاص.", "נהרגו שבעה אנשים.", "\u202bשלום\u202c עולם", "Seven 👩‍👩‍👧‍👦 fled 🔥.", "七人死亡。"]
)
def test_every_script_and_emoji_passes_untouched(client, text):
    answer = client.post("/score", json={"articles": [{"id": "a", "outlet": "x", "text": text}]})
    assert answer.status_code == 200
    assert answer.json["claims"][0]["text"] == text
    assert text.encode() in answer.data


def test_an_articles_details_come_back_with_its_time_in_utc(client):
    sent = {
        "id": "a",
        "outlet": "  The Courier ",
        "text": "A blast.",
        "title": "Blast",
        "url": "https://courier.example/1",
        "published_at": "2024-05-02T09:30:00.5+02:00",
        "updated_at": "2024-05-02T11:00:00+02:00",
        "language": "en-GB",
    }
    [article] = client.post("/score", json={"articles": [sent]}).json["articles"]
    assert article == {
        "id": "a",
        "outlet": "The Courier",
        "title": "Blast",
        "url": "https://courier.example/1",
        "published_at": "2024-05-02T07:30:00.500000Z",
        "updated_at": "2024-05-02T09:00:00Z",
        "language": "en",
        "copy_of": None,
        "origin_known_by": None,
        "stored": None,
        "version": None,
        "vouched": None,
    }


def test_what_is_optional_may_be_null_or_left_out(client):
    article = ARTICLES[0] | {"title": None, "url": None, "published_at": None, "updated_at": None, "language": None}
    body = {"articles": [article], "options": {"store": False}}
    left_out = client.post("/score", json={"articles": [ARTICLES[0]]})
    assert client.post("/score", json=body).data == left_out.data


def test_a_copied_article_names_the_one_it_copies(client):
    copy = ARTICLES[0] | {"id": "c", "outlet": "Copycat"}
    articles = client.post("/score", json={"articles": [ARTICLES[0], copy]}).json["articles"]
    assert [each["copy_of"] for each in articles] == [None, "a"]
    assert [each["origin_known_by"] for each in articles] == [None, "earlier"]


def test_a_body_with_a_byte_order_mark_is_read(client):
    body = b'\xef\xbb\xbf{"articles": [{"id": "a", "outlet": "x", "text": "A blast."}]}'
    assert client.post("/score", data=body, content_type="application/json; charset=UTF-8").status_code == 200


def test_two_claims_are_compared(client):
    body = {"a": {"text": "The blast killed 7."}, "b": {"text": "The blast killed 12.", "source": "police"}}
    answer = client.post("/compare", json=body).json
    assert answer["relation"] == "contradicts"
    assert answer["a"]["text"] == "The blast killed 7."
    assert answer["reasons"] == [{"code": "number", "a": {"start": 17, "end": 18}, "b": {"start": 17, "end": 19}}]


def test_reasons_follow_a_and_b_as_given_even_when_b_is_the_earlier_claim(client):
    a = {"text": "The blast killed 7.", "published_at": "2024-05-02T10:00:00Z"}
    b = {"text": "The blast killed 12.", "published_at": "2024-05-02T09:00:00Z"}
    [reason] = client.post("/compare", json={"a": a, "b": b}).json["reasons"]
    assert a["text"][reason["a"]["start"] : reason["a"]["end"]] == "7"
    assert b["text"][reason["b"]["start"] : reason["b"]["end"]] == "12"


@pytest.mark.parametrize(("text", "slug"), [("!!!", "nothing-to-compare"), ("七人死亡。", "unknown-language")])
def test_a_text_that_cannot_be_compared_is_refused_with_the_reason(client, text, slug):
    answer = client.post("/compare", json={"a": {"text": text}, "b": {"text": "The blast killed 7."}})
    assert answer.status_code == 422
    assert answer.json["type"] == f"/problems/{slug}"


def test_more_claims_than_the_scorer_takes_are_refused_with_number_and_limit(make_client):
    answer = make_client(FakeScorer(max_claims=1)).post("/score", json={"articles": ARTICLES})
    assert answer.status_code == 422
    assert answer.json["type"] == "/problems/too-many-claims"
    assert answer.json["detail"] == "The articles hold 2 claims; the limit is 1."
