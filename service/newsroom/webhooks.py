"""Messages to webhooks as Standard Webhooks 1.0 has them, posted to no address but one of the open internet.

Signed is ``id.timestamp.body``, with HMAC-SHA256 (https://github.com/standard-webhooks/standard-webhooks). Redirects
are not followed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass

from service.newsroom.reaching import answered, check, seconds

TIMEOUT_S = 20.0
SECRET_PREFIX = "whsec_"  # noqa: S105 -- how a secret begins is none


@dataclass(frozen=True, slots=True)
class Reply:
    """What a receiver answered; ``retry_after`` is in seconds, None where it does not say."""

    status: int
    retry_after: int | None = None


def signature(secret: str, id: str, timestamp: int, body: bytes) -> str:
    """The signature of a message, whose timestamp is in seconds since 1970."""
    key = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = b".".join((id.encode(), str(timestamp).encode(), body))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def headers(secret: str, id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers that go with a message."""
    return {
        "webhook-id": id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(secret, id, timestamp, body),
        "Content-Type": "application/json",
        "User-Agent": "counterclaim-webhooks/1",
    }


def post(
    url: str, body: bytes, sent_with: dict[str, str], trusted: Collection[str] = (), timeout_s: float = TIMEOUT_S
) -> Reply:
    """The reply to ``body``, posted to ``url`` within ``timeout_s`` in all. Raises Unreachable."""
    with answered(check(url, trusted), sent_with, trusted, timeout_s, body) as reply:
        return Reply(reply.status, seconds(reply.getheader("Retry-After")))
