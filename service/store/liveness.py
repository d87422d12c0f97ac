"""Which version of an article is live, and whether it is vouched for: a pure rule over the inputs.

Live is, of the versions that no removal came after, the one that was updated last (published last, where no update is
told; undated ones first; then by digest). The order in which versions arrive plays no part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from service.news.identity import outlet_key
from service.store.schema.base import AnyRow, among
from service.store.schema.memory import live, state

SIZE = 2**256

_CURRENT = text("""
    SELECT DISTINCT ON (v.article)
           v.article, v.digest, v.position, v.outlet, v.published_at, coalesce(e.kind = 'vouch', v.vouched) AS vouched,
           left(substring(v.url, '^[^:/]+://[^/?#]+'), 300) AS site
    FROM versions v
    LEFT JOIN LATERAL (SELECT max(position) AS position FROM tombstones WHERE article = v.article) t ON true
    LEFT JOIN LATERAL (
        SELECT kind FROM edits WHERE article = v.article AND position > coalesce(t.position, 0)
        ORDER BY position DESC LIMIT 1
    ) e ON true
    WHERE v.position > coalesce(t.position, 0) AND (:everything OR v.article = ANY(:articles))
    ORDER BY v.article, coalesce(v.updated_at, v.published_at) DESC NULLS LAST, v.digest DESC
""").bindparams(bindparam("everything"), bindparam("articles"))


@dataclass(frozen=True, slots=True)
class Change:
    """What became of live versions, by digest: ``replaced`` leads from a new one to the one it took the place of."""

    gone: frozenset[str]
    new: frozenset[str]
    revouched: frozenset[str]
    replaced: dict[str, str]


def refresh(connection: Connection, articles: Collection[str] | None) -> Change:
    """Brings ``live`` up to date with the inputs for some articles, or for all, and tells what changed."""
    asked = {"everything": articles is None, "articles": list(articles or ())}
    now = {row.article: row for row in connection.execute(_CURRENT, asked)}
    known = select(live) if articles is None else select(live).where(among(live.c.article, articles))
    before = {row.article: row for row in connection.execute(known)}
    moved = [name for name in now.keys() | before.keys() if _named(now.get(name)) != _named(before.get(name))]
    changed = Change(
        gone=frozenset(before[name].digest for name in moved if name in before and _other(now, before, name)),
        new=frozenset(now[name].digest for name in moved if name in now and _other(now, before, name)),
        revouched=frozenset(now[name].digest for name in moved if not _other(now, before, name)),
        replaced={
            now[name].digest: before[name].digest
            for name in moved
            if name in now and name in before and _other(now, before, name)
        },
    )
    if moved:
        _write(connection, moved, now)
        _note(connection, [(before.get(name), now.get(name)) for name in moved])
    return changed


def _named(row: AnyRow | None) -> tuple[str, bool] | None:
    return None if row is None else (row.digest, row.vouched)


def _other(now: Mapping[str, AnyRow], before: Mapping[str, AnyRow], name: str) -> bool:
    """Whether another text is live than before, or one where there was none, or none where there was one."""
    return name not in now or name not in before or now[name].digest != before[name].digest


def _write(connection: Connection, moved: Collection[str], now: Mapping[str, AnyRow]) -> None:
    connection.execute(delete(live).where(among(live.c.article, moved)))
    rows = [
        {
            "article": row.article,
            "digest": row.digest,
            "position": row.position,
            "outlet_key": outlet_key(row.outlet),
            "published_at": row.published_at,
            "vouched": row.vouched,
            "site": row.site,
        }
        for row in (now[name] for name in moved if name in now)
    ]
    if rows:
        connection.execute(insert(live), rows)


def _note(connection: Connection, changes: Collection[tuple[AnyRow | None, AnyRow | None]]) -> None:
    """The digest of all live versions: the sum of the digests of each, so that their order plays no part."""
    digest = int(connection.scalar(select(state.c.live)) or "0", 16)
    for before, now in changes:
        digest = (digest - _weight(before) + _weight(now)) % SIZE
    connection.execute(update(state).values(live=f"{digest:064x}"))


def _weight(row: AnyRow | None) -> int:
    if row is None:
        return 0
    return int.from_bytes(hashlib.sha256(f"{row.digest}:{row.vouched}".encode()).digest())
