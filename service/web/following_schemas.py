"""Who seems to follow whom, as it is answered: how likely that is, and what tells it."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from service.news.following import Direction
from service.web.answers import Answer, count, probability, said
from service.web.fields import Rounded


class FollowingSchema(Answer):
    """Two sources, one of which seems to follow the other, or both a third: they share mistakes, and agree in them."""

    direction = fields.Enum(
        Direction,
        by_value=fields.String,
        metadata=said("What the first seems to do, by who mostly says it first; `either` where that does not tell."),
    )
    probability = probability()
    events = count("In so many events they say the same against no fewer others than say so too.")
    shared = Rounded(
        validate=validate.Range(min=0),
        metadata=said("The expected number of mistakes among what they say alike there."),
    )
    alone = Rounded(
        validate=validate.Range(min=0), metadata=said("How often they are expected to contradict each other.")
    )
    earlier = count("How much of what they say alike there the first said before the other.")
    later = count("How much of it the first said after the other.")


class EventFollowingSchema(FollowingSchema):
    """Two sources of an event that seem to follow each other, by all that is kept as of the last reckoning."""

    one = fields.String(metadata=said("Id of the first source."))
    other = fields.String(metadata=said("Id of the other source."))


class SaidAlikeSchema(Answer):
    """A claim of a source and one of another that say the same against others."""

    event = fields.String(metadata=said("Id of their event."))
    claim = fields.String(metadata=said("Id of the claim of the source."))
    text = fields.String()
    other_claim = fields.String(metadata=said("Id of that of the other."))
    other_text = fields.String()


class FollowingOfSchema(FollowingSchema):
    """Another source that a source seems to follow, or that seems to follow it; the source itself is the first."""

    id = fields.String(allow_none=True, metadata=said("Id of the other; null for a newsroom that is no source here."))
    name = fields.String(metadata=said("Name of the other."))
    said = fields.List(fields.Nested(SaidAlikeSchema), metadata=said("The most telling of what they say alike."))

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Who it is and what is said from the FollowingOf, all else from the following in it."""
        return super().get_attribute(obj if attr in {"id", "name", "said"} else obj.following, attr, default)
