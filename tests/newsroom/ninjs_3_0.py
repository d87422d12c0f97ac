"""What the schema of ninjs 3.0 says of the properties that are written here, in our words.

An item has no property beyond those of the schema; an association is an item with a name; dates are of RFC 3339.
"""

from __future__ import annotations

TEXT = {"type": "string"}
ADDRESS = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:\S+$"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}


def thing(required=(), **properties):
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def several(item):
    return {"type": "array", "items": item}


WORDS = thing(("value",), role=TEXT, contentType=TEXT, value=TEXT)
PROPERTIES = {
    "uri": ADDRESS,
    "standard": thing(name=TEXT, version=TEXT, schema=ADDRESS),
    "type": {"enum": ["text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"]},
    "representationType": {"enum": ["full", "partial"]},
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    "version": TEXT,
    "firstCreated": MOMENT,
    "versionCreated": MOMENT,
    "contentCreated": MOMENT,
    "language": TEXT,
    "headlines": several(WORDS),
    "bodies": several(thing(("value",), role=TEXT, contentType=TEXT, charCount={}, wordCount={}, value=TEXT)),
    "infoSources": several(thing(name=TEXT, role=TEXT, uri=ADDRESS, literal=TEXT)),
    "edNote": TEXT,
    "events": several(thing(id=TEXT, name=TEXT, rel=TEXT, uri=ADDRESS, literal=TEXT)),
    "trustIndicators": several(thing(role=ADDRESS, title=TEXT, href=ADDRESS)),
}
ASSOCIATION = thing(("name", "uri"), name=TEXT, **PROPERTIES)
ITEM = thing(("uri",), associations=several(ASSOCIATION), **PROPERTIES)
