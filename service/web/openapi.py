"""The OpenAPI 3.1 document, made from the very schemas that the views use."""

from __future__ import annotations

import inspect
import json
from functools import partial
from http import HTTPStatus
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter

from service.web.passage import REQUEST_ID
from service.web.problems import MEDIA_TYPE, RETRY_AFTER_S

if TYPE_CHECKING:
    from marshmallow import Schema, fields

    from service.web.bounds import Bounds
    from service.web.contract import Contract

Part = dict[str, Any]

ABOUT = """\
Articles in; who says what, where the sources agree and contradict each other, and how far each can be relied on, out.

It measures agreement among sources, not truth. Every probability can be added up by hand from its evidence in bits,
every reason points at words in both texts, every credibility has an interval and the ledger of claims behind it.

Spans are half-open ranges of Unicode code points. Times are ISO 8601 with a zone, answered in UTC. Every refusal is
`application/problem+json` (RFC 9457). Unknown fields are refused.
"""

SECTIONS = (
    ("scoring", "Articles and claims in, reports out; nothing is kept."),
    ("operations", "For those who run the service."),
)

BAD_REQUEST = "BadRequest"
TOO_LARGE = "TooLarge"
NOT_JSON = "NotJson"
UNKNOWN_HOST = "UnknownHost"
INVALID = "Invalid"
FAULT = "Fault"
NOT_READY = "NotReady"

REFUSALS: dict[str, tuple[HTTPStatus, str]] = {
    BAD_REQUEST: (HTTPStatus.BAD_REQUEST, "The body is not JSON in UTF-8, or repeats a key."),
    TOO_LARGE: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too large."),
    NOT_JSON: (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body is not declared as application/json."),
    UNKNOWN_HOST: (HTTPStatus.MISDIRECTED_REQUEST, "The service does not answer for the host that was asked for."),
    INVALID: (HTTPStatus.UNPROCESSABLE_ENTITY, "The body is JSON but cannot be used; `errors` points at every fault."),
    FAULT: (HTTPStatus.INTERNAL_SERVER_ERROR, "A fault on the service's side; the log has it under `request_id`."),
    NOT_READY: (HTTPStatus.SERVICE_UNAVAILABLE, "The models are not loaded (yet)."),
}
"""Each refusal by its name among the document's components."""


class _Converter(OpenAPIConverter):
    """apispec's converter, with what our validators publish and what the schemas' docstrings say.

    Descriptions are put in here, for apispec forgets ``additionalProperties`` on a schema whose Meta has one.
    """

    def init_attribute_functions(self) -> None:
        super().init_attribute_functions()  # type: ignore[no-untyped-call]
        self.attribute_functions.append(_published)

    def schema2jsonschema(self, schema: Schema) -> Part:
        described: Part = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]
        return {"description": (inspect.getdoc(type(schema)) or "").partition("\n\n")[0], **described}


class _Plugin(MarshmallowPlugin):
    Converter = _Converter


def _published(field: fields.Field[Any], **_: object) -> Part:
    """What the validators of ``field`` say about themselves in JSON Schema; all must hold, so patterns go by allOf."""
    own = [validator.json_schema for validator in field.validators if hasattr(validator, "json_schema")]
    if len(own) > 1:
        return {"allOf": own}
    return dict(own[0]) if own else {}


def document(contract: Contract, bounds: Bounds, version: str) -> Part:
    """The document for ``contract`` under ``bounds``; ``version`` is that of the service."""
    spec = APISpec(
        title="counterclaim",
        version=version,
        openapi_version="3.1.0",
        plugins=[_Plugin()],
        info={"description": ABOUT, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}},
        tags=[{"name": name, "description": description} for name, description in SECTIONS],
    )
    _add_components(spec, contract)
    _add_scoring(spec, contract, bounds)
    _add_operations(spec)
    return spec.to_dict()


def example(name: str) -> Any:
    """One of the example bodies beside this file."""
    return json.loads(files("service.web").joinpath("examples", f"{name}.json").read_text(encoding="utf-8"))


