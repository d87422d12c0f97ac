"""How often voices are right, as of the last reckoning."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from service.scoring.credibility.joint import Rates
from service.store.schema.base import among
from service.store.schema.memory import rates as table


def rates(connection: Connection, voices: Collection[str]) -> Rates:
    """The rates of some voices, overall and beside every source; of one that is new there are none."""
    rows = connection.execute(select(table).where(among(table.c.voice, voices))).all()
    return Rates(
        {row.voice: row.mean for row in rows if not row.beside},
        {(row.voice, row.beside): row.mean for row in rows if row.beside},
    )


def replace(connection: Connection, found: Rates) -> None:
    """Writes down the rates of a reckoning in the place of those of the one before."""
    connection.execute(delete(table))
    rows = [{"voice": voice, "beside": "", "mean": mean} for voice, mean in found.overall.items()]
    rows += [{"voice": voice, "beside": source, "mean": mean} for (voice, source), mean in found.beside.items()]
    if rows:
        connection.execute(insert(table), rows)
