"""How faithfully outlets pass on what others say, which is not how often that is right.

What an outlet attributes to somebody counts for that source. For the outlet it counts only here: whether other
newsrooms, in articles of their own, have that source say the same. An outlet that faithfully reports a false statement
loses nothing by it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from service.news.claim import Claim
from service.news.pair import Comparison, Relation
from service.news.source import Credibility, Standing
from service.scoring import weigh


@dataclass(frozen=True, slots=True)
class Carried:
    """What other newsrooms make of a statement that ``outlet``, the id of a source, passes on, told by one claim.

    ``alike`` and ``otherwise`` are expected numbers (>= 0) of newsrooms that have its source say the same, and the
    opposite.
    """

    claim: str
    outlet: str
    alike: float
    otherwise: float


def carried(
    claims: Sequence[Claim],
    comparisons: Iterable[Comparison],
    newsroom_of: Mapping[str, str],
    voice_of: Mapping[str, str],
) -> tuple[Carried, ...]:
    """What became of each statement that outlets pass on, as far as it was compared; in the order of ``claims``.

    ``newsroom_of`` is by article, ``voice_of`` by claim. An outlet that prints a statement twice passes it on twice.
    """
    passed_on = {claim.id: claim for claim in claims if claim.source != claim.chain[0]}
    surest: dict[str, dict[str, list[float]]] = {}
    for one in comparisons:
        sides = one.relation in {Relation.AGREES, Relation.CONTRADICTS} and one.decided
        if not (sides and one.a in passed_on and one.b in passed_on and voice_of[one.a] == voice_of[one.b]):
            continue
        side = int(one.relation is Relation.CONTRADICTS)
        probability = one.probabilities.contradicts if side else one.probabilities.agrees
        for mine, theirs in ((one.a, one.b), (one.b, one.a)):
            rooms = [newsroom_of[passed_on[name].article] for name in (mine, theirs)]
            if rooms[0] != rooms[1]:
                found = surest.setdefault(mine, {}).setdefault(rooms[1], [0.0, 0.0])
                found[side] = max(found[side], probability)
    return tuple(
        Carried(
            claim.id,
            claim.chain[0],
            *(math.fsum(sorted(each[side] for each in surest[claim.id].values())) for side in (0, 1)),
        )
        for claim in passed_on.values()
        if claim.id in surest
    )


def fidelity(alike: float, otherwise: float) -> Credibility | None:
    """The rate at which other newsrooms carry what an outlet passes on, from expected counts; None where thin."""
    found = weigh.posterior(weigh.UNIFORM, alike, otherwise)
    return found if found.comparisons > weigh.THIN else None


def by_outlet(found: Iterable[Carried]) -> dict[str, Credibility]:
    """The fidelity of each outlet that passes on enough, by the id of its source."""
    sums: dict[str, tuple[list[float], list[float]]] = {}
    for one in found:
        alike, otherwise = sums.setdefault(one.outlet, ([], []))
        alike.append(one.alike)
        otherwise.append(one.otherwise)
    rated = {name: fidelity(math.fsum(alike), math.fsum(otherwise)) for name, (alike, otherwise) in sums.items()}
    return {name: each for name, each in rated.items() if each is not None}


def rated(standings: Iterable[Standing], found: Iterable[Carried]) -> tuple[Standing, ...]:
    """The standings with the fidelity of those that are outlets."""
    rates = by_outlet(found)
    return tuple(replace(each, fidelity=rates.get(each.source.id)) for each in standings)
