"""A scorer without models that works on real nouns, simple enough to foretell by hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from service.measure.subject import silent
from service.news.article import Article, Field, Span
from service.news.claim import Attribution, Form, Spoken
from service.news.copy import CopyOf, KnownBy
from service.news.event import EventReport
from service.news.pair import Bits, Comparison, Development, Evidence, Probabilities, Reason, ReasonCode, Relation
from service.news.report import ScoreReport, ScoreRequest
from service.news.source import Source, SourceKind
from service.scoring.view import EncodedClaim
from tests.builders import SNAPSHOT, make_claim, make_event, make_report, make_standing
from tests.tools import make_body_head

SENTENCE = re.compile(r"[^.!?\s][^.!?]*")
SAID = re.compile(r"(?P<source>[A-Z]\w+) (?P<cue>said) (?P<content>[^.]+)")
CERTAIN = {
    Relation.AGREES: Probabilities(0.8, 0.1, 0.1),
    Relation.CONTRADICTS: Probabilities(0.1, 0.8, 0.1),
    Relation.NEUTRAL: Probabilities(0.1, 0.1, 0.8),
    Relation.UPDATES: Probabilities(0.2, 0.6, 0.2),
}
SURE = 0.7


@dataclass(frozen=True)
class FakeReading:
    encoded: tuple[EncodedClaim, ...]


class FakeScorer:
    """Each sentence is a claim, 'X said …' is X's, the rest are the outlet's; the event of an article is its title's first word.

    Two claims without a word in common are neutral; with the same words they agree. Else they contradict each other, and update
    where the later one holds 'now'; 'perhaps' leaves a pair undecided. Vectors count letters, so anagrams are alike.
    """

    snapshot = SNAPSHOT

    def __init__(self):
        self.read_articles: list[str] = []

    def score(self, request: ScoreRequest, progress=silent) -> ScoreReport:
        for stage in ("extract", "encode", "group", "compare", "weigh"):
            progress(stage, 0, 1)
            progress(stage, 1, 1)
        claims = [encoded.claim for encoded in self.read(request.articles).encoded]
        event_of = self.events_of(request.articles)
        names = {claim.source: claim.source.removeprefix("s:") for claim in claims}
        return make_report(
            articles=request.articles,
            copy_of=copies(request.articles),
            claims=tuple(claims),
            event_of={claim.id: event_of[claim.article] for claim in claims},
            events=tuple(event_report(name, claims, event_of) for name in sorted(set(event_of.values()))),
            standings=tuple(standing(id, name) for id, name in names.items()),
        )

    def copies(self, articles) -> dict[str, CopyOf]:
        return copies(articles)

    def judge_many(self, pairs, progress=silent) -> list[Probabilities]:
        return [one.probabilities for one in self.compare_many([(Spoken(a), Spoken(b)) for a, b in pairs], progress)]

    def encode(self, texts):
        return np.array([vector(text) for text in texts], dtype=np.float32)

    def compare_many(self, pairs: Sequence[tuple[Spoken, Spoken]], progress=silent, *, asked=True) -> list[Comparison]:
        """What is not asked is decided where it is surer than an update ever is."""
        progress("compare", len(pairs), len(pairs))
        found = [compared("a", "b", one.text, other.text) for one, other in pairs]
        return found if asked else [replace(one, decided=one.decided and one.probability > SURE) for one in found]

    def compare_claims(self, pairs, *, asked=False) -> list[Comparison]:
        return [compared(a.claim.id, b.claim.id, a.claim.text, b.claim.text) for a, b in pairs]

    def encoded_pairs(self, pairs):
        return [(encoded(make_claim("", "", one.text)), encoded(make_claim("", "", two.text))) for one, two in pairs]

    def body_head(self):
        return make_body_head()

    def attributions(self, texts: Sequence[str], progress=silent, *, by_rule=False) -> list[tuple[Attribution, ...]]:
        """By rule only the first of each text is found."""
        found = [tuple(map(attribution, SAID.finditer(text))) for text in texts]
        return [each[:1] for each in found] if by_rule else found

    def sentences(self, texts: Sequence[str]) -> int:
        return sum(len(SENTENCE.findall(text)) for text in texts)

    def extract(self, articles: Sequence[Article]):
        return [claim for article in articles for claim in claims_of(article)]

    def read(self, articles: Sequence[Article], progress=silent) -> FakeReading:
        self.read_articles += [article.id for article in articles]
        return FakeReading(tuple(encoded(claim) for article in articles for claim in claims_of(article)))

    def events_of(self, articles: Sequence[Article], progress=silent) -> dict[str, str]:
        progress("group", 1, 1)
        return {article.id: (article.title.split() or [article.id])[0] for article in articles}


def claims_of(article: Article):
    for number, match in enumerate(SENTENCE.finditer(article.text)):
        said = SAID.match(match[0])
        start = match.start() + (said.start("content") if said else 0)
        text = said["content"] if said else match[0]
        source = said["source"] if said else article.outlet
        yield make_claim(
            f"{article.id}-{number}",
            article.id,
            text,
            start,
            field=Field.TEXT,
            source=f"s:{source}",
            form=Form.INDIRECT if said else Form.OUTLET,
        )


def encoded(claim) -> EncodedClaim:
    return EncodedClaim(claim, vector(claim.text), {})


def vector(text: str):
    counts = np.array([text.lower().count(letter) for letter in "abcdefghijklmnopqrstuvwxyz"], dtype=np.float32)
    return counts / max(float(np.linalg.norm(counts)), 1e-9)


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


def relation_of(a: str, b: str) -> Relation:
    if not words(a) & words(b):
        return Relation.NEUTRAL
    if words(a) == words(b):
        return Relation.AGREES
    return Relation.UPDATES if "now" in words(b) else Relation.CONTRADICTS


def compared(id_a: str, id_b: str, a: str, b: str) -> Comparison:
    relation = relation_of(a, b)
    similarity = Evidence("similarity", float(vector(a) @ vector(b)), Bits(0.0, 0.0, 0.0))
    reason = Reason(ReasonCode.NUMBER, Span(0, 1), Span(0, 1))
    return Comparison(
        a=id_a,
        b=id_b,
        relation=relation,
        decided="perhaps" not in words(a) | words(b),
        probabilities=CERTAIN[relation],
        evidence=(similarity,),
        reasons=(reason,) if relation is Relation.CONTRADICTS else (),
        development=Development(0.6, ()) if relation is Relation.UPDATES else None,
    )


def attribution(match: re.Match[str]) -> Attribution:
    parts = ((Span(*match.span(name)),) for name in ("source", "cue", "content"))
    return Attribution(*parts, form=Form.INDIRECT)


def copies(articles: Sequence[Article]) -> dict[str, CopyOf]:
    first: dict[str, str] = {}
    for article in articles:
        first.setdefault(article.text, article.id)
    origin = {article.id: first[article.text] for article in articles}
    return {name: CopyOf(found, KnownBy.EARLIER) for name, found in origin.items() if found != name}


def event_report(name: str, claims, event_of) -> EventReport:
    inside = [claim for claim in claims if event_of[claim.article] == name]
    articles = [article for article, event in event_of.items() if event == name]
    pairs = [compared(a.id, b.id, a.text, b.text) for a, b in combinations(inside, 2) if a.source != b.source]
    return make_event(name, [claim.id for claim in inside], articles, independent_outlets=len(articles), pairs=pairs)


def standing(id: str, name: str):
    kind = SourceKind.PERSON if name == "Haddour" else SourceKind.OUTLET
    known = make_standing(id, name, kind, ledger=())
    source = Source(id, name, kind, aliases=(f"Col. {name}",))
    return type(known)(source, known.prior, known.credibility, known.ledger)
