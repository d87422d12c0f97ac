"""NewsML-G2, the IPTC's news in XML: a news item, or a news message with several (https://iptc.org/std/NewsML-G2/).

Codes are read by what stands after their alias, or at the end of their URI: the vocabularies of those that matter here
are prescribed, so catalogs need not be looked up. The text is an XHTML or NITF body, or plain data; what an item only
refers to is never fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.newsroom.items import Item, Status, Unusable, digest, moment, or_why
from service.newsroom.pages import text_of
from service.newsroom.trees import child, children, name, root_of, said, words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ROOTS = frozenset({"newsItem", "newsMessage"})
TEXTS = frozenset({"", "text", "composite"})
ASIDE = frozenset({"media", "script", "style", "head", "body.head", "body.end", "title"})
"""Parts of an XHTML or NITF document that are no text of the article."""
HEADINGS = {"hl1": "h1", "hl2": "h2"}


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
    created, status = moment(said(meta, "versionCreated")), _status(meta, guid)
    title, text = _title(meta, content), _text(element)
    version = element.get("version", "").strip()
    version = version or (created.isoformat() if created else digest(title, text, status))
    if not guid:
        raise Unusable("guid: Missing.", faults={"guid": ["Must be given."]})
    if status is Status.USABLE:
        kind = _code(child(meta, "itemClass"))
        if kind not in TEXTS:
            raise Unusable(f"It is of the class {kind!r}, and only texts can be read.", guid, version)
        if not text:
            raise Unusable("It has no text that can be read: XHTML, NITF or text/plain inside it.", guid, version)
    published = moment(said(meta, "firstCreated")) or moment(said(content, "contentCreated")) or created
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
        embargoed_until=moment(said(meta, "embargoed")),
        evolved_from=_evolved_from(element, meta),
    )


def _status(meta: Element | None, guid: str) -> Status:
    code = _code(child(meta, "pubStatus"))
    try:
        return Status(code or Status.USABLE)
    except ValueError as fault:
        raise Unusable(f"Its pubStatus is {code!r}, and none of {', '.join(Status)}.", guid) from fault


def _title(meta: Element | None, content: Element | None) -> str:
    """The main headline, else the first, else the title of the item, else its slugline."""
    headlines = sorted(children(content, "headline"), key=lambda each: _after_alias(each.get("role", "")) != "main")
    found = (*map(words, headlines), said(meta, "title"), said(content, "slugline"))
    return next((each for each in found if each), "")


def _text(element: Element) -> str:
    """The best rendition in the content set: XML, which has paragraphs, before plain text."""
    inside = [*children(element, "contentSet", "inlineXML")]
    texts = (text_of(_html(each)) for each in inside)
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
        if kind in {"text/html", "application/xhtml+xml"}:
            yield text_of(written)
        elif kind == "text/plain":
            yield written.strip()


def _html(element: Element) -> str:
    """An XHTML or NITF document as HTML without what stands aside; NITF's own blocks are plain divisions of it."""
    from lxml import etree

    made = etree.Element("div")
    _copy(element, made)
    return str(etree.tostring(made, method="html", encoding="unicode"))


def _copy(of: Element, into: Element) -> None:
    """The content of one element, put into another: names without namespaces, and no attributes."""
    from lxml import etree

    into.text = of.text
    for each in of:
        called = name(each)
        if not called or called.lower() in ASIDE:
            last = into[-1] if len(into) else None
            if last is None:
                into.text = (into.text or "") + (each.tail or "")
            else:
                last.tail = (last.tail or "") + (each.tail or "")
            continue
        # NITF marks up persons, places and moments within a line; its bodies and blocks are divisions.
        made = etree.SubElement(into, HEADINGS.get(called, "div" if called.startswith(("body", "block")) else called))
        made.tail = each.tail
        _copy(each, made)


def _party(element: Element | None) -> str | None:
    """The name of a party, else what it is called in a literal or a code."""
    if element is None:
        return None
    return said(element, "name") or element.get("literal", "").strip() or _code(element) or None


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
