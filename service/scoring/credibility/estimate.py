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
   one over the number of statements that each of several dependent ones stands for. Dependence comes before g, and a
   mistake is as popular as independent sources make it: or what a group shares would pass for a popular mistake.

Where all sources speak of nearly everything and most of them depend on others, values are settled by the ``streams``
that they read. In a series of cells who is late repeats what was right before, which excuses a mistake and bears out
the earlier value (``lateness``).

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
from scipy.special import gammaln, xlogy

from service.scoring.credibility import mistakes, rates, streams
from service.scoring.credibility.agreement import first_rates
from service.scoring.credibility.dependence import Dependence, dependence
from service.scoring.credibility.lateness import NONE as ON_TIME
from service.scoring.credibility.lateness import Earlier, Lateness
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
# With more sources than this leaving out one hardly moves the others, and takes long.
MOST_LEFT_OUT = 100
LEFT_OUT_ROUNDS = 3
# Where this share of sources depends on others, counting heads goes wrong, and streams are looked for.
TIED = 0.5


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
    known: Statements,
    alike: Likeness = NONE,
    priors: Priors | None = None,
    weight: Numbers | None = None,
    *,
    before: Earlier = ON_TIME,
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
    fits = [_Fit(known, alike, priors, given, start(), before).run() for start in starts]
    best = max(fits, key=lambda fit: round(fit.likelihood, 3))
    counts_heads = weight is not None or not streams.comparable(known) or best.tied() < TIED
    return best.estimate() if counts_heads else best.by_streams()


