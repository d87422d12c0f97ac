"""Scenario files: several articles about one or more happenings, with what a careful reader finds in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from service.measure.rows import REASONS, Row, UnreadableRow, json_document
from service.news.article import Article, Span
from service.news.pair import ReasonCode

OUTLET = "OUTLET"
_KINDS = dict.fromkeys(("direct", "indirect", "outlet"))
_CERTAINTIES = dict.fromkeys(("firm", "hedged"))

Pair = frozenset[str]


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """A claim that a reader found: ``span`` into the text of ``article``; ``speaker`` is a canonical name or OUTLET."""

    id: str
    article: str
    span: Span
    speaker: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """Articles and what a reader found in them, complete over ``claims`` only.

    Pairs are of claim ids, ``updates`` as (earlier, later); ``contradictions`` have their reasons. ``copies`` are
    disjoint groups of articles that print one wire story. ``aliases`` holds other names by canonical name.
    """

    id: str
    articles: tuple[Article, ...]
    claims: tuple[GoldClaim, ...]
    event_of_article: Mapping[str, str]
    contradictions: Mapping[Pair, frozenset[ReasonCode]]
    agreements: frozenset[Pair]
    updates: frozenset[tuple[str, str]]
    unspecified: frozenset[Pair]
    copies: tuple[frozenset[str], ...]
    independent_sources: int
    aliases: Mapping[str, tuple[str, ...]]


def read(paths: Sequence[Path]) -> list[Scenario]:
    """The scenarios of the files and of all ``*.json`` in the folders given, by file name. Raises UnreadableRow."""
    files = [file for path in paths for file in (sorted(path.glob("*.json")) if path.is_dir() else [path])]
    if not files:
        raise UnreadableRow(paths[0] if paths else Path(), 0, "there is no scenario file here")
    return [scenario(json_document(file)) for file in files]


def scenario(row: Row) -> Scenario:
    """The scenario that one JSON object tells. Raises UnreadableRow."""
    articles = {article.id: article for article in map(_article, row.rows("articles"))}
    if len(articles) < len(row.rows("articles")) or not articles:
        raise row.fails("article ids are not distinct, or there is no article")
    row.text("domain")
    row.text("summary")
    gold = row.row("gold")
    claims = {claim.id: claim for claim in (_claim(part, articles) for part in gold.rows("claims"))}
    if len(claims) < len(gold.rows("claims")):
        raise gold.fails("claim ids are not distinct")
    gold.text_or_none("least_supported_source")
    return Scenario(
        id=row.text("id"),
        articles=tuple(articles.values()),
        claims=tuple(claims.values()),
        event_of_article=_events(gold.row("event_of_article"), articles),
        contradictions={_pair(part, claims): part.words("reasons", REASONS) for part in gold.rows("contradictions")},
        agreements=_pairs(gold.rows("agreements"), claims),
        updates=frozenset(
            (_known(part, "earlier", claims), _known(part, "later", claims)) for part in gold.rows("updates")
        ),
        unspecified=_pairs(gold.rows("unspecified"), claims),
        copies=_copies(gold, articles),
        independent_sources=gold.whole_number("independent_sources_of_main_event"),
        aliases={name: gold.row("speaker_aliases").texts(name) for name in gold.row("speaker_aliases").values},
    )


def closed(groups: Iterable[Iterable[str]]) -> tuple[frozenset[str], ...]:
    """The groups with those that share a member made one."""
    disjoint: list[frozenset[str]] = []
    for group in map(frozenset, groups):
        touching = [other for other in disjoint if other & group]
        disjoint = [other for other in disjoint if not other & group] + [group.union(*touching)]
    return tuple(disjoint)


def _article(row: Row) -> Article:
    return Article(
        id=row.text("id"),
        outlet=row.text("outlet"),
        text=row.text("text"),
        title=row.text("title"),
        url=row.text_if_any("url"),
        published_at=row.time("published_at"),
        language=row.text_if_any("language"),
    )


def _claim(row: Row, articles: Mapping[str, Article]) -> GoldClaim:
    article, quote = _known(row, "article", articles), row.text("quote")
    row.word("kind", _KINDS)
    row.word("certainty", _CERTAINTIES)
    text = articles[article].text
    if not quote or text.count(quote) != 1:
        raise row.fails(f"'{row.within}quote' does not occur exactly once in the text of '{article}'")
    start = text.index(quote)
    return GoldClaim(row.text("id"), article, Span(start, start + len(quote)), row.text("speaker"))


def _events(row: Row, articles: Mapping[str, Article]) -> dict[str, str]:
    return {article: row.text(article) for article in articles}


def _pairs(rows: Iterable[Row], claims: Mapping[str, GoldClaim]) -> frozenset[Pair]:
    return frozenset(_pair(row, claims) for row in rows)


def _pair(row: Row, claims: Mapping[str, GoldClaim]) -> Pair:
    return frozenset((_known(row, "a", claims), _known(row, "b", claims)))


def _copies(gold: Row, articles: Mapping[str, Article]) -> tuple[frozenset[str], ...]:
    listed = gold.lists("wire_copies")
    for name in _strangers(listed, articles):
        raise gold.fails(f"'gold.wire_copies' names '{name}', which is no article")
    return closed(listed)


def _strangers(groups: Iterable[Iterable[str]], articles: Mapping[str, Article]) -> Iterator[str]:
    return (name for group in groups for name in group if name not in articles)


def _known(row: Row, key: str, among: Mapping[str, object]) -> str:
    """The id under ``key``, which must be one of those ``among``."""
    name = row.text(key)
    if name not in among:
        raise row.fails(f"'{row.within}{key}' names '{name}', which is not there")
    return name
