"""How mistakes fall together: the wrong statements of a cell as a Chinese restaurant process.

Sources that are wrong may be wrong in the same way, by a rumour, a rounding or an old figure. Of the n wrong statements
of a cell the next one repeats a mistake that m of them make with probability m / (g + n), and makes a new one with
probability g / (g + n) (Aldous 1985, doi:10.1007/BFb0099421). The concentration g > 0 is learnt for each attribute:
where it is large two sources hardly ever agree by mistake, as in ACCU (Dong et al. 2009), where it is small popular
mistakes are to be expected, as in POPACCU (Dong, Saha & Srivastava 2012, doi:10.14778/2535568.2448938). No number of
possible answers has to be known.
"""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

from service.scoring.credibility.statements import Numbers

CONCENTRATIONS = np.exp(np.linspace(np.log(0.1), np.log(300.0), 17))
USUAL = 5.0


def spared(g: Numbers, mass: Numbers, whole: Numbers) -> Numbers:
    """The ln of how much likelier a cell's mistakes are once a value is none of them, shape (n_values,).

    ``mass`` is the (weighted) number of statements of the value, ``whole`` that of all values of its cell; ``g`` the
    concentration there. Less than one statement counts as one: a value that is stated is one mistake at least.
    """
    left = np.maximum(g + whole - mass, np.finfo(float).tiny)
    spared = gammaln(g + whole) - gammaln(left) - gammaln(np.maximum(mass, 1.0)) - np.log(g)
    return np.asarray(spared, dtype=np.float64)


def all_mistaken(g: Numbers, values: Numbers, own: Numbers, whole: Numbers) -> Numbers:
    """The ln of the probability of all statements of a cell as mistakes, shape (n_cells,).

    ``values`` is the number of its values, ``own`` the sum of ln Γ(mass) over them, ``whole`` the mass of all.
    """
    return np.asarray(values * np.log(g) + own + gammaln(g) - gammaln(g + whole), dtype=np.float64)


def coincidence(g: Numbers, votes: Numbers, mistaken: Numbers) -> Numbers:
    """The chance in [0, 1] that one more mistaken source makes the mistake that ``votes`` of ``mistaken`` make."""
    return np.asarray(np.clip(np.maximum(votes - 1, 1) / (g + np.maximum(mistaken - 1, 1)), 0, 1), dtype=np.float64)
