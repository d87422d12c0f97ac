"""Everything found → the report."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from service.news.claim import Claim, SlotName
from service.news.event import Event, EventReport, Figure, NumberSeries
from service.news.pair import Comparison, Relation
from service.news.source import Prior
from service.scoring.accord import agreement
from service.scoring.credibility.joint import Rates
from service.scoring.credibility.propositions import propositions
from service.scoring.credibility.utterances import Utterance

APART: Mapping[str, str] = {}
"""No newsroom is known to be of a house."""


def event_report(
    event: Event,
    claims: Mapping[str, Claim],
    newsroom_of: Mapping[str, str],
    comparisons: Sequence[Comparison],
    said: Sequence[Utterance],
    counted: Collection[str] | None = None,
    house_of: Mapping[str, str] = APART,
) -> EventReport:
    """One event with its sources, its independent newsrooms, its figures and its comparisons.

    ``newsroom_of`` is by article, as ``credits.newsrooms`` has it, ``said`` what the comparisons make of its claims.
    Where ``counted`` is given, only the newsrooms of those articles are counted. Newsrooms of one house count as one:
    ``house_of`` is as ``ownership.houses`` has it.
    """
    rooms = {newsroom_of[name] for name in event.articles if counted is None or name in counted}
    members = [claims[name] for name in event.claims]
    return EventReport(
        event=event,
        sources=tuple(dict.fromkeys(claim.source for claim in members)),
        independent_outlets=len({house_of.get(room, room) for room in rooms}),
        agreement=agreement(said),
        disputed=any(c.decided and c.relation is Relation.CONTRADICTS for c in comparisons),
        numbers=_numbers(members),
        pairs=tuple(comparisons),
    )


def weighed(
    found: EventReport,
    told: Sequence[Utterance],
    said: Sequence[Utterance],
    rates: Rates,
    priors: Mapping[str, Prior],
) -> EventReport:
    """``found`` by how often each voice is right apart from it: how far what is ``told`` agrees, and what is ``said``.

    ``told`` is all of it, ``said`` what counts; ``priors`` are those of the voices of the latter. Voices that seem to
    follow each other, by ``rates``, count as one as far as that is sure.
    """
    event, kin = found.event.id, rates.kin
    return replace(
        found,
        agreement=agreement(told, lambda witness: rates.apart(witness.voice, event, witness.prior), kin),
        propositions=propositions(said, lambda voice: rates.apart(voice, event, priors[voice].mean), kin),
    )


def independent_sources(
    claims: Sequence[Claim],
    comparisons: Sequence[Comparison],
    voice_of: Mapping[str, str],
    counted: Collection[str] | None = None,
) -> dict[str, int]:
    """For each claim the number of voices that assert it: its own, and every other whose claim is found to agree.

    ``voice_of`` is by claim, as ``weigh.voices`` has it. Where ``counted`` is given, only what is said in those
    articles counts.
    """
    said = {claim.id: {voice_of[claim.id]} for claim in claims if counted is None or claim.article in counted}
    voices = {claim.id: set(said.get(claim.id, ())) for claim in claims}
    for comparison in comparisons:
        if comparison.decided and comparison.relation is Relation.AGREES:
            voices[comparison.a] |= said.get(comparison.b, set())
            voices[comparison.b] |= said.get(comparison.a, set())
    return {claim: len(found) for claim, found in voices.items()}


def _numbers(claims: Sequence[Claim]) -> tuple[NumberSeries, ...]:
    """The figures for each counted thing that more than one claim counts, by time, then in the order of claims."""
    found: dict[str, list[Figure]] = {}
    for claim in claims:
        for slot in claim.statement.slots_named(SlotName.NUMBER):
            if slot.quantity is not None:
                counted = f"{slot.quantity.counted}:{slot.quantity.of}" if slot.quantity.of else slot.quantity.counted
                found.setdefault(counted, []).append(Figure(slot.quantity.value, claim.as_of, claim.source, claim.id))
    return tuple(
        NumberSeries(counted, tuple(sorted(figures, key=_when)))
        for counted, figures in sorted(found.items())
        if len({figure.claim for figure in figures}) > 1
    )


def _when(figure: Figure) -> tuple[bool, float]:
    return (figure.at is None, figure.at.timestamp() if figure.at else 0.0)
