"""Webhooks over one database: made, listed, removed, and their messages looked at and sent again."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import Connection, delete, insert, select, update

from service.news.accounts import By
from service.news.errors import NotKept
from service.news.memory import Page, Place
from service.news.webhook import Delivery, MadeWebhook, MessageFormat, NewWebhook, Topic, Webhook
from service.store import keyset
from service.store.audit import Clock, utc_now, write
from service.store.schema.base import AnyRow
from service.store.schema.exchange import deliveries, webhooks
from service.store.sealing import Seal

if TYPE_CHECKING:
    from service.store.database import Database

SECRET_BYTES = 32
PREFIX = "whsec_"
"""How Standard Webhooks writes a secret: this and the base64 of 24 to 64 bytes."""
SEEN = [column for column in deliveries.c if column.name != "body"]


class Webhooks:
    """The webhooks of one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, seal: Seal, now: Clock = utc_now) -> None:
        self._database = database
        self._seal = seal
        self._now = now

    def all(self) -> tuple[Webhook, ...]:
        """Every webhook, newest first."""
        newest = select(webhooks).order_by(webhooks.c.created_at.desc(), webhooks.c.id)
        return self._database.run(lambda each: tuple(map(_webhook, each.execute(newest))), idempotent=True)

    def add(self, new: NewWebhook, by: By) -> MadeWebhook:
        """A new webhook with its secret, which is shown this once; that of a chat has none but its address."""
        signs = new.format is MessageFormat.STANDARD
        secret = PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode() if signs else None
        at = self._now()
        values = {
            "id": secrets.token_hex(8),
            "url": new.url if signs else _beginning(new.url),
            "format": new.format.value,
            "events": [topic.value for topic in new.events],
            "ciphertext": self._seal.close(secret or new.url),
            "created_at": at,
            "created_by": by.id,
        }
        with self._database.begin() as connection:
            made = _webhook(connection.execute(insert(webhooks).values(**values).returning(webhooks)).one())
            detail = {"url": made.url, "format": made.format, "events": [*made.events]}
            write(connection, at, by, "webhook.made", f"webhook:{made.id}", detail)
        return MadeWebhook(made, secret)

    def remove(self, id: str, by: By) -> None:
        """Forgets a webhook, and what waits for it. Raises NotKept."""
        with self._database.begin() as connection:
            if connection.execute(delete(webhooks).where(webhooks.c.id == id)).rowcount == 0:
                raise _no_such(id)
            write(connection, self._now(), by, "webhook.removed", f"webhook:{id}")

    def deliveries(self, id: str, limit: int, after: Place | None = None) -> Page[Delivery]:
        """The messages to a webhook, newest first. Raises NotKept."""

        def work(connection: Connection) -> Page[Delivery]:
            _check(connection, id)
            wanted = select(*SEEN).where(deliveries.c.webhook == id)
            keys = (keyset.by_moment(deliveries.c.made_at), keyset.by_text(deliveries.c.id))
            return keyset.page(connection, wanted, keys, _delivery, limit=limit, after=after, descending=True)

        return self._database.run(work, idempotent=True)

    def replay(self, id: str, since: datetime, by: By, *, delivered: bool) -> int:
        """Sends again what has failed since then, or, with ``delivered``, everything; how many messages those are.

        A webhook that was disabled is told again from now on. Raises NotKept.
        """
        at, states = self._now(), ["failed", *(["delivered"] if delivered else [])]

        def work(connection: Connection) -> int:
            _check(connection, id)
            enabled = {"disabled_at": None, "disabled_why": None}
            connection.execute(update(webhooks).where(webhooks.c.id == id).values(**enabled))
            ended = update(deliveries).where(deliveries.c.webhook == id, deliveries.c.made_at >= since)
            again = {"state": "waiting", "due_at": at, "ended_at": None, "attempts": 0}
            n_messages = connection.execute(ended.where(deliveries.c.state.in_(states)).values(**again)).rowcount
            write(connection, at, by, "webhook.replayed", f"webhook:{id}", {"messages": n_messages})
            return n_messages

        return self._database.run(work)


def _beginning(url: str) -> str:
    """So much of an address as tells whose it is, and not how to write there."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/…"


def _check(connection: Connection, id: str) -> None:
    if connection.scalar(select(webhooks.c.id).where(webhooks.c.id == id)) is None:
        raise _no_such(id)


def _no_such(id: str) -> NotKept:
    return NotKept(f"There is no webhook {id}.")


def _webhook(row: AnyRow) -> Webhook:
    events = tuple(Topic(each) for each in row.events)
    form = MessageFormat(row.format)
    return Webhook(row.id, row.url, events, row.created_at, row.created_by, row.disabled_at, row.disabled_why, form)


def _delivery(row: AnyRow) -> Delivery:
    return Delivery(**{column.name: getattr(row, column.name) for column in SEEN})
