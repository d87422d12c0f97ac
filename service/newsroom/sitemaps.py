"""News sitemaps: the pages of the last days that an outlet names, with their titles and times.

They hold no texts; each entry says what page it is on (https://www.google.com/schemas/sitemap-news/0.9). Pages that are
no news, which have no element of that kind, are passed over. An outlet with many sitemaps names them in an index
(https://www.sitemaps.org/protocol.html#index).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.newsroom.items import Elsewhere, Item, Unusable, digest, moment, short
from service.newsroom.trees import child, children, name, root_of, said

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

ROOTS = frozenset({"urlset", "sitemapindex"})
ON_ITS_PAGE = "The sitemap names a page and holds no text."


class Index(Unusable):
    """An index of sitemaps, which holds no entries itself: ``sitemaps`` are the addresses of those that it names.

    The one that was changed last comes first; those of which it does not say when come last, in the order of the index.
    """

    def __init__(self, sitemaps: tuple[str, ...]) -> None:
        super().__init__("It is an index of sitemaps.")
        self.sitemaps = sitemaps


def read(document: bytes) -> tuple[Elsewhere | Unusable, ...]:
    """The entries of a news sitemap in its order.

    Raises Index where it is an index of sitemaps, and Unusable where it is neither, or names no news.
    """
    root = root_of(document)
    if name(root) == "sitemapindex":
        raise Index(_named(root))
    if name(root) != "urlset":
        raise Unusable("It is no sitemap.")
    found = [(each, news) for each in children(root, "url") if (news := child(each, "news")) is not None]
    if not found and len(root):
        raise Unusable("It names no news: none of its pages has a news:news.")
    return tuple(_entry(each, news) for each, news in found)


def _named(root: Element) -> tuple[str, ...]:
    found = [(said(each, "loc"), moment(said(each, "lastmod"))) for each in children(root, "sitemap")]
    found.sort(key=lambda each: each[1].timestamp() if each[1] else float("-inf"), reverse=True)
    return tuple(dict.fromkeys(where for where, _ in found if where))


def _entry(url: Element, news: Element) -> Elsewhere | Unusable:
    where, title = said(url, "loc"), said(news, "title")
    published = moment(said(news, "publication_date"))
    updated = moment(said(url, "lastmod"))
    if not where:
        return Unusable("An entry names no page.")
    at = updated or published
    item = Item(
        guid=short(where),
        version=at.isoformat() if at else digest(title, where),
        title=title,
        outlet=said(news, "publication", "name") or None,
        url=where,
        language=said(news, "publication", "language") or None,
        published_at=published,
        updated_at=updated if updated and published and updated > published else None,
    )
    return Elsewhere(ON_ITS_PAGE, item)
