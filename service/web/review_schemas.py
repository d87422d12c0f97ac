"""Reviews of claims, as they are sent and answered."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load

from service.news.review import NewReview
from service.web.answers import Answer, said
from service.web.bounds import MAX_CLAIM_CHARS, MAX_ID_CHARS, MAX_NAME_CHARS, MAX_URL_CHARS
from service.web.fields import AtMost, Readable, Shaped, UtcTime
from service.web.request_schemas import WEB_ADDRESS, Asked

IN_WORDS = Shaped(r"^(?![\s\d.,%/:+-]*$)[\s\S]*$", "Must be in words: a number says nothing that a person stands for.")


class NewReviewSchema(Asked):
    """What a named person says of a claim."""

    claim = fields.String(
        required=True,
        validate=[AtMost(MAX_ID_CHARS), Readable()],
        metadata=said("Id of a claim of the event."),
    )
    rating = fields.String(
        required=True,
        validate=[AtMost(MAX_NAME_CHARS), Readable(), IN_WORDS],
        metadata=said("The judgement, in words."),
    )
    text = fields.String(
        required=True,
        validate=[AtMost(MAX_CLAIM_CHARS), Readable(prose=True)],
        metadata=said("What it rests on, in the person's own words."),
    )
    url = fields.String(
        allow_none=True,
        load_default=None,
        validate=[AtMost(MAX_URL_CHARS), Readable(), WEB_ADDRESS],
        metadata=said("Where the review was published."),
    )

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> NewReview:
        """The review to be made."""
        return NewReview(**loaded)


class ReviewSchema(Answer):
    """A review that holds."""

    id = fields.String()
    event = fields.String(metadata=said("What the claim was about when it was reviewed."))
    claim = fields.String()
    words = fields.String(metadata=said("The claim as it was reviewed; where it says something else, it is not shown."))
    rating = fields.String()
    text = fields.String()
    url = fields.String(allow_none=True)
    by = fields.String(metadata=said("Who made it: `user:…`."))
    author = fields.String(metadata=said("The name of that person."))
    at = UtcTime()
