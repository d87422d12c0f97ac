"""Bodies about feeds that are polled, and what is answered."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from service.news.feed import FeedKind, NewFeed
from service.web.answers import Answer, said
from service.web.bounds import MAX_NAME_CHARS, MAX_URL_CHARS
from service.web.fields import AtMost, Readable, StrictBoolean, UtcTime
from service.web.request_schemas import WEB_ADDRESS, Asked

MINUTE_S, WEEK_S = 60, 7 * 24 * 3600
USUALLY_S = 15 * MINUTE_S


class NewFeedSchema(Asked):
    """A feed to be polled."""

    url = fields.String(
        required=True,
        validate=[AtMost(MAX_URL_CHARS), Readable(), WEB_ADDRESS],
        metadata=said("Where it is: an http or https address of the open internet."),
    )
    outlet = fields.String(
        required=True,
        validate=[AtMost(MAX_NAME_CHARS), Readable()],
        metadata=said("Whose it is, whatever the feed says; what is found in it counts as this outlet's."),
    )
    kind = fields.Enum(
        FeedKind,
        by_value=True,
        load_default=FeedKind.FEED,
        metadata=said(
            "`feed`: RSS or Atom; `sitemap`: of news, or an index of such; `wordpress`: posts, `…/wp-json/wp/v2/posts`."
        ),
    )
    every = fields.Integer(
        strict=True,
        load_default=USUALLY_S,
        validate=validate.Range(MINUTE_S, WEEK_S),
        metadata=said("How often it is polled, in seconds."),
    )

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> NewFeed:
        """The feed to be polled."""
        return NewFeed(loaded["url"], loaded["outlet"].strip(), loaded["kind"], loaded["every"])


class FeedSchema(Answer):
    """A feed that is polled, and how that goes."""

    id = fields.String(metadata=said("What is found in it has the provider `feed:` and this."))
    url = fields.String()
    outlet = fields.String()
    kind = fields.Enum(FeedKind, by_value=True)
    every = fields.Integer(attribute="every_s", metadata=said("How often it is polled, in seconds."))
    created_at = UtcTime()
    created_by = fields.String()
    due_at = UtcTime(metadata=said("When it is polled next, or, while it is, when another may if this one has died."))
    polled_at = UtcTime(allow_none=True, metadata=said("When it was polled last."))
    failures = fields.Integer(
        metadata=said("How often that has failed since it last went well; each doubles the pause.")
    )
    answer = fields.String(metadata=said("What came of it: how much was found, or why it failed."))
    etag = fields.String(
        metadata=said("The ETag of what was found, sent along the next time; empty where there is none.")
    )
    paused = fields.Boolean(metadata=said("Whether it is left alone for now."))


class ChangedFeedSchema(Asked):
    """Whether a feed is polled."""

    paused = StrictBoolean(
        required=True,
        metadata=said(
            "Whether it is left alone for now; one that goes on is polled at once where that was due meanwhile."
        ),
    )


class FeedsSchema(Answer):
    """Every feed, newest first."""

    items = fields.List(fields.Nested(FeedSchema))
