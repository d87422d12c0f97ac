"""Two claims about one event, and what comparing them found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from service.news.article import Span


class Stance(StrEnum):
    """What two claims are to each other, whichever is named first."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    NEUTRAL = "neutral"


class Relation(StrEnum):
    """What a pair is in the end: a stance, or ``updates`` where the later claim tells how the earlier one went on."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    NEUTRAL = "neutral"
    UPDATES = "updates"


UNDECIDED = "undecided"
"""What a pair is called inside the abstain band, in place of its relation."""


class ReasonCode(StrEnum):
    """The slot in conflict."""

    NUMBER = "number"
    ACTOR = "actor"
    TARGET = "target"
    PLACE = "place"
    TIME = "time"
    CAUSE = "cause"
    STATUS = "status"
    DENIAL = "denial"


@dataclass(frozen=True, slots=True)
class Reason:
    """A slot in conflict, with the words in both claims (spans into each claim's field of its article)."""

    code: ReasonCode
    a: Span
    b: Span


@dataclass(frozen=True, slots=True)
class Bits:
    """Evidence for each stance, in bits (log2 odds before normalising)."""

    agrees: float
    contradicts: float
    neutral: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one signal (or the prior) contributed to a comparison; ``value`` is the measurement, None for the prior."""

    signal: str
    value: float | None
    bits: Bits


@dataclass(frozen=True, slots=True)
class Probabilities:
    """Probability of each stance; the three add up to 1."""

    agrees: float
    contradicts: float
    neutral: float

    @property
    def top(self) -> Stance:
        """The likeliest stance; ties go to the first of neutral, agrees, contradicts."""
        order = ((Stance.NEUTRAL, self.neutral), (Stance.AGREES, self.agrees), (Stance.CONTRADICTS, self.contradicts))
        return max(order, key=lambda pair: pair[1])[0]

    def of(self, stance: Stance) -> float:
        """The probability of ``stance``."""
        return {
            Stance.AGREES: self.agrees,
            Stance.CONTRADICTS: self.contradicts,
            Stance.NEUTRAL: self.neutral,
        }[stance]


@dataclass(frozen=True, slots=True)
class Sign:
    """What one measurement (or the prior, whose ``value`` is None) says for an update, in bits."""

    signal: str
    value: float | None
    bits: float


@dataclass(frozen=True, slots=True)
class Development:
    """How likely it is that the later of two claims tells how the earlier one went on, in (0, 1), and why."""

    probability: float
    evidence: tuple[Sign, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two claims compared.

    ``a`` and ``b`` are claim ids, the earlier claim first (then by id). ``decided`` is false inside the abstain
    band. For ``updates`` the later claim is ``b``. ``development`` is None where neither can be an update of the other
    for its time; ``probabilities`` are those of the stances if it is none.
    """

    a: str
    b: str
    relation: Relation
    decided: bool
    probabilities: Probabilities
    evidence: tuple[Evidence, ...]
    reasons: tuple[Reason, ...]
    development: Development | None = None

    @property
    def probability(self) -> float:
        """How likely ``relation`` is what the pair is, in (0, 1)."""
        return of_relation(self.relation, self.probabilities, self.development)

    @property
    def called(self) -> str:
        """The name of its relation, or ``UNDECIDED``."""
        return self.relation.value if self.decided else UNDECIDED


def of_relation(relation: Relation, stances: Probabilities, development: Development | None) -> float:
    """The probability of a relation, in (0, 1); over all relations they add up to 1."""
    updates = development.probability if development else 0.0
    return updates if relation is Relation.UPDATES else (1.0 - updates) * stances.of(Stance(relation.value))
