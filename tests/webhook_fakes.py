"""Webhooks in memory, and a receiver that checks what it gets with the reference library."""

from __future__ import annotations

import json
import re
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from socket import socket
from threading import Event

from standardwebhooks.webhooks import Webhook as Verifier
from standardwebhooks.webhooks import WebhookVerificationError

from service.news.errors import NotKept
from service.news.memory import Page
from service.news.webhook import Delivery, MadeWebhook, MessageFormat, NewWebhook, Webhook
from tests.site import serving

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


class FakeWebhooks:
    """Webhooks that are told of nothing; ``sent`` holds the messages to each, by its id."""

    def __init__(self) -> None:
        self.made: dict[str, Webhook] = {}
        self.sent: dict[str, list[Delivery]] = {}

    def all(self):
        return tuple(reversed(self.made.values()))

    def add(self, new: NewWebhook, by) -> MadeWebhook:
        id = f"w{len(self.made)}"
        signs = new.format is MessageFormat.STANDARD
        url = new.url if signs else re.sub(r"(//[^/]*/).*", r"\1…", new.url)
        self.made[id] = Webhook(id, url, new.events, NOW, by.id, None, None, new.format)
        self.sent[id] = []
        return MadeWebhook(self.made[id], SECRET if signs else None)

    def remove(self, id, by):
        self._check(id)
        del self.made[id]

    def deliveries(self, id, limit, after=None) -> Page[Delivery]:
        self._check(id)
        start = int(after[0]) if after else 0
        more = len(self.sent[id]) > start + limit
        return Page(tuple(self.sent[id][start : start + limit]), (str(start + limit),) if more else None)

    def replay(self, id, since, by, *, delivered):
        self._check(id)
        states = {"failed", "delivered"} if delivered else {"failed"}
        return sum(each.state in states and each.made_at >= since for each in self.sent[id])

    def _check(self, id):
        if id not in self.made:
            raise NotKept(f"There is no webhook {id}.")


class Receiver:
    """Somebody who is told, on this machine.

    ``statuses`` are given in turn, the last for good; ``got`` holds the messages that were verified, by their ids, and
    ``wrong`` what was not. While ``hold`` is set, nothing is answered.
    """

    def __init__(self, secret: str) -> None:
        self.verifier = Verifier(secret)
        self.got: dict[str, list[dict]] = {}
        self.wrong: list[str] = []
        self.statuses = [204]
        self.headers: dict[str, str] = {}
        self.hold, self.reached = Event(), Event()

    def status(self) -> int:
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]

    def hear(self, headers, body: bytes) -> int:
        self.reached.set()
        while self.hold.is_set():
            time.sleep(0.01)
        status = self.status()
        try:
            self.verifier.verify(body, headers)
        except WebhookVerificationError as fault:
            self.wrong.append(str(fault))
            return 400
        if 200 <= status < 300:
            self.got.setdefault(headers["webhook-id"], []).append(json.loads(body))
        return status


class ChatReceiver:
    """A channel of a chat: ``got`` holds the headers and the body of each message."""

    def __init__(self, status: int = 200) -> None:
        self.answers = status
        self.got: list[tuple[dict[str, str], dict]] = []
        self.headers: dict[str, str] = {}

    def hear(self, headers, body: bytes) -> int:
        self.got.append((headers, json.loads(body)))
        return self.answers


def port_of_ones_own() -> socket:
    """A port of this machine at which nobody listens, and that nobody else is given meanwhile."""
    kept = socket()
    kept.bind(("127.0.0.1", 0))
    return kept


@contextmanager
def listening(receiver: Receiver | ChatReceiver, at: socket | None = None):
    """The address of ``receiver`` while it listens: at a port of its own, or the one that ``at`` is bound to."""
    with serving(lambda _, headers, body: (receiver.hear(headers, body), b"", receiver.headers), at) as port:
        yield f"http://127.0.0.1:{port}/told"
