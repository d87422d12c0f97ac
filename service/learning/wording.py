"""Which terms of labelled pairs say something that the measurements leave open.

A term is looked at where LEAST_LABELS labels have it, and kept where it tells: where the score test of its weight, with
the measurements' out-of-fold predictions as the model without it (Rao 1948, doi:10.1017/S0305004100023987), is
significant; of too many the surest. What a term adds is summed event by event before it is squared, for pairs of one
event are right and wrong together (the robust form: Liang & Zeger 1986, doi:10.1093/biomet/73.1.13). So z² is at most
the number of events: no term of fewer than TELLING² of them is ever kept, however many labels somebody makes there.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import CountVectorizer

LEAST_LABELS = 10
TELLING = 3.0
# More than a person would read, and than a thousand labels support.
MOST_TERMS = 500

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Terms that may be learnt: their ``names``, and which rows have them, shape (n_rows, n_names), 0 or 1."""

    names: NDArray[Any]
    present: csr_matrix


def candidates(terms: Sequence[Collection[str]], labelled: NDArray[np.bool_]) -> Candidates:
    """The terms that LEAST_LABELS of the ``labelled`` rows have; ``terms`` are those of each row."""
    counter = CountVectorizer(analyzer=sorted, min_df=LEAST_LABELS, binary=True, dtype=np.float64)
    try:
        counter.fit([each for each, is_labelled in zip(terms, labelled, strict=True) if is_labelled])
    except ValueError:  # how scikit-learn says that no term is left
        return Candidates(np.array([], dtype=str), csr_matrix((len(terms), 0)))
    return Candidates(counter.get_feature_names_out(), counter.transform(terms).tocsr())


def telling(present: csr_matrix, residuals: Numbers, events: NDArray[np.str_]) -> NDArray[np.bool_]:
    """Which terms tell, shape (n_terms,).

    ``present`` has shape (n_rows, n_terms); ``residuals`` are what is true less what was predicted, times the weight of
    the row, shape (n_rows, n_stances); ``events`` are those of the rows.
    """
    of, number = np.unique(events, return_inverse=True)
    of_event = csr_matrix((np.ones(len(number)), (number, np.arange(len(number)))), shape=(len(of), len(number)))
    surest = np.zeros(present.shape[1])
    for residual in residuals.T:
        sums = (of_event @ present.multiply(residual[:, None])).tocsr()  # (n_events, n_terms)
        total, spread = np.asarray(sums.sum(axis=0))[0], np.sqrt(np.asarray(sums.multiply(sums).sum(axis=0))[0])
        surest = np.maximum(surest, np.abs(total) / np.maximum(spread, np.finfo(float).tiny))
    kept = np.zeros(len(surest), dtype=np.bool_)
    kept[np.argsort(-surest, kind="stable")[:MOST_TERMS]] = True
    return kept & (surest >= TELLING)
