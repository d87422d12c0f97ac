"""Everything weighed anew: the rates that voices are held to, who seems to follow whom, and by them all else.

Between two reckonings an article changes its own events and their sources alone, for the rates of all other voices are
held fixed, and so is who seems to follow whom. What that leaves undone is what a reckoning changes, and it says how
much.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, bindparam, func, select, true, update

from service.news.reckoning import TOLERANCE, Reckoned
from service.scoring.credibility.followers import learnt
from service.store import followings, kept_rates, outcomes, utterance_rows
from service.store.schema.memory import claims, sources, state


def reckon(connection: Connection, write: Callable[[], None]) -> Reckoned:
    """Works out rates, statements and sources anew, which ``write`` writes down. Callers hold the writer's lock."""
    before = _shown(connection)
    said = utterance_rows.utterances(connection, true())
    rates, found = learnt(said, utterance_rows.voice_priors(connection, said))
    kept_rates.replace(connection, rates)
    followings.replace(connection, found)
    weights = outcomes.weights(said, rates)
    known = connection.execute(
        select(claims.c.id, claims.c.bits, claims.c.comparisons).where(claims.c.bits.is_not(None))
    )
    changed = [
        {"named": row.id, "found": weights[row.id].bits, "counted": weights[row.id].comparisons}
        for row in known
        if (weights[row.id].bits, weights[row.id].comparisons) != (row.bits, row.comparisons)
    ]
    if changed:
        row_of = update(claims).where(claims.c.id == bindparam("named"))
        connection.execute(row_of.values(bits=bindparam("found"), comparisons=bindparam("counted")), changed)
    write()
    connection.execute(update(state).values(reckoned=state.c.position))
    after = _shown(connection)
    moved = [abs(after[name] - mean) for name, mean in before.items() if name in after]
    return Reckoned(
        len(moved),
        sum(far > TOLERANCE for far in moved),
        max(moved, default=0.0),
        sum(moved) / len(moved) if moved else 0.0,
    )


def is_due(connection: Connection) -> bool:
    """Whether anything came in since the last reckoning."""
    behind = state.c.reckoned.is_distinct_from(state.c.position)
    return bool(connection.scalar(select(func.count()).select_from(state).where(behind)))


def _shown(connection: Connection) -> dict[str, float]:
    rows = connection.execute(select(sources.c.id, sources.c.mean).where(sources.c.mean.is_not(None)))
    return {row.id: row.mean for row in rows}
