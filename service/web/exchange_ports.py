"""What the web needs of what goes in from newsrooms' systems and out to others; ``app`` fills it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from service.news.accounts import By
from service.news.arrival import Arrival, NewArrival, Provider, QuarantineQuery
from service.news.feed import Feed, NewFeed
from service.news.identity import Principal
from service.news.memory import Page, Place
from service.news.webhook import Delivery, MadeWebhook, NewWebhook, Webhook


class Intake(Protocol):
    """The way in from newsrooms' systems; safe to call from several threads and processes at once."""

    def take(self, new: Sequence[NewArrival], by: Principal) -> tuple[Arrival, ...]:
        """Write down what ``by`` sends, all or nothing, to be kept later. Raises NotReady where too much waits."""
        ...

    def quarantined(self, query: QuarantineQuery) -> Page[Arrival]:
        """What could not be used, newest first."""
        ...


class Webhooks(Protocol):
    """Who is told of what; safe to call from several threads and processes at once."""

    def all(self) -> tuple[Webhook, ...]:
        """Every webhook, newest first."""
        ...

    def add(self, new: NewWebhook, by: By) -> MadeWebhook:
        """A new webhook with its secret."""
        ...

    def remove(self, id: str, by: By) -> None:
        """Forget a webhook. Raises NotKept."""
        ...

    def deliveries(self, id: str, limit: int, after: Place | None = None) -> Page[Delivery]:
        """The messages to a webhook, newest first. Raises NotKept."""
        ...

    def replay(self, id: str, since: datetime, by: By, *, delivered: bool) -> int:
        """Send again what failed since then, or all; how many messages. Raises NotKept."""
        ...


class Feeds(Protocol):
    """What is polled; safe to call from several threads and processes at once."""

    def all(self) -> tuple[Feed, ...]:
        """Every feed, newest first."""
        ...

    def add(self, new: NewFeed, by: By) -> Feed:
        """A feed to be polled, or another way to poll the one at that address."""
        ...

    def pause(self, id: str, by: By, *, paused: bool) -> Feed:
        """Let a feed be, or poll it again, at once where that was due meanwhile. Raises NotKept."""
        ...

    def hasten(self, id: str, by: By) -> Feed:
        """Have a feed polled at once, whenever it was due. Raises NotKept."""
        ...

    def remove(self, id: str, by: By) -> None:
        """Poll a feed no more. Raises NotKept."""
        ...


class Providers(Protocol):
    """Systems that sign what they send, by the names of their secrets."""

    def reveal(self, name: str) -> str:
        """The secret. Raises NotKept."""
        ...

    def provider(self, name: str) -> Provider:
        """Who it is that signs with it. Raises NotKept."""
        ...
