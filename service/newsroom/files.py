"""Articles from files that people have at hand: plain text and saved web pages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from service.news.article import Article

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
    """Title, main text and stated time of a web page (Resiliparse, Bevendorff et al. 2018)."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(raw)
    text = extract_plain_text(tree, main_content=True, alt_texts=False, links=False, list_bullets=False)
    times = tree.body.query_selector_all("time[datetime]") if tree.body else []
    stated = next((element.getattr("datetime") for element in times), None)
    return (tree.title or "").strip(), text.strip(), _time(stated)


def _time(stated: str | None) -> datetime | None:
    """An ISO 8601 time, UTC where it names no zone; None where it is no such thing."""
    try:
        found = datetime.fromisoformat(stated or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
