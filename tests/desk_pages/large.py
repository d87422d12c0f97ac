"""One event that 40 sources make 300 claims about, each claim compared with ten others."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from random import Random

from service.news.article import Span
from service.news.event import Figure, NumberSeries
from service.news.pair import Bits, Evidence, Reason, ReasonCode, Relation, Stance
from service.news.report import Kept, ScoreReport
from service.news.source import SourceKind
from service.scoring.signals import SIGNALS
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

N_SOURCES, N_CLAIMS, N_PAIRS = 40, 300, 1500
SENTENCE = "The ministry said that a convoy of trucks near the northern crossing was struck and that seven people died"
RELATIONS = [(Relation.CONTRADICTS, 0.15), (Relation.AGREES, 0.2), (Relation.UPDATES, 0.05), (Relation.NEUTRAL, 0.6)]


@cache
def large_report() -> ScoreReport:
    """The same report each time; its claims are as long as those of the sample events are on average."""
    chance = Random(7)
    texts = [" ".join(chance.choices(SENTENCE.split(), k=14)) for _ in range(N_CLAIMS)]
    articles = tuple(
        make_article(f"a{n}", f"The Courier of Town {n}", f"{text}.", title=text[:60], published_at=MORNING)
        for n, text in enumerate(texts[:N_SOURCES])
    )
    claims = [_claim(n, text, articles[n % N_SOURCES]) for n, text in enumerate(texts)]
    articles = tuple(
        replace(article, text="\n".join(claim.text for claim in claims[n::N_SOURCES]))
        for n, article in enumerate(articles)
    )
    claims = [_placed(claim, n // N_SOURCES, claims) for n, claim in enumerate(claims)]
    evidence = [_evidence(chance) for _ in range(10)]
    pairs = tuple(_pair(chance, claims, evidence) for _ in range(N_PAIRS))
    event = make_event(
        "e1",
        [claim.id for claim in claims],
        [article.id for article in articles],
        "A convoy is struck near the northern crossing",
        sources=tuple(f"s{n}" for n in range(N_SOURCES)),
        independent_outlets=N_SOURCES,
        agreement=make_agreement(),
        disputed=True,
        numbers=tuple(
            NumberSeries(
                slot,
                tuple(
                    Figure(float(n), MORNING + timedelta(hours=n), claim.source, claim.id)
                    for n, claim in enumerate(claims[:20])
                ),
            )
            for slot in ("killed", "wounded:soldier", "people")
        ),
        pairs=tuple({(pair.a, pair.b): pair for pair in pairs}.values()),
    )
    return make_report(
        articles=articles,
        claims=tuple(claims),
        event_of={claim.id: "e1" for claim in claims},
        independent_sources={claim.id: 1 for claim in claims},
        events=(event,),
        standings=tuple(
            make_standing(f"s{n}", f"The Courier of Town {n}", SourceKind.OUTLET, ledger=()) for n in range(N_SOURCES)
        ),
        kept={article.id: Kept(article.id, 1, vouched=True) for article in articles},
    )


def _claim(n, text, article):
    at = MORNING + timedelta(minutes=n)
    return make_claim(f"c{n:019}", article.id, text, source=f"s{article.id[1:]}", as_of=at)


def _placed(claim, nth, claims):
    """The claim where it stands in its article: each on a line of its own."""
    own = [each for each in claims if each.article == claim.article]
    start = sum(len(each.text) + 1 for each in own[:nth])
    return replace(claim, span=Span(start, start + len(claim.text)))


def _pair(chance, claims, evidence):
    one, other = sorted(chance.sample(range(len(claims)), 2))
    a, b = claims[one], claims[other]
    [relation] = chance.choices([name for name, _ in RELATIONS], [share for _, share in RELATIONS])
    stance = Stance.NEUTRAL if relation is Relation.UPDATES else Stance(relation.value)
    reasons = (
        Reason(ReasonCode.NUMBER, Span(a.span.start + 4, a.span.start + 12), Span(b.span.start, b.span.start + 9)),
    )
    return make_comparison(
        a.id,
        b.id,
        stance,
        reasons if relation is Relation.CONTRADICTS else (),
        relation=relation,
        evidence=chance.choice(evidence),
    )


def _evidence(chance):
    """One line for each signal; every third moves something."""
    moved = [chance.choice([0.0, 0.0, 1.3]) for _ in SIGNALS]
    return tuple(
        Evidence(signal.name, 0.5, Bits(bits, -bits, 0.0)) for signal, bits in zip(SIGNALS, moved, strict=True)
    )
