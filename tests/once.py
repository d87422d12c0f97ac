"""Models that are asked once for each thing: what they say of a text or a pair depends on nothing else, as their tests hold."""

from __future__ import annotations

import hashlib
import json
import os
from functools import partial

import numpy as np


def once(ask, told=None):
    """``ask``, which answers a list of things with a list, asked only for things that ``told`` holds no answer to yet."""
    told = {} if told is None else told

    def answer(things):
        things = list(things)
        new = [each for each in dict.fromkeys(things) if each not in told]
        if new:
            told.update(zip(new, ask(new), strict=True))
        return [told[each] for each in things]

    return answer


class InFiles:
    """Answers, arrays, each in a file that is there whole or not at all: processes of tests that run together share them."""

    def __init__(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def __contains__(self, thing):
        return self._file(thing).exists()

    def __getitem__(self, thing):
        return np.load(self._file(thing))

    def update(self, answered):
        for thing, answer in answered:
            begun = self._file(thing).with_suffix(f".{os.getpid()}")
            with begun.open("wb") as file:
                np.save(file, answer)
            begun.rename(self._file(thing))

    def _file(self, thing):
        return self._folder / f"{hashlib.sha256(json.dumps(thing).encode()).hexdigest()}.npy"


class Annotator:
    def __init__(self, inner):
        self.name = inner.name
        self._by_rule = once(partial(inner.annotate, by_rule=True))
        self._with_tagger = once(inner.annotate)

    def annotate(self, texts, *, by_rule=False):
        return self._by_rule(texts) if by_rule else self._with_tagger(texts)


class Encoder:
    def __init__(self, inner):
        self.name = inner.name
        self._nothing = inner.encode([])
        self._encode = once(inner.encode)

    def encode(self, texts):
        return np.stack(self._encode(texts)) if len(texts) else self._nothing.copy()


class PairModel:
    def __init__(self, inner, folder):
        self.name = inner.name
        self._nothing = inner.judge([])
        self._judge = once(inner.judge, InFiles(folder))

    def judge(self, pairs):
        return np.stack(self._judge(pairs)) if len(pairs) else self._nothing.copy()
