"""Nouns for tests, in a breath: every part has a plain default."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from service.news.article import Article, Field, Span
from service.news.claim import Certainty, Claim, Cue, Form, Mode, Quantity, Slot, SlotName, Statement
from service.news.event import Agreement, Event, EventReport
from service.news.pair import Bits, Comparison, Evidence, Probabilities, Reason, Relation, Stance
from service.news.report import ScoreReport, ScoreRequest, Snapshot, Unused
from service.news.source import Credibility, LedgerEntry, Prior, Source, SourceKind, Standing

MORNING = datetime(2024, 3, 15, 6, 0, tzinfo=UTC)
SNAPSHOT = Snapshot(model="fake-1", build="test")


def make_article(id="a1", outlet="The Courier", text="Seven people were killed in the blast.", **rest) -> Article:
    return Article(id=id, outlet=outlet, text=text, **rest)


def make_request(*articles: Article) -> ScoreRequest:
    return ScoreRequest(articles=articles or (make_article(),))


def make_quantity(value=7.0, low=None, high=None, counted="killed") -> Quantity:
    return Quantity(value, value if low is None else low, value if high is None else high, counted)


def make_slot(name=SlotName.NUMBER, start=0, text="Seven", norm="7", quantity=None, day=None) -> Slot:
    return Slot(name, Span(start, start + len(text)), text, norm, quantity, day)


def make_statement(text="Seven people were killed in the blast.", **rest) -> Statement:
    parts = {
        "words": tuple(re.findall(r"[a-z]{3,}", text.lower())),
        "names": frozenset(),
        "slots": (),
        "frames": (),
        "negated": False,
        "denial": False,
        "hedged": False,
        "corrects": False,
        "mode": Mode.ASSERTION,
    }
    return Statement(text=text, **(parts | rest))


def make_claim(id="c1", article="a1", text="Seven people were killed in the blast.", start=0, **rest) -> Claim:
    statement = rest.pop("statement", None) or make_statement(text, slots=rest.pop("slots", ()))
    parts = {
        "field": Field.TEXT,
        "span": Span(start, start + len(text)),
        "source": "s1",
        "chain": (rest.get("source", "s1"),),
        "cue": None,
        "form": Form.OUTLET,
        "certainty": Certainty.FIRM,
        "as_of": MORNING,
    }
    return Claim(id=id, article=article, statement=statement, **(parts | rest))


def make_cue(text="said", start=0) -> Cue:
    return Cue(text, Span(start, start + len(text)))


def make_probabilities(bits: Bits) -> Probabilities:
    """The base-2 softmax of ``bits``, as design.md has it."""
    odds = [2.0**each for each in (bits.agrees, bits.contradicts, bits.neutral)]
    return Probabilities(*(each / sum(odds) for each in odds))


BITS = {
    Stance.AGREES: Bits(3.0, -2.0, -1.0),
    Stance.CONTRADICTS: Bits(-2.0, 3.0, -1.0),
    Stance.NEUTRAL: Bits(-1.0, -1.0, 2.0),
}


def make_comparison(a="c1", b="c2", stance=Stance.CONTRADICTS, reasons: tuple[Reason, ...] = (), **rest) -> Comparison:
    bits = BITS[stance]
    parts = {
        "relation": Relation(stance.value),
        "decided": True,
        "probabilities": make_probabilities(bits),
        "evidence": (Evidence("prior", None, Bits(0.0, 0.0, 0.0)), Evidence("numbers", 1.0, bits)),
        "reasons": reasons,
    }
    return Comparison(a=a, b=b, **(parts | rest))


def make_event(id="e1", claims=("c1",), articles=("a1",), headline="A blast", **rest) -> EventReport:
    parts = {
        "sources": ("s1",),
        "independent_outlets": 1,
        "agreement": None,
        "disputed": False,
        "numbers": (),
        "pairs": (),
    }
    return EventReport(event=Event(id, headline, tuple(claims), tuple(articles)), **(parts | rest))


def make_agreement(mean=-0.5, interval=(-0.9, 0.1)) -> Agreement:
    return Agreement(mean, interval)


def make_standing(id="s1", name="The Courier", kind=SourceKind.OUTLET, ledger=(("c1", 0.0, 1.0, 0.5),)) -> Standing:
    return Standing(
        source=Source(id, name, kind),
        prior=Prior(0.5, 4.0, "no record"),
        credibility=Credibility(0.4, (0.2, 0.6), 1.0) if kind is SourceKind.OUTLET else None,
        ledger=tuple(LedgerEntry(*entry) for entry in ledger),
    )


def make_report(**rest) -> ScoreReport:
    parts = {
        "id": "r1",
        "snapshot": SNAPSHOT,
        "articles": (make_article(),),
        "copy_of": {},
        "claims": (make_claim(),),
        "event_of": {"c1": "e1"},
        "independent_sources": {"c1": 1},
        "events": (make_event(),),
        "standings": (make_standing(),),
        "unused": (),
    }
    return ScoreReport(**(parts | rest))


def make_unused(article="a1", why="no claim found") -> Unused:
    return Unused(article, why)
