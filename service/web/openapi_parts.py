"""What the sections of the OpenAPI document are written with: refusals, operations, bodies, who may do what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from service.news.identity import Scope
from service.web.auth import Signed, need_of
from service.web.passage import PROBES, REQUEST_ID

if TYPE_CHECKING:
    from marshmallow import Schema

Part = dict[str, Any]

BAD_REQUEST = "BadRequest"
UNAUTHENTICATED = "Unauthenticated"
FORBIDDEN = "Forbidden"
NOT_KEPT = "NotKept"
CONFLICT = "Conflict"
REMOVED = "Removed"
TOO_LARGE = "TooLarge"
NOT_JSON = "NotJson"
UNKNOWN_HOST = "UnknownHost"
INVALID = "Invalid"
FAULT = "Fault"
NOT_READY = "NotReady"

ID: Part = {"in": "path", "name": "id", "required": True, "schema": {"type": "string"}}

REFUSALS: dict[str, tuple[HTTPStatus, str]] = {
    BAD_REQUEST: (HTTPStatus.BAD_REQUEST, "The body is not JSON in UTF-8, or repeats a key."),
    UNAUTHENTICATED: (HTTPStatus.UNAUTHORIZED, "No key was sent, or one that is unknown, expired or revoked."),
    FORBIDDEN: (HTTPStatus.FORBIDDEN, "The key lacks the scope, or a session was used without its token."),
    NOT_KEPT: (HTTPStatus.NOT_FOUND, "Nothing with that id is kept."),
    CONFLICT: (HTTPStatus.CONFLICT, "It clashes with what is kept or under way."),
    REMOVED: (HTTPStatus.GONE, "It was kept and has been removed, or what it rests on has."),
    TOO_LARGE: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large."),
    NOT_JSON: (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body is not declared as what this address takes."),
    UNKNOWN_HOST: (HTTPStatus.MISDIRECTED_REQUEST, "The service does not answer for the host that was asked for."),
    INVALID: (HTTPStatus.UNPROCESSABLE_ENTITY, "The request cannot be used; `errors` points at every fault."),
    FAULT: (HTTPStatus.INTERNAL_SERVER_ERROR, "A fault on the service's side; the log has it under `request_id`."),
    NOT_READY: (HTTPStatus.SERVICE_UNAVAILABLE, "The models or the store are not there (yet)."),
}
"""Each refusal by its name among the document's components."""

BODY_REFUSALS = (BAD_REQUEST, TOO_LARGE, NOT_JSON, INVALID)
"""What an address that takes a JSON body may refuse it for."""

SECURITY_SCHEMES: dict[str, Part] = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key of this service, `cc_…`. While none has been made, scoring and comparing are open to "
        "requests from the machine that the service runs on.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "counterclaim_session",
        "description": "A person signed in at `/sign-in`. What changes something needs the token of a page in "
        "`X-CSRF-Token`, too.",
    },
    "signature": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Superdesk-Signature",
        "description": "`sha1=` and the HMAC-SHA1 of the body under a shared secret, in hexadecimal digits.",
    },
}
CALLERS = ("key", "session")
"""The schemes by which a caller shows who it is."""


def example(name: str) -> Any:
    """One of the example bodies beside this file."""
    return json.loads(files("service.web").joinpath("examples", f"{name}.json").read_text(encoding="utf-8"))


def json_content(schema: Schema | Part, **examples: Part) -> Part:
    """A JSON body of ``schema``."""
    return {"application/json": {"schema": schema} | ({"examples": examples} if examples else {})}


def shown(summary: str, name: str) -> Part:
    """An example body under a heading."""
    return {"summary": summary, "value": example(name)}


def body(content: Part) -> Part:
    """A body that has to be sent."""
    return {"required": True, "content": content}


def answer(description: str, content: Part | None = None, *headers: str) -> Part:
    """An answer that is no refusal."""
    named = {REQUEST_ID: "RequestId", **{name: name for name in headers}}
    return {"description": description, "headers": named, **({"content": content} if content else {})}


def unless_known(content: Part, *headers: str) -> dict[str, Part]:
    """The answer, and the one that says that the caller has it already."""
    return {
        "200": answer("What is asked for.", content, "ETag", *headers),
        "304": answer("The caller has it already.", None, "ETag"),
    }


def operation(
    endpoint: str,
    summary: str,
    description: str,
    answers: dict[str, Part],
    *,
    section: str,
    refusals: Sequence[str] = (),
    name: str = "",
    **more: Any,
) -> Part:
    """One operation of the endpoint that Flask knows by that name; its own is ``name`` where the endpoint has several.

    What the endpoint needs of a caller, and whether any host will do, is looked up where it is checked, so that what is
    promised is what is asked; ``refusals`` are those besides that.
    """
    need = need_of(endpoint)
    scopes = [need.value] if isinstance(need, Scope) else []
    signed = isinstance(need, Signed)
    always = (FAULT,) if f"/{endpoint}" in PROBES else (UNKNOWN_HOST, FAULT)
    guarded = () if need is None or signed else (UNAUTHENTICATED, FORBIDDEN, NOT_READY)
    found: Part = {
        "operationId": name or endpoint,
        "tags": [section],
        "summary": summary,
        "security": [{"signature": []}] if signed else [{each: scopes} for each in CALLERS] if need else [],
        "responses": answers | {str(REFUSALS[each][0].value): each for each in (*refusals, *always, *guarded)},
    }
    parameters = ["RequestId", *more.pop("parameters", ())]
    return found | ({"description": description} if description else {}) | {"parameters": parameters} | more
