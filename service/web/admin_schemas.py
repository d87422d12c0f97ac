"""Bodies and queries of those who run the service: keys, and the audit log."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from service.news.accounts import AuditQuery, Key, MadeKey, NewKey
from service.news.identity import Scope
from service.web.answers import Answer, said
from service.web.bounds import MAX_ID_CHARS, MAX_NAME_CHARS
from service.web.fields import AtMost, Moment, Readable, UtcTime
from service.web.query_schemas import PageQuerySchema
from service.web.request_schemas import Asked

if TYPE_CHECKING:
    from service.web.ports import Clock

LASTS = timedelta(days=365)
"""How long a key lasts where nothing is said."""
MAX_OUTLETS = 100


class NewKeySchema(Asked):
    """A key to be made."""

    # expires_at depends on the clock: new_key_schema adds it.

    name = fields.String(
        required=True,
        validate=[AtMost(MAX_NAME_CHARS), Readable()],
        metadata=said("Who or what uses it, for people to tell keys apart."),
    )
    scopes = fields.List(
        fields.Enum(Scope, by_value=True),
        required=True,
        validate=validate.Length(min=1, error="Give some scopes."),
        metadata=said("What it may do; `admin` may everything."),
    )
    outlets = fields.List(
        fields.String(validate=[AtMost(MAX_NAME_CHARS), Readable()]),
        load_default=list,
        validate=AtMost(MAX_OUTLETS, "outlets"),
        metadata=said("Outlets that it speaks for: their articles count towards credibility when it sends them."),
    )
    person = fields.String(
        allow_none=True,
        load_default=None,
        validate=[AtMost(MAX_ID_CHARS), Readable()],
        metadata=said("The sign-in name of the person whose key it is; it may no more than they may."),
    )

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> NewKey:
        """The key to be made."""
        return NewKey(
            name=loaded["name"],
            scopes=frozenset(loaded["scopes"]),
            outlets=tuple(loaded["outlets"]),
            expires_at=loaded["expires_at"],
            person=loaded["person"],
        )


class KeySchema(Answer):
    """A key, without what opens."""

    id = fields.String(metadata=said("Its public part."))
    name = fields.String()
    scopes = fields.List(fields.String(validate=validate.OneOf([*Scope])))
    outlets = fields.List(fields.String(), metadata=said("Outlets that it speaks for."))
    person = fields.String(allow_none=True, metadata=said("Whose it is, where it is a person's."))
    state = fields.String(validate=validate.OneOf(["active", "expired", "revoked"]))
    created_at = UtcTime()
    created_by = fields.String()
    expires_at = UtcTime(allow_none=True, metadata=said("When it stops; null for never."))
    revoked_at = UtcTime(allow_none=True)
    last_used_at = UtcTime(allow_none=True, metadata=said("To the minute; null where it was never used."))


class KeysSchema(Answer):
    """Every key that was ever made, newest first."""

    items = fields.List(fields.Nested(KeySchema))


class MadeKeySchema(KeySchema):
    """A key that was just made, with what opens."""

    token = fields.String(metadata=said("The key itself. It is shown this once and cannot be shown again."))


class AuditQuerySchema(PageQuerySchema):
    """Which lines of the audit log."""

    by = fields.String(
        validate=[AtMost(MAX_NAME_CHARS), Readable()],
        metadata=said("Only what was done by this one: `key:…`, `user:…` or `cli:…`."),
    )
    action = fields.String(
        validate=[AtMost(MAX_NAME_CHARS), Readable()],
        metadata=said("Only this kind of thing, such as `key.revoked`."),
    )
    since = Moment(metadata=said("Nothing before this time, RFC 3339 with a zone."))

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> tuple[AuditQuery, str | None]:
        """The query without its place, and the cursor that says it."""
        asked = {name: loaded.get(name) for name in ("by", "action", "since")}
        return AuditQuery(loaded["limit"], **asked), loaded.get("cursor")


class AuditLineSchema(Answer):
    """One thing that was done."""

    number = fields.Integer(metadata=said("Its number; later lines have greater ones."))
    at = UtcTime()
    by = fields.String(metadata=said("Who did it: `key:…`, `user:…` or, at the command line, `cli:…`."))
    action = fields.String(metadata=said("What was done, such as `key.revoked`."))
    subject = fields.String(metadata=said("To what it was done, such as `key:…`."))
    detail = fields.Dict(keys=fields.String(), metadata=said("What more there is to say."))
    request_id = fields.String(metadata=said("The request it was done in, empty outside of one."))


class AuditPageSchema(Answer):
    """Lines of the audit log, newest first."""

    items = fields.List(fields.Nested(AuditLineSchema))
    next = fields.String(allow_none=True, metadata=said("The cursor of the following page, null on the last."))


def new_key_schema(clock: Clock) -> Schema:
    """The body of POST /admin/keys; loads into a NewKey."""

    def future(moment: datetime | None) -> None:
        if moment is not None and moment <= clock():
            raise ValidationError("Must lie in the future.")

    expires_at = Moment(
        allow_none=True,
        load_default=lambda: clock() + LASTS,
        validate=future,
        metadata={
            "description": f"When it stops, RFC 3339 with a zone; left out: in {LASTS.days} days; null: never.",
            "examples": ["2031-01-31T00:00:00Z"],
        },
    )
    return NewKeySchema.from_dict({"expires_at": expires_at}, name="NewKeySchema")()


def shown(key: Key, now: datetime) -> dict[str, Any]:
    """The fields of KeySchema for ``key`` as it stands ``now``."""
    return {**asdict(key), "scopes": sorted(key.scopes), "state": key.state(now)}


def shown_once(made: MadeKey, now: datetime) -> dict[str, Any]:
    """The fields of MadeKeySchema."""
    return {**shown(made.key, now), "token": made.token}
