"""What a report says about its pairs, ready for other formats: who says what where, and in words how they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from service.news.article import Article, Span
from service.news.claim import Claim
from service.news.event import EventReport
from service.news.pair import Comparison, ReasonCode, Relation
from service.news.report import ScoreReport
from service.news.source import Source

REASONS: Mapping[ReasonCode, str] = {
    ReasonCode.NUMBER: "They give different numbers",
    ReasonCode.ACTOR: "They name different actors",
    ReasonCode.TARGET: "They name different targets",
    ReasonCode.PLACE: "They name different places",
    ReasonCode.TIME: "They give different times",
    ReasonCode.CAUSE: "They give different causes or means",
    ReasonCode.STATUS: "They differ on how things stand",
    ReasonCode.DENIAL: "One denies what the other says",
}
"""What a reason says in words, before the words of both claims."""

TOLD = (Relation.CONTRADICTS, Relation.UPDATES)
"""The relations that other systems are told of, in this order; agreement is in the figures of the event."""

CAVEAT = "It measures agreement among sources, not truth."


@dataclass(frozen=True, slots=True)
class Side:
    """One claim of a pair, with who vouches for it and where it is printed."""

    claim: Claim
    source: Source
    article: Article

    @property
    def printed(self) -> str:
        """The claim as its article prints it."""
        return self.claim.span.of(self.article.field(self.claim.field))

    @property
    def voice(self) -> str:
        """Who says it, and in which outlet where that is somebody else."""
        outlet = self.article.outlet
        return self.source.name if self.source.name == outlet else f"{self.source.name} in {outlet}"

    def words(self, span: Span) -> str:
        """The words under ``span`` of the claim's field of the article."""
        return span.of(self.article.field(self.claim.field)).strip()


@dataclass(frozen=True, slots=True)
class Finding:
    """Two claims and what comparing them found."""

    comparison: Comparison
    a: Side
    b: Side

    @property
    def why(self) -> str:
        """The reasons in words, with those of both claims; '' where none is known."""
        return " ".join(
            f"{REASONS[each.code]}: {_together(self.a.words(each.a), self.b.words(each.b))}."
            for each in self.comparison.reasons
        )


class Findings:
    """Finds what belongs together in one report: its claims, sources and articles are at hand by their ids."""

    def __init__(self, report: ScoreReport) -> None:
        self.claims = {claim.id: claim for claim in report.claims}
        self.sources = {standing.source.id: standing.source for standing in report.standings}
        self.articles = {article.id: article for article in report.articles}

    def side(self, id: str) -> Side:
        """The claim ``id``. Raises KeyError where the report has none."""
        claim = self.claims[id]
        return Side(claim, self.sources[claim.source], self.articles[claim.article])

    def finding(self, pair: Comparison) -> Finding:
        """A pair of the report with both of its sides."""
        return Finding(pair, self.side(pair.a), self.side(pair.b))

    def told(self, event: EventReport) -> list[Finding]:
        """The decided contradictions of an event, then its updates, the likeliest of each first."""
        pairs = [pair for pair in event.pairs if pair.decided and pair.relation in TOLD]
        pairs.sort(key=lambda pair: (TOLD.index(pair.relation), -pair.probability, pair.a, pair.b))
        return [self.finding(pair) for pair in pairs]


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where readers find what a report speaks of; ``base`` is the service's own address, without a slash at its end."""

    base: str

    def of(self, path: str) -> str:
        """The address of a ``path`` of the service."""
        return f"{self.base}{path}"

    def article(self, report: ScoreReport, article: Article) -> str:
        """Where an article was published, where that is known, else where it is kept."""
        return article.url or self.kept(report, article)

    def kept(self, report: ScoreReport, article: Article) -> str:
        """Where the service has an article."""
        kept = report.kept.get(article.id)
        return self.of(f"/articles/{kept.article if kept else article.id}")


def times(report: ScoreReport, event: EventReport) -> tuple[datetime, datetime] | None:
    """When the first article of an event was published, and the last was published or changed; None where unknown."""
    inside = [article for article in report.articles if article.id in event.event.articles]
    known = [each for article in inside for each in (article.published_at, article.updated_at) if each is not None]
    return (min(known), max(known)) if known else None


def _together(a: str, b: str) -> str:
    """The words of both claims, or of the one that has some."""
    return " and ".join(f"“{each}”" for each in (a, b) if each)
