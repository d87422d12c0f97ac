"""ninjs, the IPTC's news in JSON, 1.x, 2.x and 3.x: what of an item is read, and what is asked of that.

The three generations name things differently (https://iptc.org/std/ninjs/userguide/): 1.x in small letters with
``headline`` and ``body_…`` at the top, 2.x with lists ``headlines`` and ``bodies``, 3.x the same in camel case. Case is
ignored here, so one reader serves all three. Properties that are not read are passed over, valid or not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from service.newsroom.items import Item, Status, Unusable, digest, moment
from service.newsroom.pages import text_of

TYPES = ("text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning")
MARKUP = frozenset({"text/html", "application/xhtml+xml"})
PLAIN = frozenset({"", "text/plain"})
WEB = ("http://", "https://")


class _Read(Schema):
    """Properties that are not read may be anything."""

    class Meta:
        """Unknown properties are passed over."""

        unknown = EXCLUDE

    error_messages = {"type": "Must be an object."}  # noqa: RUF012


class _Moment(fields.Field[datetime]):
    """A date-time of ISO 8601 with its zone."""

    def _deserialize(self, value: object, *_: object, **__: object) -> datetime:
        found = moment(value)
        if found is None or not isinstance(value, str) or len(value) <= len("2024-03-15"):
            raise ValidationError("Must be a date and time, such as 2024-03-15T06:00:00Z.")
        return found


def _text() -> fields.String:
    return fields.String(allow_none=True, load_default="")


def _moment() -> _Moment:
    return _Moment(allow_none=True, load_default=None)


class _Part(_Read):
    """A headline or a body."""

    role = _text()
    contenttype = _text()
    value = fields.String(required=True)


class _Named(_Read):
    """Who supplied the information."""

    name = _text()


class _Properties(_Read):
    """What is read of an item, with names in small letters."""

    uri = fields.String(required=True, validate=validate.Length(min=1, error="Must not be empty."))
    type = fields.String(load_default="text", validate=validate.OneOf(TYPES, error="Must be one of {choices}."))
    pubstatus = fields.Enum(Status, by_value=True, load_default=Status.USABLE)
    representationtype = _text()
    language = _text()
    version = fields.Raw(load_default=None)
    headline = _text()
    title = _text()
    headlines = fields.List(fields.Nested(_Part), load_default=list)
    bodies = fields.List(fields.Nested(_Part), load_default=list)
    infosource = fields.List(fields.Nested(_Named), load_default=list)
    infosources = fields.List(fields.Nested(_Named), load_default=list)
    firstcreated = _moment()
    contentcreated = _moment()
    versioncreated = _moment()
    embargoed = _moment()
    embargoeduntil = _moment()


PROPERTIES = _Properties()


def read(raw: Mapping[str, object]) -> Item:
    """The item. Raises Unusable where it is not ninjs, with each fault by its property, and where it is no text."""
    named = {name.lower(): name for name in raw}
    small = _in_small_letters(raw)
    try:
        found: dict[str, Any] = PROPERTIES.load(small)
    except ValidationError as error:
        messages = error.messages if isinstance(error.messages, dict) else {}
        faults = {named.get(name, name): each for name, each in messages.items()}
        said = "; ".join(f"{name}: {_first(each)}" for name, each in faults.items())
        raise Unusable(f"It is not ninjs. {said}", *_names(small), faults) from error
    return _item(found, small)


def _item(found: Mapping[str, Any], small: Mapping[str, Any]) -> Item:
    guid, stated = found["uri"], found["version"]
    title, text = _title(found, small), _body(found, small)
    at = found["versioncreated"]
    # Without a version of its own, another time or other words make it another.
    version = str(stated) if isinstance(stated, (str, int)) and str(stated) else ""
    version = version or (at.isoformat() if at else digest(title, text, found["pubstatus"]))
    if found["pubstatus"] is Status.USABLE:
        if found["type"] not in {"text", "composite"}:
            raise Unusable(f"It is of the type {found['type']!r}, and only texts can be read.", guid, version)
        if not text:
            raise Unusable("It has no body that can be read: text/plain or HTML.", guid, version)
    published = found["firstcreated"] or found["contentcreated"] or at
    sources = [each["name"] for each in (*found["infosource"], *found["infosources"]) if each["name"]]
    return Item(
        guid=guid,
        version=version,
        status=found["pubstatus"],
        text=text,
        title=title,
        outlet=sources[0] if sources else None,
        language=found["language"] or None,
        published_at=published,
        updated_at=at if at and published and at > published else None,
        embargoed_until=found["embargoed"] or found["embargoeduntil"],
    )


def _title(found: Mapping[str, Any], small: Mapping[str, Any]) -> str:
    """The main headline, else the first: a list in 2.x and 3.x, ``headline`` and ``headline_…`` in 1.x."""
    listed = sorted(found["headlines"], key=lambda each: each["role"] != "main")
    single = [small.get("headline_main"), found["headline"], *_called(small, "headline_"), found["title"]]
    every = [each["value"] for each in listed] + [each for each in single if isinstance(each, str)]
    words = (" ".join((text_of(each) if "<" in each else each).split()) for each in every)
    return next((each for each in words if each), "")


def _body(found: Mapping[str, Any], small: Mapping[str, Any]) -> str:
    """The best body: the main one before others, HTML, which has paragraphs, before plain text of the same role."""
    listed = [
        (each["role"], each["contenttype"].partition(";")[0].strip().lower(), each["value"]) for each in found["bodies"]
    ]
    single = [(name.removeprefix("body_"), "", small[name]) for name in small if name.startswith("body_")]
    usable = [
        (role, markup, words)
        for role, kind, words in [*listed, *single]
        if isinstance(words, str) and words.strip() and kind in MARKUP | PLAIN
        for markup in [kind in MARKUP or (not kind and (role in {"html", "xhtml"} or words.lstrip().startswith("<")))]
    ]
    usable.sort(key=lambda each: (each[0] not in {"main", "richtext", "html", "xhtml", "text"}, not each[1]))
    for _, markup, words in usable:
        text = text_of(words) if markup else words.strip()
        if text:
            return text
    return ""


def _called(small: Mapping[str, Any], prefix: str) -> Iterator[object]:
    return (value for name, value in small.items() if name.startswith(prefix))


def _in_small_letters(raw: Mapping[str, object]) -> dict[str, Any]:
    """``raw`` with the names of its properties, and of those in its lists, in small letters."""

    def small(value: object) -> object:
        if isinstance(value, Mapping):
            return {str(name).lower(): each for name, each in value.items()}
        return [small(each) for each in value] if isinstance(value, list) else value

    return {name.lower(): small(value) for name, value in raw.items()}


def _names(small: Mapping[str, object]) -> tuple[str, str]:
    """What an item that cannot be read calls itself, and its version; '' where it does not say."""
    guid, version = small.get("uri"), small.get("version")
    return guid if isinstance(guid, str) else "", str(version) if isinstance(version, (str, int)) else ""


def _first(messages: object) -> str:
    while isinstance(messages, (dict, list)) and messages:
        messages = next(iter(messages.values())) if isinstance(messages, dict) else messages[0]
    return str(messages)
