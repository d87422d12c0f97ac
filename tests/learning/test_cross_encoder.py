"""Fine-tuning the pair model: batches, the learning rate, and a toy rule that a toy model learns."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest

from service.learning import cross_encoder
from service.learning.cross_encoder import BATCH, STANCES, STRETCH, Course, TextPair, learn
from service.news.pair import Stance
from tests.toy_transformer import make_toy

# The second text alone tells the stance; the first one is noise.
RULE = {"yes": Stance.AGREES, "no": Stance.CONTRADICTS, "perhaps": Stance.NEUTRAL}
NOISE = ("blast", "flood", "vote", "fire")
EPOCHS = 20


def make_rows(n):
    return [TextPair(f"text {i}", "x" * (i % 97), Stance.NEUTRAL, weight=1.0 + i) for i in range(n)]


@pytest.mark.parametrize("n", [0, 1, BATCH - 1, BATCH, BATCH + 1, STRETCH - 1, STRETCH + BATCH + 3])
def test_batches_hold_every_row_once(n):
    rows = make_rows(n)
    batches = cross_encoder._batches(rows, seed=1)
    assert Counter(row for batch in batches for row in batch) == Counter(rows)
    assert all(1 <= len(batch) <= BATCH for batch in batches)


def test_a_row_that_stands_twice_is_read_twice():
    rows = make_rows(10) * 2
    assert Counter(row for batch in cross_encoder._batches(rows, seed=1) for row in batch) == Counter(rows)


def test_the_same_seed_makes_the_same_batches_and_another_one_others():
    rows = make_rows(500)
    assert cross_encoder._batches(rows, 1) == cross_encoder._batches(rows, 1)
    assert cross_encoder._batches(rows, 1) != cross_encoder._batches(rows, 2)


def test_the_rows_that_were_given_keep_their_order():
    rows = make_rows(100)
    before = list(rows)
    cross_encoder._batches(rows, 1)
    assert rows == before


def test_rows_of_like_length_share_a_batch():
    """The spread of lengths within batches is a fraction of that in all."""
    lengths = [
        [len(row.first) + len(row.second) for row in batch] for batch in cross_encoder._batches(make_rows(960), 1)
    ]
    within = np.mean([max(batch) - min(batch) for batch in lengths])
    assert within < 0.1 * 97


@pytest.mark.parametrize("steps", [2, 10, 100, 1_000])
def test_the_rate_rises_to_its_peak_once_and_falls_towards_nothing(steps):
    rates = [cross_encoder._rate(step, steps) for step in range(steps)]
    peak = rates.index(max(rates))
    assert max(rates) == 1.0
    assert peak == max(1, round(cross_encoder.WARM_UP * steps))
    assert rates[:peak] == sorted(rates[:peak])
    assert rates[peak:] == sorted(rates[peak:], reverse=True)
    assert all(0.0 <= rate <= 1.0 for rate in rates)
    assert rates[-1] > 0.0


def test_after_the_last_step_the_rate_is_nothing():
    assert cross_encoder._rate(100, 100) == 0.0
    assert cross_encoder._rate(101, 100) == 0.0


@pytest.mark.parametrize(("step", "rate"), [(0, 0.0), (3, 0.5), (6, 1.0), (53, 0.5), (100, 0.0)], ids=str)
def test_the_rate_by_hand(step, rate):
    """Six steps of a hundred warm up; 47 of the 94 that follow are half the way down."""
    assert cross_encoder._rate(step, 100) == pytest.approx(rate)


def make_rule_rows():
    """Every noise word before every word of the rule, in many lengths."""
    return [
        TextPair(" ".join(words), f"{word} {words[0]}", stance)
        for words in product(NOISE, NOISE)
        for word, stance in RULE.items()
    ] * 2


@pytest.fixture(scope="module")
def toy():
    return make_toy([*NOISE, *RULE])


@pytest.fixture(scope="module")
def course(toy):
    """(the model before, the model learnt, what progress was told)."""
    told = []
    model, tokenizer = toy
    before = {name: value.clone() for name, value in model.state_dict().items()}
    rule = Course(epochs=EPOCHS, rate=2e-3)
    learnt = learn(model, tokenizer, make_rule_rows(), rule, lambda done, total: told.append((done, total)))
    return before, learnt, told


@pytest.mark.models
def test_a_toy_rule_is_learnt_in_a_few_steps(toy, course):
    import torch

    rows = make_rule_rows()
    with torch.inference_mode():
        read = cross_encoder._encoded(toy[1], [(row.first, row.second) for row in rows])
        called = course[1](**read).logits.argmax(dim=1)
    assert [STANCES[i] for i in called] == [row.stance for row in rows]


@pytest.mark.models
def test_the_model_that_was_given_stays_as_it_was(toy, course):
    import torch

    before, learnt, _ = course
    after = toy[0].state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)
    assert any(not torch.equal(before[name], value) for name, value in learnt.state_dict().items())


@pytest.mark.models
def test_the_model_that_is_learnt_is_ready_to_answer(course):
    assert not course[1].training


@pytest.mark.models
def test_progress_counts_batches_to_the_end(course):
    steps = EPOCHS * len(make_rule_rows()) // BATCH
    assert course[2][-1] == (steps, steps)
    assert [done for done, _ in course[2]] == sorted({done for done, _ in course[2]})


@pytest.mark.models
def test_the_same_course_gives_the_same_model(toy):
    import torch

    short = Course(epochs=1, rate=1e-3)
    one, other = (learn(*toy, make_rule_rows(), short, lambda done, total: None).state_dict() for _ in range(2))
    assert all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.models
def test_rows_that_weigh_more_are_learnt_rather_than_their_opposites(toy):
    """The same texts under two stances: the heavier one wins."""
    import torch

    rows = [TextPair("blast", "fire", Stance.AGREES, 9.0), TextPair("blast", "fire", Stance.CONTRADICTS, 1.0)] * 16
    learnt = learn(*toy, rows, Course(epochs=8, rate=2e-3), lambda done, total: None)
    with torch.inference_mode():
        logits = learnt(**cross_encoder._encoded(toy[1], [("blast", "fire")])).logits[0]
    assert STANCES[int(logits.argmax())] is Stance.AGREES
