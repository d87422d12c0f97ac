"""The way of one request through the house: its id, its time, its line in the log, the headers of its answer."""

from __future__ import annotations

import re
import time
import traceback
import uuid
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request

from service.news.identity import Principal

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger

    from service.news.pair import Comparison
    from service.web.metrics import Meters

REQUEST_ID = "X-Request-ID"
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
"""What machines ask every few seconds: answered for any host, and logged only when debugging."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
"""On every answer that does not set its own."""

_SANE_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}", re.ASCII)
_SHOWN = 200


@dataclass(slots=True)
class Passage:
    """What is noted about one request on its way: never anything from an article, nor what opens anything.

    ``pairs`` are those of the report that answers it, which ``head`` decided.
    """

    request_id: str
    started: float
    principal: Principal | None = None
    counts: dict[str, int] = field(default_factory=dict)
    head: str = ""
    pairs: tuple[Comparison, ...] = ()
    fault: BaseException | None = None


def passage() -> Passage:
    """The passage of the request at hand."""
    noted = g.passage
    if not isinstance(noted, Passage):
        raise TypeError("no request is under way")
    return noted


def register(app: Flask, log: FilteringBoundLogger, meters: Meters) -> None:
    """Gives every request of ``app`` an id, a line in ``log``, its place in ``meters``, and its answer safe headers."""

    def finish(response: Response) -> Response:
        noted = passage()
        seconds = time.perf_counter() - noted.started
        meters.observe(_endpoint(), response.status_code, seconds, noted.counts)
        meters.observe_pairs(noted.head, noted.pairs)
        _write_line(log, noted, response.status_code, seconds)
        for name, value in (HEADERS | {REQUEST_ID: noted.request_id}).items():
            response.headers.setdefault(name, value)
        return response

    app.before_request(_begin)
    app.after_request(finish)


def _begin() -> None:
    given = request.headers.get(REQUEST_ID, "")
    request_id = given if _SANE_ID.fullmatch(given) else uuid.uuid4().hex
    g.passage = Passage(request_id, time.perf_counter())


def _endpoint() -> str:
    """The route, not the path: few enough to be a label."""
    return request.url_rule.rule if request.url_rule is not None else "unmatched"


def _write_line(log: FilteringBoundLogger, noted: Passage, status: int, seconds: float) -> None:
    line = {
        "method": request.method,
        "path": request.path[:_SHOWN],
        "status": status,
        "duration_ms": round(seconds * 1000, 1),
        "request_id": noted.request_id,
        **({"principal": noted.principal.id} if noted.principal else {}),
        **noted.counts,
    }
    if noted.fault is not None:
        log.error("request", **line, **_described(noted.fault))
    elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.warning("request", **line)
    elif request.path in PROBES:
        log.debug("request", **line)
    else:
        log.info("request", **line)


def _described(fault: BaseException) -> dict[str, object]:
    """A bug by its kind and place. Its message stays out: it may quote an article."""
    frames = traceback.extract_tb(fault.__traceback__)
    return {
        "error": type(fault).__name__,
        "where": [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames],
    }
