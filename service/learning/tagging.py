"""Annotated windows of text → a fine-tuned attribution tagger.

One encoder learns two things at once: for each word whether it opens a cue and whether it is part of some source, cue
or content; and for each cue which words are parts of its attribution (a biaffine form, Dozat & Manning 2017,
arXiv:1611.01734). Dropout is left out, for it costs most of the time on a CPU; instead, pieces of words are masked at
random.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.learning.course import Pace, State, sixteen_bits
from service.scoring.attribution.windows import filled

if TYPE_CHECKING:
    from torch import Tensor, nn

# Pieces in a batch, what fills up its windows included.
PIECES = 3_400
# Places for attributions in a batch: a multiple of this, so that matrices come in few shapes.
PLACES = 8
# What is new learns faster than the encoder.
NEW_RATE = 5.0
# Roles are scored for all words of a window and few of them are any: their loss is summed and brought to scale.
ROLE_SCALE = 20.0


@dataclass(frozen=True, slots=True)
class Roles:
    """One attribution of a window, as indices of its words; ``anchor`` is the first word of the cue."""

    anchor: int
    source: tuple[int, ...]
    cue: tuple[int, ...]
    content: tuple[int, ...]

    @property
    def parts(self) -> tuple[tuple[int, ...], ...]:
        """Source, cue, content."""
        return self.source, self.cue, self.content


@dataclass(frozen=True, slots=True)
class Example:
    """One window: its pieces with the marks at both ends, the first piece of each word, and what is to be found.

    ``looks`` says of each piece how it is printed. ``whole`` are attributions all of whose words the window holds; of
    ``cut`` ones only the words are known.
    """

    pieces: tuple[int, ...]
    looks: tuple[int, ...]
    firsts: tuple[int, ...]
    whole: tuple[Roles, ...]
    cut: tuple[Roles, ...]


@dataclass(frozen=True, slots=True)
class Course:
    """How it is learnt: passes over the windows, peak learning rate, share of masked pieces, the mask, a seed.

    ``alike`` maps pieces to others that they are exchanged for in a share ``exchanged`` of the windows: curly quotation
    marks for straight ones. In a share ``plain`` of them nothing is told of how pieces are printed, as in a text all in
    capitals.
    """

    epochs: int
    rate: float
    masked: float
    mask: int
    alike: tuple[tuple[int, int], ...] = ()
    exchanged: float = 0.3
    plain: float = 0.1
    seed: int = 7


def learn(
    network: nn.Module,
    windows: Callable[[int], Sequence[Example]],
    course: Course,
    kept: Path,
    progress: Callable[[int, int], None],
) -> None:
    """Train ``network`` in place: AdamW, linear warm-up and decay, 16-bit arithmetic.

    ``windows`` gives the examples of a pass by its number. After each pass the state is kept in the folder ``kept``,
    and a second run goes on from there. ``progress`` is told batches done and in all.
    """
    import torch

    passes = [_batches(windows(number), course.seed + number) for number in range(course.epochs)]
    total = sum(map(len, passes))
    _freeze_vocabulary(network)
    optimiser = torch.optim.AdamW(_groups(network, course.rate), weight_decay=0.01)
    pace = Pace(optimiser)
    state = State(network, optimiser, kept)
    learnt = state.recall()
    done = sum(map(len, passes[:learnt]))
    network.train()
    for number in range(learnt, course.epochs):
        draw = torch.Generator().manual_seed(course.seed + number)
        for batch in passes[number]:
            pace.at(done, total)
            optimiser.zero_grad()
            torch.autograd.backward(_loss(network, _tensors(batch, course, draw)))
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            done += 1
            if done % 10 == 0 or done == total:
                progress(done, total)
        state.keep(number + 1)
    network.train(mode=False)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Tensors of one batch; ``known`` is 1 for the ``anchors`` whose roles are learnt, the others only fill up."""

    ids: Tensor
    looks: Tensor
    mask: Tensor
    firsts: Tensor
    inside: Tensor
    labels: Tensor
    anchors: Tensor
    known: Tensor
    roles: Tensor


