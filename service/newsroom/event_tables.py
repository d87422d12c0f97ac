"""An event as tables for spreadsheets: its claims, its pairs, its sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from service.news.event import EventReport
from service.news.report import ScoreReport
from service.newsroom.findings import Addresses, Findings
from service.newsroom.items import in_utc
from service.newsroom.tables import Table


def table(name: str, report: ScoreReport, addresses: Addresses) -> Table:
    """One of the TABLES of the one event of ``report``."""
    (event,) = report.events
    return TABLES[name](report, event, addresses)


def tables(report: ScoreReport, addresses: Addresses) -> Mapping[str, Table]:
    """All of them, by name."""
    return {name: table(name, report, addresses) for name in TABLES}


def _claims(report: ScoreReport, event: EventReport, addresses: Addresses) -> Table:
    found = Findings(report)
    headings = (
        "claim",
        "text",
        "printed",
        "source",
        "source_kind",
        "outlet",
        "article",
        "published_at",
        "mode",
        "form",
        "certainty",
        "independent_sources",
        "field",
        "start",
        "end",
    )
    sides = (found.side(name) for name in event.event.claims)
    rows = (
        (
            side.claim.id,
            side.claim.text,
            side.printed,
            side.source.name,
            side.source.kind.value,
            side.article.outlet,
            addresses.article(report, side.article),
            side.article.published_at and in_utc(side.article.published_at),
            side.claim.mode.value,
            side.claim.form.value,
            side.claim.certainty.value,
            report.independent_sources.get(side.claim.id, 1),
            side.claim.field.value,
            side.claim.span.start,
            side.claim.span.end,
        )
        for side in sides
    )
    return Table(headings, rows)


def _pairs(report: ScoreReport, event: EventReport, _: Addresses) -> Table:
    found = Findings(report)
    headings = (
        "relation",
        "decided",
        "probability",
        "reasons",
        "a_source",
        "a_outlet",
        "a_text",
        "b_source",
        "b_outlet",
        "b_text",
        "agrees",
        "contradicts",
        "neutral",
        "a",
        "b",
    )
    rows = (
        (
            pair.comparison.relation.value,
            pair.comparison.decided,
            round(pair.comparison.probability, 6),
            list(dict.fromkeys(reason.code.value for reason in pair.comparison.reasons)),
            pair.a.source.name,
            pair.a.article.outlet,
            pair.a.claim.text,
            pair.b.source.name,
            pair.b.article.outlet,
            pair.b.claim.text,
            round(pair.comparison.probabilities.agrees, 6),
            round(pair.comparison.probabilities.contradicts, 6),
            round(pair.comparison.probabilities.neutral, 6),
            pair.comparison.a,
            pair.comparison.b,
        )
        for pair in map(found.finding, event.pairs)
    )
    return Table(headings, rows)


def _sources(report: ScoreReport, event: EventReport, _: Addresses) -> Table:
    headings = (
        "source",
        "name",
        "kind",
        "aliases",
        "credibility",
        "credibility_low",
        "credibility_high",
        "comparisons",
        "prior",
        "prior_basis",
    )
    standings = (each for each in report.standings if each.source.id in event.sources)
    rows = []
    for each in standings:
        shown = each.credibility
        figures = (shown.mean, *shown.interval, shown.comparisons) if shown else (None,) * 4
        source, prior = each.source, each.prior
        written = (None if figure is None else round(figure, 6) for figure in figures)
        rows.append(
            (source.id, source.name, source.kind.value, source.aliases, *written, round(prior.mean, 6), prior.basis)
        )
    return Table(headings, rows)


TABLES: Mapping[str, Callable[[ScoreReport, EventReport, Addresses], Table]] = {
    "claims": _claims,
    "pairs": _pairs,
    "sources": _sources,
}
"""What makes each table."""
