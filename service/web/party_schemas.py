"""Parties to events, as they are answered: the words that say so, and the label of an editor who says so."""

from __future__ import annotations

from marshmallow import fields

from service.news.article import Field
from service.web.answers import Answer, said
from service.web.claim_schemas import SpanSchema
from service.web.edit_schemas import PartyEditSchema


class WordsSchema(Answer):
    """What an article says, word for word."""

    claim = fields.String(metadata=said("Id of the claim in or around which it stands."))
    article = fields.String(metadata=said("Id of the article."))
    field = fields.Enum(Field, by_value=fields.String, metadata=said("The part of the article that the span is of."))
    span = fields.Nested(SpanSchema)
    words = fields.String(metadata=said("The words under the span."))


def _said() -> fields.Nested:
    return fields.Nested(
        WordsSchema, allow_none=True, metadata=said("The words that say so; null where only an editor does.")
    )


class PartySchema(Answer):
    """A source that is on a side of what an event tells; that changes no number."""

    source = fields.String(metadata=said("Id of the source."))
    edited = fields.Nested(
        PartyEditSchema, allow_none=True, metadata=said("The label of an editor who says so; null where none does.")
    )
    said = _said()


class PartyToSchema(Answer):
    """An event to which a source is a party."""

    event = fields.String(metadata=said("Id of the event."))
    headline = fields.String()
    edited = fields.Boolean(metadata=said("Whether an editor says so."))
    said = _said()
