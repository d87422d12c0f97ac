"""The outbox: messages are written in the transaction of what they tell of, and sent from here by whoever claims them.

A claim puts off when a message is due: so nobody else sends it meanwhile, and somebody does later where the sender
dies. A message is therefore sent at least once; its id tells a receiver that it has it already.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Update, delete, func, insert, select, update

from service.news.webhook import Due, MessageFormat, Topic
from service.store.schema.exchange import deliveries, webhooks

DISABLED = "The webhook was disabled before it was sent."
KEPT = timedelta(days=30)
"""How long a message can be replayed after it has arrived, or has not: longer than any receiver is away unnoticed."""
HEADLINE = r'"headline":"([^"\\]|\\.)*"'


def put(connection: Connection, topic: Topic, data: Mapping[str, object], at: datetime) -> None:
    """One message on ``topic`` for each webhook that is told of it, if and only if the transaction is committed."""
    told = select(webhooks.c.id).where(webhooks.c.disabled_at.is_(None), webhooks.c.events.contains([topic.value]))
    names = connection.scalars(told).all()
    if not names:
        return
    timestamp = at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    message = {"type": topic.value, "timestamp": timestamp, "data": data}
    body = json.dumps(message, ensure_ascii=False, separators=(",", ":"))
    rows = [
        {
            "id": f"msg_{secrets.token_hex(16)}",
            "webhook": name,
            "type": topic.value,
            "body": body,
            "state": "waiting",
            "due_at": at,
            "made_at": at,
        }
        for name in names
    ]
    connection.execute(insert(deliveries), rows)


def is_wanted(connection: Connection, *topics: Topic) -> bool:
    """Whether anybody is told of one of ``topics``: what nobody asks for need not be worked out."""
    wanted = webhooks.c.events.overlap([topic.value for topic in topics])
    return connection.scalar(select(webhooks.c.id).where(webhooks.c.disabled_at.is_(None), wanted).limit(1)) is not None


def claim(connection: Connection, at: datetime, lease: timedelta, most: int) -> tuple[Due, ...]:
    """At most ``most`` messages that are due, the longest due first; they are the caller's until ``lease`` is over."""
    due = (
        select(deliveries.c.id, deliveries.c.attempts, deliveries.c.body, deliveries.c.webhook)
        .add_columns(webhooks.c.url, webhooks.c.ciphertext, webhooks.c.format)
        .join(webhooks, webhooks.c.id == deliveries.c.webhook)
        .where(deliveries.c.state == "waiting", deliveries.c.due_at <= at)
        .order_by(deliveries.c.due_at)
        .limit(most)
        .with_for_update(of=deliveries, skip_locked=True)
    )
    rows = connection.execute(due).all()
    if rows:
        names = [row.id for row in rows]
        put_off = {"due_at": at + lease, "attempts": deliveries.c.attempts + 1}
        connection.execute(update(deliveries).where(deliveries.c.id.in_(names)).values(**put_off))
    return tuple(
        Due(row.id, row.webhook, row.url, row.ciphertext, row.body, row.attempts + 1, MessageFormat(row.format))
        for row in rows
    )


def delivered(connection: Connection, due: Due, at: datetime, answer: str) -> None:
    """The message has arrived."""
    values = {"state": "delivered", "due_at": None, "ended_at": at, "answer": answer}
    connection.execute(_own(due).values(**values))


def put_off(connection: Connection, due: Due, until: datetime, answer: str) -> None:
    """The message did not arrive and is to be tried again."""
    connection.execute(_own(due).values(due_at=until, answer=answer))


def failed(connection: Connection, due: Due, at: datetime, answer: str) -> None:
    """The message did not arrive and is not tried any more."""
    connection.execute(_own(due).values(state="failed", due_at=None, ended_at=at, answer=answer))


def disable(connection: Connection, webhook: str, at: datetime, why: str) -> None:
    """The webhook is told of nothing any more; what waits for it has failed, and can be replayed."""
    connection.execute(update(webhooks).where(webhooks.c.id == webhook).values(disabled_at=at, disabled_why=why))
    waits = update(deliveries).where(deliveries.c.webhook == webhook, deliveries.c.state == "waiting")
    connection.execute(waits.values(state="failed", due_at=None, ended_at=at, answer=DISABLED))


def forget_headlines(connection: Connection) -> None:
    """Takes the headlines out of all messages: they are words of articles, and nobody knows any more of which."""
    without = func.regexp_replace(deliveries.c.body, HEADLINE, '"headline":null', "g")
    connection.execute(update(deliveries).where(deliveries.c.body.contains('"headline":"')).values(body=without))


def remove_old(connection: Connection) -> None:
    """Removes messages whose sending ended long ago."""
    connection.execute(delete(deliveries).where(deliveries.c.ended_at < func.now() - KEPT))


def _own(due: Due) -> Update:
    """The row of a message, as long as this try is its last: a sender that was slow changes nothing any more."""
    return update(deliveries).where(
        deliveries.c.id == due.id, deliveries.c.state == "waiting", deliveries.c.attempts == due.attempt
    )
