"""Messages to webhooks as Standard Webhooks 1.0 has them, posted to no address but one of the open internet.

Signed is ``id.timestamp.body``, with HMAC-SHA256 (https://github.com/standard-webhooks/standard-webhooks). A host name
is resolved once: every address of it has to be public, and the connection is made to one of those very addresses, so
that what is checked is what is spoken to. Redirects are not followed, proxies of the environment not used.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import socket
import ssl
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Timer
from urllib.parse import SplitResult, urlsplit

TIMEOUT_S = 20.0
SECRET_PREFIX = "whsec_"  # noqa: S105 -- how a secret begins is none
NAT64 = ipaddress.ip_network("64:ff9b::/96")
DEFAULT_PORTS = {"https": 443, "http": 80}


class Unreachable(Exception):
    """A message that nobody answered, or that is not to be sent there; the message says why."""


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


def check(url: str, trusted: Collection[str]) -> SplitResult:
    """The parts of an address that may be told of things. Raises Unreachable.

    It is an https address without a name or a password in it; the hosts in ``trusted`` may also be spoken to over http.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as fault:
        raise Unreachable(f"It is no web address: {fault}.") from fault
    if not host or parts.scheme not in DEFAULT_PORTS or any(each in url for each in "\r\n\t "):
        raise Unreachable("It is no https address.")
    if parts.username is not None or parts.password is not None:
        raise Unreachable("An address with a name or a password in it is not used.")
    if host in trusted:
        return parts
    if parts.scheme != "https":
        raise Unreachable("It has to be an https address.")
    with suppress(ValueError):  # a name is looked at when it is resolved
        if not is_public(host):
            raise Unreachable("It is not an address of the open internet.")
    return parts


def is_public(written: str) -> bool:
    """Whether an IP address, or the one that is wrapped in it, is one of the open internet. Raises ValueError."""
    address = ipaddress.ip_address(written.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo and address.teredo[1])
        if address in NAT64:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped:
            return is_public(str(wrapped))
    return address.is_global and not address.is_multicast


def post(
    url: str, body: bytes, sent_with: dict[str, str], trusted: Collection[str] = (), timeout_s: float = TIMEOUT_S
) -> Reply:
    """The reply to ``body``, posted to ``url`` within ``timeout_s`` in all. Raises Unreachable."""
    parts = check(url, trusted)
    connection = HTTPConnection(parts.netloc, timeout=timeout_s)
    clock = Timer(timeout_s, _hang_up, [connection])  # a receiver that answers a byte at a time is cut off, too
    clock.daemon = True
    clock.start()
    try:
        connection.sock = _connected(parts, trusted, timeout_s)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, sent_with)
        answered = connection.getresponse()
        return Reply(answered.status, _seconds(answered.getheader("Retry-After")))
    except (OSError, HTTPException, ValueError) as fault:
        raise Unreachable(f"{type(fault).__name__}: {fault}"[:200]) from fault
    finally:
        clock.cancel()
        connection.close()


def _connected(parts: SplitResult, trusted: Collection[str], timeout_s: float) -> socket.socket:
    """A connection to an address that was checked, with the certificate of the host's name where it is https."""
    host = str(parts.hostname)
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if host not in trusted and not all(is_public(each) for each in found):
        raise Unreachable(f"{host} does not lead to the open internet.")
    plain = socket.create_connection((found[0], port), timeout_s)
    if parts.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise


def _hang_up(connection: HTTPConnection) -> None:
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _seconds(retry_after: str | None) -> int | None:
    written = (retry_after or "").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 8 else None
