"""Neutral pairs made from labelled ones: two aspects of one event.

In real reports most pairs of claims about an event speak of different aspects of it. Labelled pairs hold few of these,
since nobody writes down the obvious; a claim of one labelled pair beside a claim of another pair about the same event
is such a pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from service.scoring.view import EncodedClaim

# Below this two claims are far apart; scoring compares few such pairs (service.scoring.pair has a bound of its own).
LEAST_SIMILAR = 0.2
# Ten made pairs weigh as much as one that a person has labelled: they are many, and a few of them are no neutrals.
WEIGHT = 0.1

Labelled = tuple[EncodedClaim, EncodedClaim]


def other_aspects(pairs: Sequence[Labelled], events: Sequence[str]) -> Iterator[tuple[Labelled, str]]:
    """Pairs of claims from two labelled pairs of one event, with the event; ``events`` names each pair's."""
    inside: dict[str, list[Labelled]] = {}
    for pair, event in zip(pairs, events, strict=True):
        inside.setdefault(event, []).append(pair)
    for event, members in sorted(inside.items()):
        for one, other in combinations(members, 2):
            for made in ((one[0], other[1]), (one[1], other[0])):
                if made[0].claim.text != made[1].claim.text and _close(*made):
                    yield made, event


def _close(one: EncodedClaim, other: EncodedClaim) -> bool:
    return float(one.vector @ other.vector) >= LEAST_SIMILAR
