"""Contradictions and updates as W3C Web Annotations, on the words of each article (w3.org/TR/annotation-model).

A pair becomes two annotations, one on each of its claims: who reads one of the two articles is told of the other. An
annotation quotes its words with what stands around them, so they are found in any printing. Positions are Unicode code
points of the text that is kept, which a page that prints it need not share; a title has none, for it is another text.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from service.news.article import Field
from service.news.pair import Relation
from service.news.report import ScoreReport
from service.newsroom.findings import Addresses, Finding, Findings, Side

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'
AROUND = 32
"""How many characters before and after a quote are given along: enough to tell it from another printing of itself."""
Part = dict[str, object]


def collection(report: ScoreReport, at: str, addresses: Addresses) -> Part:
    """The decided contradictions and updates of ``report``; ``at`` is the address of the collection itself."""
    found = Findings(report)
    items = [
        annotation
        for event in report.events
        for finding in found.told(event)
        for annotation in _both(finding, report, at, addresses)
    ]
    page: Part = {"id": f"{at}#all", "type": "AnnotationPage", "partOf": at, "startIndex": 0, "items": items}
    return {
        "@context": CONTEXT,
        "id": at,
        "type": "AnnotationCollection",
        "label": "; ".join(event.event.headline for event in report.events),
        "total": len(items),
        "first": page,
    }


def selectors(side: Side) -> list[Part]:
    """What selects a claim in its article: its words with those around them, and its position in the kept text."""
    text, span = side.article.field(side.claim.field), side.claim.span
    quoted: Part = {
        "type": "TextQuoteSelector",
        "exact": side.printed,
        "prefix": text[max(0, span.start - AROUND) : span.start],
        "suffix": text[span.end : span.end + AROUND],
    }
    if side.claim.field is not Field.TEXT:
        return [quoted]
    return [quoted, {"type": "TextPositionSelector", "start": span.start, "end": span.end}]


def _both(finding: Finding, report: ScoreReport, at: str, addresses: Addresses) -> Iterator[Part]:
    pair = finding.comparison
    names = f"{quote(pair.a)}:{quote(pair.b)}"
    # Annotations have ids of their own, so that one can be told from another, and are read where all of them are.
    for number, (own, other) in enumerate(((finding.a, finding.b), (finding.b, finding.a)), 1):
        linked = {"type": "SpecificResource", "purpose": "linking", **_resource(other, report, addresses)}
        yield {
            "id": f"{at}#{names}:{number}",
            "type": "Annotation",
            "motivation": "commenting",
            "body": [
                _words("commenting", _said(finding, own, other)),
                _words("tagging", pair.relation.value),
                linked,
            ],
            "target": {"type": "SpecificResource", **_resource(own, report, addresses)},
        }


def _resource(side: Side, report: ScoreReport, addresses: Addresses) -> Part:
    return {"source": addresses.article(report, side.article), "selector": selectors(side)}


def _words(purpose: str, value: str) -> Part:
    return {"type": "TextualBody", "purpose": purpose, "value": value, "format": "text/plain", "language": "en"}


def _said(finding: Finding, own: Side, other: Side) -> str:
    """What an annotation on ``own`` says: what the other claim is to it, why, and how likely."""
    if finding.comparison.relation is Relation.UPDATES:
        does = "goes on from this" if own is finding.a else "told this as it was before"
    else:
        does = "contradicts this"
    parts = [f"{other.voice} {does}: “{other.printed}”."]
    if finding.comparison.relation is Relation.CONTRADICTS and finding.why:
        parts.append(finding.why)
    return " ".join([*parts, f"Probability {finding.comparison.probability:.2f}."])
