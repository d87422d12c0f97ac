"""Who says what in events, and what other voices say of it: the evidence that credibility is worked out from.

A *voice* is whoever counts once however often and through whomever they speak (``weigh.voices``). What one voice says
several times in an event, as its own words or told again by others, is one *statement*: it is borne out once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.news.claim import Claim
from service.news.pair import Comparison, Relation
from service.news.source import Prior, Ruling
from service.scoring.credibility import mistakes
from service.scoring.credibility.families import ALONE, Families

SECONDS_A_DAY = 86_400
# The chance that two who are wrong make the same mistake: the second one, as ``mistakes`` has it.
COINCIDENCE = 1 / (1 + mistakes.USUAL)
# No rate is taken to be lower, for below q / (1 + q) it would speak against a claim that somebody agrees with it; nor
# higher, for nobody is always right.
LOWEST, HIGHEST = 0.15, 0.99
# What others say of one statement counts for this many bits at most: whether two claims say the same is never sure.
MOST_BITS = 8.0


@dataclass(frozen=True, slots=True)
class Witness:
    """What a claim of another voice says of a claim: it agrees or contradicts, with a probability in [0, 1].

    ``prior`` in (0, 1) is the mean of what is known of that voice beforehand, ``strength`` > 0 the weight of that.
    """

    claim: str
    voice: str
    agrees: float
    contradicts: float
    prior: float = 0.5
    strength: float = 2.0


@dataclass(frozen=True, slots=True)
class Utterance:
    """A claim that could be compared, with its witnesses.

    ``statement`` names what its voice says there, by the first claim that says it; ``at`` is its time in days.
    ``ruled`` is what an editor has said of it in the place of its witnesses.
    """

    claim: str
    event: str
    source: str
    voice: str
    statement: str
    at: float | None = None
    witnesses: tuple[Witness, ...] = ()
    ruled: Ruling | None = None

    @property
    def counts(self) -> bool:
        """Whether anything is known of it that its source can be judged by."""
        return self.ruled is not Ruling.EXCLUDED and (self.ruled is not None or bool(self.witnesses))


@dataclass(frozen=True, slots=True)
class Voices:
    """With what voice each claim is made, by its id, and what is known of each voice beforehand."""

    of: Mapping[str, str]
    priors: Mapping[str, Prior]


RateOf = Callable[[Witness], float]
"""How often the voice of a witness is right."""


def bounded(rate: float) -> float:
    """A rate in [LOWEST, HIGHEST]."""
    return min(HIGHEST, max(LOWEST, rate))


def by_prior(witness: Witness) -> float:
    """As its prior has it."""
    return witness.prior


def witnessed(
    event: str,
    claims: Sequence[Claim],
    comparisons: Sequence[Comparison],
    voices: Voices,
    *,
    retold: Sequence[Comparison] = (),
) -> tuple[Utterance, ...]:
    """The utterances of one event: ``claims`` are those that could be compared, in canonical order.

    ``retold`` are comparisons between claims of one voice, besides those there are.
    """
    voice_of, priors = voices.of, voices.priors
    inside = {claim.id for claim in claims}
    found: dict[str, list[Witness]] = {}
    for one in comparisons:
        if one.a in inside and one.b in inside and voice_of[one.a] != voice_of[one.b] and _tells(one):
            agrees, contradicts = _soft(one)
            for mine, theirs in ((one.a, one.b), (one.b, one.a)):
                prior = priors[voice_of[theirs]]
                witness = Witness(theirs, voice_of[theirs], agrees, contradicts, prior.mean, prior.strength)
                found.setdefault(mine, []).append(witness)
    statement = _statements(claims, [*comparisons, *retold], voice_of)
    return tuple(
        Utterance(
            claim.id,
            event,
            claim.source,
            voice_of[claim.id],
            statement[claim.id],
            days(claim.as_of),
            tuple(sorted(found.get(claim.id, ()), key=lambda witness: witness.claim)),
        )
        for claim in claims
    )


def evidence(
    witnesses: Iterable[Witness], rate_of: RateOf = by_prior, kin: Families = ALONE, own: Collection[str] = ()
) -> float:
    """By how many bits it is likelier that a statement is right than that it is wrong, by what others say alone.

    With r the rate of a voice and q COINCIDENCE: if the statement is right, the voice says the same with probability r,
    and something else with 1 - r; if it is wrong, the same with (1 - r) q and something else with 1 - (1 - r) q. Where
    it is only likely that the voice agrees, or contradicts, that counts so far, see ``softened``. A voice counts once
    on either side, as surely as it is surest. Voices of a family of ``kin`` on one side count as one as far as that is
    sure, and for nothing so far where they agree with a statement that is a member's ``own``.
    """
    agreeing: dict[str, float] = {}
    contradicting: dict[str, float] = {}
    for voice, (agrees, contradicts, rate) in once(witnesses, rate_of).items():
        wrong_alike = (1 - rate) * COINCIDENCE
        agreeing[voice] = math.log2(softened(agrees, rate / wrong_alike))
        contradicting[voice] = math.log2(softened(contradicts, (1 - rate) / (1 - wrong_alike)))
    # The sum is exact, so that it hangs on no order.
    bits = math.fsum([*kin.amounts(agreeing, own), *kin.amounts(contradicting)])
    return max(-MOST_BITS, min(MOST_BITS, bits))


def softened(surely: float, ratio: float) -> float:
    """How much likelier right than wrong something is by a finding that would make it ``ratio`` times likelier.

    ``surely`` in [0, 1] is how likely the finding holds; if it does not, right and wrong are as likely as before. So
    from even odds the probability is the mean of ratio / (1 + ratio) and 1/2, weighted so. Right and wrong are treated
    alike: the ratio upside down gives the result upside down, which the mean of ratio and 1 does not.
    """
    held, missed = 1 + surely, 1 - surely
    return (held * ratio + missed) / (held + missed * ratio)


def days(moment: datetime | None) -> float | None:
    """A moment in days, as utterances have it."""
    return moment.timestamp() / SECONDS_A_DAY if moment else None


def numbered(claim: str) -> tuple[str, int]:
    """Claims in the order that their ids are numbered in: c2 before c10.

    >>> numbered("c10"), numbered("v9d365c1.2")
    (('c', 10), ('v9d365c1.', 2))
    """
    before = claim.rstrip("0123456789")
    return before, int(claim[len(before) :] or 0)


def counts(witnesses: Iterable[Witness], kin: Families = ALONE, own: Collection[str] = ()) -> tuple[float, float]:
    """The expected numbers (>= 0) of voices that agree and that contradict, each voice, or family, once on either side.

    ``kin`` and ``own`` are as in ``evidence``.
    """
    each = once(witnesses, by_prior)
    agreeing = {voice: agrees for voice, (agrees, _, _) in each.items()}
    contradicting = {voice: contradicts for voice, (_, contradicts, _) in each.items()}
    return math.fsum(kin.amounts(agreeing, own)), math.fsum(kin.amounts(contradicting))


def once(witnesses: Iterable[Witness], rate_of: RateOf) -> dict[str, tuple[float, float, float]]:
    """How surely each voice agrees and contradicts, and its rate."""
    found: dict[str, tuple[float, float, float]] = {}
    for one in witnesses:
        agrees, contradicts, _ = found.get(one.voice, (0.0, 0.0, 0.0))
        rate = bounded(rate_of(one))
        found[one.voice] = max(agrees, one.agrees), max(contradicts, one.contradicts), rate
    return found


def _tells(one: Comparison) -> bool:
    return one.decided and one.relation in {Relation.AGREES, Relation.CONTRADICTS}


def _soft(one: Comparison) -> tuple[float, float]:
    """How surely two claims agree and contradict; what was decided is the likelier of the two and alone counts."""
    if one.relation is Relation.AGREES:
        return one.probabilities.agrees, 0.0
    return 0.0, one.probabilities.contradicts


def _statements(
    claims: Sequence[Claim], comparisons: Iterable[Comparison], voice_of: Mapping[str, str]
) -> dict[str, str]:
    """For each claim the first one by which its voice says the same.

    That is told by comparisons of these claims with each other alone: what others say makes nobody say less.
    """
    place = {claim.id: i for i, claim in enumerate(claims)}
    first = {claim.id: claim.id for claim in claims}

    def top(name: str) -> str:
        while first[name] != name:
            name = first[name]
        return name

    for one in comparisons:
        agree = one.decided and one.relation is Relation.AGREES and one.a in place and one.b in place
        if agree and voice_of[one.a] == voice_of[one.b]:
            early, late = sorted((top(one.a), top(one.b)), key=place.__getitem__)
            first[late] = early
    return {name: top(name) for name in first}
