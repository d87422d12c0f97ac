"""Reviews as ClaimReview and Claim of schema.org (JSON-LD): only what a named person has said, and no figure of ours.

A probability of this service is how far sources agree; published as a rating, it would be read as a finding of fact.
So there is no ``ratingValue``: a rating is the words of its author.
"""

from __future__ import annotations

from collections.abc import Iterable

from service.news.article import Article
from service.news.report import ScoreReport
from service.news.review import Review
from service.news.source import SourceKind
from service.newsroom.findings import Addresses, Findings, Side
from service.newsroom.items import in_utc

CONTEXT = "https://schema.org"
MEDIA_TYPE = "application/ld+json"
KINDS = {SourceKind.OUTLET: "Organization", SourceKind.ORGANISATION: "Organization", SourceKind.PERSON: "Person"}
"""What schema.org calls whoever vouches for a claim; an unnamed voice is nobody there."""
Part = dict[str, object]


def graph(report: ScoreReport, reviews: Iterable[Review], at: str, addresses: Addresses) -> Part:
    """``reviews`` of claims of ``report``; ``at`` is the address of them all."""
    found = Findings(report)
    items = [_review(review, found.side(review.claim), report, at, addresses) for review in reviews]
    return {"@context": CONTEXT, "@graph": items}


def _review(review: Review, side: Side, report: ScoreReport, at: str, addresses: Addresses) -> Part:
    name = f"{at}#{review.id}"
    return {
        "@type": "ClaimReview",
        "@id": name,
        "url": review.url or name,
        "datePublished": in_utc(review.at),
        "author": {"@type": "Person", "name": review.author},
        "claimReviewed": review.words,
        "itemReviewed": _claim(side, report, addresses),
        "reviewRating": {"@type": "Rating", "alternateName": review.rating},
        "reviewBody": review.text,
        "inLanguage": "en",
    }


def _claim(side: Side, report: ScoreReport, addresses: Addresses) -> Part:
    claim: Part = {"@type": "Claim", "text": side.printed, "appearance": _appearance(side.article, report, addresses)}
    if side.source.kind in KINDS:
        claim["author"] = {"@type": KINDS[side.source.kind], "name": side.source.name}
    if side.claim.as_of:
        claim["datePublished"] = in_utc(side.claim.as_of)
    return claim


def _appearance(article: Article, report: ScoreReport, addresses: Addresses) -> Part:
    found: Part = {
        "@type": "NewsArticle",
        "url": addresses.article(report, article),
        "publisher": {"@type": "Organization", "name": article.outlet},
    }
    if article.title:
        found["headline"] = article.title
    if article.published_at:
        found["datePublished"] = in_utc(article.published_at)
    return found
