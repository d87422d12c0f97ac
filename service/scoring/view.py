"""Two claims laid side by side, as signals see them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from service.news.claim import Claim, Frame, Slot, SlotName
from service.news.pair import Reason, ReasonCode
from service.scoring.reading import lexicon

Vector = NDArray[np.float32]

# From here on two phrases name the same thing, and below it another one.
SAME_PHRASE = 0.62
OTHER_PHRASE = 0.5
SAME_DEED = 0.5
VALUES = frozenset({SlotName.NUMBER, SlotName.TIME})
# Deeds without a class in the lexicon are the same when their verbs are.
GENERIC_ACTIONS = frozenset({"be", "have", "say", "tell", "do", "make", "get", "become", "include", "leave"})


@dataclass(frozen=True, slots=True)
class EncodedClaim:
    """A claim with its unit vector, shape (n_dims,), and those of its slots' phrases by their text."""

    claim: Claim
    vector: Vector
    phrases: Mapping[str, Vector]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the pair model says of two claims.

    ``agrees`` and ``contradicts`` are natural logits less that of neutral, the mean of both directions; ``updates`` are
    the natural log-odds that the second claim tells how the first went on, read in this direction; ``reasons`` those
    that a contradiction has a reason, the mean of both directions.
    """

    agrees: float
    contradicts: float
    updates: float
    reasons: Mapping[ReasonCode, float]


@dataclass(frozen=True)
class PairView:
    """Two claims side by side; all of it is symmetric in them unless it is a pair (of a's, of b's), or of updates."""

    a: EncodedClaim
    b: EncodedClaim
    judgement: Judgement

    @cached_property
    def similarity(self) -> float:
        """Cosine of the two claims, in [0, 1] (negative ones count as none)."""
        return cosine(self.a.vector, self.b.vector)

    @cached_property
    def words(self) -> tuple[frozenset[str], frozenset[str]]:
        """The content lemmas of either claim."""
        return frozenset(self.a.claim.statement.words), frozenset(self.b.claim.statement.words)

    @cached_property
    def overlap(self) -> float:
        """Share of content lemmas in common (Jaccard), in [0, 1]."""
        one, other = self.words
        either = one | other
        return len(one & other) / len(either) if either else 0.0

    def alike(self, x: Slot, y: Slot) -> float:
        """How far two phrases name the same thing, in [0, 1]: 1 for the same head, else the cosine of the phrases.

        Values (numbers, times) are the same or not at all alike.
        """
        if x.norm == y.norm:
            return 1.0
        if x.name in VALUES or y.name in VALUES:
            return 0.0
        return cosine(self.a.phrases[x.text], self.b.phrases[y.text])

    @cached_property
    def deeds(self) -> tuple[tuple[Frame, Frame], ...]:
        """Pairs of predications that tell of one kind of deed."""
        return tuple(
            (x, y)
            for x in self.a.claim.statement.frames
            for y in self.b.claim.statement.frames
            if same_deed(x, y) or self._alike_deeds(x, y)
        )

    def _alike_deeds(self, x: Frame, y: Frame) -> bool:
        plain = x.action.norm not in GENERIC_ACTIONS and y.action.norm not in GENERIC_ACTIONS
        return plain and self.alike(x.action, y.action) >= SAME_DEED

    @cached_property
    def topic(self) -> float:
        """How sure it is that both speak of one thing, in [0, 1]: the mean of similarity and overlap's square root."""
        return 0.5 * self.similarity + 0.5 * math.sqrt(self.overlap)

    def leaves_open(self, name: SlotName) -> bool:
        """Whether either claim says that it leaves the slot open."""
        return name in self.a.claim.statement.open_slots or name in self.b.claim.statement.open_slots

    def slots(self, name: SlotName) -> tuple[tuple[Slot, ...], tuple[Slot, ...]]:
        """The filled slots called ``name`` of either claim."""
        return self.a.claim.statement.slots_named(name), self.b.claim.statement.slots_named(name)

    def reason(self, code: ReasonCode, x: Slot, y: Slot) -> Reason:
        """A reason that points at ``x`` in a and ``y`` in b."""
        return Reason(code, x.span, y.span)


def cosine(one: Vector, other: Vector) -> float:
    """The cosine of two vectors of any length, in [0, 1] (negative ones count as none)."""
    lengths = math.sqrt(float(one @ one) * float(other @ other))
    return max(0.0, min(1.0, float(one @ other) / lengths)) if lengths else 0.0


def same_deed(x: Frame, y: Frame) -> bool:
    """Whether two predications tell of one kind of deed: the same verb, or verbs of one class of the lexicon."""
    return bool(kinds_of_deed(x) & kinds_of_deed(y))


def kinds_of_deed(frame: Frame) -> frozenset[str]:
    """The verb of a predication and the classes of the lexicon it belongs to; none for a verb that tells little."""
    verb = frame.action.norm
    if verb in GENERIC_ACTIONS:
        return frozenset()
    return frozenset({verb, *(f"kind:{kind}" for kind in lexicon.DEEDS_OF.get(verb, ()))})


def leftovers(
    mine: Sequence[Slot], theirs: Sequence[Slot], *, same: Callable[[Slot, Slot], bool]
) -> tuple[tuple[Slot, ...], tuple[Slot, ...]]:
    """The slots of either side that nothing on the other side is the same as."""
    return (
        tuple(x for x in mine if not any(same(x, y) for y in theirs)),
        tuple(y for y in theirs if not any(same(x, y) for x in mine)),
    )
