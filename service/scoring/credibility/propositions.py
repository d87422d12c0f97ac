"""What is said in an event, as propositions: claims that say the same, and how likely each is right.

The surest agreements join claims first, and none joins what contradicts each other. A proposition that contradicts
others competes with them: at most one of them is right, and perhaps none. With r the rate of a voice apart from this
event, q COINCIDENCE and w in (0, 1] how surely it says the same as the others, the score of a proposition is

    ln(r / (1 - r))  of the voice that is right most often  +  Σ over the other voices  ln softened(w, r / ((1 - r) q))

of which voices that seem to follow each other, or the first one, bring what one of them brings (see ``families``),
and its probability exp(score) / (1 + exp(score) + Σ over its rivals  b exp(score of the rival)), b being how surely the
two contradict each other. A probability says how well what is said is borne out by who says it; it is not that of the
facts.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence

from service.news.event import Proposition
from service.scoring.credibility.families import ALONE, Families
from service.scoring.credibility.utterances import COINCIDENCE, MOST_BITS, Utterance, bounded, softened

_MOST = MOST_BITS * math.log(2)


def propositions(
    said: Sequence[Utterance], rate_of: Callable[[str], float], kin: Families = ALONE
) -> tuple[Proposition, ...]:
    """The propositions of one event that were compared, in the order of their first claims; ``rate_of`` is by voice.

    ``said`` is in canonical order; ``kin`` are the voices that seem to follow each other.
    """
    place = {one.claim: i for i, one in enumerate(said)}
    members = _joined(said, place)
    named = {claim: n for n, inside in enumerate(members) for claim in inside}
    by_claim = {one.claim: one for one in said}
    score = [_score([by_claim[claim] for claim in inside], rate_of, kin) for inside in members]
    rivals = _rivals(said, named)
    question = _questions(len(members), rivals)
    found = [
        Proposition(
            claims=inside,
            voices=len({by_claim[claim].voice for claim in inside}),
            question=question[n],
            probability=_probability(score[n], [(surely, score[other]) for other, surely in rivals[n].items()]),
        )
        for n, inside in enumerate(members)
        if rivals[n] or len({by_claim[claim].voice for claim in inside}) > 1
    ]
    number = {q: i for i, q in enumerate(dict.fromkeys(one.question for one in found), 1)}
    return tuple(Proposition(one.claims, one.voices, number[one.question], one.probability) for one in found)


def _joined(said: Sequence[Utterance], place: dict[str, int]) -> list[tuple[str, ...]]:
    """The claims of each proposition, in order."""
    of = {one.claim: one.claim for one in said}
    inside: dict[str, set[str]] = {one.claim: {one.claim} for one in said}
    against: defaultdict[str, set[str]] = defaultdict(set)
    joins: list[tuple[float, int, int, str, str]] = []
    for one in said:
        if one.statement != one.claim:
            joins.append((-1.0, place[one.statement], place[one.claim], one.statement, one.claim))
        for each in one.witnesses:
            if each.contradicts:
                against[one.claim].add(each.claim)
            elif place[one.claim] < place[each.claim]:
                joins.append((-each.agrees, place[one.claim], place[each.claim], one.claim, each.claim))
    for *_, a, b in sorted(joins):
        mine, theirs = inside[of[a]], inside[of[b]]
        if mine is theirs or any(not against[claim].isdisjoint(theirs) for claim in mine):
            continue
        mine |= theirs
        for claim in theirs:
            of[claim] = of[a]
    kept = {of[one.claim]: None for one in said}
    return sorted(
        (tuple(sorted(inside[name], key=place.__getitem__)) for name in kept), key=lambda each: place[each[0]]
    )


def _score(claims: Sequence[Utterance], rate_of: Callable[[str], float], kin: Families) -> float:
    ids = {one.claim for one in claims}
    surely: dict[str, float] = {}
    for one in claims:
        joined = max((each.agrees for each in one.witnesses if each.claim in ids), default=0.0)
        surely[one.voice] = max(surely.get(one.voice, 0.0), joined)
    rates = {voice: bounded(rate_of(voice)) for voice in surely}
    first = max(rates, key=lambda voice: (rates[voice], surely[voice], voice))
    rest = {
        voice: math.log(softened(w, rates[voice] / ((1 - rates[voice]) * COINCIDENCE)))
        for voice, w in surely.items()
        if voice != first
    }
    score = math.fsum([math.log(rates[first] / (1 - rates[first])), *kin.amounts(rest, {first})])
    return max(-_MOST, min(_MOST, score))


def _rivals(said: Sequence[Utterance], named: dict[str, int]) -> defaultdict[int, dict[int, float]]:
    """For each proposition those that contradict it, and how surely."""
    found: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for one in said:
        for each in one.witnesses:
            mine, theirs = named[one.claim], named[each.claim]
            if each.contradicts and mine != theirs:
                found[mine][theirs] = max(found[mine].get(theirs, 0.0), each.contradicts)
    return found


def _questions(many: int, rivals: defaultdict[int, dict[int, float]]) -> list[int]:
    """For each proposition the first of those that it is tied to by contradictions: what answers one question."""
    question = [-1] * many
    for start in range(many):
        waiting = [start] if question[start] < 0 else []
        while waiting:
            here = waiting.pop()
            if question[here] < 0:
                question[here] = start
                waiting += rivals[here]
    return question


def _probability(score: float, rivals: Sequence[tuple[float, float]]) -> float:
    against = math.fsum(sorted(surely * math.exp(other) for surely, other in rivals))
    return math.exp(score) / (1 + math.exp(score) + against)
