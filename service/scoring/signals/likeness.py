"""How far two claims say the same thing in the same words."""

from __future__ import annotations

from service.scoring.signals.base import Signal
from service.scoring.view import PairView


def similarity(pair: PairView) -> float:
    """Cosine of the two claims' vectors, in [0, 1]."""
    return pair.similarity


def overlap(pair: PairView) -> float:
    """Jaccard index of the content lemmas, in [0, 1]."""
    return pair.overlap


def containment(pair: PairView) -> float:
    """Share of the shorter claim's content lemmas that the other has too, in [0, 1]."""
    one, other = pair.words
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def likeness_beyond_words(pair: PairView) -> float:
    """How much closer the claims are in meaning than in words, in [0, 1]: paraphrase where it is high."""
    return max(0.0, pair.similarity - pair.overlap)


def substitution(pair: PairView) -> float:
    """Share of content lemmas that stand on one side only, on the side that has fewer of them, in [0, 1].

    Two claims that are alike but for exchanged words score high on this and on overlap together; one that only says
    more scores 0.
    """
    one, other = pair.words
    longest = max(len(one), len(other))
    return min(len(one - other), len(other - one)) / longest if longest else 0.0


def exchanged(pair: PairView) -> float:
    """Substitution times overlap, scaled to [0, 1]: the same sentence with a word exchanged."""
    return min(1.0, 4 * substitution(pair) * pair.overlap)


SIGNALS = (
    Signal("similarity", similarity),
    Signal("overlap", overlap),
    Signal("containment", containment),
    Signal("likeness_beyond_words", likeness_beyond_words),
    Signal("substitution", substitution),
    Signal("exchanged", exchanged),
)
