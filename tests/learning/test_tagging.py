"""Learning to tag: batches hold every window, a toy rule is learnt, and a run that was cut off ends as one that was not."""

from __future__ import annotations

from collections import Counter

import pytest

from service.learning import tagging
from service.learning.tagging import PIECES, Course, Example, Roles, learn
from service.scoring.attribution.windows import filled
from tests.toy_tagger import make_toy_tagger

WORDS = ("anna", "omar", "said", "rain", "fell", "and", "today")
CLS, SEP, MASK = 2, 3, 4
FIRST = 5
COURSE = Course(epochs=2, rate=2e-3, masked=0.05, mask=MASK)


class Cut(Exception):
    """Stands for a machine that goes down."""


def make_example(names):
    """'anna said rain fell': who comes before 'said' is the source, what comes after it is said."""
    numbers = [FIRST + WORDS.index(name) for name in names]
    said = names.index("said") if "said" in names else None
    roles = () if said is None else (Roles(said, (said - 1,), (said,), tuple(range(said + 1, len(names)))),)
    looks = (0,) * (len(names) + 2)
    return Example((CLS, *numbers, SEP), looks, tuple(range(1, len(names) + 1)), roles, ())


LESSONS = [
    make_example(names.split())
    for names in (
        "anna said rain fell",
        "omar said rain fell today",
        "today anna said rain and rain fell",
        "rain fell today",
        "rain fell and omar said rain fell",
        "and rain fell today",
    )
] * 8


def test_batches_hold_every_window_once_and_none_is_too_large():
    examples = [make_example(["rain"] * (1 + i % 200)) for i in range(900)]
    batches = tagging._batches(examples, seed=1)
    assert Counter(one for batch in batches for one in batch) == Counter(examples)
    assert all(filled(max(len(one.pieces) for one in batch)) * len(batch) <= PIECES for batch in batches)
    assert all(len({filled(len(one.pieces)) for one in batch}) == 1 for batch in batches)


@pytest.mark.models
def test_a_rule_is_learnt(tmp_path):
    tagger = make_toy_tagger(tmp_path, WORDS)
    told = []
    course = Course(epochs=120, rate=1e-3, masked=0.0, mask=MASK)
    learn(tagger.network, lambda number: LESSONS, course, tmp_path / "kept", lambda *done: told.append(done))
    text = "anna said rain fell today"
    found = tagger.tag([text, "today rain fell"])
    assert [[span.of(text) for span in part] for one in found[0] for part in (one.source, one.cue, one.content)] == [
        ["anna"],
        ["said"],
        ["rain fell today"],
    ]
    assert found[1] == ()
    assert told[-1][0] == told[-1][1]


@pytest.mark.models
def test_a_run_that_was_cut_off_ends_as_one_that_was_not(tmp_path):
    import torch

    def windows(number):
        return LESSONS[number:]

    whole, cut = (make_toy_tagger(tmp_path, WORDS) for _ in range(2))
    learn(whole.network, windows, COURSE, tmp_path / "whole", lambda *_: None)
    state = tagging.State.keep

    def keep_and_fall(self, passes):
        state(self, passes)
        if passes == 1:
            raise Cut

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tagging.State, "keep", keep_and_fall)
        with pytest.raises(Cut):
            learn(cut.network, windows, COURSE, tmp_path / "cut", lambda *_: None)
    fresh = make_toy_tagger(tmp_path, WORDS, seed=9)
    learn(fresh.network, windows, COURSE, tmp_path / "cut", lambda *_: None)
    ended, expected = fresh.network.state_dict(), whole.network.state_dict()
    assert all(torch.equal(ended[name], expected[name]) for name in expected if "word_embeddings" not in name)


@pytest.mark.models
def test_vectors_of_pieces_stay_as_they_are(tmp_path):
    tagger = make_toy_tagger(tmp_path, WORDS)
    before = tagger.network.encoder.embeddings.word_embeddings.weight.clone()
    learn(tagger.network, lambda number: LESSONS, COURSE, tmp_path / "kept", lambda *_: None)
    assert (tagger.network.encoder.embeddings.word_embeddings.weight == before).all()
    assert tagger.network.label.weight.abs().max() > 0
