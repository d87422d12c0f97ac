"""Posts of WordPress as its REST interface gives them (wp/v2), each an item.

Times without a zone are in UTC where the property says so (``date_gmt``). A post that is not published any more takes
its article back; one that is scheduled is under embargo until then.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields, pre_load, validate

from service.newsroom.given import Given
from service.newsroom.items import Item, Status, Unusable, digest, moment, or_why, short
from service.newsroom.pages import line_of, text_of

STATUSES = {
    "publish": Status.USABLE,
    "future": Status.USABLE,
    "trash": Status.CANCELED,
    "draft": Status.WITHHELD,
    "pending": Status.WITHHELD,
    "private": Status.WITHHELD,
    "auto-draft": Status.WITHHELD,
    "inherit": Status.WITHHELD,
}
NO_TEXT = "It has no content that can be read; that of a post with a password is not given."


class _Rendered(Given):
    """HTML as visitors see it; some interfaces give the bare string."""

    rendered = fields.String(load_default="", allow_none=True)

    @pre_load
    def whole(self, given: object, **_: object) -> object:
        return {"rendered": given} if isinstance(given, str) else given


class _Moment(fields.Field["datetime | None"]):
    """A time in UTC; WordPress writes zeros for none."""

    def _deserialize(self, value: object, *_: object, **__: object) -> datetime | None:
        if value is None or str(value).startswith("0000"):
            return None
        found = moment(value)
        if found is None:
            raise ValidationError("Must be a date and time, such as 2024-03-15T06:00:00.")
        return found


def _rendered() -> fields.Nested:
    return fields.Nested(_Rendered, load_default=dict)


class _Properties(Given):
    """What is read of a post."""

    guid = _rendered()
    link = fields.String(load_default="", allow_none=True)
    status = fields.String(
        load_default="publish", validate=validate.OneOf([*STATUSES], error="Must be one of {choices}.")
    )
    title = _rendered()
    content = _rendered()
    date_gmt = _Moment(load_default=None, allow_none=True)
    modified_gmt = _Moment(load_default=None, allow_none=True)


PROPERTIES = _Properties()


def read(raw: object) -> tuple[Item | Unusable, ...]:
    """The posts of a list, or the one that an object is, in their order; those that cannot be used say why."""
    return tuple(or_why(_item, each) for each in (raw if isinstance(raw, list) else [raw]))


def is_post(raw: Mapping[str, object]) -> bool:
    """Whether an object is a post, and no item of another format."""
    return "guid" in raw and ("content" in raw or "date_gmt" in raw) and "versioncreated" not in raw


def _item(raw: object) -> Item:
    if not isinstance(raw, Mapping):
        raise Unusable("It is no object.")
    deleted = raw.get("deleted") is True and isinstance(raw.get("previous"), Mapping)
    given: Any = raw["previous"] if deleted else raw
    try:
        found: dict[str, Any] = PROPERTIES.load(given)
    except ValidationError as error:
        faults = error.messages if isinstance(error.messages, dict) else {}
        raise Unusable(f"It is no post of WordPress: {', '.join(map(str, faults))}.", *_names(given), faults) from error
    guid, status = _names(given)[0], Status.CANCELED if deleted else STATUSES[found["status"]]
    title, text = (found[each].get("rendered") or "" for each in ("title", "content"))
    title, text = line_of(title, html=True), text_of(text)
    published, modified = found["date_gmt"], found["modified_gmt"] or found["date_gmt"]
    version = modified.isoformat() if modified else digest(title, text, status)
    if not guid:
        raise Unusable("It has neither a guid nor a link.", "", version, {"guid": ["Must be given."]})
    if status is Status.USABLE and not text:
        raise Unusable(NO_TEXT, guid, version)
    return Item(
        guid=guid,
        version=version,
        status=status,
        text=text,
        title=title,
        url=found["link"] or None,
        published_at=published,
        updated_at=modified if modified and published and modified > published else None,
        embargoed_until=published if found["status"] == "future" else None,
    )


def _names(given: Mapping[str, object]) -> tuple[str, str]:
    """What a post calls itself, and its version as far as it is told."""
    guid, link, version = given.get("guid"), given.get("link"), given.get("modified_gmt")
    named = guid.get("rendered") if isinstance(guid, Mapping) else guid
    found = next((each for each in (named, link) if isinstance(each, str) and each.strip()), "")
    return short(html.unescape(found).strip()), version if isinstance(version, str) else ""
