"""How often each voice is right, as far as it concerns somebody else: sources and what they say, estimated together.

Belief is passed in two rounds, without what would come back to where it started (the cavity of belief propagation;
Mézard & Montanari 2009, chapter 14):

1. each statement is weighed by what others say of it, these others by their priors; that gives the likelihood of each
   voice's rate, event by event;
2. the rate of voice u beside source s is the mean of its posterior from the events in which s says nothing that could
   be compared; by these rates everything that s says is weighed, and that gives the credibility of s.

So nobody is judged by voices that were judged by what he said, and whoever comes to agree with s changes nothing else
about it: more agreement never lowers a credibility, however many events there are. Where there is one event alone, the
others count by their priors. Voices of a family (``families``), held fixed here, count as one as far as that is sure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from service.news.source import Prior, Ruling
from service.scoring.credibility import borne_out, rates
from service.scoring.credibility.borne_out import Weighed
from service.scoring.credibility.families import ALONE, Families
from service.scoring.credibility.statements import Numbers
from service.scoring.credibility.utterances import MOST_BITS, RateOf, Utterance, Witness, by_prior, counts, evidence

DECIMALS = 9
Voiced = tuple[str, str]
"""A voice and the id of the source beside which it is looked at."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How often voices are right, each in (0, 1): ``beside`` a source with which they are compared, and ``overall``.

    ``outside`` is by voice and event: what is known from all other events, where the voice is heard in others and
    somebody asked. ``kin`` are the voices that seem to follow each other.
    """

    overall: Mapping[str, float] = field(default_factory=dict)
    beside: Mapping[Voiced, float] = field(default_factory=dict)
    outside: Mapping[tuple[str, str], float] = field(default_factory=dict)
    kin: Families = ALONE

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
) -> Rates:
    """The rates of all voices that are witnesses in ``said``; ``priors`` are by voice.

    Where ``only`` is given, of those that concern this source alone: it takes what it says, and all that they say.
    Those apart from each event are worked out where ``by_event`` asks for them. ``kin`` is held fixed.
    """
    told = _by_voice(said, kin)
    latest = _latest(said)
    beside: set[Voiced] = {
        (witness.voice, one.source) for one in said if only in {None, one.source} for witness in one.witnesses
    }
    events: defaultdict[str, set[str]] = defaultdict(set)
    for one in said:
        events[one.source].add(one.event)
    overall: dict[str, float] = {}
    found: dict[Voiced, float] = {}
    outside: dict[tuple[str, str], float] = {}
    by_voice: defaultdict[str, list[str]] = defaultdict(list)
    for voice, source in sorted(beside):
        by_voice[voice].append(source)
    for voice, sources in by_voice.items():
        of_event = {
            event: borne_out.curves(inside, latest[voice]).sum(axis=1) for event, inside in sorted(told[voice].items())
        }
        without = [_added(of_event, events[source]) for source in sources]
        whole = _added(of_event, ())
        apart = tuple(of_event) if by_event and len(of_event) > 1 else ()
        shapes = np.stack([whole, *without, *(whole - of_event[event] for event in apart)], axis=1)
        # The last bits hang on how many are worked out at once.
        mean = borne_out.posteriors(priors[voice], shapes).mean.round(DECIMALS).tolist()
        overall[voice] = mean[0]
        found |= {(voice, source): rate for source, rate in zip(sources, mean[1:], strict=False)}
        outside |= {(voice, event): rate for event, rate in zip(apart, mean[1 + len(sources) :], strict=True)}
    return Rates(overall, found, outside, kin)


def _latest(said: Iterable[Utterance]) -> dict[str, float | None]:
    """The time of the last that each voice said, None where no time is known."""
    found: dict[str, float | None] = {}
    for one in said:
        before = found.get(one.voice)
        found[one.voice] = one.at if before is None else max(before, one.at or before)
    return found


def _by_voice(said: Iterable[Utterance], kin: Families) -> dict[str, dict[str, list[Weighed]]]:
    """What each voice states in each event, weighed by the priors of the others; each statement once."""
    inside: defaultdict[tuple[str, str, str], list[Utterance]] = defaultdict(list)
    for one in said:
        inside[one.voice, one.event, one.statement].append(one)
    found: defaultdict[str, defaultdict[str, list[Weighed]]] = defaultdict(lambda: defaultdict(list))
    for (voice, event, _), each in sorted(inside.items()):
        found[voice][event].append(weighed(each, kin=kin))
    return {voice: dict(events) for voice, events in found.items()}


def weighed(each: Sequence[Utterance], rate_of: RateOf = by_prior, kin: Families = ALONE) -> Weighed:
    """The claims that make one statement as what they come to; by the priors of the others if no rates are known.

    Where an editor has ruled on one of them, that holds of the statement, as if others were as sure as they can be.
    """
    kept = [one for one in each if one.ruled is not Ruling.EXCLUDED]
    witnesses = [witness for one in kept for witness in one.witnesses]
    times = [one.at for one in kept if one.at is not None]
    rulings = {one.ruled for one in kept if one.ruled}
    own = {one.voice for one in each}
    bits, comparisons = evidence(witnesses, rate_of, kin, own), sum(counts(witnesses, kin, own))
    if rulings:
        bits, comparisons = (-MOST_BITS if Ruling.NOT_BORNE_OUT in rulings else MOST_BITS), max(1.0, comparisons)
    return Weighed(bits, comparisons, max(times, default=None))


def _added(of_event: Mapping[str, Numbers], but: Collection[str]) -> Numbers:
    left = [curve for event, curve in of_event.items() if event not in but]
    return np.sum(left, axis=0) if left else np.zeros(rates.STEPS)
