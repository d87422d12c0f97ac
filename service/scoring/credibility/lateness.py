"""Who is late: in a series of cells a source may still state what was right in an earlier one.

A reading, a price or a toll is asked for again and again. Where a source is late it states for one cell what another
one, up to MOST_STEPS back, was right with. Of two streams of statements that are the same but for a shift the earlier
one is right then, however many repeat the later one: nobody can tell what has not happened yet. (Statements that are
judged by when they are made: Dong, Berti-Équille & Srivastava 2009b, doi:10.14778/1687627.1687691.)

With l(s, d) the share of the mistakes of source s that it makes by being d steps late, E the sum over d of l(s, d)
times the probability that what it states is right d steps back, r its rate and q the chance of one mistake, it states

    what is right with probability r,    a mistake with probability (1 - r) (E + (1 - L) q),    L the sum of l(s, d).

So a mistake that late sources share is no sign that it is right, and bears out the cell in which it was: there it
counts unless the source stated the same there itself.

l(s, d) is how many more of the mistakes of s were right d steps back than will be right d steps on, for these are so by
chance, where that is more than chance would give: where objects have no order, nobody is late.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from service.scoring.credibility import mistakes
from service.scoring.credibility.statements import Indices, Numbers, Statements, added_up

MOST_STEPS = 2
# The chance that two who are wrong make the same mistake, as ``mistakes`` has it before anything is known.
CHANCE = 1 / (1 + mistakes.USUAL)
# The most of a source's mistakes that are taken to be late ones, and the standard deviations that chance is allowed.
MOST = 0.95
CHANCE_ALLOWED = 2.0
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Repeats:
    """Statements that say what a value of another cell says, ``steps`` (from 0) back or on, all of shape (n_links,)."""

    statement: Indices
    value: Indices
    steps: Indices


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is stated again in a series: what ``was`` stated some cells back, and what ``will`` be some cells on.

    ``anew``, of the shape of ``was``, is 1 where the source of the statement did not state that value there, 0 where it
    did. ``open`` and ``between``, shape (MOST_STEPS, n_statements), are 1 where there is a cell so many steps back, and
    so many back and on.
    """

    was: Repeats
    will: Repeats
    anew: Numbers
    open: Numbers
    between: Numbers


_NO = np.zeros(0, np.intp)
_NEVER = Repeats(_NO, _NO, _NO)
_CLOSED = np.zeros((MOST_STEPS, 0))
NONE = Earlier(_NEVER, _NEVER, np.zeros(0), _CLOSED, _CLOSED)


def earlier(known: Statements, texts: Sequence[str], before: Indices) -> Earlier:
    """The links of statements to what is stated in earlier cells.

    ``texts`` has one text for each value; ``before``, shape (n_cells,), is the cell one step back in the series of each
    cell, -1 where there is none.
    """
    if not (before >= 0).any():
        return NONE
    after = np.full_like(before, -1)
    after[before[before >= 0]] = np.flatnonzero(before >= 0)
    _, text = np.unique(np.array(texts), return_inverse=True)
    (was, back), (will, on) = (_repeats(known, text.ravel(), step) for step in (before, after))
    own = np.sort(known.source * known.n_values + known.value)
    said = known.source[was.statement] * known.n_values + was.value
    itself = own[np.minimum(np.searchsorted(own, said), len(own) - 1)] == said
    return Earlier(was, will, 1.0 - itself, back, back * on)


def _repeats(known: Statements, text: Indices, step: Indices) -> tuple[Repeats, Numbers]:
    """What is stated again of cells up to MOST_STEPS of ``step`` away, and 1 where there is such a cell."""
    many = int(text.max(initial=0)) + 1
    of_value = known.cell * many + text
    order = np.argsort(of_value)
    links, there, away = [], [], np.arange(known.n_cells)
    for steps in range(MOST_STEPS):
        away = np.where(away >= 0, step[away], -1)
        cell = away[known.cell_of]
        there.append((cell >= 0).astype(np.float64))
        wanted = cell * many + text[known.value]
        place = order[np.minimum(np.searchsorted(of_value[order], wanted), known.n_values - 1)]
        at = np.flatnonzero((cell >= 0) & (of_value[place] == wanted))
        links.append((at, place[at], np.full(len(at), steps)))
    return Repeats(*(np.concatenate(each) for each in zip(*links, strict=True))), np.stack(there)


