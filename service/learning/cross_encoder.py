"""Pairs of texts → a directional pair model: a small transformer that reads both texts together.

It is BERT's way of telling sentence pairs apart (Devlin et al. 2019, doi:10.18653/v1/N19-1423), in two stages:

1. A sentence encoder is fine-tuned on public pairs of premise and hypothesis, to learn what follows from what.
2. From there it is fine-tuned on labelled claim pairs, with neutral pairs made of them and some of the public ones.
3. The second stage is also done once per fold without the fold's events; what those models say of these events is what
   the head is fitted on, so that it does not trust the model on rows that the model has learnt by heart.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.news.pair import Stance

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

# The order of the columns of all logits here; the model's own config names them for whoever loads it.
STANCES = (Stance.AGREES, Stance.CONTRADICTS, Stance.NEUTRAL)
LONGEST = 128
BATCH = 32
WARM_UP = 0.06
# Batches are cut from stretches of this many rows sorted by length, so that little of them is padding.
STRETCH = 50 * BATCH


@dataclass(frozen=True, slots=True)
class TextPair:
    """One row: two texts, what the second is to the first, and how much the row weighs (> 0)."""

    first: str
    second: str
    stance: Stance
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Course:
    """How one stage is learnt: passes over the rows, peak learning rate, seed of the order."""

    epochs: int
    rate: float
    seed: int = 7


def learn(
    start: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    rows: Sequence[TextPair],
    course: Course,
    progress: Callable[[int, int], None],
) -> PreTrainedModel:
    """A copy of ``start`` fine-tuned on ``rows``: AdamW, linear warm-up and decay, 16-bit arithmetic.

    The columns of the model's logits must be those of STANCES. ``progress`` is told batches done and in all.
    """
    import copy

    import torch

    model = copy.deepcopy(start)
    model.train()
    batches = [batch for epoch in range(course.epochs) for batch in _batches(rows, course.seed + epoch)]
    optimiser = torch.optim.AdamW(model.parameters(), lr=course.rate, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, len(batches)))
    for done, batch in enumerate(batches, 1):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(**_encoded(tokenizer, [(row.first, row.second) for row in batch])).logits
        target = torch.tensor([STANCES.index(row.stance) for row in batch])
        weight = torch.tensor([row.weight for row in batch])
        losses = torch.nn.functional.cross_entropy(logits.float(), target, reduction="none", label_smoothing=0.05)
        loss = (losses * weight).sum() / weight.sum()
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        if done % 10 == 0 or done == len(batches):
            progress(done, len(batches))
    model.train(mode=False)
    return model


def _encoded(tokenizer: PreTrainedTokenizerBase, pairs: Sequence[tuple[str, str]]) -> Any:
    first, second = zip(*pairs, strict=True)
    return tokenizer(list(first), list(second), truncation=True, max_length=LONGEST, padding=True, return_tensors="pt")


def _batches(rows: Sequence[TextPair], seed: int) -> list[list[TextPair]]:
    order = random.Random(seed)
    shuffled = order.sample(list(rows), len(rows))
    batches = []
    for start in range(0, len(shuffled), STRETCH):
        stretch = sorted(shuffled[start : start + STRETCH], key=lambda row: len(row.first) + len(row.second))
        batches += [stretch[i : i + BATCH] for i in range(0, len(stretch), BATCH)]
    order.shuffle(batches)
    return batches


def _rate(step: int, steps: int) -> float:
    warm = max(1, round(WARM_UP * steps))
    return step / warm if step < warm else max(0.0, (steps - step) / max(1, steps - warm))
