"""Everything weighed anew: the rates that voices are held to, and by them all statements and all sources.

Between two reckonings an article changes its own events and their sources alone, for the rates of all other voices are
held fixed. What that leaves undone is what a reckoning changes, and it says how much.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, bindparam, func, select, true, update

from service.news.reckoning import TOLERANCE, Reckoned
from service.scoring.credibility.joint import estimated
from service.store import kept_rates, outcomes, utterance_rows
from service.store.schema.memory import claims, sources, state


def reckon(connection: Connection, write: Callable[[], None]) -> Reckoned:
    """Works out rates, statements and sources anew, which ``write`` writes down. Callers hold the writer's lock."""
    before = _shown(connection)
    said = utterance_rows.utterances(connection, true())
    rates = estimated(said, utterance_rows.voice_priors(connection, said))
    kept_rates.replace(connection, rates)
    weights = outcomes.weights(said, rates)
    known = connection.execute(select(claims.c.id, claims.c.bits).where(claims.c.bits.is_not(None))).all()
    changed = [{"named": row.id, "found": weights[row.id].bits} for row in known if weights[row.id].bits != row.bits]
    if changed:
        connection.execute(
            update(claims).where(claims.c.id == bindparam("named")).values(bits=bindparam("found")), changed
        )
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
