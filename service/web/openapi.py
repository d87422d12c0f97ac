"""The OpenAPI 3.1 document, made from the very schemas that the views use."""

from __future__ import annotations

import inspect
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter

from service.web import (
    openapi_admin,
    openapi_feeds,
    openapi_ingest,
    openapi_jobs,
    openapi_kept,
    openapi_models,
    openapi_out,
    openapi_webhooks,
)
from service.web.openapi_parts import (
    BODY_REFUSALS,
    NOT_READY,
    REFUSALS,
    SECURITY_SCHEMES,
    Part,
    answer,
    body,
    example,
    json_content,
    operation,
    shown,
)
from service.web.passage import REQUEST_ID
from service.web.problems import MEDIA_TYPE, RETRY_AFTER_S

if TYPE_CHECKING:
    from marshmallow import Schema, fields

    from service.web.bounds import Bounds
    from service.web.contract import Contract

ABOUT = """\
Articles in; who says what, where the sources agree and contradict each other, and how far each can be relied on, out.

It measures agreement among sources, not truth. Every probability can be added up by hand from its evidence in bits,
every reason points at words in both texts, every credibility has an interval and the ledger of claims behind it.

Spans are half-open ranges of Unicode code points. Times are ISO 8601 with a zone, answered in UTC. Every refusal is
`application/problem+json` (RFC 9457). Unknown fields are refused.

Callers show a key, `Authorization: Bearer cc_…`, made by whoever runs the service; what each operation needs is said
with it.
"""

SECTIONS = (
    ("scoring", "Articles and claims in, reports out; nothing is kept unless that is asked for."),
    openapi_kept.SECTION,
    openapi_ingest.SECTION,
    ("jobs", "Work that is asked for now and done later."),
    openapi_models.SECTION,
    ("administration", "Keys, and who did what."),
    ("operations", "For those who run the service."),
)

NIGHT = "A night explosion"
TOLLS = "Two death tolls"
KEEPING = (
    "With `options.store` the articles are kept and compared with what is kept: the same article twice changes "
    "nothing, and one with the same `id` or `url` and a later `updated_at` takes the place of the version before it."
)


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
    openapi_kept.add(spec, contract)
    openapi_out.add(spec, contract)
    openapi_ingest.add(spec, contract)
    openapi_jobs.add(spec, contract)
    openapi_models.add(spec, contract)
    openapi_admin.add(spec, contract)
    openapi_webhooks.add(spec, contract)
    openapi_feeds.add(spec, contract)
    _add_operations(spec)
    return openapi_jobs.repeatable(spec.to_dict())


def _add_components(spec: APISpec, contract: Contract) -> None:
    spec.components.header(
        "RequestId",
        {"description": "The id of this request, as sent in or made up.", "schema": {"type": "string"}},
    )
    spec.components.header(
        "RetryAfter",
        {"description": f"Seconds to wait, {RETRY_AFTER_S}.", "schema": {"type": "integer", "minimum": 0}},
    )
    spec.components.header(
        "Challenge",
        {"description": "How to be let in (RFC 6750): Bearer.", "schema": {"type": "string"}},
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
    openapi_jobs.add_components(spec)
    for name, scheme in SECURITY_SCHEMES.items():
        spec.components.security_scheme(name, scheme)
    for name, (status, description) in REFUSALS.items():
        spec.components.response(name, _refusal(contract, status, description))


def _refusal(contract: Contract, status: HTTPStatus, description: str) -> Part:
    headers = {REQUEST_ID: "RequestId"}
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "RetryAfter"
    if status is HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Challenge"
    content: Part = {"schema": contract.problem}
    if status is HTTPStatus.UNPROCESSABLE_ENTITY:
        content["examples"] = {"invalid": {"summary": "Two faults", "value": example("invalid_request")}}
    return {"description": description, "headers": headers, "content": {MEDIA_TYPE: content}}


def _add_scoring(spec: APISpec, contract: Contract, bounds: Bounds) -> None:
    post = partial(operation, section="scoring", refusals=(*BODY_REFUSALS, NOT_READY))
    limits = (
        f"At most {bounds.max_articles:,} articles of at most {bounds.max_text_chars:,} characters each, "
        f"{bounds.max_body_bytes:,} bytes in all."
    )
    score = post(
        "score",
        "Score articles together",
        f"{limits} Articles that hold nothing to compare are listed in `unused` with the reason. {KEEPING}",
        {
            "200": answer("The report.", json_content(contract.report, night_explosion=shown(NIGHT, "score_report"))),
            "202": openapi_jobs.accepted(contract),
        },
        parameters=["Prefer"],
        requestBody=body(json_content(contract.score_request, night_explosion=shown(NIGHT, "score_request"))),
    )
    compare = post(
        "compare",
        "Compare two claims",
        "Which of the two is named first makes no difference to the probabilities.",
        {
            "200": answer(
                "What comparing them found.", json_content(contract.compared, tolls=shown(TOLLS, "comparison"))
            )
        },
        requestBody=body(json_content(contract.compare_request, tolls=shown(TOLLS, "compare_request"))),
    )
    spec.path("/score", operations={"post": score})
    spec.path("/compare", operations={"post": compare})


def _add_operations(spec: APISpec) -> None:
    get = partial(operation, section="operations")
    alive = {"type": "object", "properties": {"status": {"const": "alive"}}, "required": ["status"]}
    said = {"status": {"const": "ready"}, "model": {"type": "string"}, "build": {"type": "string"}}
    ready = {"type": "object", "properties": said, "required": [*said]}
    figures = {"text/plain": {"schema": {"type": "string"}}}
    about = json_content({"type": "object"})
    described = {
        "/healthz": get("healthz", "Is the process alive?", "", _ok("It is.", json_content(alive))),
        "/readyz": get(
            "readyz",
            "Are the models and the store there?",
            "",
            _ok("They are.", json_content(ready)),
            refusals=(NOT_READY,),
        ),
        "/metrics": get("metrics", "Figures for Prometheus", "", _ok("The figures.", figures)),
        "/openapi.json": get("openapi", "This document", "", _ok("OpenAPI 3.1.", about)),
    }
    for path, each in described.items():
        spec.path(path, operations={"get": each})


def _ok(description: str, content: Part) -> dict[str, Part]:
    return {"200": answer(description, content)}
