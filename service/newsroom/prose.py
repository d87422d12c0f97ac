"""Documents of XHTML and NITF as text: their paragraphs, without what stands beside the story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.newsroom.items import Unusable
from service.newsroom.pages import text_of
from service.newsroom.trees import child, name, root_of, words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ASIDE = frozenset({"media", "script", "style", "head", "body.head", "body.end", "title"})
"""Parts of an XHTML or NITF document that are no text of the article."""
HEADINGS = {"hl1": "h1", "hl2": "h2"}
TITLES = ("hl1", "title")
STARTS = frozenset(
    {"html", "body", "nitf", "body.content", "block", "article", "section", "div", "p", "h1", "h2", "hl2", "ul", "ol"}
)
"""What a document of text, or a piece of one, begins with; tables of results and lists of events do not."""


def is_prose(holder: Element, media_type: str) -> bool:
    """Whether what ``holder`` holds is XHTML or NITF: by its type, else, for these vary, by its first element."""
    first = child(holder)
    return any(each in media_type.lower() for each in ("html", "nitf")) or first is None or _called(first) in STARTS


def title_in(element: Element) -> str:
    """What a document calls itself: its headline in NITF, else its title; '' where it does not say."""
    called = {name: words(each) for each in reversed([*element.iter()]) if (name := _called(each)) in TITLES}
    return next((found for each in TITLES if (found := called.get(each))), "")


def text_in(element: Element) -> str:
    """The text in an element of a document; NITF's own blocks are plain divisions of it."""
    from lxml import etree

    made = etree.Element("div")
    _copy(element, made)
    return text_of(str(etree.tostring(made, method="html", encoding="unicode")))


def text_of_document(written: str) -> str:
    """The text of a whole document that came as a string; '' where it cannot be read."""
    # It is a string already, whatever it says that it is encoded in.
    document = written.partition("?>")[2] if written.lstrip().startswith("<?xml") else written
    try:
        return text_in(root_of(document.strip().encode("utf-8", "replace")))
    except Unusable:
        return ""


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


def _called(element: Element) -> str:
    return name(element).lower()
