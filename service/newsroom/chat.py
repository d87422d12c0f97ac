"""Messages to webhooks as people read them: Slack's incoming webhooks, and Adaptive Cards for workflows of Teams.

Both are made of the message that other receivers get as Standard Webhooks has it. Words of articles and of people go
only where neither service looks for markup in them, so a headline can neither call a channel together nor hide a link.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from service.news.webhook import MessageFormat, Topic
from service.newsroom.findings import CAVEAT
from service.newsroom.items import cut

HEADERS = {"Content-Type": "application/json", "User-Agent": "counterclaim-webhooks/1"}
MOST_PAIRS = 5
"""Of the likeliest pairs the reasons are named."""
LONGEST_HEADER, LONGEST_SECTION, LONGEST_CARD_TEXT = 150, 3_000, 3_000
"""Most characters of a header and a section in Slack; in a card as many, so that it stays below the 28 kB of Teams."""
PAGES = {"/events/": "/desk/events/", "/sources/": "/desk/sources/", "/admin/models/": "/desk/models/"}
"""The pages for people of what a message leads programs to."""
CARD = "application/vnd.microsoft.card.adaptive"
Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What a message says: a title, a sentence or two, and the way to the rest, '' where there is no page."""

    title: str
    text: str
    path: str


def body(format: MessageFormat, message: str, address: str) -> bytes:
    """``message``, the JSON of a message to a webhook, in another ``format``.

    ``address`` is where people reach the service; where it is '' there is no link.
    """
    said = say(json.loads(message))
    link = f"{address.rstrip('/')}{said.path}" if address and said.path else ""
    return json.dumps(WRITERS[format](said, link), ensure_ascii=False, separators=(",", ":")).encode()


def say(message: Mapping[str, Any]) -> Said:
    """A message in words."""
    topic, data = Topic(message["type"]), message["data"]
    title, text = SAYERS[topic](data)
    href = str(data.get("href", ""))
    page = next((f"{page}{href.removeprefix(own)}" for own, page in PAGES.items() if href.startswith(own)), "")
    return Said(" ".join(title.split()), " ".join(text.split()), page)


def _contradiction(data: Part) -> tuple[str, str]:
    return _about("Contradiction", data), f"{_pairs(data, 'contradict each other', 'contradicts the other')}"


def _update(data: Part) -> tuple[str, str]:
    return _about(
        "Update", data
    ), f"{_pairs(data, 'bring earlier ones up to date', 'brings an earlier one up to date')}"


def _about(what: str, data: Part) -> str:
    return f"{what}: {data['headline']}" if data["headline"] else f"{what} in the event {data['event']}"


def _pairs(data: Part, do: str, does: str) -> str:
    shown = "; ".join(_pair(each) for each in data["pairs"][:MOST_PAIRS])
    if data["n_pairs"] == 1:
        return f"One claim {does}: {shown}."
    return f"{data['n_pairs']} pairs of claims {do}. The likeliest: {shown}."


def _pair(pair: Part) -> str:
    reasons = " and ".join(pair["reasons"])
    return f"P = {pair['probability']:.2f}" + (f" over {reasons}" if reasons else "")


def _merged(data: Part) -> tuple[str, str]:
    return "Two events are one", f"The event {data['event']} has become part of {data['into']}."


def _source(data: Part) -> tuple[str, str]:
    before, now = (_credibility(data[each]) for each in ("before", "now"))
    return "The credibility of a source has moved", f"Source {data['source']}: it was {before}, and is {now}."


def _credibility(shown: Part | None) -> str:
    if shown is None:
        return "not shown"
    low, high = shown["interval"]
    return f"{shown['mean']:.2f} (90 %: {low:.2f} to {high:.2f})"


def _model(data: Part) -> tuple[str, str]:
    return "Another version of the model answers", f"Version {data['version']}: {data['reason']}"


def _job(data: Part) -> tuple[str, str]:
    return f"A job has ended: {data['state']}", f"The job {data['job']} ({data['kind']}) has {data['state']}."


SAYERS: Mapping[Topic, Callable[[Part], tuple[str, str]]] = {
    Topic.CONTRADICTION_DETECTED: _contradiction,
    Topic.CLAIM_UPDATED: _update,
    Topic.EVENT_MERGED: _merged,
    Topic.SOURCE_CHANGED: _source,
    Topic.MODEL_PROMOTED: _model,
    Topic.JOB_FINISHED: _job,
}
"""What says the title and the text of a message on each topic."""


def _slack(said: Said, link: str) -> Part:
    blocks: list[Part] = [
        {"type": "header", "text": _plain(said.title, LONGEST_HEADER)},
        {"type": "section", "text": _plain(said.text, LONGEST_SECTION)},
    ]
    if link:
        blocks.append({"type": "section", "text": {"type": "mrkdwn", "text": f"<{_escaped(link)}|Look at it>"}})
    blocks.append({"type": "context", "elements": [_plain(CAVEAT, LONGEST_SECTION)]})
    # What a notification shows, where Slack looks for markup.
    return {"text": _escaped(cut(f"{said.title}. {said.text}", LONGEST_SECTION)), "blocks": blocks}


def _plain(words: str, most: int) -> Part:
    return {"type": "plain_text", "text": cut(words, most), "emoji": False}


def _escaped(words: str) -> str:
    """The three characters that Slack's markup begins with, as it asks for them (docs.slack.dev/messaging)."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _teams(said: Said, link: str) -> Part:
    card: Part = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "fallbackText": cut(said.title, LONGEST_CARD_TEXT),
        "body": [
            _run(said.title, weight="Bolder", size="Medium"),
            _run(said.text),
            _run(CAVEAT, isSubtle=True, size="Small"),
        ],
    }
    if link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": "Look at it", "url": link}]
    return {"type": "message", "attachments": [{"contentType": CARD, "contentUrl": None, "content": card}]}


def _run(words: str, **style: object) -> Part:
    """Words as they are: a TextBlock would read Markdown in them."""
    return {
        "type": "RichTextBlock",
        "inlines": [{"type": "TextRun", "text": cut(words, LONGEST_CARD_TEXT), **style}],
    }


WRITERS: Mapping[MessageFormat, Callable[[Said, str], Part]] = {
    MessageFormat.SLACK: _slack,
    MessageFormat.TEAMS: _teams,
}
"""What writes each format but the standard one."""
