"""XML that others send, as a tree: no entities, no document types, no network, and names without their namespaces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.newsroom.items import Unusable

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def root_of(document: bytes) -> Element:
    """The root of ``document``. Raises Unusable where it is no XML, or declares a document type.

    A document type is where entities come from, which name files and addresses or grow without end; formats of news
    have no need of one.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(document, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unusable(f"It is no XML: {fault}") from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unusable("It declares a document type, which is not read.")
    return root


def name(element: Element) -> str:
    """What an element is called, without its namespace; '' for an entity that was left as it is."""
    tag = element.tag
    return str(tag).rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Element | None, *path: str) -> Iterator[Element]:
    """The elements at ``path`` below ``element``, in any namespace; those directly below it where no path is given."""
    if element is None:
        return
    for child in element:
        if not path or name(child) == path[0]:
            yield from children(child, *path[1:]) if path[1:] else (child,)


def child(element: Element | None, *path: str) -> Element | None:
    """The first of them."""
    return next(children(element, *path), None)


def words(element: Element | None) -> str:
    """All text in an element, with single blanks between its words."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def said(element: Element | None, *path: str) -> str:
    """The words of the first element at ``path`` that has any."""
    return next((found for each in children(element, *path) if (found := words(each))), "")
