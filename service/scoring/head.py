"""The head: linear evidence in bits from signals, for the stance of a pair and for its being an update.

Logistic regressions (fitted with scikit-learn in ``service.learning``) written as plain numbers: for each signal a
weight in bits per unit for each stance, plus a prior; their base-2 softmax gives the probabilities, so that a person
can add them up. What a newsroom's labels have taught of its wording joins in, term by term. For an update there is one
weight a sign, and the sum is its log2 odds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from service.news.pair import Bits, Development, Evidence, Probabilities, Relation, Sign
from service.scoring import odds
from service.scoring.signals import SIGNALS, Signal
from service.scoring.update import SIGNS
from service.scoring.view import PairView
from service.scoring.wording import terms

EVEN = 0.5


@dataclass(frozen=True, slots=True)
class Bounds:
    """The probabilities from which what is likeliest is decided, by relation; below is the abstain band."""

    agrees: float
    contradicts: float
    updates: float = 0.0

    def of(self, relation: Relation) -> float:
        """The least probability from which ``relation`` is decided: that two claims have nothing to do, from any."""
        return {
            Relation.AGREES: self.agrees,
            Relation.CONTRADICTS: self.contradicts,
            Relation.UPDATES: self.updates,
        }.get(relation, 0.0)

    def in_reports(self) -> Bounds:
        """The same where nobody asks: a report does not alarm where it is likelier that there is no contradiction."""
        return replace(self, contradicts=max(EVEN, self.contradicts))


@dataclass(frozen=True, slots=True)
class Head:
    """Fitted weights.

    ``prior`` and ``weights`` are bits, already divided by the calibration temperature; ``weights`` has one entry per
    signal, in bits per unit of it; ``update_prior`` and ``update_weights`` are the same for an update, by sign.
    ``asked`` has the bounds for two claims that somebody asks about, ``laid`` those for claims that a report lays side
    by side by itself, few of which have anything to do with each other. ``wording`` has the bits of terms
    (``scoring.wording``) where they are met.
    """

    version: str
    prior: Bits
    weights: Mapping[str, Bits]
    update_prior: float
    update_weights: Mapping[str, float]
    asked: Bounds
    laid: Bounds
    wording: Mapping[str, Bits] = field(default_factory=dict)

    def evidence(self, pair: PairView) -> tuple[Evidence, ...]:
        """The prior's and every signal's contribution, in the order of SIGNALS, then those of terms that are known."""
        parts = [Evidence("prior", None, self.prior)]
        parts += [self._contribution(signal, signal.measure(pair)) for signal in SIGNALS]
        known = sorted(terms(pair) & self.wording.keys()) if self.wording else ()
        parts += [Evidence(f"wording {term}", 1.0, self.wording[term]) for term in known]
        return tuple(parts)

    def development(self, pair: PairView) -> Development:
        """How likely b is an update of a; the caller knows that b speaks from late enough."""
        measured = [(sign.name, sign.measure(pair)) for sign in SIGNS]
        said = tuple(Sign(name, value, self.update_weights[name] * value) for name, value in measured)
        evidence = (Sign("prior", None, self.update_prior), *said)
        return Development(odds.probability(sum(sign.bits for sign in evidence)), evidence)

    def _contribution(self, signal: Signal, value: float) -> Evidence:
        weight = self.weights[signal.name]
        bits = Bits(weight.agrees * value, weight.contradicts * value, weight.neutral * value)
        return Evidence(signal.name, value, bits)


def judge(evidence: tuple[Evidence, ...]) -> Probabilities:
    """The probabilities that the contributions add up to."""
    return odds.probabilities(odds.total(part.bits for part in evidence))