def _loss(network: Any, batch: _Batch) -> Tensor:
    import torch

    binary = torch.nn.functional.binary_cross_entropy_with_logits
    with sixteen_bits():
        words = network(batch.ids, batch.looks, batch.mask, batch.firsts)
        labels, roles = network.labels(words).float(), network.roles(words, batch.anchors).float()
    loss = (binary(labels, batch.labels, reduction="none").sum(-1) * batch.inside).sum() / batch.inside.sum()
    each = (binary(roles, batch.roles, reduction="none").sum(-1) * batch.inside.unsqueeze(1)).sum(-1) * batch.known
    return loss + each.sum() / batch.known.sum().clamp(min=1) / ROLE_SCALE


def _tensors(batch: Sequence[Example], course: Course, draw: Any) -> _Batch:
    import torch

    length = filled(max(len(one.pieces) for one in batch))
    ids, looks, mask, firsts = (torch.zeros((len(batch), length), dtype=torch.long) for _ in range(4))
    inside = torch.zeros((len(batch), length))
    labels = torch.zeros((len(batch), length, 4))
    most = PLACES * max(1, *(-(-len(one.whole) // PLACES) for one in batch))
    anchors, known = torch.zeros((len(batch), most), dtype=torch.long), torch.zeros((len(batch), most))
    roles = torch.zeros((len(batch), most, length, 3))
    for row, one in enumerate(batch):
        ids[row, : len(one.pieces)] = torch.tensor(one.pieces)
        looks[row, : len(one.looks)] = torch.tensor(one.looks)
        mask[row, : len(one.pieces)] = 1
        firsts[row, : len(one.firsts)] = torch.tensor(one.firsts)
        inside[row, : len(one.firsts)] = 1
        for found in (*one.whole, *one.cut):
            labels[row, found.anchor, 0] = 1
            for column, part in enumerate(found.parts, 1):
                labels[row, list(part), column] = 1
        for k, found in enumerate(one.whole):
            anchors[row, k], known[row, k] = found.anchor, 1
            for column, part in enumerate(found.parts):
                roles[row, k, list(part), column] = 1
    plain = torch.rand((len(batch), 1), generator=draw) < course.plain
    return _Batch(
        _disguised(ids, course, draw),
        torch.where(plain, 0, looks),
        mask,
        firsts,
        inside,
        labels,
        anchors,
        known,
        roles,
    )


def _disguised(ids: Tensor, course: Course, draw: Any) -> Tensor:
    """Pieces with some masked and, in some windows, with others exchanged."""
    import torch

    exchanged = torch.rand((len(ids), 1), generator=draw) < course.exchanged
    for piece, other in course.alike:
        ids = torch.where(exchanged & (ids == piece), other, ids)
    masked = (torch.rand(ids.shape, generator=draw) < course.masked) & (ids > course.mask)
    return torch.where(masked, course.mask, ids)


def _batches(examples: Sequence[Example], seed: int) -> list[list[Example]]:
    """Windows of one filled-up length together, as many as make PIECES; all in random order."""
    order = random.Random(seed)
    by_length: dict[int, list[Example]] = {}
    for one in order.sample(list(examples), len(examples)):
        by_length.setdefault(filled(len(one.pieces)), []).append(one)
    found = []
    for length, alike in sorted(by_length.items()):
        size = PIECES // length
        found += [alike[start : start + size] for start in range(0, len(alike), size)]
    order.shuffle(found)
    return found


def _freeze_vocabulary(network: nn.Module) -> None:
    """Leave the vectors of pieces as they are: half of all weights, of which a corpus this small moves few."""
    for name, parameter in network.named_parameters():
        parameter.requires_grad_("word_embeddings" not in name)


def _groups(network: nn.Module, rate: float) -> list[dict[str, Any]]:
    old: list[nn.Parameter] = []
    new: list[nn.Parameter] = []
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        (old if name.startswith("encoder.") else new).append(parameter)
    return [{"params": old, "lr": rate}, {"params": new, "lr": rate * NEW_RATE}]
