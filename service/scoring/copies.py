"""Which articles are copies of others, and of which.

Which pairs may be copies is found by MinHash (Broder 1997, doi:10.1109/SEQUEN.1997.666900) in bands (Indyk and Motwani
1998, doi:10.1145/276698.276876), whether they are by ``copying.head``. Both look at the two texts alone, so that no
third article changes what they find.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from datasketch import MinHashLSH

from service.news.article import Article
from service.news.copy import CopyOf, KnownBy
from service.scoring.copying.head import CopyHead
from service.scoring.copying.imprint import BANDS, ROWS, Imprint, imprint
from service.scoring.copying.measures import credits_it

LATEST = datetime.max.replace(tzinfo=UTC)
Rank = tuple[bool, bool, bool, datetime, int, str]
# What sets two ranks apart at each place.
KNOWN_BY = (KnownBy.VOUCHED, KnownBy.CREDITED, KnownBy.DATED, KnownBy.EARLIER, KnownBy.FULLER, KnownBy.ID)


def copies(articles: Sequence[Article], head: CopyHead, vouched: Collection[str] | None = None) -> dict[str, CopyOf]:
    """The id of each copy → the article that it is a copy of.

    The origin is whom the copies credit, then the earliest, then the longest, then the smallest id. The answer does not
    depend on the order of ``articles``. Where ``vouched`` names those that are vouched for, none of them is a copy of
    another one, and none is credited by another one: a false date or credit on a reprint takes nothing from its origin.
    """
    texts = {article.id: imprint(article) for article in articles}
    alike = _alike(texts, head)
    rank = {article.id: _rank(article, texts, alike[article.id], vouched) for article in articles}
    origin: dict[str, str] = {}
    done: set[str] = set()
    for name in sorted(texts, key=rank.__getitem__):
        found = [(-bits, rank[other], other) for other, bits in alike[name].items() if other in done]
        if found:
            closest = min(found)[2]
            origin[name] = origin.get(closest, closest)
        done.add(name)
    return {name: CopyOf(first, _known_by(rank[first], rank[name])) for name, first in origin.items()}


def candidates(texts: Mapping[str, Imprint]) -> set[tuple[str, str]]:
    """The pairs of ids, smaller first, whose sketches share a band."""
    index = MinHashLSH(num_perm=BANDS * ROWS, params=(BANDS, ROWS))
    found: set[tuple[str, str]] = set()
    for name in sorted(texts):
        found.update((other, name) for other in index.query(texts[name].sketch))
        index.insert(name, texts[name].sketch)
    return found


def _alike(texts: Mapping[str, Imprint], head: CopyHead) -> dict[str, dict[str, float]]:
    """For each article those that it is alike as copies are, with the bits that speak for it; symmetric."""
    alike: dict[str, dict[str, float]] = {name: {} for name in texts}
    for one, other in sorted(candidates(texts)):
        bits = head.finds(texts[one], texts[other])
        if bits is not None:
            alike[one][other] = alike[other][one] = bits
    return alike


def _rank(
    article: Article, texts: Mapping[str, Imprint], alike: Collection[str], vouched: Collection[str] | None
) -> Rank:
    """What is an origin before others comes first."""
    strange = vouched is None or article.id not in vouched
    heard = [name for name in alike if strange or name in (vouched or ())]
    credited = any(credits_it(texts[name], texts[article.id]) for name in heard)
    return (
        vouched is not None and article.id not in vouched,
        not credited,
        article.published_at is None,
        article.published_at or LATEST,
        -texts[article.id].length,
        article.id,
    )


def _known_by(origin: Rank, copy: Rank) -> KnownBy:
    return next(known for known, one, other in zip(KNOWN_BY, origin, copy, strict=True) if one != other)
