"""Sources → credibility: how a source's claims fared against independent others.

A Beta posterior (Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.4): each claim counts the independent
sources that agree with it as borne out and those that contradict it as not, weighted by the probability of that
finding. Updates and neutral pairs count for nothing, and another source counts once for a claim however often it
repeats itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from scipy.stats import beta

from service.news.claim import Claim
from service.news.event import Agreement
from service.news.pair import Comparison, Relation
from service.news.source import Credibility, LedgerEntry, Prior, Source, SourceKind, Standing
from service.scoring.attribution.naming import folded

UNIFORM = Prior(mean=0.5, strength=2.0, basis="nothing known beforehand: every rate is equally likely")
INTERVAL = 0.9


@dataclass(frozen=True, slots=True)
class Tally:
    """Expected counts (>= 0) of independent sources for and against one claim."""

    supported: float
    opposed: float


def posterior(prior: Prior, supported: float, opposed: float) -> Credibility:
    """The Beta posterior after so many comparisons for and against (expected counts >= 0), with its central 90 %."""
    alpha = prior.mean * prior.strength + supported
    against = (1 - prior.mean) * prior.strength + opposed
    low, high = beta.ppf(((1 - INTERVAL) / 2, (1 + INTERVAL) / 2), alpha, against)
    return Credibility(alpha / (alpha + against), (float(low), float(high)), supported + opposed)


def standings(
    found: Sequence[Source], claims: Sequence[Claim], tallies: Mapping[str, Tally], priors: Callable[[Source], Prior]
) -> tuple[Standing, ...]:
    """Each source's standing from the tallies of its claims, in the order given."""
    return tuple(_standing(source, priors(source), claims, tallies) for source in found)


def voices(claims: Sequence[Claim], found: Sequence[Source], newsrooms: Mapping[str, str]) -> dict[str, str]:
    """The voice that each claim is made with, by its id: the organisation its source speaks for, else the source's own.

    What an outlet says for itself is said by the newsroom that the article is from, as ``newsrooms`` has it by article:
    an agency's wire is the agency's, whoever prints it.
    """
    voice_of = {source.id: source.speaks_for or source.id for source in found}
    called = {
        " ".join(folded(name)): voice_of[source.id]
        for source in reversed(found)
        for name in (source.name, *source.aliases)
        if source.kind in {SourceKind.OUTLET, SourceKind.ORGANISATION}
    }
    return {
        claim.id: called.get(newsrooms[claim.article], f"newsroom:{newsrooms[claim.article]}")
        if claim.source == claim.chain[0]
        else voice_of[claim.source]
        for claim in claims
    }


def housed(voice_of: Mapping[str, str], found: Sequence[Source], house_of: Mapping[str, str]) -> dict[str, str]:
    """The voices of claims, see ``voices``, with one voice for all newsrooms of a house, as ``house_of`` has it."""
    house = {f"newsroom:{name}": f"house:{of}" for name, of in house_of.items()}
    for source in found:
        if source.kind in {SourceKind.OUTLET, SourceKind.ORGANISATION}:
            of = {
                house_of[name]
                for each in (source.name, *source.aliases)
                if (name := " ".join(folded(each))) in house_of
            }
            house |= {source.id: f"house:{min(of)}"} if of else {}
    return {claim: house.get(voice, voice) for claim, voice in voice_of.items()}


def tally(comparisons: Sequence[Comparison], voice_of: Mapping[str, str]) -> dict[str, Tally]:
    """For each compared claim, the expected number of independent voices for and against it; see ``voices``."""
    strongest: dict[tuple[str, str, Relation], float] = {}
    for comparison in comparisons:
        if not comparison.decided or comparison.relation not in {Relation.AGREES, Relation.CONTRADICTS}:
            continue
        agrees = comparison.relation is Relation.AGREES
        probability = comparison.probabilities.agrees if agrees else comparison.probabilities.contradicts
        for mine, theirs in ((comparison.a, comparison.b), (comparison.b, comparison.a)):
            if voice_of[mine] != voice_of[theirs]:
                key = (mine, voice_of[theirs], comparison.relation)
                strongest[key] = max(strongest.get(key, 0.0), probability)
    found: dict[str, list[float]] = {}
    for (claim, _, relation), probability in sorted(strongest.items()):
        found.setdefault(claim, [0.0, 0.0])[relation is Relation.CONTRADICTS] += probability
    return {claim: Tally(supported, opposed) for claim, (supported, opposed) in found.items()}


def _standing(source: Source, prior: Prior, claims: Sequence[Claim], tallies: Mapping[str, Tally]) -> Standing:
    mine = [(claim.id, tallies[claim.id]) for claim in claims if claim.source == source.id and claim.id in tallies]
    supported = math.fsum(one.supported for _, one in mine)
    opposed = math.fsum(one.opposed for _, one in mine)
    ledger = tuple(
        LedgerEntry(
            claim,
            one.supported,
            one.opposed,
            posterior(prior, max(0.0, supported - one.supported), max(0.0, opposed - one.opposed)).mean,
        )
        for claim, one in mine
    )
    shown = ledger and speaks_publicly(source)
    return Standing(source, prior, posterior(prior, supported, opposed) if shown else None, ledger)


def speaks_publicly(source: Source) -> bool:
    """Outlets, organisations and those who speak for one; a figure on a private person would be a judgement of them."""
    return source.kind in {SourceKind.OUTLET, SourceKind.ORGANISATION} or (
        source.kind is SourceKind.PERSON and source.speaks_for is not None
    )


def agreement(comparisons: Sequence[Comparison]) -> Agreement | None:
    """How far the sources of one event agree, in [-1, 1]; None where nothing was decided either way.

    The rate of agreement among decided pairs has a uniform prior; rate r becomes 2 r - 1.
    """
    judged = [c for c in comparisons if c.decided and c.relation in {Relation.AGREES, Relation.CONTRADICTS}]
    if not judged:
        return None
    agree = math.fsum(c.probabilities.agrees for c in judged)
    contradict = math.fsum(c.probabilities.contradicts for c in judged)
    rate = posterior(UNIFORM, agree, contradict)
    low, high = rate.interval
    return Agreement(2 * rate.mean - 1, (2 * low - 1, 2 * high - 1))
