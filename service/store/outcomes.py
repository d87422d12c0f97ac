"""What events amount to, written down: their summaries, their claims, and the sources that are heard in them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from service.news.claim import Claim, SlotName
from service.news.pair import Relation
from service.news.party import PartyEdit
from service.news.source import Ruling
from service.scoring import weigh
from service.scoring.credibility.borne_out import Weighed
from service.scoring.credibility.joint import Rates
from service.scoring.credibility.utterances import Utterance, counts, numbered
from service.scoring.memory import EventState
from service.scoring.parties import overruled
from service.store import kept_rates, party_rows, utterance_rows
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
    connection: Connection,
    states: Sequence[EventState],
    rulings: Mapping[str, Ruling],
    party_edits: Mapping[str, PartyEdit],
    snapshot: str,
    at: datetime,
    found: Additions,
) -> None:
    """Writes down events that were cleared, as of the state ``snapshot``; adds to ``found`` what they add to sources.

    ``rulings`` and ``party_edits`` are by claim, as editors have them.
    """
    summaries = [{"named": state.report.event.id, **_summary(state, snapshot, at)} for state in states]
    connection.execute(update(events).where(events.c.id == bindparam("named")), summaries)
    known = kept_rates.rates(connection, [one for state in states for one in state.said])
    connection.execute(insert(claims), [row for state in states for row in _claim_rows(state, rulings, known)])
    named = [row for state in states for row in _heard_rows(state, party_edits)]
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


def _claim_rows(state: EventState, rulings: Mapping[str, Ruling], rates: Rates) -> Iterator[dict[str, object]]:
    said = [replace(one, ruled=rulings.get(one.claim)) for one in state.said]
    told = {one.claim: _told(one) for one in said}
    for name, weight in weights(said, rates).items():
        told[name] |= {"bits": weight.bits, "comparisons": weight.comparisons}
    for claim in state.claims:
        yield {
            "id": claim.id,
            "digest": claim.article,
            "event": state.report.event.id,
            "source": claim.source,
            "text": claim.text,
            "as_of": claim.as_of,
            **NOT_HEARD,
            **told.get(claim.id, {}),
        }


def _told(one: Utterance) -> dict[str, object]:
    supported, opposed = counts(one.witnesses)
    compared = bool(one.witnesses)
    return {
        **utterance_rows.written(one),
        "supported": supported if compared else None,
        "opposed": opposed if compared else None,
    }


NOT_HEARD: Mapping[str, object] = dict.fromkeys(
    ("supported", "opposed", "voice", "statement", "witnesses", "ruled", "bits", "comparisons")
)


def weights(said: Iterable[Utterance], rates: Rates) -> dict[str, Weighed]:
    """What each statement comes to, at the latest of the claims by which its source makes it."""
    of_source: dict[str, list[Utterance]] = {}
    for one in said:
        of_source.setdefault(one.source, []).append(one)
    return {
        max((one for one in each if one.ruled is not Ruling.EXCLUDED), key=_when).claim: weight
        for inside in of_source.values()
        for weight, each in weigh.statements(inside, rates)
    }


def _when(one: Utterance) -> tuple[float, tuple[str, int]]:
    return (-math.inf if one.at is None else one.at), numbered(one.claim)


def _stepped(count: float) -> float:
    """Kept as multiples of 2^-20: sums of so few bits are exact, in any order."""
    return round(count * STEPS) / STEPS


STEPS = 2.0**20


def _heard_rows(state: EventState, party_edits: Mapping[str, PartyEdit]) -> list[dict[str, Any]]:
    """One row for each source, as articles that count name it where they do."""
    parties = {one.source: one for one in overruled(state.report, state.claims, party_edits).parties}
    counted = {source.id: source for source in state.counted_sources}
    n_claims = Counter(claim.source for claim in state.claims)
    alike: defaultdict[str, float] = defaultdict(float)
    otherwise: defaultdict[str, float] = defaultdict(float)
    for one in state.carried:
        alike[one.outlet] += _stepped(one.alike)
        otherwise[one.outlet] += _stepped(one.otherwise)
    return [
        {
            "event": state.report.event.id,
            "source": source.id,
            "name": source.name,
            "kind": source.kind.value,
            "aliases": list(source.aliases),
            "speaks_for": source.speaks_for,
            "vouched": source.id in counted,
            "n_claims": n_claims[source.id],
            "alike": alike[source.id],
            "otherwise": otherwise[source.id],
            "party": party_rows.written(parties[source.id]) if source.id in parties else None,
        }
        for source in ({one.id: one for one in state.sources} | counted).values()
    ]
