"""RSS and Atom: the entries of a feed that was sent, each an item (read by feedparser)."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from service.newsroom.items import Elsewhere, Item, Unusable, digest, short
from service.newsroom.pages import line_of, text_of

NO_TEXT = "The entry has no text."
WEB = ("http://", "https://")


def read(document: bytes) -> tuple[Item | Unusable, ...]:
    """What the entries of a feed amount to, in its order; those without a text or a name say why they do not.

    Where an entry has its whole content, that is the text, else its summary is. One that has neither and names a page
    is Elsewhere. Raises Unusable where the document is no feed. What a feed refers to is not fetched here.
    """
    import feedparser

    # Handed a stream, it never takes the document for an address.
    found = feedparser.parse(_stream(document), sanitize_html=False, resolve_relative_uris=False)
    if not found.get("version"):
        raise Unusable("It is no feed: neither RSS nor Atom.")
    outlet, language = (line_of(str(found.feed.get(name) or "")) for name in ("title", "language"))
    return tuple(_entry(entry, outlet, language) for entry in found.entries)


def _entry(entry: Mapping[str, Any], outlet: str, language: str) -> Item | Unusable:
    title, link = line_of(str(entry.get("title") or "")), str(entry.get("link") or "").strip()
    url = link if link.lower().startswith(WEB) else None  # a guid without a link is taken for one
    content = next((each["value"] for each in entry.get("content", ()) if each.get("value")), "")
    text = text_of(content or str(entry.get("summary") or ""))
    guid = short(str(entry.get("id") or link))
    published, updated = _moment(entry, "published_parsed"), _moment(entry, "updated_parsed")
    version = updated.isoformat() if updated else digest(title, text)
    if not guid:
        return Unusable("An entry has neither an id nor a link.", "", version)
    item = Item(
        guid=guid,
        version=version,
        text=text,
        title=title,
        outlet=outlet or None,
        url=url,
        language=language or None,
        published_at=published or updated,
        updated_at=updated if published and updated and updated > published else None,
    )
    if text:
        return item
    return Elsewhere(NO_TEXT, item) if url else Unusable(NO_TEXT, guid, version)


def _stream(document: bytes) -> Any:
    from io import BytesIO

    return BytesIO(document)


def _moment(entry: Mapping[str, Any], name: str) -> datetime | None:
    """A time of ``entry`` in UTC."""
    parsed = entry[name] if name in entry else None  # noqa: SIM401 -- ``get`` answers with another, and warns
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError):  # a year that no date has
        return None
