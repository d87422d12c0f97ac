"""Inputs, which are only ever added to: versions of articles, vouching, removals. Callers hold the writer's lock.

Labels are inputs, too; ``labelling`` adds them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, func, insert, select, text, update

from service.news.accounts import By
from service.news.article import Article
from service.news.errors import NotKept, VersionConflict
from service.news.identity import Principal, outlet_key
from service.store.schema.base import AnyRow
from service.store.schema.memory import article_names, articles, edits, positions, tombstones, versions

WRITER = 0x6B656570
"""The advisory lock of whoever adds inputs: 'keep' in ASCII. Inputs are committed in the order of their positions."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An article as a sender gave it: ``digest`` names the version, ``namespace`` whose ids and addresses it uses.

    Keys bound to one outlet share that outlet's articles; a key that is bound to none has its own.
    """

    article: Article
    digest: str
    namespace: str
    vouched: bool


def sent(article: Article, by: Principal) -> Sent:
    """``article`` as ``by`` sends it."""
    bound, namespace = by.speaks_for(article.outlet), _namespace(article.outlet, by)
    parts = [
        namespace,
        article.id,
        article.outlet,
        article.title,
        article.text,
        article.url,
        article.language,
        *(moment.isoformat() if moment else None for moment in (article.published_at, article.updated_at)),
    ]
    return Sent(article, "v" + _hash(parts, 20), namespace, bound)


def _namespace(outlet: str, by: Principal) -> str:
    return f"outlet:{outlet_key(outlet)}" if by.speaks_for(outlet) else by.id


def _hash(parts: Sequence[str | None], length: int) -> str:
    """The first hexadecimal digits of a digest over ``parts``."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:length]


def lock(connection: Connection) -> None:
    """Waits until nobody else adds inputs; held to the end of the transaction."""
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITER})


def add_versions(connection: Connection, given: Sequence[Sent], by: Principal, at: datetime) -> set[str]:
    """The ids of the articles that this touches; what is kept already is not kept again.

    Raises VersionConflict where one is kept with another text of the same time; then nothing must be committed.
    """
    touched: set[str] = set()
    conflicts = []
    for place, one in enumerate(given):
        article, merged = _article_of(connection, one)
        standing = _standing(connection, article)
        if any(_conflicts(row, one.article) for row in standing):
            conflicts.append(place)
        elif all(row.digest != one.digest for row in standing):
            _add_version(connection, article, one, by, at)
        touched |= {article, *merged}
    if conflicts:
        raise VersionConflict(
            "An article is kept with another text of the same time; give a later updated_at.", tuple(conflicts)
        )
    return touched


def sent_by(connection: Connection, given: str, outlet: str, by: Principal) -> str:
    """The article of ``outlet`` that ``by``, and nobody else, has sent under the id ``given``. Raises NotKept."""
    article = connection.scalar(_named(_namespace(outlet, by), "id", given))
    senders = {row.sender for row in _standing(connection, article)} if article else set()
    if article is None or senders != {by.id}:
        others = " alone" if by.id in senders else ""
        raise NotKept(f"No article {given} is kept that {by.name}{others} has sent.")
    return article


def _article_of(connection: Connection, one: Sent) -> tuple[str, set[str]]:
    """The id of the article that shares its sender's id or its address with ``one``, made where there is none yet.

    Where two share one of these each, they are one article from now on: the other's id comes second.
    """
    names = [("id", one.article.id), *([("url", one.article.url)] if one.article.url else [])]
    known = {
        name: article
        for kind, name in names
        if (article := connection.scalar(_named(one.namespace, kind, name))) is not None
    }
    article = min(known.values(), default="a" + _hash([one.namespace, one.article.id], 16))
    if not known:
        connection.execute(insert(articles).values(id=article, namespace=one.namespace))
    merged = set(known.values()) - {article}
    for other in merged:
        _merge(connection, other, article)
    for kind, name in names:
        if name not in known:
            connection.execute(
                insert(article_names).values(namespace=one.namespace, kind=kind, name=name, article=article)
            )
    return article, merged


def _named(namespace: str, kind: str, name: str) -> Select[str]:
    row = article_names.c
    return select(row.article).where(row.namespace == namespace, row.kind == kind, row.name == name)


def _merge(connection: Connection, other: str, into: str) -> None:
    """Two articles turn out to be one: the sender's id of one came with the address of the other."""
    numbered = select(func.coalesce(func.max(versions.c.number), 0)).where(versions.c.article == into)
    renumbered = versions.c.number + numbered.scalar_subquery()
    connection.execute(update(versions).where(versions.c.article == other).values(number=renumbered))
    for table in (versions, edits, tombstones, article_names):
        connection.execute(update(table).where(table.c.article == other).values(article=into))
    connection.execute(update(articles).where(articles.c.merged_into == other).values(merged_into=into))
    connection.execute(update(articles).where(articles.c.id == other).values(merged_into=into))


def _standing(connection: Connection, article: str) -> Sequence[AnyRow]:
    """The versions of an article that no removal came after."""
    last = select(func.coalesce(func.max(tombstones.c.position), 0)).where(tombstones.c.article == article)
    return connection.execute(
        select(versions).where(versions.c.article == article, versions.c.position > last.scalar_subquery())
    ).all()


def _conflicts(row: AnyRow, article: Article) -> bool:
    same_time = (row.updated_at or row.published_at) == (article.updated_at or article.published_at)
    return same_time and (row.outlet, row.title, row.text) != (article.outlet, article.title, article.text)


def _add_version(connection: Connection, article: str, one: Sent, by: Principal, at: datetime) -> None:
    number = connection.scalar(select(func.count()).select_from(versions).where(versions.c.article == article)) or 0
    given = one.article
    connection.execute(
        insert(versions).values(
            position=positions.next_value(),
            article=article,
            number=number + 1,
            digest=one.digest,
            given_id=given.id,
            outlet=given.outlet,
            title=given.title,
            text=given.text,
            url=given.url,
            language=given.language,
            published_at=given.published_at,
            published_offset=_offset(given.published_at),
            updated_at=given.updated_at,
            updated_offset=_offset(given.updated_at),
            vouched=one.vouched,
            sender=by.id,
            received_at=at,
        )
    )


def _offset(moment: datetime | None) -> int | None:
    offset = moment.utcoffset() if moment is not None else None
    return None if offset is None else int(offset.total_seconds() // 60)


def add_tombstone(connection: Connection, article: str, by: By, reason: str, at: datetime, *, erase: bool) -> list[str]:
    """Removes ``article``, which stands; with ``erase`` its texts too. The digests of its versions."""
    connection.execute(
        insert(tombstones).values(
            position=positions.next_value(), article=article, erased=erase, reason=reason, by=by.id, at=at
        )
    )
    of_article = versions.c.article == article
    if erase:
        connection.execute(update(versions).where(of_article).values(title="", text="", url=None, erased_at=at))
    return list(connection.scalars(select(versions.c.digest).where(of_article)))


def add_vouch(connection: Connection, article: str, by: By, reason: str, at: datetime, *, vouched: bool) -> None:
    """Vouches for ``article``, which stands, or takes that back."""
    connection.execute(
        insert(edits).values(
            position=positions.next_value(),
            kind="vouch" if vouched else "unvouch",
            article=article,
            reason=reason,
            by=by.id,
            at=at,
        )
    )
