"""What a site asks programs not to fetch: its robots.txt, as RFC 9309 has it."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

from service.newsroom.fetching import Fetched
from service.newsroom.reaching import Unreachable

NAME = "counterclaim-feeds"
"""What a site calls this service where it has rules for it; it is the first word of the User-Agent, too."""


def address(url: str) -> str:
    """Where the rules of the site stand that ``url`` is on."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))


def rules(found: Fetched) -> RobotFileParser:
    """The rules that were found there; where there are none, everything may be fetched.

    Raises Unreachable where a site cannot say now, for then nothing may be.
    """
    if found.status >= HTTPStatus.INTERNAL_SERVER_ERROR or found.status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Unreachable(f"Its robots.txt answers {found.status}.")
    parser = RobotFileParser()
    written = found.body.decode("utf-8", "replace") if found.status == HTTPStatus.OK else ""
    try:
        parser.parse(written.splitlines())
    except ValueError as fault:  # it names what is no address
        raise Unreachable("Its robots.txt cannot be read.") from fault
    return parser
