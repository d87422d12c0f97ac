"""Every refusal is RFC 9457 ``application/problem+json``: one table from errors to statuses, three handlers."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Response, request
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException, MisdirectedRequest

from service.news.errors import (
    AccessError,
    CannotLearn,
    FetchingOff,
    Forbidden,
    Forged,
    JobFinished,
    KeepingError,
    Moved,
    NothingToCompare,
    NothingToEdit,
    NotKept,
    NotReady,
    OtherRequest,
    Removed,
    ScoringError,
    SnapshotGone,
    StillAnswering,
    TooManyClaims,
    Unauthenticated,
    UnknownLanguage,
    UnusableModel,
    VersionConflict,
)
from service.news.job import JobFault
from service.web.passage import passage
from service.web.writing import json_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from flask import Flask

MEDIA_TYPE = "application/problem+json"
MOST_FAULTS = 100
RETRY_AFTER_S = 5
CHALLENGE = 'Bearer realm="counterclaim"'

INVALID_REQUEST = "invalid-request"
UNKNOWN_HOST = "unknown-host"

Refusable = ScoringError | KeepingError | AccessError

STATUSES: Mapping[type[Refusable], HTTPStatus] = {
    NothingToCompare: HTTPStatus.UNPROCESSABLE_ENTITY,
    TooManyClaims: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnknownLanguage: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotReady: HTTPStatus.SERVICE_UNAVAILABLE,
    VersionConflict: HTTPStatus.CONFLICT,
    NotKept: HTTPStatus.NOT_FOUND,
    Removed: HTTPStatus.GONE,
    Moved: HTTPStatus.GONE,  # where a view does not lead to the new place
    SnapshotGone: HTTPStatus.GONE,
    NothingToEdit: HTTPStatus.CONFLICT,
    JobFinished: HTTPStatus.CONFLICT,
    UnusableModel: HTTPStatus.CONFLICT,
    FetchingOff: HTTPStatus.CONFLICT,
    CannotLearn: HTTPStatus.CONFLICT,
    OtherRequest: HTTPStatus.UNPROCESSABLE_ENTITY,
    StillAnswering: HTTPStatus.CONFLICT,
    Unauthenticated: HTTPStatus.UNAUTHORIZED,
    Forbidden: HTTPStatus.FORBIDDEN,
    Forged: HTTPStatus.FORBIDDEN,
}
"""What each error is over HTTP; its slug and title are its own."""


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

    @property
    def type(self) -> str:
        """The address of the page on this kind of problem."""
        return f"/problems/{self.slug}" if self.slug else "about:blank"

    @property
    def heading(self) -> str:
        """The problem in one sentence."""
        return self.title or self.status.phrase

    def response(self) -> Response:
        """The refusal of the request at hand."""
        body: dict[str, Any] = {
            "type": self.type,
            "title": self.heading,
            "status": self.status.value,
            "detail": self.detail,
            "instance": quote(request.path),
            "request_id": passage().request_id,
        }
        if self.faults:
            body["errors"] = [{"pointer": fault.pointer, "detail": fault.detail} for fault in self.faults]
        return Response(json_bytes(body), status=self.status.value, content_type=MEDIA_TYPE)


def problem_of(fault: JobFault) -> Problem:
    """The problem that a job failed with, as if it had been met at once."""
    status = statuses_by_slug().get(fault.slug, HTTPStatus.INTERNAL_SERVER_ERROR)
    return Problem(status, fault.detail, fault.slug, fault.title)


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
        f"{number} wrong with the request{shown}.",
        INVALID_REQUEST,
        "The request is not what this address takes.",
        tuple(found[:MOST_FAULTS]),
    ).response()


def _foreseen(error: Refusable) -> Response:
    status = next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), None)
    if status is None:
        return _unforeseen(error)
    response = Problem(status, str(error) or error.title, error.slug, error.title, _places(error)).response()
    for name, value in _headers(error):
        response.headers[name] = value
    return response


def _places(error: Refusable) -> tuple[Fault, ...]:
    """Which articles of the request an error is about, where it is about some."""
    places = error.places if isinstance(error, VersionConflict) else ()
    return tuple(Fault(f"#/articles/{place}", error.title) for place in places[:MOST_FAULTS])


def _headers(error: Refusable) -> Iterator[tuple[str, str]]:
    """What belongs to a refusal besides its body: when to come back (RFC 9110), how to be let in (RFC 6750)."""
    if isinstance(error, (NotReady, StillAnswering)):
        yield "Retry-After", str(RETRY_AFTER_S)
    elif isinstance(error, Unauthenticated):
        yield "WWW-Authenticate", CHALLENGE + (', error="invalid_token"' if error.given else "")
    elif isinstance(error, Forbidden) and error.scope:
        yield "WWW-Authenticate", f'{CHALLENGE}, error="insufficient_scope", scope="{error.scope}"'


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


def _unavailable(error: Exception) -> Response:
    """Something that the service stands on is away; the log learns what, as it does of a bug."""
    passage().fault = error
    return _foreseen(NotReady("The database cannot be reached at the moment; ask again in a few seconds."))


def register(app: Flask, unavailable: Iterable[type[Exception]] = ()) -> None:
    """Lets ``app`` answer every error with a problem; those of ``unavailable`` say that the database is away."""
    app.register_error_handler(ValidationError, _invalid)
    for foreseen in (ScoringError, KeepingError, AccessError):
        app.register_error_handler(foreseen, _foreseen)
    for away in unavailable:
        app.register_error_handler(away, _unavailable)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Exception, _unforeseen)
