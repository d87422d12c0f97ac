"""What a caller would rather have (RFC 7240): the answer at once, or a job to look after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from werkzeug.http import parse_list_header

if TYPE_CHECKING:
    from flask import Request

LONGEST_WAIT_S = 30
"""A caller that waits keeps a thread of the server waiting with it."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """Whether a job will do, and how many seconds, in [0, LONGEST_WAIT_S], the caller waits for the answer itself."""

    respond_async: bool = False
    wait_s: int = 0


def preferences(request: Request) -> Preferences:
    """What ``request`` prefers; what is not understood is passed over, as the RFC has it."""
    given: dict[str, str] = {}
    for header in request.headers.getlist("Prefer"):
        for preference in parse_list_header(header):
            name, _, value = preference.partition(";")[0].partition("=")
            given.setdefault(name.strip().casefold(), value.strip(' "'))  # the first of several counts
    wait = given.get("wait", "")
    wait_s = min(int(wait[:9]), LONGEST_WAIT_S) if wait.isascii() and wait.isdigit() else 0
    return Preferences("respond-async" in given, wait_s)
