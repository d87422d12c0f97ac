"""Which hosts a request may be addressed to.

A page in somebody's browser can make requests to a server on the same machine by pointing a name of its own at it
(DNS rebinding); such a request names that host, and is refused here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, request
from werkzeug.exceptions import MisdirectedRequest

from service.web.passage import PROBES

if TYPE_CHECKING:
    from collections.abc import Collection

ANY = "*"


def register(app: Flask, allowed: Collection[str]) -> None:
    """Lets ``app`` refuse requests for hosts not in ``allowed`` with 421; health and metrics answer for any host."""
    names = frozenset(name.casefold() for name in allowed)

    def check() -> None:
        if ANY in names or request.path in PROBES or host_name(request.headers.get("Host", "")) in names:
            return
        raise MisdirectedRequest("The operator names the hosts it answers for in COUNTERCLAIM_ALLOWED_HOSTS.")

    app.before_request(check)


def host_name(header: str) -> str:
    """The name in a Host header: without port, brackets and final dot, in small letters."""
    host = header.strip().casefold()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].removesuffix(".")
