"""Articles from files that people have at hand: plain text and saved web pages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from service.news.article import Article
from service.newsroom import pages
from service.newsroom.items import Unusable

PAGES = frozenset({".html", ".htm"})
PLAIN = frozenset({".txt", ".text", ".md"})
LONGEST_HEADLINE = 200


class UnreadableFile(Exception):
    """A file that no article can be made of; the message names it and says why."""


def article(path: Path, outlet: str, published_at: datetime | None = None) -> Article:
    """The article in a ``.txt`` or ``.html`` file; its id is the file's name.

    The first line of a plain text is its headline where an empty line follows. Raises UnreadableFile.
    """
    raw = _read(path)
    if path.suffix.lower() in PAGES:
        title, text, stated = _page(raw)
        published_at = published_at or stated
    else:
        title, text = _plain(raw)
    if not text.strip():
        raise UnreadableFile(f"{path}: no text was found in it")
    return Article(id=path.name, outlet=outlet, text=text, title=title, published_at=published_at)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(f"{path}: {error}") from error


def _plain(raw: str) -> tuple[str, str]:
    first, _, rest = raw.lstrip().partition("\n")
    blank, _, body = rest.partition("\n")
    if body.strip() and not blank.strip() and len(first) <= LONGEST_HEADLINE:
        return first.strip(), body.strip()
    return "", raw.strip()


def _page(raw: str) -> tuple[str, str, datetime | None]:
    """Title, main text and stated time of a web page; no text where none is found."""
    try:
        found = pages.read(raw)
    except Unusable:
        return "", "", None
    return found.title, found.text, found.published_at
