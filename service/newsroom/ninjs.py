"""ninjs, the IPTC's news in JSON, 1.x, 2.x and 3.x: what of an item is read, and what is asked of that.

The three generations name things differently (https://iptc.org/std/ninjs/userguide/): 1.x in small letters with
``headline`` and ``body_…`` at the top, 2.x with lists ``headlines`` and ``bodies``, 3.x the same in camel case. Case is
ignored here, so one reader serves all three. Properties that are not read are passed over, valid or not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from service.newsroom.given import Given
from service.newsroom.items import Item, Status, Unusable, digest, moment
from service.newsroom.pages import is_markup, line_of, text_of
from service.newsroom.prose import text_of_document

TYPES = ("text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning")
MARKUP = frozenset({"text/html", "application/xhtml+xml", "body_xhtml"})
"""The last is no media type, and is what the IPTC's own examples call it."""
OPEN = ("headline_", "body_")
"""What the names of headlines and bodies of 1.x begin with."""
NITF = frozenset({"application/nitf+xml", "text/vnd.iptc.nitf"})
PLAIN = frozenset({"", "text/plain"})
ROLES = frozenset({"main", "richtext", "html", "xhtml", "nitf", "text"})
"""Of bodies that hold the whole text."""


class Moment(fields.Field[datetime]):
    """A date-time of ISO 8601 with its zone."""

    def _deserialize(self, value: object, *_: object, **__: object) -> datetime:
        found = moment(value)
        if found is None or not isinstance(value, str) or len(value) <= len("2024-03-15"):
            raise ValidationError("Must be a date and time, such as 2024-03-15T06:00:00Z.")
        return found


class _Version(fields.Field[str]):
    """A string; some systems count in whole numbers."""

    def _deserialize(self, value: object, *_: object, **__: object) -> str:
        if isinstance(value, bool) or not isinstance(value, (str, int)):
            raise ValidationError("Not a valid string.")
        return str(value)


def _text() -> fields.String:
    return fields.String(allow_none=True, load_default="")


def _moment() -> Moment:
    return Moment(allow_none=True, load_default=None)


class _Part(Given):
    """A headline or a body."""

    role = _text()
    contenttype = _text()
    value = fields.String(required=True)


class _Named(Given):
    """Who supplied the information."""

    name = _text()
    role = _text()
    rel = _text()


class _Properties(Given):
    """What is read of an item, with names in small letters."""

    uri = fields.String(required=True, validate=validate.Length(min=1, error="Must not be empty."))
    type = fields.String(load_default="text", validate=validate.OneOf(TYPES, error="Must be one of {choices}."))
    pubstatus = fields.Enum(Status, by_value=True, load_default=Status.USABLE)
    representationtype = _text()
    language = _text()
    version = _Version(allow_none=True, load_default="")
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

    @validates_schema(pass_original=True, skip_on_field_errors=False)
    def are_strings(self, _: object, given: object, **__: object) -> None:
        """The headlines and bodies of 1.x, whose names are not fixed, are strings, as others are."""
        each = given.items() if isinstance(given, Mapping) else ()
        wrong = [name for name, value in each if name.startswith(OPEN) and not isinstance(value, str | None)]
        if wrong:
            raise ValidationError({name: ["Not a valid string."] for name in wrong})


PROPERTIES = _Properties()


def read(raw: Mapping[str, object]) -> Item:
    """The item. Raises Unusable where it is not ninjs, with each fault by its property, and where it is no text."""
    named = {name.lower(): name for name in raw}
    small = _in_small_letters(raw)
    try:
        found: dict[str, Any] = PROPERTIES.load(small)
    except ValidationError as error:
        raise refused(error, *_names(small), named) from error
    return _item(found, small)


def refused(error: ValidationError, guid: str, version: str, named: Mapping[str, str] | None = None) -> Unusable:
    """Why an item is not ninjs, with each fault by its property; ``named`` is how those were written."""
    messages = error.messages if isinstance(error.messages, dict) else {}
    faults = {(named or {}).get(name, name): each for name, each in messages.items()}
    said = "; ".join(f"{name}: {_first(each)}" for name, each in faults.items())
    return Unusable(f"It is not ninjs. {said}", guid, version, faults)


def _item(found: Mapping[str, Any], small: Mapping[str, Any]) -> Item:
    guid = found["uri"]
    title, text = _title(found, small), _body(found, small)
    at = found["versioncreated"]
    # Without a version of its own, another time or other words make it another.
    version = found["version"] or (at.isoformat() if at else digest(title, text, found["pubstatus"]))
    if found["pubstatus"] is Status.USABLE:
        if found["type"] not in {"text", "composite"}:
            raise Unusable(f"It is of the type {found['type']!r}, and only texts can be read.", guid, version)
        if not text:
            raise Unusable("It has no body that can be read: text/plain, HTML or NITF.", guid, version)
    published = found["firstcreated"] or found["contentcreated"] or at
    # One that has a role may have done anything: an interview was given by one, too.
    sources = sorted((*found["infosource"], *found["infosources"]), key=lambda each: bool(each["role"] or each["rel"]))
    return Item(
        guid=guid,
        version=version,
        status=found["pubstatus"],
        text=text,
        title=title,
        outlet=next((each["name"] for each in sources if each["name"]), None),
        language=found["language"] or None,
        published_at=published,
        updated_at=at if at and published and at > published else None,
        embargoed_until=found["embargoed"] or found["embargoeduntil"],
    )


def _title(found: Mapping[str, Any], small: Mapping[str, Any]) -> str:
    """The main headline, else the first: a list in 2.x and 3.x, ``headline`` and ``headline_…`` in 1.x."""
    listed = sorted(found["headlines"], key=lambda each: each["role"] != "main")
    other = (value for name, value in small.items() if name.startswith("headline_"))
    single = [small.get("headline_main"), found["headline"], *other, found["title"]]
    every = [each["value"] for each in listed] + [each for each in single if each]
    return next((words for each in every if (words := line_of(each))), "")


def _body(found: Mapping[str, Any], small: Mapping[str, Any]) -> str:
    """The best body: the main one before others, and what has paragraphs, HTML or NITF, before plain text beside it."""
    listed = [
        (each["role"], each["contenttype"].partition(";")[0].strip().lower(), each["value"]) for each in found["bodies"]
    ]
    single = [(name.removeprefix("body_"), "", small[name] or "") for name in small if name.startswith("body_")]
    usable = [
        (role, _reader(role, kind, words), words)
        for role, kind, words in [*listed, *single]
        if words.strip() and kind in MARKUP | NITF | PLAIN
    ]
    usable.sort(key=lambda each: (each[0] not in ROLES, each[1] is str.strip))
    return next((text for _, read, words in usable if (text := read(words))), "")


def _reader(role: str, kind: str, words: str) -> Callable[[str], str]:
    """What makes text of a body."""
    if kind in NITF or role == "nitf":
        return text_of_document
    return text_of if kind in MARKUP or role in {"html", "xhtml"} or is_markup(words) else str.strip


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
