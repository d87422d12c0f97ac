"""Fetching feeds and pages: from the open internet only, checked at each redirect, within limits of size and time.

A host that is trusted though it is inside is trusted where it was asked for, and never by a redirect from elsewhere.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection
from dataclasses import dataclass
from http.client import HTTPMessage, HTTPResponse
from urllib.parse import urljoin

from service.newsroom.reaching import Refused, Unreachable, answered, check, seconds

AGENT = "counterclaim-feeds/1 (reads news feeds and the pages they name; one request at a time)"
TIMEOUT_S = 20.0
MOST_BYTES = 8 * 1024 * 1024
MOST_REDIRECTS = 4
REDIRECTS = frozenset({301, 302, 303, 307, 308})
NOT_MODIFIED = 304
GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was answered in the end, by whom ``url`` names; ``body`` is empty where nothing has changed.

    ``type`` and ``charset`` are what it says of the body, '' where it does not.
    ``etag`` and ``modified`` are to be sent along the next time, ``retry_after`` is in seconds.
    """

    url: str
    status: int
    body: bytes = b""
    type: str = ""
    charset: str = ""
    etag: str = ""
    modified: str = ""
    retry_after: int | None = None


def fetch(
    url: str,
    trusted: Collection[str] = (),
    *,
    etag: str = "",
    modified: str = "",
    timeout_s: float = TIMEOUT_S,
    most_bytes: int = MOST_BYTES,
) -> Fetched:
    """What is at ``url``, after a few redirects at most; each hop has ``timeout_s``.

    Raises Unreachable where it cannot be had, and Refused where it may not be fetched, leads nowhere, or is larger than
    ``most_bytes``, unpacked, too.
    """
    conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
    asked = {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip"}
    asked |= {name: value for name, value in conditions.items() if value}
    named = frozenset(trusted) & {check(url, trusted, plainly=True).hostname}
    for _ in range(MOST_REDIRECTS + 1):
        parts = check(url, named, plainly=True)
        with answered(parts, asked, named, timeout_s) as reply:
            where = reply.getheader("Location")
            if reply.status not in REDIRECTS or not where:
                body = b"" if reply.status == NOT_MODIFIED else _read(reply, most_bytes)
                return _fetched(url, reply.status, reply.headers, body)
        url = _joined(url, where)
    raise Refused(f"It leads on more than {MOST_REDIRECTS} times.")


def _joined(url: str, where: str) -> str:
    try:
        return urljoin(url, where)
    except ValueError as fault:
        raise Refused(f"It leads to no web address: {fault}.") from fault


def _fetched(url: str, status: int, headers: HTTPMessage, body: bytes) -> Fetched:
    return Fetched(
        url=url,
        status=status,
        body=body,
        type=_kept(headers.get_content_type()) if "Content-Type" in headers else "",
        charset=_kept(headers.get_content_charset()),
        etag=_kept(headers["ETag"]),
        modified=_kept(headers["Last-Modified"]),
        retry_after=seconds(headers["Retry-After"]),
    )


def _kept(header: str | None) -> str:
    """A header that is to be sent back or told as it came; one that no database or header can hold is left."""
    written = (header or "").strip()
    return written if written.isascii() and written.isprintable() and len(written) <= 500 else ""


def _read(reply: HTTPResponse, most_bytes: int) -> bytes:
    """The whole body, unpacked. Raises Refused where it is too large, Unreachable where it ends before its end."""
    body = reply.read(most_bytes + 1)
    if len(body) > most_bytes:
        raise Refused(f"It is larger than {most_bytes} bytes.")
    if reply.length:
        raise Unreachable("It was cut off.")
    return _unpacked(body, most_bytes)


def _unpacked(body: bytes, most_bytes: int) -> bytes:
    """``body`` without gzip, which is told by its first bytes: sitemaps are files of that kind, too."""
    if not body.startswith(GZIP):
        return body
    try:
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        plain = unpacker.decompress(body, most_bytes + 1)
    except zlib.error as fault:
        raise Refused("It is packed, and cannot be unpacked.") from fault
    if len(plain) > most_bytes:
        raise Refused(f"It is larger than {most_bytes} bytes, unpacked.")
    if not unpacker.eof:
        raise Unreachable("It was cut off.")
    return plain
