"""Which articles are copies of others: near-duplicate texts by shared runs of words.

The containment of Broder 1997, doi:10.1109/SEQUEN.1997.666900.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from service.news.article import Article

RUN = 5
# Half of the shorter text's five-word runs: reprints that are cut, retitled or lightly edited stay above it, two
# reports that share a long quotation stay below.
COPIED = 0.5
FEWEST_RUNS = 12
WORD = re.compile(r"\w+")
LATEST = datetime.max.replace(tzinfo=UTC)


def copies(articles: Sequence[Article], vouched: Collection[str] | None = None) -> dict[str, str]:
    """The id of each copy → the id of the article it was copied from: the earliest of its kind (then the smallest id).

    The answer does not depend on the order of ``articles``. Where ``vouched`` names those that are vouched for, none of
    them is a copy of another one: a false date on a reprint takes nothing from its origin.
    """
    runs = {article.id: _runs(article.text) for article in articles}
    by_age = sorted(
        articles,
        key=lambda article: (
            vouched is not None and article.id not in vouched,
            article.published_at or LATEST,
            article.id,
        ),
    )
    seen_in: dict[int, list[str]] = {}
    origin: dict[str, str] = {}
    for article in by_age:
        shared: dict[str, int] = {}
        for run in runs[article.id]:
            for other in seen_in.get(run, ()):
                shared[other] = shared.get(other, 0) + 1
        found = [(-count, other) for other, count in shared.items() if _is_copy(count, runs[article.id], runs[other])]
        if found:
            closest = min(found)[1]
            origin[article.id] = origin.get(closest, closest)
        for run in runs[article.id]:
            seen_in.setdefault(run, []).append(article.id)
    return origin


def _runs(text: str) -> frozenset[int]:
    # Hashes of tuples of strings change from process to process; only their equality within one call is used.
    words = WORD.findall(text.casefold())
    return frozenset(hash(tuple(words[i : i + RUN])) for i in range(len(words) - RUN + 1))


def _is_copy(shared: int, one: frozenset[int], other: frozenset[int]) -> bool:
    shorter = min(len(one), len(other))
    return shorter >= FEWEST_RUNS and shared >= COPIED * shorter