def _add_components(spec: APISpec, contract: Contract) -> None:
    spec.components.header(
        "RequestId",
        {"description": "The id of this request, as sent in or made up.", "schema": {"type": "string"}},
    )
    spec.components.header(
        "RetryAfter",
        {"description": f"Seconds to wait, {RETRY_AFTER_S}.", "schema": {"type": "integer", "minimum": 0}},
    )
    spec.components.parameter(
        "RequestId",
        "header",
        {
            "name": REQUEST_ID,
            "description": "An id to find this request in the logs by: 1 to 128 letters, digits, dots, colons, "
            "underscores and hyphens. Anything else is replaced.",
            "schema": {"type": "string"},
        },
    )
    for name, (status, description) in REFUSALS.items():
        spec.components.response(name, _refusal(contract, status, description))


def _refusal(contract: Contract, status: HTTPStatus, description: str) -> Part:
    headers = {REQUEST_ID: "RequestId"}
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "RetryAfter"
    content: Part = {"schema": contract.problem}
    if status is HTTPStatus.UNPROCESSABLE_ENTITY:
        content["examples"] = {"invalid": {"summary": "Two faults", "value": example("invalid_request")}}
    return {"description": description, "headers": headers, "content": {MEDIA_TYPE: content}}


def _answers(success: Part, *refusals: str) -> Part:
    """The responses of one operation: a 200 and the named refusals."""
    found: Part = {"200": success | {"headers": {REQUEST_ID: "RequestId"}}}
    for name in refusals:
        found[str(REFUSALS[name][0].value)] = name
    return found


def _json(schema: Schema | Part, **examples: Part) -> Part:
    return {"application/json": {"schema": schema} | ({"examples": examples} if examples else {})}


def _shown(summary: str, name: str) -> Part:
    return {"summary": summary, "value": example(name)}


def _add_scoring(spec: APISpec, contract: Contract, bounds: Bounds) -> None:
    post = partial(
        _operation,
        section="scoring",
        refusals=(BAD_REQUEST, TOO_LARGE, NOT_JSON, UNKNOWN_HOST, INVALID, FAULT, NOT_READY),
    )
    limits = (
        f"At most {bounds.max_articles:,} articles of at most {bounds.max_text_chars:,} characters each, "
        f"{bounds.max_body_bytes:,} bytes in all."
    )
    score = post(
        "score",
        "Score articles together",
        f"{limits} Articles that hold nothing to compare are listed in `unused` with the reason.",
        "The report.",
        _json(contract.report, night_explosion=_shown("A night explosion", "score_report")),
    )
    score["requestBody"] = _body(
        _json(contract.score_request, night_explosion=_shown("A night explosion", "score_request"))
    )
    compare = post(
        "compare",
        "Compare two claims",
        "Which of the two is named first makes no difference to the probabilities.",
        "What comparing them found.",
        _json(contract.compared, death_toll=_shown("Two death tolls", "comparison")),
    )
    compare["requestBody"] = _body(
        _json(contract.compare_request, death_toll=_shown("Two death tolls", "compare_request"))
    )
    spec.path("/score", operations={"post": score})
    spec.path("/compare", operations={"post": compare})


def _body(content: Part) -> Part:
    return {"required": True, "content": content}


def _operation(
    name: str, summary: str, description: str, answer: str, content: Part, *, section: str, refusals: tuple[str, ...]
) -> Part:
    return {
        "operationId": name,
        "tags": [section],
        "summary": summary,
        "description": description,
        "parameters": ["RequestId"],
        "responses": _answers({"description": answer, "content": content}, *refusals),
    }


def _add_operations(spec: APISpec) -> None:
    get = partial(_operation, section="operations")
    health = _json({"type": "object", "properties": {"status": {"const": "alive"}}, "required": ["status"]})
    ready = _json(
        {
            "type": "object",
            "properties": {
                "status": {"const": "ready"},
                "model": {"type": "string"},
                "build": {"type": "string"},
            },
            "required": ["status", "model", "build"],
        }
    )
    figures = {"text/plain": {"schema": {"type": "string"}}}
    described = {
        "/healthz": get("healthz", "Is the process alive?", "", "It is.", health, refusals=(FAULT,)),
        "/readyz": get("readyz", "Are the models loaded?", "", "They are.", ready, refusals=(FAULT, NOT_READY)),
        "/metrics": get("metrics", "Figures for Prometheus", "", "The figures.", figures, refusals=(FAULT,)),
        "/openapi.json": get(
            "openapi", "This document", "", "OpenAPI 3.1.", _json({"type": "object"}), refusals=(UNKNOWN_HOST, FAULT)
        ),
    }
    for path, operation in described.items():
        spec.path(path, operations={"get": {key: value for key, value in operation.items() if value}})