class _Fit:
    """One run of EM; 'unit' means a source on one attribute."""

    def __init__(
        self,
        known: Statements,
        alike: Likeness,
        priors: Priors | None,
        given: Numbers,
        start: Numbers,
        before: Earlier,
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
        self.compared = False
        self.lateness = Lateness(known, before)
        self.late = np.zeros(len(known.value))
        self.later = np.zeros(known.n_values)
        self.probability = np.zeros(known.n_values)

    def run(self) -> _Fit:
        """Rounds of the three steps until no rate moves by more than TOLERANCE; itself, with its ``likelihood``."""
        rounds, moved = 0, np.inf
        self._values()
        while rounds < ROUNDS and (moved > TOLERANCE or rounds <= 2 * COMPARED):
            before = self.rate
            self._rates()
            self._values()
            if rounds % LEARNT == 1 and self.compared:
                self._parameters()
            if rounds >= COMPARED and rounds % COMPARED == 0:
                self.weight = self.given * self._dependence()[1]
                self.compared = True
            moved = float(np.abs(self.rate - before).max(initial=0))
            rounds += 1
        self.likelihood = self._whole()
        return self

    def _values(self) -> None:
        """Step 1."""
        known = self.known
        if self.lateness.some:
            self._late()
        self.mass = added_up(known.value, self.weight * (1 - self.late), known.n_values)
        self.whole = added_up(known.cell, self.mass, known.n_cells)
        self.odds = np.log(self.rate) - np.log1p(-self.rate) - self.lateness.excused()
        self.support = added_up(known.value, self.weight * self.odds, known.n_values) + self._nearby() + self.later
        score, peak = self._scores(self.g)
        self.score, self.probability = score, np.exp(score - peak[known.cell])

    def _late(self) -> None:
        """Which statements are late, and what they add to earlier values."""
        right = self.probability[self.known.value]
        self.lateness.look(self.probability)
        self.late = self.lateness.late(right)
        self.later = self.lateness.borne_out(right, self.rate, self.weight, self.probability)

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
        if self.lateness.some:
            self.lateness.learn(self.probability)
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
        known = self.known
        wrong = added_up(known.cell_of, self.weight * (np.log1p(-self.rate) + self.lateness.excused()), known.n_cells)
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
        own = self.weight * self.odds
        return np.asarray(np.clip(np.log(at) - np.log1p(-at) - own, -_FARTHEST, _FARTHEST), dtype=np.float64)

    def _likelihoods(self, evidence: Numbers) -> Numbers:
        return rates.likelihood(self.known.source, evidence, self.told, self.known.n_sources)

    def _dependence(self) -> tuple[Dependence, Numbers]:
        """Who depends on whom, a mistake being as popular as those make it who were found to be on their own.

        Before anybody was compared every mistake counts as made once: what a group states together would pass for a
        popular mistake otherwise, and the group for many on their own.
        """
        return self._paired(self.mass, self.whole, np.inf if self.compared else 2.0)

    def _paired(self, mass: Numbers, whole: Numbers, most: float) -> tuple[Dependence, Numbers]:
        """The same with the mass of values, that of cells, and how many mistakes of a cell count at most."""
        known, mass, whole = self.known, np.minimum(mass, most), whole[self.known.cell]
        # If this value is wrong, so much of the cell's mass may be right at most.
        rest = added_up(known.cell, self.probability * mass, known.n_cells)[known.cell]
        right = (rest - self.probability * mass) / np.clip(1 - self.probability, 1e-6, 1)
        mistaken = np.minimum(np.maximum(whole - np.minimum(right, whole - mass), mass), most)
        chance = mistakes.coincidence(self.g[self.asked], mass, mistaken)
        # Two who are late make the same mistake for that alone.
        chance = 1 - (1 - chance) * (1 - self.lateness.of_mistakes())
        return dependence(known, self.probability, self.rate, chance)

    def _whole(self) -> float:
        """A bound of the ln of the likelihood of all that is stated if each source copies from one other at most.

        Values stay as probable as they were found to be (Neal & Hinton 1998, doi:10.1007/978-94-011-5014-9_12). With
        every statement counted whole they would turn to what the largest group says, and copying would come to nothing.
        """
        known, q, found = self.known, self.probability, (self.weight, self.mass, self.whole, self.support)
        pairs, _ = self._paired(known.votes, known.answered, np.inf)
        self.weight, on_time = self.given, self.given * (1 - self.late)
        self.mass = added_up(known.value, on_time, known.n_values)
        self.whole = added_up(known.cell, self.mass, known.n_cells)
        self.support = added_up(known.value, self.weight * self.odds, known.n_values) + self._nearby()
        score, peak = self._scores(self.g)
        none = np.clip(1 - added_up(known.cell, q, known.n_cells), 0, 1)
        expected = float((q * score).sum() - xlogy(q, q).sum() - xlogy(none, none).sum())
        expected += float((self._likelihood(self.g) - peak).sum())
        self.weight, self.mass, self.whole, self.support = found
        return expected + _forest(pairs, known.n_sources)

    def estimate(self) -> Estimate:
        """What the rounds ended in."""
        score, probability, weight = self.score, self.probability, self.weight
        likelihoods = self._likelihoods(self._evidence())
        credibility = rates.posterior(likelihoods, self.mean, self.strength)
        pairs, _ = self._dependence()
        if self.known.n_sources <= MOST_LEFT_OUT:
            doubt = self._doubt(_families(pairs, self.known.n_sources))
            credibility = rates.posterior(likelihoods * rates.counted(credibility, doubt), self.mean, self.strength)
        return Estimate(score, probability, credibility, weight, pairs, self.likelihood)

    def tied(self) -> float:
        """The share of sources that are likelier than not to depend on another one."""
        pairs, _ = self._dependence()
        likely = pairs.evidence > 0
        return len(np.union1d(pairs.one[likely], pairs.other[likely])) / self.known.n_sources

    def by_streams(self) -> Estimate:
        """The same by the ``streams`` that sources read, as the source sees them that is the most credible by now."""
        credibility = rates.posterior(self._likelihoods(self._evidence()), self.mean, self.strength)
        found = streams.streams(self.known, int(credibility.mean.argmax()))
        probability = np.clip(found.probability, 1e-12, 1 - 1e-12)
        evidence = np.log(probability / (1 - probability))[self.known.value] - found.own
        likelihoods = self._likelihoods(np.clip(evidence, -_FARTHEST, _FARTHEST))
        credibility = rates.posterior(likelihoods, self.mean, self.strength)
        counted = rates.counted(credibility, found.doubt)
        return Estimate(
            score=np.log(probability / np.maximum(found.none, 1e-12)[self.known.cell]),
            probability=found.probability,
            credibility=rates.posterior(likelihoods * counted, self.mean, self.strength),
            weight=found.weight,
            dependence=found.dependence,
            likelihood=self.likelihood,
        )

    def _doubt(self, kin: Numbers) -> Numbers:
        """The variance of each source's share right over who might not have spoken, shape (n_sources,).

        Whoever depends on each other is left out together, one family after the other, and the others are weighed anew
        (the jackknife; Efron 1982, doi:10.1137/1.9781611970319). ``kin``, shape (n_sources, n_sources), is 1 for those
        of a family.
        """
        known, ended = self.known, (self.weight, self.probability, self.rate)
        whole = np.maximum(added_up(known.source, self.told, known.n_sources), 1.0)
        spread = np.zeros(known.n_sources)
        for family, many in zip(*np.unique(kin, axis=0, return_counts=True), strict=True):
            self.weight, self.probability, self.rate = ended
            self.weight = np.where(family[known.source] > 0, 0.0, self.weight)
            for _ in range(LEFT_OUT_ROUNDS):
                self._values()
                self._rates()
            moved = (self.probability - ended[1])[known.value] * self.told
            shift = added_up(known.source, moved, known.n_sources) / whole
            spread += np.where(family > 0, 0.0, shift**2) * many / family.sum()
        return spread


def _families(pairs: Dependence, n_sources: int) -> Numbers:
    """Who is likelier than not to depend on whom, or is the same, as 1, shape (n_sources, n_sources)."""
    likely = pairs.evidence > 0
    kin = np.eye(n_sources)
    kin[pairs.one[likely], pairs.other[likely]] = kin[pairs.other[likely], pairs.one[likely]] = 1
    return kin


def _forest(pairs: Dependence, n_sources: int) -> float:
    gained = np.logaddexp(0, pairs.evidence)
    table = sparse.csr_array((-gained, (pairs.one, pairs.other)), shape=(n_sources, n_sources))
    return -float(minimum_spanning_tree(table).sum())
