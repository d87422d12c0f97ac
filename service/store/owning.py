"""Who controls whom, as it is kept: the last trust.txt of each site."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.dialects.postgresql import distinct_on

from service.news.accounts import By
from service.news.ownership import UNOWNED, Ownership, TrustFile
from service.scoring.ownership import ownership
from service.store.schema.memory import positions, trust_files


class Owning:
    """Who is of which house; worked out again only when another file has come. Safe to use from several threads."""

    def __init__(self) -> None:
        self._latest: tuple[int, Ownership] = 0, UNOWNED

    def known(self, connection: Connection, as_of: int | None = None) -> Ownership:
        """What the files amount to, those up to position ``as_of`` where that is given."""
        position = last(connection) if as_of is None else as_of
        latest, found = self._latest
        if latest != position:
            found = ownership(files(connection, position)) if position else UNOWNED
            self._latest = position, found
        return found


def last(connection: Connection) -> int:
    """The position of the last file, 0 where there is none."""
    return connection.scalar(select(func.coalesce(func.max(trust_files.c.position), 0))) or 0


def files(connection: Connection, as_of: int | None = None) -> list[TrustFile]:
    """The file of each site that has one, by site, the last one up to ``as_of``; one that says nothing is left out."""
    rows = select(trust_files).ext(distinct_on(trust_files.c.site))
    rows = rows.order_by(trust_files.c.site, trust_files.c.position.desc())
    if as_of is not None:
        rows = rows.where(trust_files.c.position <= as_of)
    return [
        TrustFile(row.site, tuple((name, value) for name, value in row.lines), tuple(row.outlets), row.believed)
        for row in connection.execute(rows)
        if row.lines
    ]


def add(connection: Connection, given: Sequence[TrustFile], by: By, at: datetime) -> list[TrustFile]:
    """Keeps files that say otherwise than those kept of their sites, and tells which; under the writer's lock."""
    before = {file.site: file for file in files(connection)}
    new = [file for file in given if before.get(file.site, TrustFile(file.site, ())) != file]
    rows = [
        {
            "site": file.site,
            "lines": [list(line) for line in file.lines],
            "outlets": list(file.outlets),
            "believed": file.believed,
            "by": by.id,
            "at": at,
        }
        for file in new
    ]
    if rows:
        connection.execute(insert(trust_files).values(position=positions.next_value()), rows)
    return new
