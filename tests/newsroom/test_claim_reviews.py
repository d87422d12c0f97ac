"""Reviews as schema.org has them: whose claim it is, where it stands, and no figure of ours."""

from __future__ import annotations

import json
from dataclasses import replace

from service.news.review import Review
from service.news.source import SourceKind
from service.newsroom.claim_reviews import graph
from service.newsroom.findings import Addresses
from tests.builders import MORNING
from tests.newsroom.differing import BASE, differing

AT = f"{BASE}/events/e1/reviews"
REVIEW = Review(
    "7", "e1", "v1.0", "The blast in Harim killed 7 people", "Wrong", "Nine.", None, "user:amal", "Amal Rahal", MORNING
)


def item(report=None, review=REVIEW):
    (found,) = graph(report or differing(), [review], AT, Addresses(BASE))["@graph"]
    return found


def test_a_review_names_its_author_the_claim_and_where_it_stands():
    assert item() == {
        "@type": "ClaimReview",
        "@id": f"{AT}#7",
        "url": f"{AT}#7",
        "datePublished": "2024-03-15T06:00:00Z",
        "author": {"@type": "Person", "name": "Amal Rahal"},
        "claimReviewed": "The blast in Harim killed 7 people",
        "itemReviewed": {
            "@type": "Claim",
            "text": "The blast in Harim killed 7 people",
            "author": {"@type": "Organization", "name": "The Courier"},
            "datePublished": "2024-03-15T06:00:00Z",
            "appearance": {
                "@type": "NewsArticle",
                "url": "https://courier.example/1",
                "publisher": {"@type": "Organization", "name": "The Courier"},
                "headline": "A blast",
                "datePublished": "2024-03-15T06:00:00Z",
            },
        },
        "reviewRating": {"@type": "Rating", "alternateName": "Wrong"},
        "reviewBody": "Nine.",
        "inLanguage": "en",
    }


def test_a_review_that_was_published_leads_there():
    assert item(review=replace(REVIEW, url="https://desk.example/1"))["url"] == "https://desk.example/1"


def test_an_unnamed_voice_is_nobody():
    report = differing()
    unnamed = tuple(
        replace(each, source=replace(each.source, kind=SourceKind.UNNAMED), credibility=None)
        for each in report.standings
    )
    assert "author" not in item(replace(report, standings=unnamed))["itemReviewed"]


def test_no_figure_of_ours_is_published_as_a_rating():
    written = json.dumps(item())
    assert "ratingValue" not in written
    assert "0.9" not in written
