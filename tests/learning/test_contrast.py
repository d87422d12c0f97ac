"""Learning by contrast, with a toy for the layers: what it draws together, what a batch holds, and going on after a cut."""

from __future__ import annotations

import random

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from service.learning import contrast  # noqa: E402 - only where PyTorch is
from service.learning.contrast import Course, Lesson, learn, vectors  # noqa: E402

pytestmark = pytest.mark.models

COURSE = Course(passes=2, rate=0.02)
EVENTS, TEXTS, OF_EVENT, NOISE = 16, 3, 4, 6


class Toy(torch.nn.Module):
    """One linear layer over the mean of a text's states."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = torch.nn.Linear(OF_EVENT + NOISE, OF_EVENT + NOISE, bias=False)
        with torch.no_grad():
            self.layer.weight.copy_(torch.eye(OF_EVENT + NOISE))

    def forward(self, states):
        return torch.nn.functional.normalize(torch.stack([self.layer(each.float().mean(0)) for each in states]), dim=1)


def lessons(seed=0, texts=TEXTS, events=EVENTS):
    """A few coordinates tell the event, more of them and larger ones tell nothing."""
    draw = torch.Generator().manual_seed(seed)
    told = []
    for event in range(events):
        middle = torch.randn(OF_EVENT, generator=draw)
        for _ in range(texts):
            states = torch.cat(
                [middle + 0.1 * torch.randn(OF_EVENT, generator=draw), torch.randn(NOISE, generator=draw)]
            )
            told.append(Lesson(states.repeat(2, 1).half(), f"e{event}"))
    return told


def margin(upper, told):
    """How much nearer texts of one event are than texts of two, on average."""
    found = vectors(upper, [one.states for one in told])
    events = np.array([one.event for one in told])
    cosine, same = found @ found.T, events[:, None] == events[None, :]
    return cosine[same & ~np.eye(len(told), dtype=bool)].mean() - cosine[~same].mean()


def silent(done, total):
    """Nothing is told."""


def test_texts_of_one_event_come_to_lie_nearer_than_others_also_where_nothing_was_learnt(tmp_path):
    upper, new = Toy(), lessons(seed=1)
    before = margin(upper, new)
    learn(upper, [lessons()], Course(passes=6, rate=0.02), tmp_path, silent)
    assert margin(upper, new) > before + 0.2


def test_the_same_lessons_teach_the_same(tmp_path):
    one, other = Toy(), Toy()
    for number, upper in enumerate((one, other)):
        learn(upper, [lessons()], COURSE, tmp_path / str(number), silent)
    assert torch.equal(one.layer.weight, other.layer.weight)


def test_a_run_that_was_cut_off_goes_on_from_its_last_pass(tmp_path):
    whole, cut = Toy(), Toy()
    learn(whole, [lessons()], COURSE, tmp_path / "whole", silent)

    def cut_off(done, total):
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        learn(cut, [lessons()], COURSE, tmp_path / "cut", cut_off)
    fresh, seen = Toy(), []
    learn(fresh, [lessons()], COURSE, tmp_path / "cut", lambda done, total: seen.append(done))
    assert seen[0] > len(seen)
    assert torch.allclose(fresh.layer.weight, whole.layer.weight, atol=1e-6)
    assert not list((tmp_path / "cut").iterdir())


def test_a_set_of_one_event_teaches_nothing(tmp_path):
    upper, told = Toy(), []
    learn(upper, [lessons(events=1)], COURSE, tmp_path, lambda *each: told.append(each))
    assert told == []
    assert torch.equal(upper.layer.weight, Toy().layer.weight)


@pytest.mark.parametrize(("texts", "handfuls"), [(1, [1]), (2, [2]), (3, [3]), (5, [3]), (6, [3, 3])])
def test_texts_of_an_event_come_by_handfuls(texts, handfuls):
    found = contrast._handfuls(lessons(texts=texts, events=1), random.Random(1))
    assert [len(each) for each in found] == handfuls


def test_every_handful_is_in_one_neighbourhood_with_few_of_its_own_event():
    handfuls = contrast._handfuls(lessons(texts=30), random.Random(1))
    found = contrast._neighbourhoods(Toy(), handfuls, random.Random(1))
    inside = [id(handful) for near in found for handful in near]
    assert sorted(inside) == sorted(map(id, handfuls))
    for near in found:
        assert len(near) <= contrast.NEIGHBOURS
        events = [handful[0].event for handful in near]
        assert max(map(events.count, events)) <= contrast.OF_ONE


def test_a_small_set_gives_its_share_of_a_pass():
    found = contrast._batches(Toy(), [lessons(events=4), lessons(seed=2, events=60)], random.Random(1))
    small = [batch for batch in found if len({one.event for one in batch}) <= 4]
    assert len(small) >= contrast.LEAST
