"""What events amount to, written down: their summaries, their claims, and the sources that are heard in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from service.news.claim import Claim, SlotName
from service.news.pair import Relation
from service.scoring.memory import EventState
from service.scoring.weigh import Tally
from service.store.credit import Additions, add
from service.store.folding import folded
from service.store.schema.base import among
from service.store.schema.memory import claims, events, heard


def clear_events(
    connection: Connection, changed: Collection[str], ended: Mapping[str, str | None], at: datetime
) -> Additions:
    """Takes away what was said in some events, and ends some of them; what that takes away from sources, by id."""
    names = [*changed, *ended]
    found: Additions = {}
    for row in connection.execute(delete(heard).where(among(heard.c.event, names)).returning(heard)):
        add(found, row._asdict(), -1)
    connection.execute(delete(claims).where(among(claims.c.event, names)))
    for name, to in ended.items():
        connection.execute(update(events).where(events.c.id == name).values(ended=True, moved_to=to, changed_at=at))
    return found


def write_events(
    connection: Connection, states: Sequence[EventState], snapshot: str, at: datetime, found: Additions
) -> None:
    """Writes down events that were cleared, as of ``snapshot``; adds to ``found`` what they add to sources."""
    summaries = [{"named": state.report.event.id, **_summary(state, snapshot, at)} for state in states]
    connection.execute(update(events).where(events.c.id == bindparam("named")), summaries)
    connection.execute(insert(claims), [_claim_row(state, claim) for state in states for claim in state.claims])
    named = [row for state in states for row in _heard_rows(state)]
    connection.execute(insert(heard), named)
    for row in named:
        add(found, row, 1)


def _summary(state: EventState, snapshot: str, at: datetime) -> dict[str, object]:
    report = state.report
    times = [claim.as_of for claim in state.claims if claim.as_of is not None]
    places = _places(state.claims)
    agreement = report.agreement
    return {
        "headline": report.event.headline,
        "first_at": min(times, default=None),
        "last_at": max(times, default=None),
        "changed_at": at,
        "disputed": report.disputed,
        "contradictions": sum(one.decided and one.relation is Relation.CONTRADICTS for one in report.pairs),
        "agreement": agreement.mean if agreement else None,
        "agreement_low": agreement.interval[0] if agreement else None,
        "agreement_high": agreement.interval[1] if agreement else None,
        "independent_outlets": report.independent_outlets,
        "n_articles": len(report.event.articles),
        "n_claims": len(report.event.claims),
        "n_sources": len(report.sources),
        "places": places,
        "folded_places": sorted({folded(place) for place in places}),
        "snapshot": snapshot,
        "ended": False,
        "moved_to": None,
    }


def _places(said: Sequence[Claim]) -> list[str]:
    return sorted({slot.text for claim in said for slot in claim.statement.slots_named(SlotName.PLACE)})


def _claim_row(state: EventState, claim: Claim) -> dict[str, object]:
    tally = state.tallies.get(claim.id)
    return {
        "id": claim.id,
        "digest": claim.article,
        "event": state.report.event.id,
        "source": claim.source,
        "text": claim.text,
        "as_of": claim.as_of,
        "supported": tally.supported if tally else None,
        "opposed": tally.opposed if tally else None,
    }


def _heard_rows(state: EventState) -> list[dict[str, Any]]:
    """One row for each source, as articles that count name it where they do."""
    counted = {source.id: source for source in state.counted_sources}
    said: dict[str, list[Tally | None]] = {}
    for claim in state.claims:
        said.setdefault(claim.source, []).append(state.tallies.get(claim.id))
    return [
        {
            "event": state.report.event.id,
            "source": source.id,
            "name": source.name,
            "kind": source.kind.value,
            "aliases": list(source.aliases),
            "speaks_for": source.speaks_for,
            "vouched": source.id in counted,
            "n_claims": len(said.get(source.id, ())),
            "n_told": len(told),
            "supported": sum(tally.supported for tally in told),
            "opposed": sum(tally.opposed for tally in told),
        }
        for source in ({one.id: one for one in state.sources} | counted).values()
        for told in ([tally for tally in said.get(source.id, ()) if tally is not None],)
    ]
