"""Requests sent and answers read: keys, retries, refusals."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from service.client.errors import Refused, Unreachable

CONNECT_S, READ_S = 10.0, 300.0
TRIES = 5
MOVES = 5
"""How often an answer may lead on to another address: an event has become part of another, and that of a third."""
BACKOFF_S, MOST_BACKOFF_S = 0.5, 30.0
MOST_PATIENCE_S = 300


class Patience(Retry):
    """When a request is sent again: after no answer, 429 and 503, and after 409 where a time to come back is said.

    That is what the service says while it still works on the first try of the same Idempotency-Key.
    """

    RETRY_AFTER_STATUS_CODES = frozenset({409, 429, 503})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, read: an object of JSON, {} where there was no body."""

    status: int
    headers: Mapping[str, str]
    body: dict[str, Any]


class Sender:
    """Sends to the service at ``url``; connections are kept open."""

    def __init__(self, url: str, key: str | None, connect_s: float, read_s: float, tries: int) -> None:
        self._url = url.rstrip("/")
        self._headers = {"Accept": "application/json, application/problem+json"}
        if key:
            self._headers["Authorization"] = f"Bearer {key}"
        again = tries - 1
        patience = Patience(
            total=again + MOVES,
            connect=again,
            read=again,
            status=again,
            other=again,
            redirect=MOVES,
            allowed_methods=None,  # POSTs too: their Idempotency-Key has them done once
            status_forcelist={429, 503},
            backoff_factor=BACKOFF_S,
            backoff_max=MOST_BACKOFF_S,
            retry_after_max=MOST_PATIENCE_S,
            raise_on_status=False,
        )
        self._pool = PoolManager(retries=patience, timeout=Timeout(connect=connect_s, read=read_s))

    def close(self) -> None:
        """Lets go of the connections."""
        self._pool.clear()

    def get(self, path: str, query: Mapping[str, object] | None = None) -> Answer:
        """The answer to a GET. Raises Refused and Unreachable."""
        said = {name: _written(value) for name, value in (query or {}).items() if value is not None}
        return self._send("GET", f"{path}?{urlencode(said)}" if said else path, {})

    def post(self, path: str, body: Mapping[str, Any], key: str | None, headers: Mapping[str, str]) -> Answer:
        """The answer to a POST under ``key``, or a new one. Raises Refused and Unreachable."""
        own = {"Content-Type": "application/json", "Idempotency-Key": key or str(uuid.uuid4())}
        return self._send("POST", path, {**own, **headers}, json.dumps(body).encode())

    def _send(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        try:
            found = self._pool.request(method, self._url + path, body=body, headers={**self._headers, **headers})
        except HTTPError as fault:
            raise Unreachable(f"{self._url} does not answer: {fault}") from fault
        return _read(found)


def _read(found: BaseHTTPResponse) -> Answer:
    try:
        body = json.loads(found.data or b"{}")
    except ValueError:
        body = None
    if not 200 <= found.status < 300:
        problem = body if isinstance(body, dict) and body else {"title": found.reason or "", "status": found.status}
        raise Refused(found.status, problem)
    if not isinstance(body, dict):
        raise Unreachable(f"{found.geturl()} answers something else than an object of JSON: is it the service?")
    return Answer(found.status, found.headers, body)


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
