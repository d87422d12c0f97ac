"""What webhooks are told when something is worked in: what is new about events, and about sources.

A rebuild tells nothing: it works out again what was told before.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, select

from service.news.pair import Comparison, Relation
from service.news.webhook import Topic
from service.scoring.memory import EventState
from service.store import outbox
from service.store.schema.base import among
from service.store.schema.memory import sources

MOST_PAIRS = 20
"""Enough to see what it is about; messages are to stay below 20 kB, and the rest is at the event's address."""
OF_PAIRS = {
    Relation.CONTRADICTS: Topic.CONTRADICTION_DETECTED,
    Relation.UPDATES: Topic.CLAIM_UPDATED,
}
Shown = Mapping[str, tuple[float | None, float | None, float | None]]
"""The credibility of sources: mean and interval, all None where none is shown."""


def of_events(
    connection: Connection,
    new: Collection[str],
    ended: Mapping[str, str | None],
    worked_out: Mapping[str, EventState],
    at: datetime,
) -> None:
    """Tells of events that became part of others, and of decided pairs with a claim of a ``new`` version."""
    for name, into in ended.items():
        if into is not None:
            outbox.put(connection, Topic.EVENT_MERGED, {"event": name, "into": into, "href": f"/events/{into}"}, at)
    if not new or not outbox.is_wanted(connection, *OF_PAIRS.values()):
        return
    for name, state in worked_out.items():
        fresh = {claim.id for claim in state.claims if claim.article in new}
        for relation, topic in OF_PAIRS.items():
            pairs = [
                pair
                for pair in state.report.pairs
                if pair.decided and pair.relation is relation and not fresh.isdisjoint((pair.a, pair.b))
            ]
            if pairs:
                outbox.put(connection, topic, _told(name, state, pairs), at)


def credibility(connection: Connection, touched: Collection[str]) -> Shown | None:
    """How some sources stand, to be compared with later; None where nobody is told."""
    if not outbox.is_wanted(connection, Topic.SOURCE_CHANGED):
        return None
    shown = select(sources.c.id, sources.c.mean, sources.c.low, sources.c.high)
    rows = connection.execute(shown.where(among(sources.c.id, touched)))
    return {row.id: (row.mean, row.low, row.high) for row in rows}


def of_sources(connection: Connection, before: Shown | None, touched: Collection[str], at: datetime) -> None:
    """Tells of sources whose credibility, in hundredths, is another than ``before``."""
    now = credibility(connection, touched) if before is not None else None
    if before is None or now is None:
        return
    nothing = (None, None, None)
    for name in sorted(now.keys() | before.keys()):
        was, is_ = (each.get(name, nothing) for each in (before, now))
        if _hundredths(was[0]) != _hundredths(is_[0]):
            data = {"source": name, "before": _shown(was), "now": _shown(is_), "href": f"/sources/{name}"}
            outbox.put(connection, Topic.SOURCE_CHANGED, data, at)


def _told(name: str, state: EventState, pairs: Collection[Comparison]) -> dict[str, object]:
    shown = sorted(pairs, key=lambda pair: (-pair.probability, pair.a, pair.b))[:MOST_PAIRS]
    return {
        "event": name,
        "headline": state.report.event.headline,
        "pairs": [
            {
                "a": pair.a,
                "b": pair.b,
                "probability": round(pair.probability, 4),
                "reasons": sorted({reason.code.value for reason in pair.reasons}),
            }
            for pair in shown
        ],
        "n_pairs": len(pairs),
        "href": f"/events/{name}",
    }


def _hundredths(mean: float | None) -> int | None:
    return None if mean is None else round(100 * mean)


def _shown(figures: tuple[float | None, float | None, float | None]) -> dict[str, object] | None:
    mean, low, high = figures
    return None if mean is None else {"mean": mean, "interval": [low, high]}
