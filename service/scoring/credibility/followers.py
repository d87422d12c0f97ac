"""Copying learnt between voices: who says the same as another where both are mistaken, time and again.

After Dong, Berti-Équille & Srivastava 2009 (doi:10.14778/1687627.1687690), for statements that only probably say the
same and of which only others can tell who is right. That two voices say the same and it is right tells nothing here:
news is reported by many. But with w the probability that what both say is wrong, c the share of its statements that one
takes from the other, r the rate of that one and q the chance that two who are wrong make the same mistake, they say

    the same        1 - w + w (1 - c + c / ((1 - r) q))   times likelier than if each were on its own,
    the contrary    1 - c                                 times,

each mixed with 1 as far as it is doubtful that they do. For w others have to contradict them, no fewer than agree;
with L how much likelier right than wrong these make it, r and s the rates of the two,

    w = 1 / (1 + L r s / ((1 - r) (1 - s) q)).

c is not known, nor who follows whom: the likelihood is averaged over SHARES and both directions. What is said in one
event hangs together, so an event speaks for it with MOST_OF_EVENT at most: two of them are never enough. Copies of
articles, what one newsroom or speaker says through several, and houses are one voice and no pair.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from service.news.following import Following
from service.news.source import Prior, Ruling
from service.scoring.credibility import mistakes
from service.scoring.credibility.agreement import by_agreement
from service.scoring.credibility.families import families
from service.scoring.credibility.joint import Rates, estimated
from service.scoring.credibility.rates import DECIMALS
from service.scoring.credibility.statements import Numbers
from service.scoring.credibility.utterances import (
    MOST_BITS,
    Utterance,
    Witness,
    bounded,
    counts,
    evidence,
)

SHARES = np.array([0.2, 0.4, 0.6, 0.8, 0.95])
# In bits: that two voices of which nothing is known follow each other; what one event may say for it.
PRIOR = -8.0
MOST_OF_EVENT = 3.5
FEWEST_EVENTS = 3
LIKELY = 0.5
"""Pairs that are less likely to follow each other are no pairs: what is discounted is what is shown."""
MOST_NAMED = 10
# Those that are found to follow each other count as one when others are looked at again: so often, if that goes on.
ROUNDS = 4

Pair = tuple[str, str]


@dataclass(slots=True)
class _Statement:
    """What one voice states in one event; ``at`` is when it did so first, in days.

    ``witnesses`` are what is said of it, each with the claim of which it is said, ``along`` and ``against`` the voices
    that agree with it and contradict it.
    """

    voice: str
    witnesses: list[tuple[str, Witness]] = field(default_factory=list)
    along: set[str] = field(default_factory=set)
    against: set[str] = field(default_factory=set)
    at: float | None = None
    rulings: set[Ruling] = field(default_factory=set)


@dataclass(slots=True)
class _Meeting:
    """Two statements of two voices that were compared: how surely they agree and contradict.

    ``claims`` are those of either that agree most surely.
    """

    event: str
    one: _Statement
    other: _Statement
    claims: Pair = ("", "")
    agrees: float = 0.0
    contradicts: float = 0.0

    @property
    def voices(self) -> Pair:
        """Of both, in the order of their ids."""
        return self.one.voice, self.other.voice

    @property
    def is_contested(self) -> bool:
        """Whether they say the same, and others say that it is wrong: no fewer than say that too."""
        rulings = self.one.rulings | self.other.rulings
        if not self.agrees or rulings:
            return bool(self.agrees and rulings == {Ruling.NOT_BORNE_OUT})
        along, against = self.one.along | self.other.along, self.one.against | self.other.against
        return len(against.difference(self.voices)) >= max(1, len(along.difference(self.voices)))


def learnt(said: Sequence[Utterance], priors: Mapping[str, Prior]) -> tuple[Rates, tuple[Following, ...]]:
    """The rates of all voices, see ``joint.estimated``, and who seems to follow whom, in the order of their ids."""
    rates, found = Rates(first_rates(said)), tuple[Following, ...]()
    met = _met(said)
    for _ in range(ROUNDS):
        every = (_following(pair, contested, apart, rates) for pair, (contested, apart) in met.items())
        found = tuple(each for each in every if each.probability >= LIKELY)
        kin = families({(each.one, each.other): each.probability for each in found})
        if kin == rates.kin:
            break
        rates = replace(rates, kin=kin)
    return estimated(said, priors, kin=rates.kin), found


def first_rates(said: Iterable[Utterance]) -> dict[str, float]:
    """How often each voice that was compared is right, by how often it and others agree: see ``agreement``.

    In the rates of ``joint`` those that follow each other bear each other out, and it is too late then to find them.
    """
    told: defaultdict[Pair, list[Witness]] = defaultdict(list)
    for one in said:
        for witness in one.witnesses:
            told[one.voice, witness.voice].append(witness)
    pairs = sorted(told)
    names = sorted({voice for pair in pairs for voice in pair})
    place = {voice: n for n, voice in enumerate(names)}
    first, second = np.array([[place[voice] for voice in pair] for pair in pairs], dtype=np.intp).reshape(-1, 2).T
    agreed = np.array([math.fsum(each.agrees for each in told[pair]) for pair in pairs])
    together = np.array([math.fsum(max(each.agrees, each.contradicts) for each in told[pair]) for pair in pairs])
    rates = by_agreement(first, second, agreed, together, len(names))
    return dict(zip(names, rates.round(DECIMALS).tolist(), strict=True))


def _met(said: Iterable[Utterance]) -> dict[Pair, tuple[list[_Meeting], list[_Meeting]]]:
    """Where two say the same against others, in FEWEST_EVENTS at least, and where these contradict each other.

    Pairs come out of what was compared and is contested, so there are never more of them than of such comparisons.
    """
    events = _by_event(said)
    contested: defaultdict[Pair, list[_Meeting]] = defaultdict(list)
    for each in _meetings(events):
        if each.is_contested:
            contested[each.voices].append(each)
    found: dict[Pair, tuple[list[_Meeting], list[_Meeting]]] = {
        pair: (contested[pair], [])
        for pair in sorted(contested)
        if len({each.event for each in contested[pair]}) >= FEWEST_EVENTS
    }
    # Most of what is compared agrees and tells nothing, so it is gone through twice rather than held.
    for each in _meetings(events) if found else ():
        if each.contradicts and each.voices in found:
            found[each.voices][1].append(each)
    return found


def _by_event(said: Iterable[Utterance]) -> dict[str, dict[str, _Statement]]:
    """The statements of each event by each of their claims, but for what editors have count for nothing."""
    named: dict[tuple[str, str], _Statement] = {}
    found: defaultdict[str, dict[str, _Statement]] = defaultdict(dict)
    for one in said:
        if one.ruled is not Ruling.EXCLUDED:
            statement = named.setdefault((one.event, one.statement), _Statement(one.voice))
            statement.witnesses += [(one.claim, witness) for witness in one.witnesses]
            statement.along |= {witness.voice for witness in one.witnesses if witness.agrees}
            statement.against |= {witness.voice for witness in one.witnesses if witness.contradicts}
            if one.at is not None:
                statement.at = one.at if statement.at is None else min(statement.at, one.at)
            if one.ruled:
                statement.rulings.add(one.ruled)
            found[one.event][one.claim] = statement
    return found


def _meetings(events: Mapping[str, Mapping[str, _Statement]]) -> Iterator[_Meeting]:
    """Each two statements of an event that were compared, once; first the one whose voice comes first by its id."""
    for event, statements in events.items():
        for one in {id(each): each for each in statements.values()}.values():
            found: dict[int, _Meeting] = {}
            for claim, each in one.witnesses:
                if each.voice > one.voice and each.claim in statements:
                    other = statements[each.claim]
                    meeting = found.setdefault(id(other), _Meeting(event, one, other))
                    if each.agrees > meeting.agrees:
                        meeting.agrees, meeting.claims = each.agrees, (claim, each.claim)
                    meeting.contradicts = max(meeting.contradicts, each.contradicts)
            yield from found.values()


def _following(pair: Pair, contested: Sequence[_Meeting], apart: Sequence[_Meeting], rates: Rates) -> Following:
    told = [_mistaken(each, rates) for each in contested]
    alike = np.array([each.agrees for each in contested])
    wrong, as_one, q = (np.array(each) for each in zip(*told, strict=True))
    differ = np.array([each.contradicts for each in apart])
    # Shape (directions, statements, shares).
    wrong_alone = np.stack([(1 - _rate(voice, rates)) * q for voice in pair])[..., None]
    ratio = 1 + wrong[:, None] * (SHARES / wrong_alone - SHARES)
    bits = np.log2(1 + alike[:, None] * (ratio - 1))
    against = np.broadcast_to(np.log2(1 - differ[:, None] * SHARES), (2, len(differ), len(SHARES)))
    names = [each.event for each in (*contested, *apart)]
    evidence = _averaged(names, np.concatenate([bits, against], axis=1))
    telling = sorted(zip(-as_one * alike, (each.claims for each in contested), strict=True))
    ages = [each.one.at - each.other.at for each in contested if each.one.at is not None and each.other.at is not None]
    return Following(
        *pair,
        probability=round(1 / (1 + 2.0 ** -(PRIOR + evidence)), DECIMALS),
        events=len({each.event for each in contested}),
        shared=math.fsum(as_one * alike),
        alone=math.fsum(differ),
        earlier=sum(age < 0 for age in ages),
        later=sum(age > 0 for age in ages),
        claims=tuple(claims for _, claims in telling[:MOST_NAMED]),
    )


def _averaged(events: Sequence[str], bits: Numbers) -> float:
    """What statements, in these events, tell together, averaged over directions and shares: bits of that shape."""
    names, place = np.unique(np.array(events), return_inverse=True)
    each = np.stack([bits[:, place == n].sum(axis=1) for n in range(len(names))], axis=1)
    # Sums of floats hang on their order, and the order of events on names.
    whole = np.sort(np.minimum(each, MOST_OF_EVENT).round(DECIMALS), axis=1).sum(axis=1)
    return float(np.log2(np.exp2(whole).mean()))


def _mistaken(each: _Meeting, rates: Rates) -> tuple[float, float, float]:
    """How likely what two say alike is wrong by what all others say, if they are on their own, and if they are one.

    Last the chance that one more who is mistaken says this.
    """
    every = (*each.one.witnesses, *each.other.witnesses)
    thirds = [witness for _, witness in every if witness.voice not in each.voices]
    popular = counts(thirds, rates.kin, each.voices)[0]
    q = (1 + popular) / (1 + popular + mistakes.USUAL)
    bits = evidence(thirds, lambda witness: rates.overall[witness.voice], rates.kin, each.voices)
    if Ruling.NOT_BORNE_OUT in each.one.rulings | each.other.rulings:
        bits = -MOST_BITS
    r, s = (_rate(voice, rates) for voice in each.voices)
    both = r * s / ((1 - r) * (1 - s))
    return 1 / (1 + 2.0**bits * both / q), 1 / (1 + 2.0**bits * math.sqrt(both)), q


def _rate(voice: str, rates: Rates) -> float:
    return bounded(rates.overall[voice])
