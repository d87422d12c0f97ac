"""What all answers have in common: every key is always there, and says what it means."""

from __future__ import annotations

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from service.web.fields import Rounded


class Answer(Schema):
    """The base of everything that is written: every key is always there, null where there is nothing to say.

    Keys may be added in later versions, so the published schemas do not forbid others.
    """

    class Meta:
        """How marshmallow and the OpenAPI document treat keys that are not named."""

        unknown = EXCLUDE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Publishes ``field_obj`` as always there."""
        super().on_bind_field(field_name, field_obj)
        field_obj.required = True


def said(description: str) -> dict[str, str]:
    """The metadata of a field that means what ``description`` says."""
    return {"description": description}


def ids(description: str) -> fields.List[str]:
    """A list of ids."""
    return fields.List(fields.String(), metadata=said(description))


def interval(description: str) -> fields.List[float]:
    """A list of two numbers, lower bound first."""
    return fields.List(Rounded(), validate=validate.Length(equal=2), metadata=said(description))


def count(description: str) -> fields.Integer:
    """A whole number, 0 or more."""
    return fields.Integer(validate=validate.Range(min=0), metadata=said(description))


def bits(description: str, **rest: Any) -> Rounded:
    """A number of bits, of either sign; ``rest`` goes to the field."""
    return Rounded(metadata=said(description), **rest)


def probability(**rest: Any) -> Rounded:
    """A number in [0, 1]; ``rest`` goes to the field."""
    return Rounded(validate=validate.Range(min=0, max=1), **rest)
