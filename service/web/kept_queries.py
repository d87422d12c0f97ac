"""What is asked of what is kept, in the query of an address; each list has a query of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import fields, post_load, validate

from service.news.label import LabelKind, LabelQuery
from service.news.memory import ArticleQuery, EventQuery, Place, SourceQuery
from service.news.source import SourceKind
from service.newsroom.event_tables import TABLES
from service.web.answers import said
from service.web.bounds import MAX_ID_CHARS, MAX_NAME_CHARS, MAX_REASON_CHARS
from service.web.fields import AtMost, Moment, Readable
from service.web.query_schemas import MAX_LIMIT, PageQuerySchema
from service.web.request_schemas import Asked

NEWEST = "newest"
MOST_DISPUTED = "most_disputed"

_LOST_PLUS = re.compile(r"(.*:\d\d(?:\.\d+)?) (\d\d:\d\d)", re.ASCII)


class Flag(fields.Boolean):
    """true or false, as a query spells them."""

    def _deserialize(self, value: object, *_: object, **__: object) -> bool:
        if value not in {"true", "false"}:
            raise self.make_error("invalid", input=value)
        return value == "true"


class Since(Moment):
    """A moment in RFC 3339 with its zone; a plus sign that was not escaped, and so came as a blank, is read as one."""

    def _deserialize(self, value: object, *rest: object, **more: object) -> datetime:
        lost = _LOST_PLUS.fullmatch(value) if isinstance(value, str) else None
        return super()._deserialize(f"{lost[1]}+{lost[2]}" if lost else value, *rest, **more)


def _since(what: str) -> Since:
    return Since(
        metadata={"description": f"{what}: RFC 3339 with a zone.", "examples": ["2024-03-14T22:40:00Z"]},
    )


def _name(description: str) -> fields.String:
    return fields.String(validate=[AtMost(MAX_NAME_CHARS), Readable()], metadata={"description": description})


def _id(description: str) -> fields.String:
    return fields.String(validate=[AtMost(MAX_ID_CHARS), Readable()], metadata={"description": description})


def _flag(description: str) -> Flag:
    return Flag(metadata=said(description))


class ArticlesQuerySchema(PageQuerySchema):
    """Which kept articles."""

    since = _since("Only those published then or later")
    outlet = _name("Only those of this outlet; case and doubled blanks make no difference.")
    vouched = _flag("Only those whose outlet is vouched for, or only the others.")

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> tuple[ArticleQuery, str | None]:
        """The query without its place, and the cursor that says it."""
        cursor = loaded.pop("cursor", None)
        return ArticleQuery(**loaded), cursor


class EventsQuerySchema(PageQuerySchema):
    """Which stored events, in which order."""

    since = _since("Only those that something was said about then or later")
    source = _id("Only those in which the source with this id vouches for a claim.")
    place = _name("Only those whose claims name this place; case and accents make no difference.")
    disputed = _flag("Only those with a decided contradiction, or only the others.")
    order = fields.String(
        load_default=NEWEST,
        validate=validate.OneOf([NEWEST, MOST_DISPUTED]),
        metadata=said("Newest first, or most decided contradictions first and then newest."),
    )

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> tuple[EventQuery, str | None]:
        """The query without its place, and the cursor that says it."""
        cursor, order = loaded.pop("cursor", None), loaded.pop("order")
        return EventQuery(**loaded, most_disputed_first=order == MOST_DISPUTED), cursor


class SourcesQuerySchema(PageQuerySchema):
    """Which sources."""

    name = _name("Only those with this in their name; case and accents make no difference.")
    kind = fields.String(
        validate=validate.OneOf([kind.value for kind in SourceKind]),
        metadata=said("Only those of this kind."),
    )

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> tuple[SourceQuery, str | None]:
        """The query without its place, and the cursor that says it."""
        return SourceQuery(loaded["limit"], named=loaded.get("name"), kind=loaded.get("kind")), loaded.get("cursor")


class SourceAskedSchema(Asked):
    """A source as it stood then."""

    as_of = Since(
        metadata={
            "description": "Its figures by what was said up to then, worked out from the articles as they are kept "
            "now: RFC 3339 with a zone.",
            "examples": ["2024-03-14T22:40:00Z"],
        }
    )


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """Which lines of one source's ledger."""

    limit: int
    after: Place | None = None


class LedgerQuerySchema(PageQuerySchema):
    """Which lines of a ledger."""

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> tuple[LedgerQuery, str | None]:
        """The query without its place, and the cursor that says it."""
        return LedgerQuery(loaded["limit"]), loaded.get("cursor")


class LabelsAskedSchema(Asked):
    """Which labels, all of them."""

    kind = fields.Enum(LabelKind, by_value=fields.String, metadata=said("Only those of this kind."))
    claim = _id("Only those on the claim with this id, alone or in a pair.")
    event = _id("Only those on claims that were about the event with this id when they were made.")
    by = _name("Only this one's: `user:…` or `key:…`.")
    since = _since("Only those made then or later")

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> Any:
        """The query."""
        return _labels(limit=MAX_LIMIT, **loaded)


class LabelsQuerySchema(LabelsAskedSchema, PageQuerySchema):
    """Which labels."""

    @post_load
    def noun(self, loaded: dict[str, Any], **_: object) -> tuple[LabelQuery, str | None]:
        """The query without its place, and the cursor that says it."""
        cursor = loaded.pop("cursor", None)
        return _labels(**loaded), cursor


def _labels(claim: str | None = None, **asked: Any) -> LabelQuery:
    return LabelQuery(claims=(claim,) if claim else (), **asked)


class ImportQuerySchema(Asked):
    """How labels are brought in."""

    dry_run = Flag(load_default=False, metadata=said("Whether only to tell what would come of it."))


class NoQuerySchema(Asked):
    """The query of an address that takes none."""


class TableQuerySchema(Asked):
    """Which table of an event."""

    table = fields.String(
        load_default="claims",
        validate=validate.OneOf([*TABLES]),
        metadata=said("Which table: that of its claims, its pairs or its sources."),
    )


class ReasonQuerySchema(Asked):
    """Why, for callers whose client sends no body with DELETE."""

    reason = fields.String(
        validate=[AtMost(MAX_REASON_CHARS), Readable()],
        metadata=said("Why, for the audit log; given here or in the body."),
    )


class RemovalQuerySchema(ReasonQuerySchema):
    """How an article is removed."""

    erase = Flag(
        load_default=False,
        metadata=said("Whether its texts are erased as well; reports that rest on it can then be replayed no more."),
    )


class ReasonGivenSchema(Asked):
    """Why something is done."""

    reason = fields.String(
        required=True,
        validate=[AtMost(MAX_REASON_CHARS), Readable(prose=True)],
        metadata=said("Why, for the audit log."),
    )
