"""NewsML-G2, the IPTC's news in XML: a news item, or a news message with several (https://iptc.org/std/NewsML-G2/).

Codes are read by what stands after their alias, or at the end of their URI: the vocabularies of those that matter here
are prescribed, so catalogs need not be looked up. The text is an XHTML or NITF body, or plain data; what an item only
refers to is never fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from service.newsroom.items import Item, Status, Unusable, digest, moment, or_why
from service.newsroom.pages import is_markup, text_of
from service.newsroom.prose import is_prose, text_in, title_in
from service.newsroom.trees import child, children, name, root_of, said, words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ROOTS = frozenset(
    {"newsItem", "newsMessage", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem", "NewsML"}
)
"""Of documents in the IPTC's XML; what is neither of the first two is refused by its name."""
TEXTS = frozenset({"", "text", "composite"})
PROVIDERS = "cv.iptc.org"
"""Where codes of news providers are; what stands elsewhere is a page of the provider's own."""


def read(document: bytes) -> tuple[Item | Unusable, ...]:
    """The items of a document in its order; those that cannot be used say why. Raises Unusable where it is none."""
    root = root_of(document)
    if name(root) == "newsMessage":
        found = tuple(or_why(_item, each) for each in children(root, "itemSet") for each in children(each))
        if not found:
            raise Unusable("The news message holds no items.")
        return found
    return (or_why(_item, root),)


def _item(element: Element) -> Item:
    guid, meta, content = element.get("guid", "").strip(), child(element, "itemMeta"), child(element, "contentMeta")
    if name(element) != "newsItem":
        raise Unusable(f"It is a {name(element)}, and only a newsItem can be read.", guid)
    stated, status, times = element.get("version", "").strip(), _status(meta, guid), _times(meta)
    title, text, created = _title(element, meta, content), _text(element), times["versionCreated"]
    version = stated or (created.isoformat() if created else digest(title, text, status))
    if not guid:
        raise Unusable("guid: Missing.", faults={"guid": ["Must be given."]})
    if status is Status.USABLE:
        if wrong := [each for each, at in times.items() if at is None and said(meta, each)]:
            faults = {each: ["Must be a date and time, such as 2024-03-15T06:00:00Z."] for each in wrong}
            raise Unusable(f"{', '.join(wrong)}: Not a date and time.", guid, version, faults)
        kind = _code(child(meta, "itemClass"))
        if kind not in TEXTS:
            raise Unusable(f"It is of the class {kind!r}, and only texts can be read.", guid, version)
        if not text:
            raise Unusable("It has no text that can be read: XHTML, NITF or text/plain inside it.", guid, version)
    published = times["firstCreated"] or moment(said(content, "contentCreated")) or created
    return Item(
        guid=guid,
        version=version,
        status=status,
        text=text,
        title=title,
        outlet=_party(child(meta, "provider")) or _party(child(content, "infoSource")),
        language=_language(element, content),
        published_at=published,
        updated_at=created if created and published and created > published else None,
        embargoed_until=times["embargoed"],
        evolved_from=_evolved_from(element, meta),
    )


def _times(meta: Element | None) -> dict[str, datetime | None]:
    """The times of an item; None where one is not stated, and where it is none."""
    return {each: moment(said(meta, each)) for each in ("versionCreated", "firstCreated", "embargoed")}


def _status(meta: Element | None, guid: str) -> Status:
    code = _code(child(meta, "pubStatus"))
    try:
        return Status(code or Status.USABLE)
    except ValueError as fault:
        raise Unusable(f"Its pubStatus is {code!r}, and none of {', '.join(Status)}.", guid) from fault


def _title(element: Element, meta: Element | None, content: Element | None) -> str:
    """The main headline, else the first, else the title of the item, else that in its text, else its slugline."""
    headlines = sorted(children(content, "headline"), key=lambda each: _after_alias(each.get("role", "")) != "main")
    inside = (title_in(each) for each in children(element, "contentSet", "inlineXML"))
    found = (*map(words, headlines), said(meta, "title"), *inside, said(content, "slugline"))
    return next((each for each in found if each), "")


def _text(element: Element) -> str:
    """The best rendition in the content set: XHTML or NITF, which has paragraphs, before plain text."""
    inside = [*children(element, "contentSet", "inlineXML")]
    texts = (text_in(each) for each in inside if is_prose(each, each.get("contenttype", "")))
    return next((each for each in texts if each), "") or next((each for each in _plain(element) if each), "")


def _plain(element: Element) -> Iterator[str]:
    """What is written as text; what is encoded is something else."""
    for each in children(element, "contentSet", "inlineData"):
        kind, written = (
            each.get("contenttype", "text/plain").partition(";")[0].strip().lower(),
            "".join(each.itertext()),
        )
        if each.get("encoding") or each.get("encodinguri"):
            continue
        if kind in {"text/html", "application/xhtml+xml"} or (kind == "text/plain" and is_markup(written)):
            yield text_of(written)
        elif kind == "text/plain":
            yield written.strip()


def _party(element: Element | None) -> str | None:
    """The name of a party, else what it is called in a literal or a code, else the site of its page."""
    if element is None:
        return None
    named = said(element, "name") or element.get("literal", "").strip()
    host = "" if element.get("qcode") else _host(element.get("uri", ""))
    return named or (host.removeprefix("www.") if host not in {"", PROVIDERS} else _code(element)) or None


def _host(uri: str) -> str:
    with suppress(ValueError):
        return urlsplit(uri.strip()).hostname or ""
    return ""


def _language(element: Element, content: Element | None) -> str | None:
    named = child(content, "language")
    found = (named.get("tag", "") if named is not None else "", *_languages(element))
    return next((each.strip() for each in found if each.strip()), None)


def _languages(element: Element) -> Iterator[str]:
    yield from (each.get(LANGUAGE, "") for each in children(element, "contentSet", "inlineXML"))
    yield element.get(LANGUAGE, "")


def _evolved_from(element: Element, meta: Element | None) -> str | None:
    """The guid of the item that this one goes on from, where it says so in a link."""
    for link in (*children(meta, "link"), *children(element, "link")):
        rel = _after_alias(link.get("rel", "") or link.get("reluri", ""))
        if rel.lower() == "evolvedfrom" and link.get("residref"):
            return str(link.get("residref"))
    return None


def _code(element: Element | None) -> str:
    """A code without its alias, or the last part of its URI; '' where there is none."""
    return "" if element is None else _after_alias(element.get("qcode", "") or element.get("uri", ""))


def _after_alias(written: str) -> str:
    return written.strip().rstrip("/").rpartition("/")[2].rpartition(":")[2]
