"""Which reported claim is which of the claims that a reader found, and whether it is given to the right speaker."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from service.measure.authors import folded
from service.measure.scenario_files import OUTLET, GoldClaim, Scenario
from service.news.article import Field, Span
from service.news.claim import Claim
from service.news.source import Source

SAME_SPAN = 0.4
LONGEST = 3
_TITLES = """
    the mr mrs ms miss dr prof professor sir dame lord lady king queen prince princess sheikh imam rev reverend father
    sister bishop col colonel gen general lt lieutenant maj major capt captain sgt sergeant cpl corporal brig brigadier
    adm admiral president minister chancellor secretary ambassador sen senator rep representative gov governor mayor
    judge
"""
# Words before a name that are not part of it.
TITLES = frozenset(_TITLES.split())
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Matching:
    """Gold ids by reported claim id.

    ``own`` are matches within one article; ``by_copy`` those of a claim reported from a copy with what its origin (or
    another copy) says in the same words. Claims of copies that share their words have one gold id, the ``canonical``
    one.
    """

    own: Mapping[str, str]
    by_copy: Mapping[str, str]
    canonical: Mapping[str, str]

    def gold_of(self, claim: str) -> str | None:
        """The canonical gold id of a reported claim; None where it matches none."""
        found = self.own.get(claim) or self.by_copy.get(claim)
        return self.canonical[found] if found else None

    def found(self) -> frozenset[str]:
        """The gold ids with a match, those that a copy stands for included."""
        matched = {self.canonical[name] for name in (*self.own.values(), *self.by_copy.values())}
        return frozenset(name for name, same in self.canonical.items() if same in matched)


def match(scenario: Scenario, claims: Iterable[Claim]) -> Matching:
    """The best one-to-one matching, article by article, then across copies for the claims still unmatched."""
    own: dict[str, str] = {}
    by_copy: dict[str, str] = {}
    printed = [claim for claim in claims if claim.field is Field.TEXT]
    for article in scenario.articles:
        reported = [claim for claim in printed if claim.article == article.id]
        own |= _assigned(reported, [claim for claim in scenario.claims if claim.article == article.id])
        left = [claim for claim in reported if claim.id not in own]
        by_copy |= _assigned(left, list(_projected(scenario, article.id, article.text)))
    return Matching(own, by_copy, _canonical(scenario))


def jaccard(one: Span, other: Span) -> float:
    """Share of code points in common, in [0, 1]."""
    shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def speaker_is_right(claim: Claim, gold: GoldClaim, scenario: Scenario, sources: Mapping[str, Source]) -> bool:
    """Whether a matched claim is given to its speaker, by name, alias or the organisation spoken for.

    ``sources`` are those of the report by id. OUTLET stands for the outlet that the reported claim is printed in.
    """
    outlet_of = {article.id: article.outlet for article in scenario.articles}
    if gold.speaker == OUTLET:
        right = [outlet_of[claim.article]]
    else:
        right = [gold.speaker, *scenario.aliases.get(gold.speaker, ())]
    return not _folded_names(_names(claim.source, sources)).isdisjoint(_folded_names(right))


def bare_name(name: str) -> str:
    """The name without case, accents, marks and leading titles: 'Col. Hadi Marrash' is 'hadi marrash'."""
    words = _WORD.findall(folded(name))
    while len(words) > 1 and words[0] in TITLES:
        del words[0]
    return " ".join(words)


def _folded_names(names: Sequence[str]) -> frozenset[str]:
    return frozenset(filter(None, map(bare_name, names)))


def _names(source: str, sources: Mapping[str, Source]) -> list[str]:
    known = sources.get(source)
    if known is None:
        return []
    spoken_for = sources.get(known.speaks_for) if known.speaks_for else None
    return [known.name, *known.aliases, *([spoken_for.name] if spoken_for else [])]


def _assigned(reported: Sequence[Claim], gold: Sequence[GoldClaim]) -> dict[str, str]:
    """Gold ids by reported id: one-to-one, with the largest sum of Jaccard indices among those that may match."""
    likeness = np.array([[_likeness(claim.span, wanted.span) for wanted in gold] for claim in reported])
    if not likeness.size:
        return {}
    rows, columns = linear_sum_assignment(likeness, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {reported[i].id: gold[j].id for i, j in pairs if likeness[i, j] > 0}


def _likeness(reported: Span, gold: Span) -> float:
    """The Jaccard index of two spans that may match; 0 for others."""
    alike = jaccard(reported, gold)
    inside = reported.covers(gold) and len(reported) <= LONGEST * len(gold)
    return alike if alike >= SAME_SPAN or inside else 0.0


def _projected(scenario: Scenario, article: str, text: str) -> Iterator[GoldClaim]:
    """The claims of the other copies of ``article`` that its text holds in the same words, placed in it."""
    others = {name for group in scenario.copies if article in group for name in group} - {article}
    quotes = _quotes(scenario)
    for claim in scenario.claims:
        start = text.find(quotes[claim.id]) if claim.article in others else -1
        if start >= 0:
            yield GoldClaim(claim.id, article, Span(start, start + len(claim.span)), claim.speaker)


def _canonical(scenario: Scenario) -> dict[str, str]:
    """The first gold id of the same words in copies of one story, by gold id."""
    story = {name: i for i, group in enumerate(scenario.copies) for name in group}
    quotes = _quotes(scenario)
    first: dict[tuple[object, str], str] = {}
    return {
        claim.id: first.setdefault((story.get(claim.article, claim.article), quotes[claim.id]), claim.id)
        for claim in scenario.claims
    }


def _quotes(scenario: Scenario) -> dict[str, str]:
    texts = {article.id: article.text for article in scenario.articles}
    return {claim.id: claim.span.of(texts[claim.article]) for claim in scenario.claims}
