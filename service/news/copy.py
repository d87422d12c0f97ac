"""Articles that print another one's text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class KnownBy(StrEnum):
    """What tells the origin from its copy; where several things do, the first of these."""

    VOUCHED = "vouched"
    CREDITED = "credited"
    EARLIER = "earlier"
    DATED = "dated"
    FULLER = "fuller"
    ID = "id"


@dataclass(frozen=True, slots=True)
class CopyOf:
    """Which article a copy is of, by id, and what tells that this is the origin.

    ``origin`` is never a copy itself. ``known_by`` is VOUCHED where only the origin's outlet is vouched for, CREDITED
    where copies credit it, EARLIER by both times, DATED where only its time is known, FULLER where it is longer, and ID
    where nothing but its smaller id sets it apart.
    """

    origin: str
    known_by: KnownBy
