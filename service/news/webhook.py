"""Webhooks: whom to tell of what, and the messages on their way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Topic(StrEnum):
    """What can be told of."""

    CONTRADICTION_DETECTED = "contradiction.detected"
    CLAIM_UPDATED = "claim.updated"
    EVENT_MERGED = "event.merged"
    SOURCE_CHANGED = "source.changed"
    MODEL_PROMOTED = "model.promoted"
    JOB_FINISHED = "job.finished"


class MessageFormat(StrEnum):
    """What a receiver understands: signed messages as Standard Webhooks has them, or those of a chat for people."""

    STANDARD = "standard"
    SLACK = "slack"
    TEAMS = "teams"


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """An address to be told of some topics, in one format."""

    url: str
    events: tuple[Topic, ...]
    format: MessageFormat = MessageFormat.STANDARD


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told of some topics, until it is disabled: ``disabled_why`` says by what.

    Whoever knows the address of a chat may write there: then ``url`` is its beginning only.
    """

    id: str
    url: str
    events: tuple[Topic, ...]
    created_at: datetime
    created_by: str
    disabled_at: datetime | None
    disabled_why: str | None
    format: MessageFormat = MessageFormat.STANDARD


@dataclass(frozen=True, slots=True)
class MadeWebhook:
    """A webhook with the ``secret`` that signs its messages, which is shown once; None where they are not signed."""

    webhook: Webhook
    secret: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to one webhook.

    ``state`` is 'waiting' (for ``due_at``), 'delivered' or 'failed'; ``answer`` is what came of the last of
    ``attempts`` tries.
    """

    id: str
    webhook: str
    type: str
    state: str
    attempts: int
    due_at: datetime | None
    made_at: datetime
    ended_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is to be sent now, in its try number ``attempt`` (from 1); ``body`` is what is signed.

    ``sealed`` is the secret that signs, or the address itself where ``format`` is that of a chat.
    """

    id: str
    webhook: str
    url: str
    sealed: bytes = field(repr=False)
    body: str = field(repr=False)
    attempt: int
    format: MessageFormat = MessageFormat.STANDARD
