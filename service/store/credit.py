"""Sources over all events, with their credibility: kept up to date by what each event adds to them and takes away.

What events add are whole numbers and multiples of 2^-20, whose sums are exact in any order: what is added and taken
away again leaves nothing. So a source costs what its events that changed cost, however many it is heard in, but for
what it states, which is weighed over all of them: three numbers a statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ARRAY, Connection, Text, bindparam, delete, select, text
from sqlalchemy.dialects.postgresql import insert

from service.news.article import Article
from service.news.identity import outlet_key
from service.news.source import Prior, Source, SourceKind
from service.scoring import fidelity, memory, weigh
from service.scoring.credibility.borne_out import Record, credibility
from service.scoring.pipeline import Tools
from service.store import utterance_rows
from service.store.folding import folded
from service.store.schema.base import AnyRow, among
from service.store.schema.memory import sources

Way = tuple[str, str, tuple[str, ...], str | None, bool]
"""How an event names a source: name, kind, aliases, whom it speaks for, whether articles that count do."""

# From one site of an outlet to its next, however many articles stand between them.
_SITES = text("""
    SELECT named.outlet, found.site
    FROM unnest(:outlets) AS named (outlet) CROSS JOIN LATERAL (
        WITH RECURSIVE found (site) AS (
            (SELECT l.site FROM live l WHERE l.outlet_key = named.outlet AND l.site IS NOT NULL AND l.vouched
                 AND EXISTS (SELECT FROM claims c WHERE c.digest = l.digest) ORDER BY l.site LIMIT 1)
            UNION ALL
            SELECT next.site FROM found CROSS JOIN LATERAL (
                SELECT l.site FROM live l WHERE l.outlet_key = named.outlet AND l.site > found.site AND l.vouched
                    AND EXISTS (SELECT FROM claims c WHERE c.digest = l.digest) ORDER BY l.site LIMIT 1
            ) next
        ) SELECT site FROM found
    ) found
    ORDER BY named.outlet, found.site COLLATE "C"
""").bindparams(bindparam("outlets", type_=ARRAY(Text)))


@dataclass(slots=True)
class Addition:
    """What events add to a source: the ways in which they name it, and sums over its claims and events."""

    ways: Counter[Way] = field(default_factory=Counter)
    n_claims: int = 0
    n_events: int = 0
    alike: float = 0.0
    otherwise: float = 0.0


Additions = dict[str, Addition]
"""What is added, by the id of the source."""


def add(found: Additions, row: Mapping[str, Any], times: int) -> None:
    """Adds what a source is in one event, a row of ``heard``; with ``times`` -1 takes it away."""
    one = found.setdefault(row["source"], Addition())
    one.ways[row["name"], row["kind"], tuple(row["aliases"]), row["speaks_for"], row["vouched"]] += times
    one.n_claims += times * row["n_claims"]
    one.n_events += times * (row["n_claims"] > 0)
    one.alike += times * row["alike"]
    one.otherwise += times * row["otherwise"]


def write_sources(connection: Connection, found: Additions, tools: Tools) -> None:
    """Works out again the credibility of the sources that something is added to."""
    for row in connection.execute(select(sources).where(among(sources.c.id, found))):
        _add_kept(found[row.id], row)
    heard = {name: one for name, one in found.items() if one.ways.total()}
    gone = found.keys() - heard.keys()
    if gone:
        connection.execute(delete(sources).where(among(sources.c.id, gone)))
    known = {name: _united(name, one.ways) for name, one in sorted(heard.items())}
    outlets = {name: outlet_key(one.name) for name, one in known.items() if one.kind is SourceKind.OUTLET}
    sites = _sites(connection, sorted(set(outlets.values())))
    stated = utterance_rows.records(connection, known)
    rows = []
    for name, source in known.items():
        articles = [Article("", source.name, "", url=site) for site in sites.get(outlets.get(name, ""), ())]
        prior = tools.prior_of(source, articles)
        rows.append(_source_row(source, heard[name], prior, stated.get(name, Record())))
    if rows:
        statement = insert(sources)
        changed = {column.name: column for column in statement.excluded if column.name != "id"}
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=changed), rows)


def _add_kept(one: Addition, row: AnyRow) -> None:
    """Adds what a source was before, a row of ``sources``."""
    for name, kind, aliases, speaks_for, vouched, n in row.ways:
        one.ways[name, kind, tuple(aliases), speaks_for, vouched] += n
    one.n_claims += row.n_claims
    one.n_events += row.n_events
    one.alike += row.alike
    one.otherwise += row.otherwise


def _united(id: str, ways: Counter[Way]) -> Source:
    """One source of the ways in which it is named; only as what counts names it, where that does."""
    counts = any(n and way[-1] for way, n in ways.items())
    return memory.as_one(
        {
            Source(id, name, SourceKind(kind), aliases, speaks_for): n
            for (name, kind, aliases, speaks_for, vouched), n in ways.items()
            if n and vouched == counts
        }
    )


def _sites(connection: Connection, outlets: Collection[str]) -> dict[str, list[str]]:
    """The sites of the vouched articles in which an outlet claims something, by which its prior is looked up."""
    found: dict[str, list[str]] = {}
    for row in connection.execute(_SITES, {"outlets": list(outlets)}) if outlets else ():
        found.setdefault(row.outlet, []).append(row.site)
    return found


def _source_row(source: Source, said: Addition, prior: Prior, stated: Record) -> dict[str, object]:
    found = credibility(prior, stated)
    shown = weigh.is_shown(source, found)
    faithful = fidelity.fidelity(said.alike, said.otherwise)
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
        "faithful": faithful.mean if faithful else None,
        "faithful_low": faithful.interval[0] if faithful else None,
        "faithful_high": faithful.interval[1] if faithful else None,
        "alike": said.alike,
        "otherwise": said.otherwise,
        "n_claims": said.n_claims,
        "n_events": said.n_events,
        "ways": [[*way, n] for way, n in sorted(said.ways.items(), key=repr) if n],
    }
