"""Families: voices that seem to follow each other, and what several of them come to together.

With the probability p of its family, voices that say the same are one voice; otherwise each is its own. So of amounts
that they bring for a statement (bits, or comparisons) a family brings

    p × the largest  +  (1 - p) × the sum

which grows with each that is added, however families are: more agreement never lowers what a statement comes to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Families:
    """``family_of`` voices in one, by voice; ``surely``, by family, is the probability that they are one voice."""

    family_of: Mapping[str, str] = field(default_factory=dict)
    surely: Mapping[str, float] = field(default_factory=dict)

    def amounts(self, by_voice: Mapping[str, float], counted: Collection[str] = ()) -> list[float]:
        """What is left of amounts of one sign, in any order; beside voices that are ``counted`` already, all of it."""
        if not self.family_of:
            return list(by_voice.values())
        left: list[float] = []
        inside: defaultdict[str, list[float]] = defaultdict(list)
        for voice, amount in by_voice.items():
            (inside[self.family_of[voice]] if voice in self.family_of else left).append(amount)
        there = {self.family_of[voice] for voice in counted if voice in self.family_of}
        for family, each in inside.items():
            p, is_there = self.surely[family], family in there
            if len(each) == 1 and not is_there:
                left += each
                continue
            left += [(1 - p) * amount for amount in each]
            if not is_there:
                left.append(p * max(each, key=abs))
        return left


ALONE = Families()


def families(pairs: Mapping[tuple[str, str], float]) -> Families:
    """The voices that pairs tie together, each so probably; a family is as sure as the weakest pair that it takes."""
    first: dict[str, str] = {}
    surely: dict[str, float] = {}

    def top(voice: str) -> str:
        while first.setdefault(voice, voice) != voice:
            voice = first[voice]
        return voice

    # The surest pairs join first, so that what holds a family together is no weaker than it must be.
    for pair in sorted(pairs, key=lambda each: -pairs[each]):
        early, late = sorted(map(top, pair))
        if early != late:
            first[late] = early
            surely.pop(late, None)
            surely[early] = pairs[pair]
    return Families({voice: top(voice) for voice in sorted(first)}, surely)
