"""Which sources depend on each other: they share mistakes that sources on their own would not share.

After Dong, Berti-Équille & Srivastava 2009 (doi:10.14778/1687627.1687690), section 3. Where one of two sources copies a
share c of its statements from the other one, they state

    the same right value   with probability  (1 - c) r + c        instead of r, r the rate of the copier,
    the same wrong value   with probability  (1 - c) (1 - r) q + c    instead of (1 - r) q,
    different values       with probability  1 - c  times what it is otherwise;

q is the chance that a source that is wrong hits upon this mistake: (m - 1) / (g + M - 1) where m of M wrong statements
of the cell hold it and g is their concentration (see ``mistakes``), so that popular mistakes tell little. c is not
known: its likelihood is averaged over SHARES, and over both directions. Only pairs that share mistakes are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.special import expit, logsumexp

from service.scoring.credibility.statements import Indices, Numbers, Statements, added_up

SHARES = np.array([0.2, 0.4, 0.6, 0.8, 0.95])
# The log-odds that two sources that share mistakes depend on each other, before it is known how many they share.
PRIOR = float(np.log(0.005))
# Pairs sharing fewer expected mistakes than this are not looked at: no likelihood could outweigh the prior.
FEWEST = 1.5
# Who copies a share of all its statements shares about that share of its mistakes: well below the least of SHARES.
LEAST_SHARE = 0.1
# Of a value that more sources state only neighbours up to this far apart are paired to find candidates.
FARTHEST = 40
_AT_A_TIME = 4096


@dataclass(frozen=True, slots=True)
class Dependence:
    """Pairs of sources that may depend on each other, arrays of shape (n_pairs,).

    ``probability`` in [0, 1] is that they do, ``evidence`` the ln of the odds behind it.
    """

    one: Indices
    other: Indices
    probability: Numbers
    evidence: Numbers


def dependence(known: Statements, right: Numbers, rates: Numbers, coincidence: Numbers) -> tuple[Dependence, Numbers]:
    """The pairs, and the weight in (0, 1] of each statement: one over the number of statements that it stands for.

    ``right``, shape (n_values,), is the probability of each value, ``rates``, shape (n_statements,), the rate of each
    statement's source there, ``coincidence``, shape (n_values,), the chance q of each value as a mistake.
    """
    one, other = _candidates(known, right)
    if not len(one):
        return Dependence(one, other, np.zeros(0), np.zeros(0)), np.ones(len(known.value))
    pair, first, second = _shared(known, one, other)
    differing = _overlap(known, one, other) - added_up(pair, np.ones(len(pair)), len(one))
    p, q = right[known.value[first]], coincidence[known.value[first]]
    alone = [np.clip(p * rates[at] + (1 - p) * (1 - rates[at]) * q, 1e-6, 1) for at in (first, second)]
    bits = np.empty((len(one), 2, len(SHARES)))
    for k, c in enumerate(SHARES):
        for side, at in enumerate((first, second)):
            ratio_right = (1 - c) + c / np.clip(rates[at], 1e-3, 1)
            ratio_wrong = (1 - c) + c / np.clip((1 - rates[at]) * q, 1e-6, 1)
            # A value's probability averages the logarithms: doubt whether it is a mistake weakens what it says.
            told = p * np.log(ratio_right) + (1 - p) * np.log(ratio_wrong)
            bits[:, side, k] = added_up(pair, told, len(one)) + differing * np.log1p(-c)
    flat = bits.reshape(len(one), -1)
    evidence = logsumexp(flat, axis=1) - np.log(flat.shape[1])
    probability = expit(evidence + PRIOR)
    of_share = np.exp(bits - logsumexp(flat, axis=1)[:, None, None]).sum(axis=1)
    share = of_share @ SHARES
    copied = [share[pair] / (share[pair] + (1 - share[pair]) * each) for each in alone]
    stands_for = np.ones(len(known.value))
    copied_here = probability[pair] * np.minimum(*copied)
    for at in (first, second):
        stands_for += added_up(at, copied_here, len(stands_for))
    return Dependence(one, other, probability, evidence + PRIOR), 1 / stands_for


def _candidates(known: Statements, right: Numbers) -> tuple[Indices, Indices]:
    """Pairs of sources that share more than a few probable mistakes."""
    wrong = 1 - right
    often = (known.votes > 1) & (wrong > 0.05)
    order = np.flatnonzero(often[known.value])
    order = order[np.lexsort((known.source[order], known.value[order]))]
    value, source = known.value[order], known.source[order]
    keys, weights = [np.zeros(0, np.int64)], [np.zeros(0)]
    for step in range(1, min(int(known.votes.max(initial=0)), FARTHEST)):
        at = np.flatnonzero(value[step:] == value[:-step])
        if not len(at):
            break
        keys.append(source[at].astype(np.int64) * known.n_sources + source[at + step])
        weights.append(wrong[value[at]])
    found, place = np.unique(np.concatenate(keys), return_inverse=True)
    mistakes = np.bincount(place, weights=np.concatenate(weights), minlength=len(found))
    one, other = (found // known.n_sources).astype(np.intp), (found % known.n_sources).astype(np.intp)
    made = added_up(known.source, wrong[known.value], known.n_sources)
    chosen = (mistakes >= FEWEST) & (mistakes >= LEAST_SHARE * np.minimum(made[one], made[other]))
    return one[chosen], other[chosen]


def _shared(known: Statements, one: Indices, other: Indices) -> tuple[Indices, Indices, Indices]:
    """Where the sources of each pair state the same: the pair, the statement of the one and that of the other."""
    numbered = np.arange(1, len(known.value) + 1)
    shape = (known.n_sources, known.n_values)
    table = sparse.csr_array((numbered, (known.source, known.value)), shape=shape)
    pairs, firsts, seconds = [], [], []
    for start in range(0, len(one), _AT_A_TIME):
        a, b = table[one[start : start + _AT_A_TIME]], table[other[start : start + _AT_A_TIME]]
        first, second = a.multiply(b > 0).tocoo(), b.multiply(a > 0).tocoo()
        pairs.append(first.row.astype(np.intp) + start)
        firsts.append(first.data - 1)
        seconds.append(second.data - 1)
    return tuple(np.concatenate(each).astype(np.intp) for each in (pairs, firsts, seconds))  # type: ignore[return-value]


def _overlap(known: Statements, one: Indices, other: Indices) -> Numbers:
    """How many cells both sources of each pair speak of."""
    ones = np.ones(len(known.value))
    table = sparse.csr_array((ones, (known.source, known.cell_of)), shape=(known.n_sources, known.n_cells))
    found = np.zeros(len(one))
    for start in range(0, len(one), _AT_A_TIME):
        chosen = slice(start, start + _AT_A_TIME)
        found[chosen] = table[one[chosen]].multiply(table[other[chosen]]).sum(axis=1)
    return found
