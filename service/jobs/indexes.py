"""Indexes of sitemaps, followed: what the sitemaps that one names hold, within bounds, and none of them twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from service.newsroom.items import Elsewhere, Unusable
from service.newsroom.reaching import Unreachable
from service.newsroom.sitemaps import Index

MOST = 10
"""How many sitemaps of one index are asked for in one poll, further indexes among them."""
DEEPEST = 2
"""An index may name another, though it should not; what that one names are sitemaps, or passed over."""

TOO_DEEP = "It is an index of sitemaps within one within another."
Entries = Sequence[Elsewhere | Unusable]


def followed(url: str, index: Index, read: Callable[[str], Entries]) -> Iterator[Entries | Unreachable | Unusable]:
    """What each sitemap holds that the index at ``url`` names, the one changed last first; why not, where that fails.

    ``read`` is asked for one only when the one before it has been dealt with. It raises Unreachable and Unusable, and
    Index where it meets a further one, whose sitemaps come in its place.
    """
    seen, waiting = {url}, [(each, 1) for each in index.sitemaps]
    while waiting and len(seen) <= MOST:
        where, depth = waiting.pop(0)
        if where in seen:
            continue
        seen.add(where)
        try:
            yield read(where)
        except Index as further:
            if depth < DEEPEST:
                waiting[:0] = [(each, depth + 1) for each in further.sitemaps]
            else:
                yield Unusable(TOO_DEEP)
        except (Unreachable, Unusable) as fault:
            yield fault
