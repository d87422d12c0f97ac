"""One event that 40 sources make 300 claims about, each claim compared with ten others: what a large page is made of.

It is made by chance from a stated seed, the same each time. Its claims are as long as those of the sample events are on
average; what they say is of no interest.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random

from service.news.article import Article, Field, Span
from service.news.claim import Certainty, Claim, Form, Mode, Statement
from service.news.event import Agreement, Event, EventReport, Figure, NumberSeries
from service.news.pair import Bits, Comparison, Evidence, Probabilities, Reason, ReasonCode, Relation
from service.news.report import Kept, ScoreReport, Snapshot
from service.news.source import Credibility, Prior, Source, SourceKind, Standing
from service.scoring.signals import SIGNALS

N_SOURCES, N_CLAIMS, N_PAIRS = 40, 300, 1500
SEED = 7
WORDS = "The ministry said that a convoy of trucks near the northern crossing was struck and that seven people died"
WORDS_A_CLAIM = 14
SHARES = {Relation.CONTRADICTS: 0.15, Relation.AGREES: 0.2, Relation.UPDATES: 0.05, Relation.NEUTRAL: 0.6}
MORNING = datetime(2024, 3, 15, 6, tzinfo=UTC)


@cache
def large_report() -> ScoreReport:
    """The report on that event, as if it were kept."""
    chance = Random(SEED)
    texts = [" ".join(chance.choices(WORDS.split(), k=WORDS_A_CLAIM)) for _ in range(N_CLAIMS)]
    articles = tuple(_article(n, texts[n::N_SOURCES]) for n in range(N_SOURCES))
    claims = tuple(_claim(n, texts) for n in range(N_CLAIMS))
    return ScoreReport(
        id="large",
        snapshot=Snapshot(model="none", build="bench"),
        articles=articles,
        copy_of={},
        claims=claims,
        event_of={claim.id: "e1" for claim in claims},
        independent_sources={claim.id: 1 for claim in claims},
        events=(_event(chance, articles, claims),),
        standings=tuple(_standing(n) for n in range(N_SOURCES)),
        unused=(),
        kept={article.id: Kept(article.id, 1, vouched=True) for article in articles},
    )


def _outlet(n: int) -> str:
    return f"The Courier of Town {n}"


def _article(n: int, texts: list[str]) -> Article:
    """An article with its claims, each on a line of its own."""
    return Article(f"a{n}", _outlet(n), "\n".join(texts), title=texts[0][:60], published_at=MORNING)


def _claim(n: int, texts: list[str]) -> Claim:
    own, nth = n % N_SOURCES, n // N_SOURCES
    start = sum(len(text) + 1 for text in texts[own::N_SOURCES][:nth])
    statement = Statement(
        text=texts[n],
        words=tuple(texts[n].lower().split()),
        names=frozenset(),
        slots=(),
        frames=(),
        negated=False,
        denial=False,
        hedged=False,
        corrects=False,
        mode=Mode.ASSERTION,
    )
    return Claim(
        id=f"c{n:019}",
        article=f"a{own}",
        field=Field.TEXT,
        span=Span(start, start + len(texts[n])),
        statement=statement,
        source=f"s{own}",
        chain=(f"s{own}",),
        cue=None,
        form=Form.OUTLET,
        certainty=Certainty.FIRM,
        as_of=MORNING + timedelta(minutes=n),
    )


def _event(chance: Random, articles: tuple[Article, ...], claims: tuple[Claim, ...]) -> EventReport:
    evidence = [_evidence(chance) for _ in range(10)]
    pairs = [_pair(chance, claims, evidence) for _ in range(N_PAIRS)]
    return EventReport(
        event=Event(
            "e1",
            "A convoy is struck near the northern crossing",
            tuple(claim.id for claim in claims),
            tuple(article.id for article in articles),
        ),
        sources=tuple(f"s{n}" for n in range(N_SOURCES)),
        independent_outlets=N_SOURCES,
        agreement=Agreement(-0.5, (-0.9, 0.1)),
        disputed=True,
        numbers=tuple(_numbers(slot, claims[:20]) for slot in ("killed", "wounded:soldier", "people")),
        pairs=tuple({(pair.a, pair.b): pair for pair in pairs}.values()),
    )


def _numbers(slot: str, claims: tuple[Claim, ...]) -> NumberSeries:
    figures = (Figure(float(n), MORNING + timedelta(hours=n), claim.source, claim.id) for n, claim in enumerate(claims))
    return NumberSeries(slot, tuple(figures))


def _pair(chance: Random, claims: tuple[Claim, ...], evidence: list[tuple[Evidence, ...]]) -> Comparison:
    one, other = sorted(chance.sample(range(len(claims)), 2))
    a, b = claims[one], claims[other]
    [relation] = chance.choices(list(SHARES), list(SHARES.values()))
    conflict = Reason(
        ReasonCode.NUMBER, Span(a.span.start + 4, a.span.start + 12), Span(b.span.start, b.span.start + 9)
    )
    return Comparison(
        a=a.id,
        b=b.id,
        relation=relation,
        decided=True,
        probabilities=_probabilities(relation),
        evidence=chance.choice(evidence),
        reasons=(conflict,) if relation is Relation.CONTRADICTS else (),
    )


def _probabilities(relation: Relation) -> Probabilities:
    """Nine tenths for the stance that the relation is; for updates, neither agreement nor contradiction."""
    likely = {Relation.AGREES: (0.9, 0.04, 0.06), Relation.CONTRADICTS: (0.04, 0.9, 0.06)}
    return Probabilities(*likely.get(relation, (0.05, 0.05, 0.9)))


def _evidence(chance: Random) -> tuple[Evidence, ...]:
    """One line for each signal; every third moves something."""
    moved = [chance.choice([0.0, 0.0, 1.3]) for _ in SIGNALS]
    return tuple(
        Evidence(signal.name, 0.5, Bits(bits, -bits, 0.0)) for signal, bits in zip(SIGNALS, moved, strict=True)
    )


def _standing(n: int) -> Standing:
    return Standing(
        source=Source(f"s{n}", _outlet(n), SourceKind.OUTLET),
        prior=Prior(0.5, 4.0, "no record"),
        credibility=Credibility(0.4, (0.2, 0.6), 1.0),
        ledger=(),
    )
