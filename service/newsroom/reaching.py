"""Speaking to other machines: to no address but one of the open internet, unless its host is trusted.

A host name is resolved once: every address of it has to be public, and the connection is made to one of those very
addresses, so that what is checked is what is spoken to. Redirects are not followed here, proxies of the environment not
used.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Event, Timer
from urllib.parse import SplitResult, urlsplit

NAT64 = ipaddress.ip_network("64:ff9b::/96")
DEFAULT_PORTS = {"https": 443, "http": 80}


class Unreachable(Exception):
    """An address that nobody answers at, or that is not to be spoken to; the message says why."""


class Refused(Unreachable):
    """An address that is not to be spoken to, or an answer that is not to be read; trying again changes nothing."""


def check(url: str, trusted: Collection[str], *, plainly: bool = False) -> SplitResult:
    """The parts of an address that may be spoken to. Raises Refused.

    It is an https address without a name or a password in it, or, ``plainly``, an http one; the hosts in ``trusted``
    may be spoken to over either.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as fault:
        raise Refused(f"It is no web address: {fault}.") from fault
    wanted = "http or https" if plainly else "https"
    if not host or parts.scheme not in DEFAULT_PORTS or any(each in url for each in "\r\n\t "):
        raise Refused(f"It is no {wanted} address.")
    if parts.username is not None or parts.password is not None:
        raise Refused("An address with a name or a password in it is not used.")
    if host in trusted:
        return parts
    if parts.scheme != "https" and not plainly:
        raise Refused("It has to be an https address.")
    with suppress(ValueError):  # a name is looked at when it is resolved
        if not is_public(host):
            raise Refused("It is not an address of the open internet.")
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


@contextmanager
def answered(
    parts: SplitResult,
    headers: Mapping[str, str],
    trusted: Collection[str],
    timeout_s: float,
    body: bytes | None = None,
) -> Iterator[HTTPResponse]:
    """What is answered to a GET, or to a POST of ``body``, while the block lasts, ``timeout_s`` in all.

    ``parts`` are those that ``check`` has found good. Raises Unreachable, also for what goes wrong in the block.
    """
    connection = HTTPConnection(parts.netloc, timeout=timeout_s)
    late, reached = Event(), list[socket.socket]()  # the connection lets go of its socket before all is read
    clock = Timer(timeout_s, _hang_up, [reached, late])  # whoever answers a byte at a time is cut off, too
    clock.daemon = True
    clock.start()
    try:
        connection.sock = _connected(parts, trusted, timeout_s)
        reached.append(connection.sock)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("GET" if body is None else "POST", target, body, dict(headers))
        with connection.getresponse() as reply:
            yield reply
        if late.is_set():  # what was read may be less than all, and look whole
            raise TimeoutError(f"not ended within {timeout_s:g} s")
    except (OSError, HTTPException, ValueError) as fault:
        told = f"{type(fault).__name__}: {fault}"[:200]  # which may quote what was sent
        raise Unreachable("".join(each if each.isprintable() else "\ufffd" for each in told)) from fault
    finally:
        clock.cancel()
        connection.close()


def seconds(retry_after: str | None) -> int | None:
    """What a Retry-After header asks for, None where it names no number of seconds."""
    written = (retry_after or "").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 8 else None


def _connected(parts: SplitResult, trusted: Collection[str], timeout_s: float) -> socket.socket:
    """A connection to an address that was checked, with the certificate of the host's name where it is https."""
    host = str(parts.hostname)
    port = parts.port or DEFAULT_PORTS[parts.scheme]
    found = [str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if host not in trusted and not all(is_public(each) for each in found):
        raise Refused(f"{host} does not lead to the open internet.")
    plain = socket.create_connection((found[0], port), timeout_s)
    if parts.scheme == "http":
        return plain
    try:
        return _certificates().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise


@cache
def _certificates() -> ssl.SSLContext:
    """Whom this machine trusts, read once, for reading it takes longer than most answers."""
    return ssl.create_default_context()


def _hang_up(reached: Sequence[socket.socket], late: Event) -> None:
    late.set()
    for each in reached:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
