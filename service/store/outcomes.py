"""What events amount to, written down: their summaries, claims, and sources with their credibility."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import repeat
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from service.news.article import Article
from service.news.claim import Claim, SlotName
from service.news.identity import outlet_key
from service.news.pair import Relation
from service.news.source import Prior, Ruling, Source, SourceKind
from service.scoring import fidelity, memory, weigh
from service.scoring.credibility.borne_out import Record, Weighed, credibility
from service.scoring.credibility.joint import Rates
from service.scoring.credibility.utterances import Utterance, counts
from service.scoring.memory import EventState
from service.scoring.pipeline import Tools
from service.store import kept_rates, utterance_rows
from service.store.folding import folded
from service.store.schema.base import among
from service.store.schema.memory import claims, events, heard, live, sources, versions


def clear_events(
    connection: Connection, changed: Collection[str], ended: Mapping[str, str | None], at: datetime
) -> set[str]:
    """Takes away what was said in some events, and ends some of them; the ids of the sources that were heard there."""
    names = [*changed, *ended]
    touched = set(connection.scalars(select(heard.c.source).where(among(heard.c.event, names))))
    for table in (claims, heard):
        connection.execute(delete(table).where(among(table.c.event, names)))
    for name, to in ended.items():
        connection.execute(update(events).where(events.c.id == name).values(ended=True, moved_to=to, changed_at=at))
    return touched


def write_events(
    connection: Connection, states: Sequence[EventState], rulings: Mapping[str, Ruling], snapshot: str, at: datetime
) -> set[str]:
    """Writes down events that were cleared, as of the state ``snapshot``; the ids of the sources heard in them.

    ``rulings`` are by claim, as editors have them.
    """
    summaries = [{"named": state.report.event.id, **_summary(state, snapshot, at)} for state in states]
    connection.execute(update(events).where(events.c.id == bindparam("named")), summaries)
    known = kept_rates.rates(connection, {each.voice for s in states for one in s.said for each in one.witnesses})
    connection.execute(insert(claims), [row for state in states for row in _claim_rows(state, rulings, known)])
    connection.execute(insert(heard), [row for state in states for row in _heard_rows(state)])
    return {source.id for state in states for source in state.sources}


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
    carried = {one.claim: one for one in state.carried}
    for claim in state.claims:
        passed_on = carried.get(claim.id)
        yield {
            "id": claim.id,
            "digest": claim.article,
            "event": state.report.event.id,
            "source": claim.source,
            "text": claim.text,
            "as_of": claim.as_of,
            "outlet": claim.chain[0],
            "alike": _stepped(passed_on.alike) if passed_on else None,
            "otherwise": _stepped(passed_on.otherwise) if passed_on else None,
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
    return (-math.inf if one.at is None else one.at), utterance_rows.numbered(one.claim)


def _stepped(count: float) -> float:
    """Kept as multiples of 2^-20: sums of so few bits are exact, in any order."""
    return round(count * STEPS) / STEPS


STEPS = 2.0**20


def _heard_rows(state: EventState) -> list[dict[str, object]]:
    """One row for each source, as articles that count name it where they do."""
    counted = {source.id: source for source in state.counted_sources}
    return [
        {
            "event": state.report.event.id,
            "source": source.id,
            "name": source.name,
            "kind": source.kind.value,
            "aliases": list(source.aliases),
            "speaks_for": source.speaks_for,
            "vouched": source.id in counted,
        }
        for source in ({one.id: one for one in state.sources} | counted).values()
    ]


def write_sources(connection: Connection, touched: Collection[str], tools: Tools) -> None:
    """Works out again the credibility of some sources from all that they are heard to say."""
    known = memory.united(_heard(connection, touched))
    connection.execute(delete(sources).where(among(sources.c.id, set(touched) - known.keys())))
    said, carried = _said(connection, touched), _carried(connection, touched)
    found = utterance_rows.records(connection, touched)
    rows = [
        {
            **_source_row(
                source, found.get(name, Record()), tools.prior_of(source, _prior_articles(connection, source))
            ),
            **_fidelity(*carried.get(name, (0.0, 0.0))),
            **said.get(name, NOTHING),
        }
        for name, source in known.items()
    ]
    if rows:
        statement = upsert(sources)
        changed = {column.name: column for column in statement.excluded if column.name != "id"}
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed), rows)


NOTHING: Mapping[str, Any] = {"n_claims": 0, "n_events": 0}


def _heard(connection: Connection, names: Collection[str]) -> list[Source]:
    """Each way in which sources are named, as often as events do so; only as what counts names them, where it does."""
    named = (heard.c.source, heard.c.name, heard.c.kind, heard.c.aliases, heard.c.speaks_for)
    counts = func.bool_or(heard.c.vouched).over(partition_by=heard.c.source).label("counts")
    rows = select(*named, heard.c.vouched, counts).where(among(heard.c.source, names)).subquery()
    kept = [rows.c[column.name] for column in named]
    found = connection.execute(
        select(*kept, func.count().label("n")).where(rows.c.vouched == rows.c.counts).group_by(*kept)
    )
    return [
        source
        for row in found
        for source in repeat(
            Source(row.source, row.name, SourceKind(row.kind), tuple(row.aliases), row.speaks_for), row.n
        )
    ]


def _said(connection: Connection, names: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """How many claims sources vouch for, and in how many events."""
    rows = connection.execute(
        select(claims.c.source, func.count().label("n_claims"), func.count(claims.c.event.distinct()).label("n_events"))
        .where(among(claims.c.source, names))
        .group_by(claims.c.source)
    )
    return {row.source: {"n_claims": row.n_claims, "n_events": row.n_events} for row in rows}


def _carried(connection: Connection, names: Collection[str]) -> dict[str, tuple[float, float]]:
    """What became of what outlets pass on: the sums, which are exact in any order."""
    rows = connection.execute(
        select(
            claims.c.outlet, func.sum(claims.c.alike).label("alike"), func.sum(claims.c.otherwise).label("otherwise")
        )
        .where(among(claims.c.outlet, names), claims.c.alike.is_not(None))
        .group_by(claims.c.outlet)
    )
    return {row.outlet: (row.alike, row.otherwise) for row in rows}


def _prior_articles(connection: Connection, source: Source) -> list[Article]:
    """What a prior is looked up by: the sites of the vouched articles in which an outlet claims something."""
    if source.kind is not SourceKind.OUTLET:
        return []
    site = func.substring(versions.c.url, "^[^:/]+://[^/?#]+")
    found = connection.scalars(
        select(site)
        .join(live, live.c.digest == versions.c.digest)
        .where(live.c.outlet_key == outlet_key(source.name), live.c.vouched, versions.c.url.is_not(None))
        .where(select(claims.c.id).where(claims.c.digest == live.c.digest).exists())
        .distinct()
    )
    return [Article(id="", outlet=source.name, text="", url=url) for url in sorted(found)]


def _source_row(source: Source, record: Record, prior: Prior) -> dict[str, object]:
    found = credibility(prior, record)
    shown = weigh.is_shown(source, found)
    return {
        "id": source.id,
        "name": source.name,
        "folded_name": folded(source.name),
        "kind": source.kind.value,
        "aliases": list(source.aliases),
        "speaks_for": source.speaks_for,
        "prior_mean": prior.mean,
        "prior_strength": prior.strength,
        "prior_basis": prior.basis,
        "comparisons": found.comparisons,
        "mean": found.mean if shown else None,
        "low": found.interval[0] if shown else None,
        "high": found.interval[1] if shown else None,
    }


def _fidelity(alike: float, otherwise: float) -> dict[str, object]:
    found = fidelity.fidelity(alike, otherwise)
    return {
        "faithful": found.mean if found else None,
        "faithful_low": found.interval[0] if found else None,
        "faithful_high": found.interval[1] if found else None,
        "carried": alike + otherwise,
    }
