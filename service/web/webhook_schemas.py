"""Bodies and queries about webhooks, and what is answered."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from service.news.webhook import MessageFormat, NewWebhook, Topic
from service.web.answers import Answer, said
from service.web.bounds import MAX_URL_CHARS
from service.web.fields import AtMost, Moment, Readable, StrictBoolean, UtcTime
from service.web.query_schemas import PageQuerySchema
from service.web.request_schemas import WEB_ADDRESS, Asked


class NewWebhookSchema(Asked):
    """A webhook to be made."""

    url = fields.String(
        required=True,
        validate=[AtMost(MAX_URL_CHARS), Readable(), WEB_ADDRESS],
        metadata=said("Where messages are posted to: an https address of the open internet."),
    )
    events = fields.List(
        fields.Enum(Topic, by_value=True),
        required=True,
        validate=validate.Length(min=1, error="Give some events."),
        metadata=said("What it is told of."),
    )

    format = fields.Enum(
        MessageFormat,
        by_value=fields.String,
        load_default=MessageFormat.STANDARD,
        metadata=said(
            "What the receiver understands: signed messages as Standard Webhooks has them, those of an incoming "
            "webhook of Slack, or an Adaptive Card for a workflow of Teams."
        ),
    )

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> NewWebhook:
        """The webhook to be made."""
        return NewWebhook(loaded["url"], tuple(dict.fromkeys(loaded["events"])), loaded["format"])


class WebhookSchema(Answer):
    """A webhook, without its secret."""

    id = fields.String()
    url = fields.String(metadata=said("Of a chat only the beginning: whoever knows its address may write there."))
    format = fields.Enum(MessageFormat, by_value=fields.String)
    events = fields.List(fields.Enum(Topic, by_value=True), metadata=said("What it is told of."))
    created_at = UtcTime()
    created_by = fields.String()
    disabled_at = UtcTime(allow_none=True, metadata=said("Since when it is told of nothing any more."))
    disabled_why = fields.String(allow_none=True)


class WebhooksSchema(Answer):
    """Every webhook, newest first."""

    items = fields.List(fields.Nested(WebhookSchema))


class MadeWebhookSchema(WebhookSchema):
    """A webhook that was just made, with its secret."""

    secret = fields.String(
        allow_none=True,
        metadata=said("What its messages are signed with, null where they are not. It is shown this once."),
    )


class DeliveriesQuerySchema(PageQuerySchema):
    """Which page of the messages to a webhook."""


class DeliverySchema(Answer):
    """A message on its way, or at its end."""

    id = fields.String(metadata=said("What `webhook-id` says, the same in each try."))
    type = fields.Enum(Topic, by_value=True)
    state = fields.String(validate=validate.OneOf(["waiting", "delivered", "failed"]))
    attempts = fields.Integer(metadata=said("How often it was tried."))
    due_at = UtcTime(allow_none=True, metadata=said("When it is tried next."))
    made_at = UtcTime()
    ended_at = UtcTime(allow_none=True)
    answer = fields.String(metadata=said("What came of the last try: a status, or why nobody answered."))


class DeliveryPageSchema(Answer):
    """Messages to a webhook, newest first."""

    items = fields.List(fields.Nested(DeliverySchema))
    next = fields.String(allow_none=True, metadata=said("The cursor of the following page, null on the last."))


class ReplaySchema(Asked):
    """What is to be sent again."""

    since = Moment(required=True, metadata=said("Only messages made at this time or later, RFC 3339 with a zone."))
    delivered = StrictBoolean(load_default=False, metadata=said("Whether those that arrived are sent again, too."))


class ReplayedSchema(Answer):
    """How much is sent again."""

    messages = fields.Integer()
