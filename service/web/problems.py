"""Every refusal is RFC 9457 ``application/problem+json``: one table from errors to statuses, three handlers."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Response, request
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException, MisdirectedRequest

from service.news.errors import NothingToCompare, NotReady, ScoringError, TooManyClaims, UnknownLanguage
from service.web.passage import passage
from service.web.writing import json_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flask import Flask

MEDIA_TYPE = "application/problem+json"
MOST_FAULTS = 100
RETRY_AFTER_S = 5

INVALID_REQUEST = "invalid-request"
UNKNOWN_HOST = "unknown-host"

STATUSES: Mapping[type[ScoringError], HTTPStatus] = {
    NothingToCompare: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooManyClaims: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnknownLanguage: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotReady: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""What each error of scoring is over HTTP; its slug and title are its own."""


def statuses_by_slug() -> dict[str, HTTPStatus]:
    """Every problem type of this service and the status it comes with; docs/problems.md has a section for each."""
    own = {INVALID_REQUEST: HTTPStatus.UNPROCESSABLE_ENTITY, UNKNOWN_HOST: HTTPStatus.MISDIRECTED_REQUEST}
    return own | {error.slug: status for error, status in STATUSES.items()}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a body: where, as a JSON pointer in a URI fragment (RFC 6901 §6), and what."""

    pointer: str
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal as RFC 9457 has it; ``slug`` '' means about:blank, where the status says it all."""

    status: HTTPStatus
    detail: str
    slug: str = ""
    title: str = ""
    faults: tuple[Fault, ...] = ()

    def response(self) -> Response:
        """The refusal of the request at hand."""
        body: dict[str, Any] = {
            "type": f"/problems/{self.slug}" if self.slug else "about:blank",
            "title": self.title or self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            "instance": quote(request.path),
            "request_id": passage().request_id,
        }
        if self.faults:
            body["errors"] = [{"pointer": fault.pointer, "detail": fault.detail} for fault in self.faults]
        return Response(json_bytes(body), status=self.status.value, content_type=MEDIA_TYPE)


def faults(messages: object, at: str = "#") -> Iterator[Fault]:
    """The nested messages of marshmallow as a flat run of faults, each with its pointer."""
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from faults(inner, at if key == "_schema" else f"{at}/{_token(key)}")
    elif isinstance(messages, list):
        for inner in messages:
            yield from faults(inner, at)
    else:
        yield Fault(at, str(messages))


def _token(key: object) -> str:
    """One step of a pointer: ~ and / escaped as RFC 6901 has it, then what a URI fragment cannot hold."""
    return quote(str(key).replace("~", "~0").replace("/", "~1"), safe="~!$&'()*+,;=:@", errors="replace")


def _invalid(error: ValidationError) -> Response:
    found = list(faults(error.messages))
    shown = f"; the first {MOST_FAULTS} are listed" if len(found) > MOST_FAULTS else ""
    number = "One thing is" if len(found) == 1 else f"{len(found)} things are"
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        f"{number} wrong with the body{shown}.",
        INVALID_REQUEST,
        "The body is not what this address takes.",
        tuple(found[:MOST_FAULTS]),
    ).response()


def _unscorable(error: ScoringError) -> Response:
    status = next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), None)
    if status is None:
        return _unforeseen(error)
    response = Problem(status, str(error) or error.title, error.slug, error.title).response()
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _refused(error: HTTPException) -> Response:
    """What Flask and werkzeug refuse, with the headers that belong to it (Allow on 405)."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    unknown_host = isinstance(error, MisdirectedRequest)
    response = Problem(
        status,
        error.description or status.description,
        UNKNOWN_HOST if unknown_host else "",
        "This service does not answer for that host." if unknown_host else "",
    ).response()
    for name, value in error.get_headers():
        response.headers.setdefault(name, value)
    return response


def _unforeseen(error: Exception) -> Response:
    """A bug: the caller learns the request id and nothing else, the log learns the rest."""
    passage().fault = error
    return Problem(
        HTTPStatus.INTERNAL_SERVER_ERROR, "A fault on our side; the log has it under this request id."
    ).response()


def register(app: Flask) -> None:
    """Lets ``app`` answer every error with a problem."""
    app.register_error_handler(ValidationError, _invalid)
    app.register_error_handler(ScoringError, _unscorable)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Exception, _unforeseen)
