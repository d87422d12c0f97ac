"""Claims as they are answered."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from service.news.article import Field
from service.news.claim import Certainty, Claim, Form, Mode, Slot, SlotName
from service.web.answers import Answer, count, ids, said
from service.web.fields import Amount, UtcTime


class SpanSchema(Answer):
    """A half-open range of code points."""

    start = count("First code point.")
    end = count("The code point after the last.")


class CueSchema(Answer):
    """The words that attribute a claim."""

    text = fields.String()
    start = fields.Integer(attribute="span.start", validate=validate.Range(min=0))
    end = fields.Integer(attribute="span.end", validate=validate.Range(min=0))


class QuantitySchema(Answer):
    """A number as the range of values that it admits."""

    value = Amount()
    low = Amount(allow_none=True, metadata=said("Least value admitted; null where there is none."))
    high = Amount(allow_none=True, metadata=said("Greatest value admitted; null where there is none."))
    counted = fields.String(metadata=said("What is counted or measured."))


class SlotSchema(Answer):
    """One filled slot of a claim: the words, where they stand, and their normal form."""

    start = fields.Integer(attribute="span.start", validate=validate.Range(min=0))
    end = fields.Integer(attribute="span.end", validate=validate.Range(min=0))
    text = fields.String()
    norm = fields.String()
    quantity = fields.Nested(QuantitySchema, allow_none=True)
    day = fields.Date(allow_none=True, metadata=said("The calendar day meant, where it could be told."))


class ClaimSchema(Answer):
    """One checkable statement with its exact span and the source that vouches for it."""

    id = fields.String()
    article = fields.String(metadata=said("Id of the article it stands in."))
    text = fields.String(metadata=said("The statement as compared."))
    field = fields.Enum(Field, by_value=fields.String, metadata=said("The part of the article that spans point into."))
    span = fields.Nested(SpanSchema)
    source = fields.String(metadata=said("Id of the source that vouches for it."))
    chain = ids("Source ids from the outlet to the source.")
    cue = fields.Nested(CueSchema, allow_none=True)
    mode = fields.Enum(Mode, by_value=fields.String)
    form = fields.Enum(Form, by_value=fields.String)
    certainty = fields.Enum(Certainty, by_value=fields.String)
    as_of = UtcTime(allow_none=True, metadata=said("The time the claim speaks from."))
    slots = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(SlotSchema)),
        metadata=said(f"Filled slots by name: {', '.join(SlotName)}. Slots with nothing in them are left out."),
    )

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """As marshmallow does, and the slots by their name."""
        return _slots_by_name(obj) if attr == "slots" else super().get_attribute(obj, attr, default)


def _slots_by_name(claim: Claim) -> dict[str, tuple[Slot, ...]]:
    """The filled slots, names in the order of SlotName, each in the order of the text."""
    named = {name.value: claim.statement.slots_named(name) for name in SlotName}
    return {name: slots for name, slots in named.items() if slots}
