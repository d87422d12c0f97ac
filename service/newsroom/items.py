"""What newsrooms send, whatever the format: an item, or the reason why it cannot be used."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

LONGEST_GUID = 200
T = TypeVar("T")


class Status(StrEnum):
    """What is to become of an item: ``pubstatus`` of ninjs, in its own words."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Item:
    """One text as its provider sends it.

    ``guid`` is what the provider calls it in all its versions, ``version`` names this one, ``outlet`` is who published
    it where that is said. It is to be seen by nobody before ``embargoed_until``. ``evolved_from`` is the guid of the
    item that this one goes on from. ``text`` may be empty unless it is usable.
    """

    guid: str
    version: str
    status: Status = Status.USABLE
    text: str = ""
    title: str = ""
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    embargoed_until: datetime | None = None
    evolved_from: str | None = None

    @property
    def body(self) -> dict[str, object]:
        """What POST /score takes of it, but for the id and the outlet."""
        return {
            "title": self.title or None,
            "text": self.text,
            "url": self.url,
            "language": self.language,
            "published_at": self.published_at and self.published_at.isoformat(),
            "updated_at": self.updated_at and self.updated_at.isoformat(),
        }


class Unusable(Exception):
    """An item that no article can be made of; the message says why, ``guid`` and ``version`` which, '' where unknown.

    ``faults`` are single ones by the name of the property, where several can be told apart.
    """

    def __init__(self, why: str, guid: str = "", version: str = "", faults: dict[str, list[str]] | None = None) -> None:
        super().__init__(why)
        self.guid = guid
        self.version = version
        self.faults = faults or {}


class Elsewhere(Unusable):
    """An entry that names a page and holds no text: ``item`` is all that is known of the article on it."""

    def __init__(self, why: str, item: Item) -> None:
        super().__init__(why, item.guid, item.version)
        self.item = item

    def found_on(self, page: Item) -> Item:
        """The article with the text of its page, which also says what the entry does not; the entry's names stay."""
        published = self.item.published_at or page.published_at
        later = [at for at in (self.item.updated_at, page.updated_at) if at and (not published or at > published)]
        return replace(
            self.item,
            text=page.text,
            title=self.item.title or page.title,
            outlet=self.item.outlet or page.outlet,
            language=self.item.language or page.language,
            published_at=published,
            updated_at=max(later, default=None),
        )


def short(guid: str) -> str:
    """A guid as it is, or, where it is too long to be kept, a name that is always the same for it.

    Addresses of pages, which serve as guids in feeds and sitemaps, may be that long.
    """
    return guid if len(guid) <= LONGEST_GUID else f"long:{digest(guid)}"


def or_why(read: Callable[[T], Item], raw: T) -> Item | Unusable:
    """The item that ``read`` makes of ``raw``, or why it cannot be used: of several, one does not spoil the others."""
    try:
        return read(raw)
    except Unusable as fault:
        return fault


def digest(*parts: str) -> str:
    """A name for a version that its provider has not named: the same for the same ``parts``."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]


def moment(written: object) -> datetime | None:
    """An ISO 8601 time, in UTC where it names no zone; None where it is no such thing."""
    try:
        found = datetime.fromisoformat(written.strip() if isinstance(written, str) else "")
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found


def in_utc(at: datetime) -> str:
    """A time as it is written for others: ISO 8601 in UTC, ending in Z."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def cut(words: str, most: int) -> str:
    """``words``, of which ``most`` characters may be written; an ellipsis says that there were more."""
    return words if len(words) <= most else f"{words[: most - 1]}…"
