"""Who can be relied on and what is right, worked out together.

The model: a source s is right about attribute k at a rate r(s, k); sources that are wrong make mistakes that fall
together (``mistakes``) and often lie near what is right (``likeness``); a value of a cell is right or none of them is.
It is the model of ACCU and its descendants (Dong, Berti-Équille & Srivastava 2009, doi:10.14778/1687627.1687690) with
mistakes that have no fixed number of kinds, and is fitted by EM (Dempster, Laird & Rubin 1977,
doi:10.1111/j.2517-6161.1977.tb01600.x). With w the weight of a statement, each round

1. gives each value its score, the ln of its odds against 'none of these is right':

       Σ over its statements  w ln(r / (1 - r))  +  spared(value)  +  Σ over other values  ln(1 - p + p ratio)

   p being the share of near misses among the mistakes; a cell's probabilities are the softmax over its values and 0;
2. sets each rate to the mean of its posterior: the prior of all sources carries over to a source, the source's rate to
   its rate on each attribute, with the weight of ALLIED statements. Cells with one statement tell nothing, and no
   statement bears out itself: it meets the rate of its source's other ones (Asuncion et al. 2009, arXiv:1205.2662);
3. from time to time learns the concentrations g, the shares p, the prior, and the ``dependence`` of sources: w becomes
   one over the number of statements that each of several dependent ones stands for.

EM ends where it is led, so it is begun twice: with all rates alike, and with the ``agreement`` of sources, and the end
under which all that was stated is likelier is kept, copying between sources counted in (each source from one other:
the heaviest forest of pairs). Nothing depends on the order or the names of sources.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.special import gammaln

from service.scoring.credibility import mistakes, rates
from service.scoring.credibility.agreement import first_rates
from service.scoring.credibility.dependence import Dependence, dependence
from service.scoring.credibility.likeness import NONE, Likeness
from service.scoring.credibility.statements import Indices, Numbers, Statements, added_up, largest

ALLIED = 40.0
FIRST_RATE = 0.8
LOWEST, HIGHEST = 0.01, 0.995
ROUNDS = 40
TOLERANCE = 1e-3
# Parameters are learnt every third round, dependence every fourth from the fifth on, when rates have taken shape.
LEARNT = 3
COMPARED = 4
# An attribute's own concentration and share of near misses count against those of all with this many cells, mistakes.
SHRUNK = 20.0
_FARTHEST = 20.0


@dataclass(frozen=True, slots=True)
class Priors:
    """What is known of each source beforehand, arrays of shape (n_sources,): the mean in (0, 1), the strength > 0."""

    mean: Numbers
    strength: Numbers


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the iteration ends in.

    ``score``, shape (n_values,), is in natural logarithms, ``probability`` in [0, 1] that the value is right;
    ``credibility`` holds the posterior of each source's rate over what it states; ``weight``, shape (n_statements,),
    what each counts for; ``dependence`` tells which sources depend on each other; ``likelihood`` is the ln of the
    likelihood of all that is stated.
    """

    score: Numbers
    probability: Numbers
    credibility: rates.Posterior
    weight: Numbers
    dependence: Dependence
    likelihood: float


def estimate(
    known: Statements, alike: Likeness = NONE, priors: Priors | None = None, weight: Numbers | None = None
) -> Estimate:
    """The estimate from ``known``; ``priors`` are learnt where none are given.

    ``weight`` in [0, 1], shape (n_statements,), says how far each statement counts by what is known from elsewhere: how
    surely it states its value, how many others it was copied along with. What is found here is multiplied in.
    """
    given = np.ones(len(known.value)) if weight is None else weight
    starts: tuple[Callable[[], Numbers], ...] = (
        lambda: np.full(known.n_sources, FIRST_RATE),
        lambda: first_rates(known),
    )
    ends = [_Fit(known, alike, priors, given, start()).run() for start in starts]
    return max(ends, key=lambda end: round(end.likelihood, 3))


