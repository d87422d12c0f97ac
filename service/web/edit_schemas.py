"""Editors' labels as they show in what is answered of what is kept."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from service.web.answers import Answer, said
from service.web.fields import UtcTime

MERGE, SPLIT = "merge", "split"


class _EditSchema(Answer):
    """Which label, whose word it is, when and why."""

    label = fields.String(metadata=said("Id of the label."))
    by = fields.String(metadata=said("Whose word it is."))
    at = UtcTime()
    note = fields.String(metadata=said("Why."))


class SourceEditSchema(_EditSchema):
    """That an editor has named the source of a claim."""


class PartyEditSchema(_EditSchema):
    """That an editor has said that a source is a party to an event."""


class EventEditSchema(_EditSchema):
    """That an editor has put claims of an event together, or apart from others."""

    kind = fields.String(validate=validate.OneOf([MERGE, SPLIT]))
    followed = fields.Boolean(
        metadata=said("Whether its claims stand as it says; false where a later one says otherwise of some.")
    )

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """As marshmallow does, and the kind by its name."""
        if attr == "kind":
            return SPLIT if obj.splits else MERGE
        return super().get_attribute(obj, attr, default)


def edited() -> fields.Nested:
    """Of a claim: the label that names its source."""
    return fields.Nested(
        SourceEditSchema, allow_none=True, metadata=said("The label that names its source; null where none does.")
    )
