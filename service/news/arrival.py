"""What arrives from newsrooms' own systems, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.news.identity import Principal
from service.news.memory import Place


class Action(StrEnum):
    """What an arrival asks for: that a version be kept, or that its article be taken back."""

    KEEP = "keep"
    TAKE_BACK = "take_back"


class ArrivalState(StrEnum):
    """Where an arrival is: all but the first are for good, though what is quarantined may be sent again."""

    WAITING = "waiting"
    DONE = "done"
    QUARANTINED = "quarantined"
    KILLED = "killed"


@dataclass(frozen=True, slots=True)
class NewArrival:
    """What has just arrived.

    ``format`` is one of 'ninjs', 'superdesk', 'newsml', 'wordpress', 'html', 'feed', 'sitemap'; ``guid`` is what its
    provider calls it, '' where that could not be read, ``version`` which version of it this is, ``at`` that version's
    time. ``body`` is an article as POST /score takes one, None where it is to be taken back. Nobody is to see it before
    ``embargoed_until``.
    ``evolved_from`` is the guid of the item it goes on from. With a ``reason`` it cannot be used, for that reason.
    """

    format: str
    guid: str = ""
    version: str = ""
    outlet: str = ""
    action: Action = Action.KEEP
    body: Mapping[str, object] | None = None
    at: datetime | None = None
    embargoed_until: datetime | None = None
    evolved_from: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What has arrived, as its provider (the id of a principal) and administrators see it.

    ``reason`` says why it is quarantined or killed. ``article`` is the id that its article was given to be kept under:
    the guid of the first item of a chain of rewrites.
    """

    number: int
    format: str
    provider: str
    guid: str
    version: str
    article: str
    outlet: str
    action: Action
    state: ArrivalState
    reason: str
    embargoed_until: datetime | None
    received_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class QuarantineQuery:
    """Which quarantined arrivals: newest first, at most ``limit``, after ``after``, from ``provider`` only."""

    limit: int
    after: Place | None = None
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Provider:
    """A system that signs what it sends: who it is, and the names of the outlets that it is bound to."""

    principal: Principal
    outlets: tuple[str, ...]
