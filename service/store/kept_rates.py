"""How often voices are right, and which of them seem to follow each other, as of the last reckoning."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, delete, insert, select

from service.scoring.credibility.company import UNKNOWN, Company
from service.scoring.credibility.joint import Rates
from service.scoring.credibility.utterances import Utterance
from service.store import followings
from service.store.schema.base import among
from service.store.schema.reckoned import rates as table

ANYBODY = ""
"""In the place of a voice: the rate of the company that all voices are."""


def rates(connection: Connection, said: Collection[Utterance]) -> Rates:
    """The rates of the witnesses of what is said, overall and beside whoever says it; one that is new has none."""
    voices = {witness.voice for one in said for witness in one.witnesses}
    beside = {"", *(one.source for one in said)}
    rows = connection.execute(select(table).where(among(table.c.voice, voices), among(table.c.beside, beside))).all()
    return Rates(
        {row.voice: row.mean for row in rows if not row.beside},
        {(row.voice, row.beside): row.mean for row in rows if row.beside},
        kin=followings.kin(connection),
    )


def company(connection: Connection, source: str) -> Company:
    """The company of all voices beside a source; one that is new, or where nothing was reckoned, has none known."""
    rows = connection.execute(select(table).where(table.c.voice == ANYBODY, among(table.c.beside, {"", source})))
    found = {row.beside: row.mean for row in rows}
    overall = found.get("", UNKNOWN)
    return Company(overall, {source: found.get(source, overall)})


def replace(connection: Connection, found: Rates) -> None:
    """Writes down the rates of a reckoning in the place of those of the one before."""
    connection.execute(delete(table))
    rows = [{"voice": voice, "beside": "", "mean": mean} for voice, mean in found.overall.items()]
    rows += [{"voice": voice, "beside": source, "mean": mean} for (voice, source), mean in found.beside.items()]
    rows += [{"voice": ANYBODY, "beside": source, "mean": mean} for source, mean in found.around.beside.items()]
    rows.append({"voice": ANYBODY, "beside": "", "mean": found.around.overall})
    connection.execute(insert(table), rows)
