"""The audit log: who did what, when, in which request. Lines are added, and the database refuses all else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select

from service.news.accounts import AuditLine, AuditQuery, By
from service.news.memory import Page
from service.store.schema.identity import audit

if TYPE_CHECKING:
    from service.store.database import Database

Clock = Callable[[], datetime]
"""The time now, with a zone."""


def utc_now() -> datetime:
    """The time now by this machine."""
    return datetime.now(UTC)


def write(
    connection: Connection, at: datetime, by: By, action: str, subject: str, detail: Mapping[str, object] | None = None
) -> None:
    """One line in the transaction of ``connection``, so that it is there if and only if what it tells of is.

    ``detail`` holds what JSON can hold, and never a secret.
    """
    connection.execute(
        insert(audit).values(
            at=at, by=by.id, action=action, subject=subject, detail=dict(detail or {}), request_id=by.request_id
        )
    )


class AuditLog:
    """The audit log of one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Clock = utc_now) -> None:
        self._database = database
        self._now = now

    def note(
        self, by: str, action: str, subject: str, *, detail: Mapping[str, object] | None = None, request_id: str = ""
    ) -> None:
        """One line in a transaction of its own; what changes the database writes its line along with the change."""
        with self._database.begin() as connection:
            write(connection, self._now(), By(by, request_id), action, subject, detail)

    def lines(self, query: AuditQuery) -> Page[AuditLine]:
        """The lines that ``query`` asks for, newest first."""
        found = select(audit).where(*_conditions(query)).order_by(audit.c.id.desc()).limit(query.limit + 1)
        with self._database.begin() as connection:
            rows = connection.execute(found).all()
        shown = tuple(_line(row) for row in rows[: query.limit])
        return Page(shown, (str(shown[-1].number),) if len(rows) > query.limit else None)


def _conditions(query: AuditQuery) -> list[ColumnElement[bool]]:
    wanted = []
    if query.after is not None:
        wanted.append(audit.c.id < int(query.after[0]))
    if query.by is not None:
        wanted.append(audit.c.by == query.by)
    if query.action is not None:
        wanted.append(audit.c.action == query.action)
    if query.since is not None:
        wanted.append(audit.c.at >= query.since)
    return wanted


def _line(row: Row[Any]) -> AuditLine:
    return AuditLine(row.id, row.at, row.by, row.action, row.subject, row.detail, row.request_id)
