"""Messages to chats: every topic is said in words, within the limits of each service, and nothing is taken for markup."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.news.webhook import MessageFormat, Topic
from service.newsroom import chat
from service.newsroom.findings import CAVEAT

PAIR = {"a": "v1.0", "b": "v2.0", "probability": 0.9134, "reasons": ["actor", "number"]}
SHOWN = {"mean": 0.64, "interval": [0.41, 0.83]}
DATA = {
    Topic.CONTRADICTION_DETECTED: {
        "event": "e1",
        "headline": "A blast in Harim",
        "pairs": [PAIR, PAIR | {"probability": 0.7, "reasons": []}],
        "n_pairs": 2,
        "href": "/events/e1",
    },
    Topic.CLAIM_UPDATED: {"event": "e1", "headline": None, "pairs": [PAIR], "n_pairs": 1, "href": "/events/e1"},
    Topic.EVENT_MERGED: {"event": "e1", "into": "e2", "href": "/events/e2"},
    Topic.SOURCE_CHANGED: {"source": "s1", "before": None, "now": SHOWN, "href": "/sources/s1"},
    Topic.MODEL_PROMOTED: {"version": "m1", "reason": "Passed.", "href": "/admin/models/m1"},
    Topic.JOB_FINISHED: {"job": "j1", "kind": "score", "state": "failed", "href": "/jobs/j1"},
}
SAID = {
    Topic.CONTRADICTION_DETECTED: (
        "Contradiction: A blast in Harim",
        "2 pairs of claims contradict each other. The likeliest: P = 0.91 over actor and number; P = 0.70.",
        "/desk/events/e1",
    ),
    Topic.CLAIM_UPDATED: (
        "Update in the event e1",
        "One claim brings an earlier one up to date: P = 0.91 over actor and number.",
        "/desk/events/e1",
    ),
    Topic.EVENT_MERGED: ("Two events are one", "The event e1 has become part of e2.", "/desk/events/e2"),
    Topic.SOURCE_CHANGED: (
        "The credibility of a source has moved",
        "Source s1: it was not shown, and is 0.64 (90 %: 0.41 to 0.83).",
        "/desk/sources/s1",
    ),
    Topic.MODEL_PROMOTED: ("Another version of the model answers", "Version m1: Passed.", "/desk/models/m1"),
    Topic.JOB_FINISHED: ("A job has ended: failed", "The job j1 (score) has failed.", ""),
}
CHATS = (MessageFormat.SLACK, MessageFormat.TEAMS)


def written(format, data=None, topic=Topic.CONTRADICTION_DETECTED, address="https://desk.example/"):
    message = json.dumps({"type": topic, "timestamp": "2024-06-01T12:00:00Z", "data": data or DATA[topic]})
    return json.loads(chat.body(format, message, address))


def texts(part):
    """All texts of a message with the kind of element that each stands in."""
    if isinstance(part, list):
        return [found for each in part for found in texts(each)]
    if not isinstance(part, dict):
        return []
    own = [(part.get("type"), part["text"])] if isinstance(part.get("text"), str) else []
    return own + [found for each in part.values() for found in texts(each)]


@pytest.mark.parametrize("topic", list(Topic))
def test_each_topic_is_said_in_words_with_the_way_to_its_page(topic):
    found = chat.say({"type": topic, "data": DATA[topic]})
    assert (found.title, found.text, found.path) == SAID[topic]
    for format in CHATS:
        body = json.dumps(written(format, topic=topic), ensure_ascii=False)
        assert found.title in body
        assert CAVEAT in body
        assert ("https://desk.example/desk/" in body) == bool(found.path)
        assert "http" not in json.dumps(written(format, topic=topic, address="")).replace("http://adaptivecards.io", "")


def test_slack_gets_a_text_for_notifications_and_blocks():
    body = written(MessageFormat.SLACK)
    assert body["text"].startswith("Contradiction: A blast in Harim. 2 pairs")
    assert [each["type"] for each in body["blocks"]] == ["header", "section", "section", "context"]
    assert body["blocks"][2]["text"] == {"type": "mrkdwn", "text": "<https://desk.example/desk/events/e1|Look at it>"}


def test_teams_gets_one_adaptive_card_with_a_link():
    body = written(MessageFormat.TEAMS)
    (attachment,) = body["attachments"]
    assert (body["type"], attachment["contentType"]) == ("message", "application/vnd.microsoft.card.adaptive")
    card = attachment["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    assert card["actions"] == [
        {"type": "Action.OpenUrl", "title": "Look at it", "url": "https://desk.example/desk/events/e1"}
    ]


@given(
    st.text(min_size=1, max_size=60).filter(lambda text: text.strip())
    | st.just("<!channel> [x](http://x.example) *b* &")
)
def test_words_of_articles_stand_only_where_no_markup_is_read(headline):
    data = DATA[Topic.CONTRADICTION_DETECTED] | {"headline": headline}
    slack, teams = (written(format, data) for format in CHATS)
    for kind, text in texts(slack["blocks"]):
        assert kind == "plain_text" or text == "<https://desk.example/desk/events/e1|Look at it>"
    assert "<" not in slack["text"]
    assert {kind for kind, _ in texts(teams)} == {"TextRun"}
    assert {each["type"] for each in teams["attachments"][0]["content"]["body"]} == {"RichTextBlock"}


def test_the_longest_message_stays_within_what_each_service_takes():
    pairs = [PAIR | {"reasons": ["actor", "cause", "denial", "number", "place", "status", "target", "time"]}] * 20
    data = {"event": "e1", "headline": "🌅" * 5_000, "pairs": pairs, "n_pairs": 400, "href": "/events/e1"}
    slack, teams = (written(format, data) for format in CHATS)
    assert len(slack["blocks"]) <= 50
    header, *rest = (text for _, text in texts(slack["blocks"]))
    assert len(header) == 150
    assert max(map(len, [*rest, slack["text"]])) <= 3_100
    assert len(json.dumps(teams, ensure_ascii=False).encode()) < 28_000
