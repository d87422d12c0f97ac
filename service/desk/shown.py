"""A report as its pages show it: quotes with words in conflict marked, pairs in order, copies under their origin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import pairwise

from service.news.article import Article, Span
from service.news.event import EventReport
from service.news.pair import Bits, Comparison, Evidence, Reason, ReasonCode, Relation
from service.news.report import ScoreReport
from service.newsroom.findings import REASONS, Findings, Side
from service.scoring.copying.credits import newsrooms

SECTIONS: Mapping[str, str] = {
    "contradicts": "Contradictions",
    "updates": "Updates",
    "agrees": "Agreements",
    "open": "Left open",
    "neutral": "Neither",
}
"""The headings that pairs stand under, in order: each relation, and ``open`` for pairs inside the abstain band."""

LEAST_BITS, MOST_SIGNALS = 0.05, 10
"""Evidence that moves no stance by so many bits, and what is beyond the strongest, is added up in one line."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a quote; ``reason`` names the slots in conflict that its words fill, '' where there is none."""

    text: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Quote(Side):
    """A claim as its article prints it, in ``runs``, with who passed it on (``via``, outlet first)."""

    runs: tuple[Run, ...]
    via: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReasonShown:
    """A reason in words, with those of both claims; '' where a claim has none for it."""

    code: str
    words: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class PairShown:
    """Two claims side by side, why they conflict, and the evidence that moves something; ``rest`` adds up the rest."""

    comparison: Comparison
    a: Quote
    b: Quote
    reasons: tuple[ReasonShown, ...]
    evidence: tuple[Evidence, ...]
    rest: Bits
    total: Bits

    @property
    def section(self) -> str:
        """The key in SECTIONS of the heading that it stands under."""
        return section_of(self.comparison)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A newsroom with its own articles of an event and the copies of them; whether it counts as an independent one.

    It goes by the outlet of the first of its articles; an agency's may stand in several outlets.
    """

    outlet: str
    articles: tuple[Article, ...]
    copies: tuple[Article, ...]
    counted: bool

    @property
    def n_copies(self) -> int:
        """How many copies there are."""
        return len(self.copies)


class Reader(Findings):
    """Finds what belongs together in one report, and shows it."""

    def __init__(self, report: ScoreReport) -> None:
        super().__init__(report)
        self.report = report

    @cached_property
    def _room_of(self) -> Mapping[str, str]:
        return newsrooms(self.report.articles, self.report.copy_of)

    def quote(self, id: str, marks: Iterable[tuple[ReasonCode, Span]] = ()) -> Quote:
        """The claim ``id`` as printed; ``marks`` are spans into its field of the article."""
        side = self.side(id)
        claim = side.claim
        via = tuple(self.sources[name].name for name in claim.chain[:-1] if name in self.sources)
        runs = marked(side.article.field(claim.field), claim.span, marks)
        return Quote(claim, side.source, side.article, runs, via)

    def by_article(self, event: EventReport) -> tuple[tuple[Article, tuple[Quote, ...]], ...]:
        """What each article says about an event, those that say nothing left out."""
        inside = [self.quote(name) for name in event.event.claims]
        said = ((each, tuple(one for one in inside if one.article.id == each.id)) for each in self.report.articles)
        return tuple((article, quotes) for article, quotes in said if quotes)

    def pair(self, comparison: Comparison) -> PairShown:
        """Two claims of the report with what comparing them found."""
        strongest = sorted((each for each in comparison.evidence if each.value is not None), key=_moves, reverse=True)
        weak = [each for each in strongest if _moves(each) < LEAST_BITS or each in strongest[MOST_SIGNALS:]]
        return PairShown(
            comparison,
            self.quote(comparison.a, [(reason.code, reason.a) for reason in comparison.reasons]),
            self.quote(comparison.b, [(reason.code, reason.b) for reason in comparison.reasons]),
            tuple(self._reason(comparison, reason) for reason in comparison.reasons),
            tuple(each for each in comparison.evidence if each not in weak),
            summed([each.bits for each in weak]),
            summed([each.bits for each in comparison.evidence]),
        )

    def words(self, id: str, span: Span) -> str:
        """The words under ``span`` in the article of the claim ``id``."""
        return self.side(id).words(span)

    def newsrooms(self, event: EventReport) -> tuple[Newsroom, ...]:
        """The outlets that an event is known from, those with copies first, then by name.

        A copy stands with the article it was copied from. In the store, an outlet counts where one of its articles is
        vouched for; in a report of its own, each does.
        """
        inside = {name for name in event.event.articles if name in self.articles}
        copy_of = {name: found.origin for name, found in self.report.copy_of.items()}
        origins = {name: copy_of.get(name, name) for name in inside}
        rooms: dict[str, list[str]] = {}
        for name in sorted(inside | (set(origins.values()) & self.articles.keys())):
            if name not in copy_of:
                rooms.setdefault(self._room_of[name], []).append(name)
        found = []
        for own in rooms.values():
            copies = sorted(name for name, origin in origins.items() if origin in own and name != origin)
            together = [name for name in (*own, *copies) if name in inside]
            kept = [self.report.kept[name].vouched for name in together if name in self.report.kept]
            found.append(
                Newsroom(
                    self.articles[own[0]].outlet,
                    tuple(self.articles[name] for name in own),
                    tuple(self.articles[name] for name in copies),
                    any(kept) if kept else True,
                )
            )
        return tuple(sorted(found, key=lambda room: (-len(room.copies), room.outlet.casefold())))

    def _reason(self, comparison: Comparison, reason: Reason) -> ReasonShown:
        return ReasonShown(
            reason.code.value,
            REASONS[reason.code],
            self.words(comparison.a, reason.a),
            self.words(comparison.b, reason.b),
        )


def marked(text: str, span: Span, marks: Iterable[tuple[ReasonCode, Span]]) -> tuple[Run, ...]:
    """The words of ``text`` under ``span`` in runs, cut where a mark begins or ends; what lies outside is left out."""
    inside = [(code, mark) for code, mark in marks if len(mark) and mark.overlaps(span)]
    cuts = {span.start, span.end}
    for _, mark in inside:
        cuts |= {max(mark.start, span.start), min(mark.end, span.end)}
    runs: list[Run] = []
    for start, end in pairwise(sorted(cuts)):
        codes = dict.fromkeys(code.value for code, mark in inside if mark.start <= start and end <= mark.end)
        runs.append(Run(text[start:end], " ".join(codes)))
    return tuple(runs)


def section_of(comparison: Comparison) -> str:
    """The key in SECTIONS of the heading that a comparison stands under."""
    return comparison.relation.value if comparison.decided else "open"


def in_order(pairs: Iterable[Comparison]) -> list[Comparison]:
    """Pairs as they are shown: by SECTIONS, in each the likeliest first."""
    place = {name: n for n, name in enumerate(SECTIONS)}
    return sorted(pairs, key=lambda pair: (place[section_of(pair)], -pair.probability, pair.a, pair.b))


def counted(pairs: Iterable[Comparison]) -> dict[str, int]:
    """How many pairs stand under each heading of SECTIONS."""
    found = dict.fromkeys(SECTIONS, 0)
    for pair in pairs:
        found[section_of(pair)] += 1
    return found


def summed(bits: Sequence[Bits]) -> Bits:
    """All of ``bits`` added up."""
    return Bits(
        sum(each.agrees for each in bits), sum(each.contradicts for each in bits), sum(each.neutral for each in bits)
    )


def is_decided(comparison: Comparison, relation: Relation) -> bool:
    """Whether a pair is that, outside the abstain band."""
    return comparison.decided and comparison.relation is relation


def when(moment: datetime | None) -> float:
    """Sorts as time does, and what has no time after everything else."""
    return float("inf") if moment is None else moment.timestamp()


def _moves(evidence: Evidence) -> float:
    """How far some evidence moves one stance from another, in bits."""
    each = (evidence.bits.agrees, evidence.bits.contradicts, evidence.bits.neutral)
    return max(each) - min(each)
