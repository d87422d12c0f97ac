"""How often each voice is right, as far as it concerns somebody else: sources and what they say, estimated together.

Belief is passed in two rounds, without what would come back to where it started (the cavity of belief propagation;
Mézard & Montanari 2009, chapter 14):

1. each statement is weighed by what others say of it, these others as good as the company is (``company``), each by
   its prior; that gives the likelihood of each voice's rate, event by event;
2. the rate of voice u beside source s is the mean of its posterior from the events in which s says nothing that could
   be compared; by these rates everything that s says is weighed, and that gives the credibility of s.

The company is that of the events in which s says nothing, too. So nobody is judged by voices that were judged by what
he said, and whoever comes to agree with s changes nothing else about it: more agreement never lowers a credibility,
however many events there are. Where there is one event alone, the others count by their priors. Voices of a family
(``families``), held fixed here, count as one as far as that is sure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from service.news.source import Prior, Ruling
from service.scoring.credibility import borne_out
from service.scoring.credibility.borne_out import Weighed
from service.scoring.credibility.company import LEVELS, Company, among, company, nearness
from service.scoring.credibility.families import ALONE, Families
from service.scoring.credibility.rates import DECIMALS
from service.scoring.credibility.statements import Numbers
from service.scoring.credibility.utterances import MOST_BITS, RateOf, Utterance, Witness, by_prior, counts, evidence

Voiced = tuple[str, str]
"""A voice and the id of the source beside which it is looked at."""
_Told = dict[str, list[list[Utterance]]]


@dataclass(frozen=True, slots=True)
class Rates:
    """How often voices are right, each in (0, 1): ``beside`` a source with which they are compared, and ``overall``.

    ``outside`` is by voice and event: what is known from all other events, where the voice is heard in others and
    somebody asked. ``kin`` are the voices that seem to follow each other, ``around`` the company they were found in.
    """

    overall: Mapping[str, float] = field(default_factory=dict)
    beside: Mapping[Voiced, float] = field(default_factory=dict)
    outside: Mapping[tuple[str, str], float] = field(default_factory=dict)
    kin: Families = ALONE
    around: Company = field(default_factory=Company)

    def of(self, source: str) -> RateOf:
        """The rate of a witness as it concerns what ``source`` says; by its prior where nothing was worked out."""

        def rate(witness: Witness) -> float:
            overall = self.overall.get(witness.voice, witness.prior)
            return self.beside.get((witness.voice, source), overall)

        return rate

    def apart(self, voice: str, event: str, prior: float) -> float:
        """The rate of a voice by all other events than one; ``prior`` where it is heard in no other."""
        return self.outside.get((voice, event), prior)


def estimated(
    said: Sequence[Utterance],
    priors: Mapping[str, Prior],
    only: str | None = None,
    *,
    by_event: bool = False,
    kin: Families = ALONE,
    around: Company | None = None,
) -> Rates:
    """The rates of all voices that are witnesses in ``said``; ``priors`` are by voice.

    Where ``only`` is given, of those that concern this source alone: it takes what it says, all that they say, and the
    company ``around``, which is told by all that anybody says. Those apart from each event are worked out where
    ``by_event`` asks for them. ``kin`` is held fixed.
    """
    told = _by_voice(said)
    latest = _latest(said)
    beside: defaultdict[str, set[str]] = defaultdict(set)
    events: defaultdict[str, set[str]] = defaultdict(set)
    for one in said:
        events[one.source].add(one.event)
        if only in {None, one.source}:
            for witness in one.witnesses:
                beside[witness.voice].add(one.source)
    names = {one.event for one in said} if by_event else ()
    good = company(said, priors, kin, events, names) if around is None else around
    overall: dict[str, float] = {}
    found: dict[Voiced, float] = {}
    outside: dict[tuple[str, str], float] = {}
    for voice, each in sorted(beside.items()):
        inside, sources = told[voice], sorted(each)
        apart = tuple(inside) if by_event and len(inside) > 1 else ()
        without: list[Collection[str]] = [(), *(events[source] for source in sources), *({event} for event in apart)]
        among_whom = [
            good.overall,
            *(good.beside[source] for source in sources),
            *(good.apart[event] for event in apart),
        ]
        shapes = _likelihoods(inside, latest[voice], kin, without, among_whom)
        # The last bits hang on how many are worked out at once.
        mean = borne_out.posteriors(priors[voice], shapes).mean.round(DECIMALS).tolist()
        overall[voice] = mean[0]
        found |= {(voice, source): rate for source, rate in zip(sources, mean[1:], strict=False)}
        outside |= {(voice, event): rate for event, rate in zip(apart, mean[1 + len(sources) :], strict=True)}
    return Rates(overall, found, outside, kin, good)


def _likelihoods(
    inside: _Told, latest: float | None, kin: Families, without: Sequence[Collection[str]], good: Sequence[float]
) -> Numbers:
    """The ln of the likelihood of each rate of a voice, each time without some events and in such a company.

    ``inside`` is what it states, by event. The shape is (STEPS, len(without)).
    """
    near = nearness(good)
    used = np.flatnonzero(near.any(axis=0))
    # Of shape (events, companies, STEPS).
    of_event = np.stack(
        [
            [
                borne_out.curves([_borne_out(one, among(at), kin) for one in each], latest).sum(axis=1)
                for at in LEVELS[used].tolist()
            ]
            for each in inside.values()
        ]
    )
    left = [of_event[[event not in each for event in inside]].sum(axis=0) for each in without]
    return np.stack([share @ each for share, each in zip(near[:, used], left, strict=True)], axis=1)


def _latest(said: Iterable[Utterance]) -> dict[str, float | None]:
    """The time of the last that each voice said, None where no time is known."""
    found: dict[str, float | None] = {}
    for one in said:
        before = found.get(one.voice)
        found[one.voice] = one.at if before is None else max(before, one.at or before)
    return found


def _by_voice(said: Iterable[Utterance]) -> dict[str, _Told]:
    """What each voice states in each event, each statement with the claims that make it."""
    inside: defaultdict[tuple[str, str, str], list[Utterance]] = defaultdict(list)
    for one in said:
        inside[one.voice, one.event, one.statement].append(one)
    found: defaultdict[str, _Told] = defaultdict(dict)
    for (voice, event, _), each in sorted(inside.items()):
        found[voice].setdefault(event, []).append(each)
    return found


def weighed(each: Sequence[Utterance], rate_of: RateOf = by_prior, kin: Families = ALONE) -> Weighed:
    """The claims that make one statement as what they come to; by the priors of the others if no rates are known.

    Where an editor has ruled on one of them, that holds of the statement, as if others were as sure as they can be.
    """
    kept = _kept(each)
    comparisons = sum(counts((witness for one in kept for witness in one.witnesses), kin, {one.voice for one in each}))
    if any(one.ruled for one in kept):
        comparisons = max(1.0, comparisons)
    return replace(_borne_out(each, rate_of, kin), comparisons=comparisons)


def _borne_out(each: Sequence[Utterance], rate_of: RateOf, kin: Families) -> Weighed:
    """As ``weighed``, but for the comparisons, which no likelihood hangs on."""
    kept = _kept(each)
    times = [one.at for one in kept if one.at is not None]
    rulings = {one.ruled for one in kept if one.ruled}
    if rulings:
        bits = -MOST_BITS if Ruling.NOT_BORNE_OUT in rulings else MOST_BITS
    else:
        witnesses = [witness for one in kept for witness in one.witnesses]
        bits = evidence(witnesses, rate_of, kin, {one.voice for one in each})
    return Weighed(bits, 0.0, max(times, default=None))


def _kept(each: Iterable[Utterance]) -> list[Utterance]:
    return [one for one in each if one.ruled is not Ruling.EXCLUDED]
