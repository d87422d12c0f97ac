"""Who is known here: people, their sessions, keys, the secrets of integrations, and the record of who did what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from service.news.identity import Principal, Scope
from service.news.memory import Place


@dataclass(frozen=True, slots=True)
class By:
    """Who does something ('key:…', 'user:…', 'cli:…'), and in which request, '' outside of one."""

    id: str
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who signs in. ``id`` is the name they sign in with, ``name`` the one that others read."""

    id: str
    name: str
    scopes: frozenset[Scope]
    created_at: datetime
    created_by: str
    disabled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key to be made: ``outlets`` as they are to be read, ``expires_at`` None for never, ``person`` whose it is."""

    name: str
    scopes: frozenset[Scope]
    outlets: tuple[str, ...] = ()
    expires_at: datetime | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret. It stops at ``expires_at`` (None: never), and for good once ``revoked_at`` is set."""

    id: str
    name: str
    scopes: frozenset[Scope]
    outlets: tuple[str, ...]
    person: str | None
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None

    def state(self, now: datetime) -> str:
        """'active', 'expired' or 'revoked'."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at is not None and self.expires_at <= now else "active"


@dataclass(frozen=True, slots=True)
class MadeKey:
    """A key with its ``token``, which is shown once and kept nowhere."""

    key: Key
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Session:
    """A person signed in at one browser, until ``expires_at`` at the latest. ``id`` names it; it opens nothing."""

    id: str
    person: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class MadeSession:
    """A session with its ``token``, which goes into the browser's cookie and is kept nowhere else."""

    session: Session
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a session's token belongs to."""

    principal: Principal
    session: Session


@dataclass(frozen=True, slots=True)
class SharedSecret:
    """A secret shared with an integration, without the secret itself: what it is for, which outlets it speaks for."""

    name: str
    purpose: str
    outlets: tuple[str, ...]
    created_at: datetime
    created_by: str
    rotated_at: datetime | None


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing that was done: when, ``by`` whom, which ``action`` ('key.revoked'), on what ``subject`` ('key:…')."""

    number: int
    at: datetime
    by: str
    action: str
    subject: str
    detail: Mapping[str, object]
    request_id: str


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which lines of the audit log: newest first, at most ``limit``, after ``after``, not before ``since``."""

    limit: int
    after: Place | None = None
    by: str | None = None
    action: str | None = None
    since: datetime | None = None
