"""Web pages and pieces of HTML: their main text, and what they say about themselves."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from service.newsroom.items import Item, Unusable, digest, moment, short

if TYPE_CHECKING:
    from resiliparse.parse.html import HTMLTree

MARKUP = re.compile(r"\s*<[a-zA-Z!]")
PROPERTIES = ("property", "name", "itemprop")
PUBLISHED = ("article:published_time", "datePublished", "date", "dc.date", "DC.date.issued")
UPDATED = ("article:modified_time", "og:updated_time", "dateModified")


def read(page: str, url: str | None = None) -> Item:
    """The article in a whole page (main text by Resiliparse, Bevendorff et al. 2018).

    ``url`` is where it was found, for pages that do not say. Raises Unusable where there is no text in it.
    """
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(page)
    said = _said(tree)
    where = url or _canonical(tree) or said.get("og:url")
    title = said.get("og:title") or " ".join((tree.title or "").split())
    text = extract_plain_text(tree, main_content=True, alt_texts=False, links=False, list_bullets=False).strip()
    guid = short(where) if where else f"page:{digest(title, text)}"
    if not text:
        raise Unusable("No text was found in the page.", guid if where else "")
    published = next((at for name in PUBLISHED if (at := moment(said.get(name)))), None) or _time(tree)
    updated = next((at for name in UPDATED if (at := moment(said.get(name)))), None)
    root = tree.document.query_selector("html") if tree.document else None
    return Item(
        guid=guid,
        version=updated.isoformat() if updated else digest(title, text),
        text=text,
        title=title,
        outlet=said.get("og:site_name"),
        url=where,
        language=((root.getattr("lang") if root else None) or "").strip() or None,
        published_at=published,
        updated_at=updated if published is None or (updated and updated > published) else None,
    )


def decoded(body: bytes, charset: str = "") -> str:
    """A page in the encoding that it was said to be in, else in the one that it looks like."""
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    if charset:
        with suppress(LookupError, ValueError):  # there is no such encoding, or none of texts
            return bytes_to_str(body, charset, errors="replace")
    return bytes_to_str(body, detect_encoding(body) or "utf-8", errors="replace")


def is_markup(written: str) -> bool:
    """Whether something begins as HTML does, whatever it was said to be."""
    return MARKUP.match(written) is not None


def line_of(written: str, *, html: bool = False) -> str:
    """The words of something on one line: of HTML, where it is said to be that or holds an element."""
    return " ".join((text_of(written) if html or "<" in written else written).split())


def text_of(markup: str) -> str:
    """The words of a piece of HTML, a line for each paragraph; all of it is content, so nothing is left out."""
    from resiliparse.extract.html2text import extract_plain_text

    return extract_plain_text(markup, main_content=False, alt_texts=False, links=False, list_bullets=False).strip()


def _said(tree: HTMLTree) -> dict[str, str]:
    """What ``meta`` elements say, by their names; the first of a name counts."""
    found: dict[str, str] = {}
    for element in tree.document.query_selector_all("meta[content]") if tree.document else ():
        for kind in PROPERTIES:
            name, content = element.getattr(kind), (element.getattr("content") or "").strip()
            if name and content:
                found.setdefault(name, content)
    return found


def _canonical(tree: HTMLTree) -> str | None:
    link = tree.document.query_selector('link[rel="canonical"][href]') if tree.document else None
    return (link.getattr("href") or "").strip() or None if link else None


def _time(tree: HTMLTree) -> datetime | None:
    """The first ``time`` element, where it holds a time."""
    times = tree.body.query_selector_all("time[datetime]") if tree.body else []
    return moment(next((element.getattr("datetime") for element in times), None))
