"""Who controls whom → which newsrooms are of one house, and count as one.

A file is anybody's: a site that says it controls two others would make one witness of two. So an edge counts where both
of its ends say so, or where whoever brought the file in believes it. Houses are the connected parts of the edges that
count; the order of files plays no part.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from service.news.article import Article
from service.news.ownership import CONTROL, CONTROLLED_BY, Control, House, Ownership, TrustFile
from service.news.source import Source
from service.scoring.copying.credits import newsroom

_SCHEME = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
_HOST = re.compile(r"(?:[^/?#@\s]*@)?(?P<host>[^/?#:@\[\]\s]+)")


def site(address: str) -> str:
    """The host of an address, with or without a scheme, less 'www.'; '' where it has none.

    >>> site("https://www.Harbour.example:443/news"), site("harbour.example"), site("http://[x")
    ('harbour.example', 'harbour.example', '')
    """
    found = _HOST.match(_SCHEME.sub("", address.strip()))
    return found["host"].casefold().rstrip(".").removeprefix("www.") if found else ""


def controls(files: Iterable[TrustFile]) -> tuple[Control, ...]:
    """Every edge that one of ``files`` tells of, by owner and owned."""
    told: dict[tuple[str, str], set[str]] = {}
    believed = set()
    for file in files:
        for name, value in file.lines:
            other = site(value)
            if name not in {CONTROL, CONTROLLED_BY} or other in {"", file.site}:
                continue
            edge = (file.site, other) if name == CONTROL else (other, file.site)
            told.setdefault(edge, set()).add(file.site)
            if file.believed:
                believed.add(edge)
    return tuple(Control(*edge, counts=len(by) > 1 or edge in believed) for edge, by in sorted(told.items()))


def ownership(files: Sequence[TrustFile]) -> Ownership:
    """The houses that ``files`` amount to, one file for each site."""
    edges = [edge for edge in controls(files) if edge.counts]
    part: dict[str, set[str]] = {}
    for edge in edges:
        joined = part.setdefault(edge.owner, {edge.owner}) | part.setdefault(edge.owned, {edge.owned})
        part.update(dict.fromkeys(joined, joined))
    owned = {edge.owned for edge in edges}
    of_site = {name: min(inside - owned or inside) for name, inside in part.items()}
    of_outlet: dict[str, str] = {}
    for file in sorted(files, key=lambda file: file.site):
        for name in file.outlets if file.site in of_site else ():
            of_outlet.setdefault(newsroom(name), of_site[file.site])
    return Ownership(of_site, of_outlet)


def houses(
    articles: Sequence[Article], newsroom_of: Mapping[str, str], known: Ownership, sources: Iterable[Source] = ()
) -> dict[str, str]:
    """The house of each newsroom that has one: of outlets named in ``known``, and of those whose articles lie there.

    ``newsroom_of`` is by article, as ``credits.newsrooms`` has it; those of the ``sources`` that are newsrooms, too.
    """
    found: dict[str, set[str]] = {}
    for article in articles if known.of_site else ():
        house = known.of_site.get(site(article.url or ""))
        # The address of a wire that is printed is the printer's.
        if house is not None and newsroom_of[article.id] == newsroom(article.outlet):
            found.setdefault(newsroom_of[article.id], set()).add(house)
    names = {newsroom(name) for source in sources for name in (source.name, *source.aliases)} if known.of_outlet else ()
    named = {name: known.of_outlet[name] for name in (*newsroom_of.values(), *names) if name in known.of_outlet}
    return {name: min(told) for name, told in found.items()} | named


def shared(
    articles: Collection[Article], newsroom_of: Mapping[str, str], house_of: Mapping[str, str]
) -> tuple[House, ...]:
    """The houses that two or more newsrooms of ``articles`` are of, each with their names."""
    called = {newsroom(article.outlet): article.outlet for article in sorted(articles, key=lambda one: one.outlet)}
    inside: dict[str, set[str]] = {}
    for name in {newsroom_of[article.id] for article in articles}:
        if name in house_of:
            inside.setdefault(house_of[name], set()).add(called.get(name, name))
    return tuple(House(house, tuple(sorted(names))) for house, names in sorted(inside.items()) if len(names) > 1)
