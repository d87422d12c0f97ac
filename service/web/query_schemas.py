"""What all queries of lists have in common: how many, and after which."""

from __future__ import annotations

from marshmallow import fields, validate

from service.web.fields import AtMost
from service.web.request_schemas import Asked

MAX_CURSOR_CHARS = 2_000
MAX_LIMIT = 200


class PageQuerySchema(Asked):
    """Which page of a list."""

    limit = fields.Integer(
        load_default=50,
        validate=validate.Range(1, MAX_LIMIT),
        metadata={"description": "How many at most."},
    )
    cursor = fields.String(
        validate=AtMost(MAX_CURSOR_CHARS),
        metadata={"description": "`next` of the page before; without it, the first page."},
    )
