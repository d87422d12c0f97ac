"""All that is kept about who may do what, over one database: for those who run the service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.store.audit import AuditLog
from service.store.keys import Keys
from service.store.people import People
from service.store.sealing import Seal
from service.store.secrets import SharedSecrets

if TYPE_CHECKING:
    from service.store.database import Database


@dataclass(frozen=True, slots=True)
class Registry:
    """People, keys, shared secrets and the audit log of ``database``."""

    database: Database
    people: People
    keys: Keys
    secrets: SharedSecrets
    audit: AuditLog


def registry(database: Database, secrets: Sequence[bytes]) -> Registry:
    """The registry over ``database``; ``secrets`` are the service's own, newest first."""
    shared = SharedSecrets(database, Seal(secrets))
    return Registry(database, People(database), Keys(database), shared, AuditLog(database))
