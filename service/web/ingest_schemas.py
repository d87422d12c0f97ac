"""What arrives from newsrooms' systems: the queries that go with it, and what is answered."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from service.news.arrival import Action, ArrivalState, QuarantineQuery
from service.web.answers import Answer, said
from service.web.bounds import MAX_ID_CHARS, MAX_NAME_CHARS, MAX_URL_CHARS
from service.web.fields import AtMost, Readable, UtcTime
from service.web.query_schemas import PageQuerySchema
from service.web.request_schemas import WEB_ADDRESS, Asked

FORMATS = ("ninjs", "superdesk", "newsml", "wordpress", "html", "feed", "sitemap")


class OutletQuerySchema(Asked):
    """Whose it is."""

    outlet = fields.String(
        load_default=None,
        validate=[AtMost(MAX_NAME_CHARS), Readable()],
        metadata=said("Who published it, where what is sent does not say, or says otherwise."),
    )


class PageSentQuerySchema(OutletQuerySchema):
    """Whose page it is, and where it was found."""

    url = fields.String(
        load_default=None,
        validate=[AtMost(MAX_URL_CHARS), WEB_ADDRESS],
        metadata=said("Where it was found; it is not fetched from there."),
    )


class ProviderQuerySchema(OutletQuerySchema):
    """Who signed it."""

    provider = fields.String(
        load_default="superdesk",
        validate=[AtMost(MAX_NAME_CHARS), Readable()],
        metadata=said("The name under which the secret is kept that signs: `counterclaim secrets set NAME`."),
    )


class QuarantineQuerySchema(PageQuerySchema):
    """Which quarantined arrivals."""

    provider = fields.String(
        validate=[AtMost(MAX_NAME_CHARS), Readable()],
        metadata=said("Only from this one: `key:…`, `secret:…` or `feed:…`."),
    )

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> tuple[QuarantineQuery, str | None]:
        """The query without its place, and the cursor that says it."""
        return QuarantineQuery(loaded["limit"], provider=loaded.get("provider")), loaded.get("cursor")


class ItemNamesSchema(Asked):
    """What an item calls itself, in whatever format."""

    guid = fields.String(validate=[AtMost(MAX_ID_CHARS), Readable(filled=False)])
    version = fields.String(validate=[AtMost(MAX_ID_CHARS), Readable(filled=False)])
    evolved_from = fields.String(allow_none=True, validate=[AtMost(MAX_ID_CHARS), Readable(filled=False)])
    outlet = fields.String(validate=[AtMost(MAX_NAME_CHARS), Readable(filled=False)])


class ArrivalSchema(Answer):
    """Something that arrived, and what became of it."""

    number = fields.Integer(metadata=said("Its number; what arrived later has a greater one."))
    format = fields.String(validate=validate.OneOf(FORMATS))
    provider = fields.String(metadata=said("Who sent it: `key:…`, `secret:…`, `user:…` or the polled `feed:…`."))
    guid = fields.String(metadata=said("What its provider calls it, empty where that could not be read."))
    version = fields.String(metadata=said("Which version of it this is."))
    article = fields.String(metadata=said("What its article is kept under: the guid of the first of its rewrites."))
    outlet = fields.String(metadata=said("Who published it."))
    action = fields.Enum(Action, by_value=True, metadata=said("Whether it brings a version or takes its article back."))
    state = fields.Enum(
        ArrivalState,
        by_value=True,
        metadata=said(
            "`waiting` for a worker or for the end of an embargo; `done`; `quarantined`, for it cannot be used; "
            "`killed`, for it was taken back before it was kept."
        ),
    )
    reason = fields.String(metadata=said("Why it is quarantined or killed, else empty."))
    embargoed_until = UtcTime(allow_none=True, metadata=said("Nobody sees it before."))
    received_at = UtcTime()
    settled_at = UtcTime(allow_none=True, metadata=said("When it was done, quarantined or killed."))


class ArrivalsSchema(Answer):
    """What arrived with one request, in its order."""

    items = fields.List(fields.Nested(ArrivalSchema))


class QuarantinePageSchema(ArrivalsSchema):
    """What could not be used, newest first."""

    next = fields.String(allow_none=True, metadata=said("The cursor of the following page, null on the last."))
