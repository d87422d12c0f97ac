"""Neutral pairs made from labelled ones: two aspects of one event.

In real reports most pairs of claims about an event speak of different aspects of it. Labelled pairs hold few of these,
since nobody writes down the obvious; a claim of one labelled pair beside a claim of another pair about the same event
is such a pair, unless the two labelled pairs turn on one statement, the claims are so close that they may, or somebody
has labelled the two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import combinations

from service.scoring.view import EncodedClaim

# Below this two claims are far apart, and scoring compares few such pairs (service.scoring.pair has a bound of its
# own); above they may speak of one thing.
LEAST_SIMILAR, MOST_SIMILAR = 0.2, 0.6
# There are many: so many in a hundred are drawn, by a digest. Two of them weigh as much as one that a person has
# labelled, for a few of them are no neutrals.
DRAWN = 20
WEIGHT = 0.5

Labelled = tuple[EncodedClaim, EncodedClaim]


def other_aspects(
    pairs: Sequence[Labelled], events: Sequence[str], drawn: int = DRAWN
) -> Iterator[tuple[Labelled, str]]:
    """Pairs of claims from two labelled pairs of one event, with the event; ``events`` names each pair's.

    ``drawn`` in a hundred are given, the same ones each time, and each once.
    """
    inside: dict[str, list[Labelled]] = {}
    for pair, event in zip(pairs, events, strict=True):
        inside.setdefault(event, []).append(pair)
    for event, members in sorted(inside.items()):
        known = {_texts(pair) for pair in members}
        for one, other in combinations(members, 2):
            if _texts(one) & _texts(other):
                continue
            for made in ((one[0], other[1]), (one[1], other[0])):
                if _texts(made) not in known and _close(*made) and _drawn(*made, drawn):
                    known.add(_texts(made))
                    yield made, event


def _texts(pair: Labelled) -> frozenset[str]:
    return frozenset(encoded.claim.text for encoded in pair)


def _close(one: EncodedClaim, other: EncodedClaim) -> bool:
    return LEAST_SIMILAR <= float(one.vector @ other.vector) <= MOST_SIMILAR


def _drawn(one: EncodedClaim, other: EncodedClaim, drawn: int) -> bool:
    return digest((one, other))[0] * 100 < drawn * 256


def digest(pair: Labelled) -> bytes:
    """What a pair is drawn by, whichever of the two is named first."""
    texts = "\0".join(sorted(side.claim.text for side in pair))
    return hashlib.sha256(texts.encode("utf-8", "surrogatepass")).digest()
