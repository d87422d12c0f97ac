"""Texts of which it is known what they tell of → an encoder whose vectors lie near each other for one event.

Each text is drawn towards the others of its event and away from all else in its batch (supervised contrast: Khosla et
al. 2020, arXiv:2004.11362). A batch holds events that are hard to tell apart, for only these teach anything. That alone
says nothing of where to cut, which one decision for headlines and reports must know; so the cosine of two texts, times
a scale and less a bound that are learnt too, is their log odds of telling of one event (Zhai et al. 2023,
arXiv:2303.15343), with only the nearest of other events counted against it.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import softplus

from service.learning.course import Pace, State, sixteen_bits

# Texts of one event in a batch come by handfuls; a batch is two neighbourhoods of so many handfuls.
HANDFUL, NEIGHBOURS, NEIGHBOURHOODS = 3, 12, 2
# No event has more handfuls than this in a neighbourhood, or nothing in it would be of another.
OF_ONE = 2
# A set gives at least so many batches to a pass, however small it is.
LEAST = 12
# How far others of a batch count falls with their cosine over this.
TEMPERATURE = 0.05
# The nearest texts of other events that count against each text's odds.
HARD = 5
ODDS = (10.0, -4.0)
# What starts from a guess learns faster than what was learnt before.
NEW_RATE = 100.0
DECAY = 0.01
MOST_GRADIENT = 1.0
SEED = 5


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the encoder's upper layers read of a text, shape (n_pieces, n_dims), and the event that it tells of."""

    states: Tensor
    event: str


@dataclass(frozen=True, slots=True)
class Course:
    """How long and how fast is learnt: passes over all sets, and the peak of the learning rate."""

    passes: int
    rate: float


class _Learner(nn.Module):
    """The layers that learn, and the scale and bound of the log odds."""

    def __init__(self, upper: nn.Module) -> None:
        super().__init__()
        self.upper = upper
        self.odds = nn.Parameter(torch.tensor(ODDS))

    def loss(self, batch: Sequence[Lesson]) -> Tensor:
        with sixteen_bits():
            vectors = self.upper([one.states for one in batch])
        events = [one.event for one in batch]
        same = torch.tensor([[one == other for other in events] for one in events])
        itself = torch.eye(len(batch), dtype=torch.bool)
        cosine = vectors @ vectors.T
        return _contrast(cosine, same & ~itself, itself) + self._sureness(cosine, same & ~itself, ~same)

    def _sureness(self, cosine: Tensor, alike: Tensor, apart: Tensor) -> Tensor:
        """What the log odds lose, on texts of one event and on the nearest of others, each kind counted alike."""
        odds = self.odds[0] * cosine + self.odds[1]
        hard = cosine.detach().masked_fill(~apart, -2.0).topk(min(HARD, len(cosine) - 1), dim=1).indices
        against = odds.gather(1, hard)[apart.gather(1, hard)]
        return sum((softplus(each).mean() for each in (-odds[alike], against) if len(each)), torch.tensor(0.0))


def learn(
    upper: nn.Module,
    sets: Sequence[Sequence[Lesson]],
    course: Course,
    work: Path,
    told: Callable[[int, int], None],
) -> None:
    """Teach ``upper`` (states of texts → unit vectors) in place; after each pass what was learnt is kept in ``work``.

    A set with fewer than two events teaches nothing. A second run goes on from what was kept.
    """
    for parameter in upper.parameters():
        parameter.requires_grad_()
    learner = _Learner(upper)
    groups: list[dict[str, Any]] = [
        {"params": list(upper.parameters())},
        {"params": [learner.odds], "lr": NEW_RATE * course.rate, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups, lr=course.rate, weight_decay=DECAY)
    pace, state = Pace(optimiser), State(learner, optimiser, work)
    upper.train(mode=False)  # without dropout: a course so short forgets nothing
    for number in range(state.recall(), course.passes):
        batches = _batches(upper, sets, random.Random(SEED + number))
        for done, batch in enumerate(batches):
            pace.at(number * len(batches) + done, course.passes * len(batches))
            optimiser.zero_grad()
            learner.loss(batch).backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(upper.parameters(), MOST_GRADIENT)
            optimiser.step()
            told(number * len(batches) + done + 1, course.passes * len(batches))
        state.keep(number + 1)
    state.forget()


def vectors(upper: nn.Module, states: Sequence[Tensor]) -> NDArray[np.float32]:
    """The unit vectors of texts as the layers now have them, shape (n_texts, n_dims)."""
    size = HANDFUL * NEIGHBOURS * NEIGHBOURHOODS
    order = sorted(range(len(states)), key=lambda place: len(states[place]))  # with others as long: little filling
    with torch.no_grad(), sixteen_bits():
        found = [
            upper([states[place] for place in order[start : start + size]]) for start in range(0, len(order), size)
        ]
    return np.asarray(torch.cat(found).float().numpy())[np.argsort(order)]


def _contrast(cosine: Tensor, alike: Tensor, itself: Tensor) -> Tensor:
    """The mean negative logarithm of the share that each text's own event has among all others, in nats."""
    log_share = torch.log_softmax((cosine / TEMPERATURE).masked_fill(itself, -math.inf), dim=1).masked_fill(itself, 0.0)
    count = alike.sum(dim=1)
    known = count > 0
    return -((log_share * alike).sum(dim=1)[known] / count[known]).mean()


def _batches(upper: nn.Module, sets: Sequence[Sequence[Lesson]], order: random.Random) -> list[list[Lesson]]:
    """The batches of one pass, in random order: every handful of every set, some sets again and again."""
    found: list[list[Lesson]] = []
    for lessons in sets:
        of_set: list[list[Lesson]] = []
        while len(of_set) < LEAST and len({one.event for one in lessons}) > 1:
            near = _neighbourhoods(upper, _handfuls(lessons, order), order)
            of_set += [
                [lesson for handfuls in near[start : start + NEIGHBOURHOODS] for each in handfuls for lesson in each]
                for start in range(0, len(near), NEIGHBOURHOODS)
            ]
        found += of_set
    order.shuffle(found)
    return found


def _handfuls(lessons: Sequence[Lesson], order: random.Random) -> list[list[Lesson]]:
    """The texts of each event by a few; what is left over of an event with more is left out this time."""
    by_event: dict[str, list[Lesson]] = {}
    for one in lessons:
        by_event.setdefault(one.event, []).append(one)
    found = []
    for told in by_event.values():
        drawn = order.sample(told, len(told))
        starts = range(0, max(1, len(drawn) - len(drawn) % HANDFUL), HANDFUL)
        found += [drawn[start : start + HANDFUL] for start in starts]
    return found


def _neighbourhoods(
    upper: nn.Module, handfuls: Sequence[list[Lesson]], order: random.Random
) -> list[list[list[Lesson]]]:
    """Handfuls put together with those that are nearest to them and in no neighbourhood yet, in random order."""
    first = vectors(upper, [each[0].states for each in handfuls])
    left = dict.fromkeys(order.sample(range(len(handfuls)), len(handfuls)))
    found = []
    while left:
        middle = next(iter(left))
        near: list[int] = []
        held: dict[str, int] = {}
        for place in np.argsort(-(first @ first[middle]), kind="stable").tolist():
            event = handfuls[place][0].event
            if place in left and held.get(event, 0) < OF_ONE and len(near) < NEIGHBOURS:
                near.append(place)
                held[event] = held.get(event, 0) + 1
        for place in near:
            del left[place]
        found.append([handfuls[place] for place in near])
    order.shuffle(found)
    return found
