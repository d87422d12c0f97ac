"""Articles as they were read: kept by digest and reader, so that each version is read once."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta, timezone
from threading import Lock

import numpy as np
from cattrs.preconf.json import make_converter
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import distinct_on, insert

from service.news.article import Article
from service.scoring import memory
from service.scoring.encode import STEPS
from service.scoring.extract import ArticleReading
from service.scoring.memory import Remembered
from service.scoring.pipeline import Tools
from service.scoring.ports import Vectors
from service.scoring.view import VALUES, EncodedClaim
from service.store.schema.base import AnyRow, among
from service.store.schema.memory import readings, versions

# Articles of events that are being written about are asked for again and again.
REMEMBERED = 512
# Coordinates are multiples of 1/2048 in [-1, 1], so 16 bits hold them exactly.
STORED = np.dtype("<i2")

_converter = make_converter()


class Readings:
    """The readings of kept versions, made by ``tools``; ``reader`` names what a reading depends on besides the text.

    Safe to use from several threads.
    """

    def __init__(self, tools: Tools, build: str) -> None:
        self._tools = tools
        self.reader = f"{tools.annotator.name}+{tools.encoder.name}+{tools.text_encoder.name}+{build}"
        self._recent: OrderedDict[str, Remembered] = OrderedDict()
        self._lock = Lock()

    def read(self, connection: Connection, article: Article) -> Remembered:
        """The reading of a version, whose id is its digest; kept from now on if it was not yet."""
        kept = self._recalled(connection, [article.id], {article.id: article})
        return kept.get(article.id) or self._read_anew(connection, article)

    def recall(self, connection: Connection, digests: Collection[str]) -> dict[str, Remembered]:
        """The readings of kept versions by digest, read anew where another reader read them last."""
        found = {digest: one for digest in digests if (one := self._recent_one(digest)) is not None}
        asked = sorted(set(digests) - found.keys())
        if asked:
            articles = {row.digest: article_of(row) for row in versions_of(connection, asked)}
            found |= self._recalled(connection, asked, articles)
            for digest in asked:
                if digest not in found:
                    found[digest] = self._read_anew(connection, articles[digest])
        return found

    def forget(self, digests: Iterable[str]) -> None:
        """Lets go of readings that are held in this process."""
        with self._lock:
            for digest in digests:
                self._recent.pop(digest, None)

    def _recalled(
        self, connection: Connection, digests: Sequence[str], articles: dict[str, Article]
    ) -> dict[str, Remembered]:
        rows = connection.execute(
            select(readings).where(among(readings.c.digest, digests), readings.c.reader == self.reader)
        )
        found = {row.digest: remembered(articles[row.digest], row.content, row.vectors) for row in rows}
        self._hold(found.values())
        return found

    def add(self, connection: Connection, read: Iterable[Remembered]) -> None:
        """Keeps readings that were made elsewhere by the same tools."""
        rows = [
            {"digest": one.article.id, "reader": self.reader, "content": content, "vectors": vectors}
            for one in read
            for content, vectors in (kept_form(one),)
        ]
        if rows:
            connection.execute(insert(readings).on_conflict_do_nothing(), rows)

    def _read_anew(self, connection: Connection, article: Article) -> Remembered:
        read = memory.remember(article, self._tools)
        self.add(connection, [read])
        self._hold([read])
        return read

    def _recent_one(self, digest: str) -> Remembered | None:
        with self._lock:
            if digest in self._recent:
                self._recent.move_to_end(digest)
            return self._recent.get(digest)

    def _hold(self, read: Iterable[Remembered]) -> None:
        with self._lock:
            for one in read:
                self._recent[one.article.id] = one
                self._recent.move_to_end(one.article.id)
            while len(self._recent) > REMEMBERED:
                self._recent.popitem(last=False)


def versions_of(connection: Connection, digests: Sequence[str]) -> list[AnyRow]:
    """One row of ``versions`` for each digest, the first where a text came again after its removal."""
    wanted = select(versions).where(among(versions.c.digest, digests)).ext(distinct_on(versions.c.digest))
    return list(connection.execute(wanted.order_by(versions.c.digest, versions.c.position)))


def article_of(row: AnyRow) -> Article:
    """The article that a row of ``versions`` holds; its id is the digest, its times have the zones they came with."""
    return Article(
        id=row.digest,
        outlet=row.outlet,
        text=row.text,
        title=row.title,
        url=row.url,
        published_at=_zoned(row.published_at, row.published_offset),
        language=row.language,
        updated_at=_zoned(row.updated_at, row.updated_offset),
    )


def _zoned(moment: datetime | None, offset: int | None) -> datetime | None:
    return moment.astimezone(timezone(timedelta(minutes=offset or 0))) if moment is not None else None


def kept_form(read: Remembered) -> tuple[str, bytes]:
    """A reading as JSON and its vectors as bytes: a row for each claim, one for each phrase, one for each thread."""
    phrases = sorted({phrase for one in read.encoded for phrase in one.phrases})
    vector_of = {phrase: vector for one in read.encoded for phrase, vector in one.phrases.items()}
    rows = [*(one.vector for one in read.encoded), *(vector_of[phrase] for phrase in phrases), *read.vectors.values()]
    content = {"reading": _converter.unstructure(read.reading), "phrases": phrases, "threads": list(read.vectors)}
    grid = np.rint(np.asarray(rows) * STEPS).astype(STORED)
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")), grid.tobytes()


def remembered(article: Article, content: str, vectors: bytes) -> Remembered:
    """What ``kept_form`` was made of."""
    kept = json.loads(content)
    reading = _converter.structure(kept["reading"], ArticleReading)
    n_claims, phrases = len(reading.claims), kept["phrases"]
    rows = _rows(vectors, n_claims + len(phrases) + len(kept["threads"]))
    vector_of = dict(zip(phrases, rows[n_claims:], strict=False))
    of_threads = dict(zip(kept["threads"], rows[n_claims + len(phrases) :], strict=True))
    encoded = tuple(
        EncodedClaim(
            claim,
            vector,
            {slot.text: vector_of[slot.text] for slot in claim.statement.slots if slot.name not in VALUES},
        )
        for claim, vector in zip(reading.claims, rows, strict=False)
    )
    return Remembered(article, reading, encoded, of_threads)


def _rows(vectors: bytes, n: int) -> Vectors:
    grid = np.frombuffer(vectors, STORED).astype(np.float32) / STEPS
    return grid.reshape(n, -1 if n else 0)
