"""Models that are asked once for each thing: what they say of a text or a pair depends on nothing else, as their tests hold."""

from __future__ import annotations

import numpy as np


def once(ask):
    """``ask``, which answers a list of things with a list, asked only for things that it was not asked for before."""
    told = {}

    def answer(things):
        things = list(things)
        new = [each for each in dict.fromkeys(things) if each not in told]
        if new:
            told.update(zip(new, ask(new), strict=True))
        return [told[each] for each in things]

    return answer


class Annotator:
    def __init__(self, inner):
        self.name = inner.name
        self.annotate = once(inner.annotate)


class Encoder:
    def __init__(self, inner):
        self.name = inner.name
        self._nothing = inner.encode([])
        self._encode = once(inner.encode)

    def encode(self, texts):
        return np.stack(self._encode(texts)) if len(texts) else self._nothing.copy()


class PairModel:
    def __init__(self, inner):
        self.name = inner.name
        self._nothing = inner.judge([])
        self._judge = once(inner.judge)

    def judge(self, pairs):
        return np.stack(self._judge(pairs)) if len(pairs) else self._nothing.copy()
