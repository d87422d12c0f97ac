"""Families: voices that seem to follow each other, and what several of them come to together.

Pairs tie voices together, each so probably. At each level of probability those that are tied by pairs as sure, one to
the next, are taken for one voice, which brings the largest of the amounts (bits, or comparisons) that they bring for a
statement; a family brings the mean over all levels. Two that follow each other with probability p bring

    p × the larger  +  (1 - p) × the sum.

So more agreement never lowers what a statement comes to, however families are; and whoever is tied to others loosely
makes these no looser.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Families:
    """Which voices are one at which levels of probability.

    ``blocks_of`` has by voice the blocks that it is in, the innermost first, and ``span`` by block for how much of all
    levels, in [0, 1], it is one voice and no larger block is.
    """

    blocks_of: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    span: tuple[float, ...] = ()

    def together(self, one: str, other: str) -> float:
        """For how much of all levels, in [0, 1], two voices are one."""
        if not self.blocks_of:
            return 0.0
        theirs = self.blocks_of.get(other, ())
        return math.fsum(self.span[block] for block in self.blocks_of.get(one, ()) if block in theirs)

    def amounts(self, by_voice: Mapping[str, float], counted: Collection[str] = ()) -> list[float]:
        """What is left of amounts of one sign, in any order; beside voices that are ``counted`` already."""
        if not self.blocks_of:
            return list(by_voice.values())
        inside: defaultdict[int, list[float]] = defaultdict(list)
        for voice, amount in by_voice.items():
            for block in self.blocks_of.get(voice, ()):
                inside[block].append(amount)
        there = {block for voice in counted for block in self.blocks_of.get(voice, ())}
        shared = {block: each for block, each in inside.items() if len(each) > 1 or block in there}
        left = [
            amount * (1 - math.fsum(self.span[block] for block in self.blocks_of.get(voice, ()) if block in shared))
            for voice, amount in by_voice.items()
        ]
        return left + [self.span[block] * max(each, key=abs) for block, each in shared.items() if block not in there]


ALONE = Families()


def families(pairs: Mapping[tuple[str, str], float]) -> Families:
    """The families that pairs make, each of which ties two voices so probably."""
    members: dict[str, frozenset[str]] = {voice: frozenset({voice}) for pair in pairs for voice in pair}
    blocks_of: dict[str, tuple[int, ...]] = dict.fromkeys(sorted(members), ())
    span: list[float] = []
    for pair in sorted(pairs, key=lambda each: (-pairs[each], each)):
        one, other = (members[voice] for voice in pair)
        if one == other:
            continue
        for voice in pair:
            if blocks_of[voice]:
                span[blocks_of[voice][-1]] -= pairs[pair]
        for voice in one | other:
            members[voice] = one | other
            blocks_of[voice] += (len(span),)
        span.append(pairs[pair])
    return Families(blocks_of, tuple(span))
