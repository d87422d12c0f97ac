"""What a refusal looks like, for the OpenAPI document; ``problems`` writes it."""

from __future__ import annotations

from marshmallow import EXCLUDE, Schema, fields


class FaultSchema(Schema):
    """One thing wrong in a body."""

    class Meta:
        """How the OpenAPI document treats keys that are not named."""

        unknown = EXCLUDE

    pointer = fields.String(
        required=True,
        metadata={"description": "Where: a JSON pointer as a URI fragment.", "examples": ["#/articles/0/text"]},
    )
    detail = fields.String(required=True, metadata={"description": "What."})


class ProblemSchema(Schema):
    """A refusal (RFC 9457)."""

    class Meta:
        """How the OpenAPI document treats keys that are not named."""

        unknown = EXCLUDE

    type = fields.String(
        required=True, metadata={"description": "Address of the page on this kind of problem, or about:blank."}
    )
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    instance = fields.String(required=True, metadata={"description": "The path that was asked for."})
    request_id = fields.String(required=True, metadata={"description": "The id under which the log has it."})
    errors = fields.List(fields.Nested(FaultSchema), metadata={"description": "Every fault of a body; first 100."})
