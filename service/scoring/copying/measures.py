"""What is measured on two articles, each in [0, 1] and the same whichever comes first.

Containment rather than resemblance (Broder 1997, doi:10.1109/SEQUEN.1997.666900): a brief is a copy of the report that
it was cut from. Words in quotation marks are left out, for two reporters at one press conference have them in common.
Reports of one event share many words and names, whoever wrote them, so these tell something only where one of the two
names the other or the agency that it is from; who rewrites keeps them longer than runs of words (METER, Clough et al.
2002, doi:10.3115/1073083.1073110, on newspapers' use of wire copy).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import numpy as np
from numpy.typing import NDArray

from service.scoring.copying.imprint import Imprint

Measured = NDArray[np.float64]

# Shares are of the one that has fewer, the last one of the shorter text; what is credited is 0 where nothing is.
MEASURES = ("runs", "triples", "credited", "credited_words", "credited_names", "credited_quotes")


def measured(one: Imprint, other: Imprint, *, credited: bool | None = None) -> Measured:
    """MEASURES of two imprints, shape (n_measures,).

    ``credited`` tells whether one names the other or the agency that it is from; None looks for it in the texts.
    """
    named = float(_credited(one, other) if credited is None else credited)
    if named:
        one, other = one.without_what_it_has_from(other), other.without_what_it_has_from(one)
    # The names of those who are credited say nothing of what they tell.
    known = one.credits | other.credits
    return np.array(
        [
            _within(one.runs, other.runs),
            _within(one.triples, other.triples),
            named,
            named * _within(one.words, other.words),
            named * _within(one.names - known, other.names - known),
            named * _quoted(one, other),
        ]
    )


def credits_it(one: Imprint, other: Imprint) -> bool:
    """Whether the text of ``one`` names the outlet that ``other`` is of, or its wire, and not the other way round."""
    return _names(one, other) and not _names(other, one)


def _credited(one: Imprint, other: Imprint) -> bool:
    return any(
        _names(mine, theirs) or bool(theirs.wire and mine.speaks_of(theirs.wire))
        for mine, theirs in ((one, other), (other, one))
    )


def _names(one: Imprint, other: Imprint) -> bool:
    return any(map(one.speaks_of, other.called - one.called))


def _within(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else 0.0


def _quoted(one: Imprint, other: Imprint) -> float:
    """The share of the shorter text's quotations that stand in one of the longer's: a rewriter has none of his own."""
    short, long = sorted((one, other), key=lambda each: (each.length, each.text))
    found = sum(any(quote in whole for whole in long.quotes) for quote in short.quotes)
    return found / len(short.quotes) if short.quotes else 0.0