class _Fit:
    """One run of EM; 'unit' means a source on one attribute."""

    def __init__(
        self, known: Statements, alike: Likeness, priors: Priors | None, given: Numbers, start: Numbers
    ) -> None:
        self.known, self.alike, self.given = known, alike, given
        self.learns_prior = priors is None
        usual = Priors(*(np.full(known.n_sources, each) for each in rates.USUAL))
        self.mean, self.strength = (priors or usual).mean, (priors or usual).strength
        attributes = int(known.attribute.max(initial=0)) + 1
        self.n_attributes = attributes
        units, self.unit = np.unique(known.source * attributes + known.attribute[known.cell_of], return_inverse=True)
        self.n_units = len(units)
        self.asked = known.attribute[known.cell]
        self.asked_of_pair = self.asked[alike.right]
        self.n_kinds = added_up(known.cell, np.ones(known.n_values), known.n_cells)
        self.told = given * (known.answered[known.cell_of] > 1)
        self.weight = given
        self.rate = start[known.source]
        self.g = np.full(attributes, mistakes.USUAL)
        self.near = np.full(attributes, 0.1)

    def run(self) -> Estimate:
        """Rounds of the three steps until no rate moves by more than TOLERANCE."""
        rounds, moved = 0, np.inf
        self._values()
        while rounds < ROUNDS and (moved > TOLERANCE or rounds <= 2 * COMPARED):
            before = self.rate
            self._rates()
            self._values()
            if rounds % LEARNT == 1:
                self._parameters()
            if rounds >= COMPARED and rounds % COMPARED == 0:
                self.weight = self.given * self._dependence()[1]
            moved = float(np.abs(self.rate - before).max(initial=0))
            rounds += 1
        return self._end()

    def _values(self) -> None:
        """Step 1."""
        known, rate = self.known, self.rate
        self.mass = added_up(known.value, self.weight, known.n_values)
        self.whole = added_up(known.cell, self.mass, known.n_cells)
        odds = np.log(rate) - np.log1p(-rate)
        self.support = added_up(known.value, self.weight * odds, known.n_values) + self._nearby()
        score, peak = self._scores(self.g)
        self.score, self.probability = score, np.exp(score - peak[known.cell])

    def _scores(self, g: Numbers) -> tuple[Numbers, Numbers]:
        """The score of each value, and ln of the sum of a cell's odds, 'none of them' included."""
        known = self.known
        score = self.support + mistakes.spared(g[self.asked], self.mass, self.whole[known.cell])
        peak = np.maximum(largest(known.cell, score, known.n_cells), 0)
        odds = np.exp(-peak) + added_up(known.cell, np.exp(score - peak[known.cell]), known.n_cells)
        return score, peak + np.log(odds)

    def _nearby(self) -> Numbers:
        """What near misses add to a value; sources that make one mistake make it once, so it counts once."""
        near = self.near[self.asked_of_pair]
        told = np.minimum(self.mass[self.alike.stated], 1) * np.log(1 - near + near * self.alike.ratio)
        return added_up(self.alike.right, told, self.known.n_values)

    def _rates(self) -> None:
        """Step 2."""
        known = self.known
        right = self.probability[known.value] * self.told
        mean, strength = self.mean[known.source], self.strength[known.source]
        borne_out, judged = self._others(known.source, right, known.n_sources)
        of_source = (mean * strength + borne_out) / (strength + judged)
        borne_out, judged = self._others(self.unit, right, self.n_units)
        self.rate = np.clip((ALLIED * of_source + borne_out) / (ALLIED + judged), LOWEST, HIGHEST)

    def _others(self, places: Indices, right: Numbers, many: int) -> tuple[Numbers, Numbers]:
        """How many other statements of each statement's source or unit are right, of how many that tell anything."""
        return tuple(added_up(places, each, many)[places] - each for each in (right, self.told))  # type: ignore[return-value]

    def _parameters(self) -> None:
        """The concentrations, the shares of near misses and the prior of step 3."""
        self._concentrations()
        if len(self.alike.right):
            self._near_misses()
        if self.learns_prior:
            mean, strength = rates.prior(self._likelihoods(self._evidence()))
            self.mean, self.strength = np.full_like(self.mean, mean), np.full_like(self.strength, strength)

    def _concentrations(self) -> None:
        known, steps = self.known, mistakes.CONCENTRATIONS
        found = np.array(
            [
                added_up(known.attribute, self._likelihood(np.full(self.n_attributes, g)), self.n_attributes)
                for g in steps
            ]
        )
        contested = float((self.n_kinds > 1).sum())
        common = found.sum(axis=1) - 0.05 * np.log(steps / mistakes.USUAL) ** 2
        self.g = steps[(found + (common * min(1.0, SHRUNK / max(contested, 1.0)))[:, None]).argmax(axis=0)]

    def _likelihood(self, g: Numbers) -> Numbers:
        """The ln of the likelihood of what is stated in each cell, shape (n_cells,)."""
        known, rate = self.known, self.rate
        wrong = added_up(known.cell_of, self.weight * np.log1p(-rate), known.n_cells)
        own = added_up(known.cell, gammaln(np.maximum(self.mass, 1)), known.n_cells)
        chance = mistakes.all_mistaken(g[known.attribute], self.n_kinds, own, self.whole)
        return np.asarray(self._scores(g)[1] + wrong + chance, dtype=np.float64)

    def _near_misses(self) -> None:
        alike, near = self.alike, self.near[self.asked_of_pair]
        made = self.probability[alike.right] * np.minimum(self.mass[alike.stated], 1)
        as_near = made * near * alike.ratio / (1 - near + near * alike.ratio)
        common = (as_near.sum() + 1) / (made.sum() + 10)
        inside, whole = (added_up(self.asked_of_pair, each, self.n_attributes) for each in (as_near, made))
        self.near = np.minimum((inside + SHRUNK * common) / (whole + SHRUNK), 0.98)

    def _evidence(self) -> Numbers:
        """The ln of how much likelier each statement is right than wrong, by what others say alone."""
        at = np.clip(self.probability[self.known.value], 1e-12, 1 - 1e-12)
        own = self.weight * (np.log(self.rate) - np.log1p(-self.rate))
        return np.asarray(np.clip(np.log(at) - np.log1p(-at) - own, -_FARTHEST, _FARTHEST), dtype=np.float64)

    def _likelihoods(self, evidence: Numbers) -> Numbers:
        return rates.likelihood(self.known.source, evidence, self.told, self.known.n_sources)

    def _dependence(self) -> tuple[Dependence, Numbers]:
        known = self.known
        rest = added_up(known.cell, self.probability * known.votes, known.n_cells)[known.cell]
        # If this value is wrong, so many of the cell's statements may be right at most.
        right = (rest - self.probability * known.votes) / np.clip(1 - self.probability, 1e-6, 1)
        answered = known.answered[known.cell]
        mistaken = np.maximum(answered - np.minimum(right, answered - known.votes), known.votes)
        chance = mistakes.coincidence(self.g[self.asked], known.votes, mistaken)
        return dependence(known, self.probability, self.rate, chance)

    def _end(self) -> Estimate:
        """The estimate, with the likelihood of everything if each source copies from one other at most."""
        score, probability, weight = self.score, self.probability, self.weight
        credibility = rates.posterior(self._likelihoods(self._evidence()), self.mean, self.strength)
        self.weight = self.given
        self._values()
        pairs, _ = self._dependence()
        return Estimate(
            score=score,
            probability=probability,
            credibility=credibility,
            weight=weight,
            dependence=pairs,
            likelihood=float(self._likelihood(self.g).sum()) + _forest(pairs, self.known.n_sources),
        )


def _forest(pairs: Dependence, n_sources: int) -> float:
    gained = np.logaddexp(0, pairs.evidence)
    table = sparse.csr_array((-gained, (pairs.one, pairs.other)), shape=(n_sources, n_sources))
    return -float(minimum_spanning_tree(table).sum())
