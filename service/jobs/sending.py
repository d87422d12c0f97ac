"""Sending what is in the outbox: due messages are claimed, posted, and what came of it is written down.

The outbox is a queue of its own on the same database and not a part of the queue of jobs: a message is not to wait
behind an hour of learning, nor to leave a job behind for its owner to read. Retries are those of Standard Webhooks.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from service.jobs.beside import Beside
from service.news.errors import StoreError
from service.news.webhook import Due, MessageFormat
from service.newsroom import chat, webhooks
from service.newsroom.reaching import Unreachable
from service.newsroom.webhooks import Reply
from service.store import outbox
from service.store.audit import Clock, utc_now
from service.store.database import Database
from service.store.sealing import Seal

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

GONE = 410
MINUTE, HOUR = 60.0, 3600.0
LONGEST_S = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Schedule:
    """When messages are sent, in seconds: ``retries`` after the first, second … try that failed.

    A claim lasts ``lease``, which is longer than a try may take. ``at_once`` messages are sent at a time.
    """

    retries: tuple[float, ...] = (
        5.0,
        5 * MINUTE,
        30 * MINUTE,
        2 * HOUR,
        5 * HOUR,
        10 * HOUR,
        14 * HOUR,
        20 * HOUR,
        24 * HOUR,
    )
    jitter: float = 0.1
    lease: float = 60.0
    look_every: float = 1.0
    pause_away: float = 5.0
    at_once: int = 4


@dataclass(frozen=True, slots=True)
class Ways:
    """How the service and others reach each other.

    Hosts in ``trusted`` may be told though they are not of the open internet. ``address`` is where people reach the
    service: links in messages to chats begin with it, and without it there are none.
    """

    trusted: Collection[str] = ()
    address: str = ""


class Sender(Beside):
    """Sends the messages of one database, from ``start`` until ``stop``. As many as one likes may be at work."""

    def __init__(
        self,
        database: Database,
        seal: Seal,
        log: FilteringBoundLogger,
        *,
        ways: Ways = Ways(),
        schedule: Schedule | None = None,
        now: Clock = utc_now,
        post: Callable[[str, bytes, dict[str, str]], Reply] | None = None,
    ) -> None:
        self._schedule = schedule or Schedule()
        super().__init__("messages", log, self._schedule.look_every, self._schedule.pause_away)
        self._database = database
        self._seal = seal
        self._now = now
        self._address = ways.address
        self._post = post or partial(webhooks.post, trusted=frozenset(ways.trusted))

    def step(self) -> int:
        """Send what is due now, some of it; how many messages were tried."""
        at, lease = self._now(), timedelta(seconds=self._schedule.lease)
        claim = partial(outbox.claim, at=at, lease=lease, most=self._schedule.at_once)
        due = self._database.run(claim)
        if due:
            with ThreadPoolExecutor(len(due), "webhook") as threads:
                list(threads.map(self._send, due))
        return len(due)

    def _send(self, due: Due) -> None:
        try:
            reply = self._post(*self._written(due))
        except (Unreachable, StoreError) as fault:
            self._again(due, str(fault))
            return
        answer = f"{reply.status}"
        if 200 <= reply.status < 300:
            self._write(partial(outbox.delivered, due=due, at=self._now(), answer=answer))
        elif reply.status == GONE:
            self._write(partial(outbox.failed, due=due, at=self._now(), answer=answer))
            why = "It answered 410: it is not there any more."
            self._write(partial(outbox.disable, webhook=due.webhook, at=self._now(), why=why))
            self._log.warning("webhook disabled", webhook=due.webhook, why=why)
        else:
            self._again(due, answer, reply.retry_after)

    def _written(self, due: Due) -> tuple[str, bytes, dict[str, str]]:
        """Where a message goes, its bytes, and the headers that go with it. Raises StoreError."""
        secret = self._seal.open(due.sealed)
        if due.format is not MessageFormat.STANDARD:
            return secret, chat.body(due.format, due.body, self._address), chat.HEADERS
        body = due.body.encode()
        return due.url, body, webhooks.headers(secret, due.id, int(self._now().timestamp()), body)

    def _again(self, due: Due, answer: str, retry_after: int | None = None) -> None:
        """Puts a message off by the schedule, or longer where its receiver asks for that; gives up in the end."""
        self._log.info("message not delivered", webhook=due.webhook, message=due.id, attempt=due.attempt, why=answer)
        retries = self._schedule.retries
        if due.attempt > len(retries):
            self._write(partial(outbox.failed, due=due, at=self._now(), answer=answer))
            return
        pause = retries[due.attempt - 1] * (1 + self._schedule.jitter * random.random())
        pause = max(pause, min(float(retry_after or 0), LONGEST_S))
        until: datetime = self._now() + timedelta(seconds=pause)
        self._write(partial(outbox.put_off, due=due, until=until, answer=answer))

    def _write(self, change: Callable[..., None]) -> None:
        self._database.run(change, idempotent=True)
