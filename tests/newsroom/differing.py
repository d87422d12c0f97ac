"""A report in which two outlets differ over a toll, in an article and in a title, and a third goes on."""

from __future__ import annotations

from datetime import timedelta

from service.news.article import Field, Span
from service.news.pair import Development, Reason, ReasonCode, Relation, Stance
from service.news.report import Kept
from tests.builders import (
    MORNING,
    make_agreement,
    make_article,
    make_claim,
    make_comparison,
    make_event,
    make_report,
    make_standing,
)

COURIER = "Good morning 🌅. The blast in Harim killed 7 people. Nothing else was known."
LEDGER = "Twelve died in Harim"
LATER = "By noon 9 people had died."
BASE = "https://desk.example/counterclaim"


def quoted(id, article, field, text, words, source, **rest):
    start = text.index(words)
    return make_claim(id, article, words, start, field=field, source=source, chain=(source,), **rest)


def differing(**rest):
    """Of its three pairs one contradicts, one updates and one is left open."""
    articles = (
        make_article("a1", text=COURIER, title="A blast", url="https://courier.example/1", published_at=MORNING),
        make_article("a2", "Daily Ledger", text="See there.", title=LEDGER, published_at=MORNING + timedelta(hours=1)),
        make_article("a3", "Evening Mail", text=LATER, published_at=MORNING + timedelta(hours=6)),
    )
    claims = (
        quoted("v1.0", "a1", Field.TEXT, COURIER, "The blast in Harim killed 7 people", "s1"),
        quoted("v2.0", "a2", Field.TITLE, LEDGER, "Twelve died in Harim", "s2"),
        quoted("v3.0", "a3", Field.TEXT, LATER, "9 people had died", "s3"),
    )
    seven = COURIER.index("7")
    pairs = (
        make_comparison("v1.0", "v2.0", reasons=(Reason(ReasonCode.NUMBER, Span(seven, seven + 1), Span(0, 6)),)),
        make_comparison("v1.0", "v3.0", Stance.NEUTRAL, relation=Relation.UPDATES, development=Development(0.8, ())),
        make_comparison("v2.0", "v3.0", decided=False),
    )
    event = make_event(
        "e1",
        claims=[claim.id for claim in claims],
        articles=("a1", "a2", "a3"),
        headline="=The blast in Harim",
        sources=("s1", "s2", "s3"),
        independent_outlets=3,
        agreement=make_agreement(),
        disputed=True,
        pairs=pairs,
    )
    parts = {
        "id": "e1",
        "articles": articles,
        "claims": claims,
        "event_of": {claim.id: "e1" for claim in claims},
        "independent_sources": {claim.id: 1 for claim in claims},
        "events": (event,),
        "standings": tuple(
            make_standing(id, article.outlet) for id, article in zip(("s1", "s2", "s3"), articles, strict=True)
        ),
        "kept": {article.id: Kept(f"kept{article.id}", 1, True) for article in articles},
    }
    return make_report(**parts | rest)
