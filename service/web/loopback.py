"""Whether a request was made on this very machine: bound, addressed and sent over loopback, with nothing between."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING

from service.web.hosts import host_name

if TYPE_CHECKING:
    from flask import Request

PROXY_HEADERS = frozenset({"forwarded", "via", "x-real-ip"})
PROXY_PREFIX = "x-forwarded-"


def is_loopback(host: str) -> bool:
    """Whether ``host``, a name or an address without brackets, is this machine's own."""
    if host.casefold() == "localhost":
        return True
    address = _address(host)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped.is_loopback
    return address is not None and address.is_loopback


def is_local(request: Request, bind: str) -> bool:
    """Whether ``request`` comes from this machine, to a server that only this machine reaches, through no proxy.

    ``bind`` is the address that was set to listen on; where the server itself names the one it listens on, that has to
    be a loopback one as well. A proxy on this machine makes everyone's requests look local, and tells so in a header.
    """
    listens_on = request.environ.get("SERVER_NAME", "")
    return (
        is_loopback(bind)
        and (_address(listens_on) is None or is_loopback(listens_on))
        and is_loopback(host_name(request.headers.get("Host", "")))
        and is_loopback(request.remote_addr or "")
        and not any(_tells_of_a_proxy(name) for name in request.headers.keys())  # noqa: SIM118, no mapping
    )


def _tells_of_a_proxy(header: str) -> bool:
    name = header.casefold()
    return name in PROXY_HEADERS or name.startswith(PROXY_PREFIX)


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
