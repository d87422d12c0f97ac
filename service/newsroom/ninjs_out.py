"""An event as an item of ninjs 3.0: a summary in words, and the way to the articles behind it.

The item's supplier is this service and none of the sources: read back, it makes no outlet say what others said. Its
version is a name for its words, so the same words are the same version.
"""

from __future__ import annotations

from collections.abc import Iterator

from service.news.article import Article
from service.news.event import EventReport
from service.news.pair import Relation
from service.news.report import ScoreReport
from service.newsroom.findings import CAVEAT, Addresses, Finding, Findings, times
from service.newsroom.items import Status, digest, in_utc

STANDARD = {"name": "ninjs", "version": "3.0", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json#"}
SUPPLIER = "counterclaim"
MOST_FINDINGS = 20
"""Of each relation in the summary; what is beyond them is counted, and is at the event's address."""
HEADINGS = {
    Relation.CONTRADICTS: "Where they contradict each other",
    Relation.UPDATES: "What has been brought up to date",
}
Part = dict[str, object]


def item(report: ScoreReport, addresses: Addresses) -> Part:
    """The one event of ``report`` as an item."""
    (event,) = report.events
    headline, body = " ".join(event.event.headline.split()), summary(report, event)
    at = addresses.of(f"/events/{event.event.id}")
    spoken = times(report, event)
    when: Part = {"firstCreated": in_utc(spoken[0]), "versionCreated": in_utc(spoken[1])} if spoken else {}
    return {
        "uri": at,
        "standard": STANDARD,
        "type": "text",
        "representationType": "full",
        "pubStatus": Status.USABLE.value,
        "version": digest(headline, body),
        **when,
        "language": "en",
        "headlines": [{"role": "main", "contentType": "text/plain", "value": headline}],
        "bodies": [{"role": "main", "contentType": "text/plain", "value": body}],
        "infoSources": [{"name": SUPPLIER}],
        "edNote": _note(report, at),
        "events": [{"id": event.event.id, "name": headline, "uri": at}],
        "trustIndicators": [
            {"title": "How far the sources agree, with the evidence for each pair of claims", "href": at},
            *_credibilities(report, event, addresses),
        ],
        "associations": [_association(report, article, addresses) for article in _articles(report, event)],
    }


def summary(report: ScoreReport, event: EventReport) -> str:
    """An event in paragraphs: who speaks about it, how far they agree, and where they differ, with quotes."""
    found = Findings(report)
    told = found.told(event)
    return "\n\n".join([" ".join(_figures(report, event)), *_differing(told), CAVEAT])


def _figures(report: ScoreReport, event: EventReport) -> Iterator[str]:
    claims, sources = len(event.event.claims), len(event.sources)
    yield f"{_many(event.independent_outlets, 'independent outlet')} and {_many(sources, 'source')} make"
    yield f"{_many(claims, 'claim')} about this in {_many(len(_articles(report, event)), 'article')}."
    if event.agreement is None:
        yield "No two sources could be compared."
    else:
        low, high = event.agreement.interval
        yield f"Agreement {event.agreement.mean:+.2f} (90 %: {low:+.2f} to {high:+.2f}), from -1 to 1."
    yield "It is disputed." if event.disputed else "It is not disputed."


def _differing(told: list[Finding]) -> Iterator[str]:
    for relation, heading in HEADINGS.items():
        findings = [each for each in told if each.comparison.relation is relation]
        if findings:
            yield f"{heading}:"
        for each in findings[:MOST_FINDINGS]:
            yield "\n".join(_lines(each))
        if len(findings) > MOST_FINDINGS:
            yield f"And {len(findings) - MOST_FINDINGS} more."


def _lines(finding: Finding) -> Iterator[str]:
    for side in (finding.a, finding.b):
        yield f"{side.voice}: “{' '.join(side.printed.split())}”"
    likely = f"Probability {finding.comparison.probability:.2f}."
    yield f"{finding.why} {likely}" if finding.why and finding.comparison.relation is Relation.CONTRADICTS else likely


def _note(report: ScoreReport, at: str) -> str:
    snapshot = report.snapshot
    return (
        f"{CAVEAT} Copies of one report count once, and what is between the lines is not read. Made by {SUPPLIER} "
        f"{snapshot.build} with the model {snapshot.model}; every figure can be traced to its evidence at {at}."
    )


def _credibilities(report: ScoreReport, event: EventReport, addresses: Addresses) -> Iterator[Part]:
    """Of each source of the event whose credibility is shown, what it is, and where its ledger can be read."""
    for standing in report.standings:
        shown = standing.credibility
        if shown is not None and standing.source.id in event.sources:
            low, high = shown.interval
            title = (
                f"Credibility of {standing.source.name}: {shown.mean:.2f} (90 %: {low:.2f} to {high:.2f}), the rate at "
                "which its claims are borne out by independent others"
            )
            yield {"title": title, "href": addresses.of(f"/sources/{standing.source.id}/ledger")}


def _articles(report: ScoreReport, event: EventReport) -> list[Article]:
    return [article for article in report.articles if article.id in event.event.articles]


def _association(report: ScoreReport, article: Article, addresses: Addresses) -> Part:
    found: Part = {
        "name": f"{article.outlet}: {article.title}" if article.title else article.outlet,
        "uri": _uri(report, article, addresses),
        "type": "text",
        "representationType": "partial",
        "infoSources": [{"name": article.outlet}],
    }
    if article.language:
        found["language"] = article.language
    if article.published_at:
        found["firstCreated"] = in_utc(article.published_at)
    if article.updated_at:
        found["versionCreated"] = in_utc(article.updated_at)
    if article.title:
        found["headlines"] = [{"role": "main", "contentType": "text/plain", "value": article.title}]
    return found


def _uri(report: ScoreReport, article: Article, addresses: Addresses) -> str:
    """Where an article is, in the letters of a URI, for the schema allows no others; addresses may have any."""
    from urllib3.exceptions import LocationParseError
    from urllib3.util import parse_url

    try:
        return parse_url(addresses.article(report, article)).url
    except LocationParseError:  # no host is called that
        return addresses.kept(report, article)


def _many(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