class Lateness:
    """Which share of its mistakes each source makes by being late, and which statements may be late."""

    def __init__(self, known: Statements, links: Earlier) -> None:
        self.known, self.links = known, links
        self.share = np.zeros((MOST_STEPS, known.n_sources))
        self.some = len(links.was.statement) > 0
        self.past, self.other = np.zeros(len(known.value)), np.ones(len(known.value))
        if self.some:
            # Before anything is known a value is as likely right as it has votes.
            self.learn(known.votes / np.maximum(known.answered, 1)[known.cell])

    def look(self, probability: Numbers) -> None:
        """Takes in how probably each value is right: for each statement ``past`` is E above, ``other`` (1 - L) q."""
        links, known = self.links.was, self.known
        self.past = added_up(links.statement, self._of_links() * probability[links.value], len(known.value))
        self.other = (1 - (self.links.open * self.share[:, known.source]).sum(axis=0)) * CHANCE

    def excused(self) -> Numbers:
        """The ln of how much likelier each statement is as a mistake than one on time, shape (n_statements,)."""
        return np.asarray(np.log((self.past + self.other) / CHANCE), dtype=np.float64) if self.some else np.zeros(1)

    def late(self, right: Numbers) -> Numbers:
        """How probably each statement is a late one, ``right`` being how probably it is right where it stands."""
        return (1 - right) * self.past / (self.past + self.other)

    def of_mistakes(self) -> Numbers:
        """How probably each value, if it is a mistake, is one that is made by being late, shape (n_values,)."""
        known = self.known
        told = added_up(known.value, self.past / (self.past + self.other), known.n_values)
        return told / np.maximum(known.votes, 1)

    def borne_out(self, right: Numbers, rate: Numbers, weight: Numbers, probability: Numbers) -> Numbers:
        """What later statements add to the score of each value, shape (n_values,)."""
        links, share, at = self.links.was, self._of_links(), self.links.was.statement
        mistaken = ((1 - right) * (1 - rate))[at]
        otherwise = (
            (right * rate)[at] + mistaken * (self.other + self.past)[at] - mistaken * share * probability[links.value]
        )
        told = weight[at] * self.links.anew * np.log1p(mistaken * share / np.maximum(otherwise, _LEAST))
        return added_up(links.value, told, self.known.n_values)

    def learn(self, probability: Numbers) -> None:
        """Sets the shares by how probably each value is right, shape (n_values,)."""
        known, between = self.known, self.links.between
        mistaken = 1 - probability[known.value]
        for step in range(MOST_STEPS):
            could = added_up(known.source, mistaken * between[step], known.n_sources)
            was, will = (
                self._hit(links, step, mistaken * between[step], probability)
                for links in (self.links.was, self.links.will)
            )
            beyond = was - will > CHANCE_ALLOWED * np.sqrt(was + will)
            self.share[step] = np.where(beyond, was - will, 0.0) / (could + 1)
        self.share *= np.minimum(1.0, MOST / np.maximum(self.share.sum(axis=0), _LEAST))

    def _hit(self, links: Repeats, step: int, mistaken: Numbers, probability: Numbers) -> Numbers:
        """How many mistakes of each source are right so many steps away, as expected."""
        of_step = links.steps == step
        at, value = links.statement[of_step], links.value[of_step]
        return added_up(self.known.source[at], mistaken[at] * probability[value], self.known.n_sources)

    def _of_links(self) -> Numbers:
        links = self.links.was
        return np.asarray(self.share[links.steps, self.known.source[links.statement]], dtype=np.float64)
