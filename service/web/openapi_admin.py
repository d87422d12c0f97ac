"""The part of the OpenAPI document for those who run the service: keys and the audit log."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from service.web.openapi_parts import (
    BODY_REFUSALS,
    ID,
    INVALID,
    NOT_KEPT,
    answer,
    body,
    json_content,
    operation,
)

if TYPE_CHECKING:
    from apispec import APISpec

    from service.web.contract import Contract


def add(spec: APISpec, contract: Contract) -> None:
    """Adds the section to ``spec``."""
    described = partial(operation, section="administration")
    listed = described(
        "keys",
        "List keys",
        "",
        {"200": answer("Every key that was ever made, newest first.", json_content(contract.keys))},
        name="list_keys",
    )
    made = described(
        "keys",
        "Make a key",
        "The answer holds the key itself, this once.",
        {"201": answer("The key.", json_content(contract.made_key))},
        name="make_key",
        refusals=BODY_REFUSALS,
        requestBody=body(json_content(contract.new_key)),
    )
    revoked = described(
        "key",
        "Revoke a key",
        "It ends at once and for good.",
        {"204": answer("It has ended.")},
        name="revoke_key",
        refusals=(NOT_KEPT,),
        parameters=[ID],
    )
    told = described(
        "audit",
        "Read the audit log",
        "Newest first. Lines are added and never changed.",
        {"200": answer("A page of it.", json_content(contract.audit_page))},
        refusals=(INVALID,),
        parameters=[{"in": "query", "schema": contract.audit_query}],
    )
    spec.path("/admin/keys", operations={"get": listed, "post": made})
    spec.path("/admin/keys/{id}", operations={"delete": revoked})
    spec.path("/admin/audit", operations={"get": told})
