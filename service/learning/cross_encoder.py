"""Pairs of texts → a directional pair model: a transformer that reads both texts together.

It is BERT's way of telling sentence pairs apart (Devlin et al. 2019, doi:10.18653/v1/N19-1423), learnt from
probabilities rather than from labels alone, so that a small model can learn what a large one thinks of a pair (Hinton
et al. 2015, arXiv:1503.02531). Dropout is left out, for it costs most of the time on a CPU, and the vectors of word
pieces stay as they are: they are a large part of all weights, of which any corpus here moves few.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from service.learning.course import Pace, State, sixteen_bits
from service.news.pair import ReasonCode, Relation, Stance

if TYPE_CHECKING:
    from torch import Tensor, nn
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

# The order of the columns of all logits here; the model's own config names them for whoever loads it. The last one is
# of a second text that tells how the first went on, were it a later one: only labelled claims say anything of it.
RELATIONS = (Relation.AGREES, Relation.CONTRADICTS, Relation.NEUTRAL, Relation.UPDATES)
STANCES = RELATIONS[:3]
# After those come columns for the reasons of a contradiction, where a model has any: each is true or not by itself.
REASONS = tuple(ReasonCode)
# Texts are filled up to one of these lengths in pieces, so that matrices come in few shapes; what is longer is cut.
LENGTHS = (24, 32, 48, 64, 96, 128)
LONGEST = LENGTHS[-1]
# Pieces in a batch, and pairs where they are short.
PIECES = 3_072
MOST = 64
SMOOTHING = 0.05
# C of the regressions of reasons.
REASONS_PENALTY = 10.0
KEPT_EVERY = 250

# Less than any logit.
NEVER = -1e4

States = dict[tuple[str, str], Any]
"""What the lower layers of a model make of pairs of texts: tensors of shape (n_pieces, n_dims)."""


@dataclass(frozen=True, slots=True)
class TextPair:
    """One row: two texts, what the second is to the first, and how much the row weighs (> 0).

    ``target`` holds probabilities in the order of RELATIONS, or of STANCES alone where nobody has asked for updates;
    ``reasons`` are those of a contradiction where they are known, else None.
    """

    first: str
    second: str
    target: tuple[float, ...]
    weight: float = 1.0
    reasons: frozenset[ReasonCode] | None = None

    @classmethod
    def of_stance(cls, first: str, second: str, stance: Stance, weight: float = 1.0) -> TextPair:
        """A row whose stance is known, and not whether it is an update."""
        return cls(first, second, _smooth(STANCES, Relation(stance.value)), weight)

    @classmethod
    def of_relation(cls, first: str, second: str, relation: Relation, weight: float = 1.0) -> TextPair:
        """A row whose relation is known."""
        return cls(first, second, _smooth(RELATIONS, relation), weight)

    def because(self, reasons: frozenset[ReasonCode]) -> TextPair:
        """The same row with the reasons of its contradiction, where there are any."""
        return replace(self, reasons=reasons) if reasons else self


def _smooth(among: Sequence[Relation], stated: Relation) -> tuple[float, ...]:
    """A little is left to the others, for nobody is always right."""
    rest = SMOOTHING / len(among)
    return tuple(1 - SMOOTHING + rest if each is stated else rest for each in among)


@dataclass(frozen=True, slots=True)
class Course:
    """How one stage is learnt: passes over the rows, peak learning rate, seed of the order.

    Where ``layers`` is given, only so many of the last layers learn, and what gives the logits.
    """

    epochs: int
    rate: float
    seed: int = 7
    layers: int | None = None


def learn(
    model: PreTrainedModel,
    tokenizer: PreTrainedTokenizerBase,
    rows: Sequence[TextPair],
    course: Course,
    kept: Path,
    progress: Callable[[int, int], None],
    states: States | None = None,
) -> None:
    """Train ``model`` in place: AdamW, linear warm-up and decay, 16-bit arithmetic where the CPU has it.

    The columns of its logits must be those of RELATIONS. The state is kept in the folder ``kept`` every KEPT_EVERY
    batches, and a second run goes on from there; when the course is over it is removed. ``progress`` is told batches
    done and in all. Where layers learn by themselves, ``states`` are those of another course from the same ``model``,
    and what they lack is added: first all such rows are read, which counts for batches, too.
    """
    import torch

    from service.learning.upper_layers import Parted

    sizes = _sizes(tokenizer, rows)
    batches = [batch for epoch in range(course.epochs) for batch in _batches(sizes, course.seed + epoch)]
    _without_dropout(model)
    _freeze_vocabulary(model)
    lower, n_read = None, 0
    if course.layers is not None:
        lower = Parted(model, course.layers, {} if states is None else states)
        unread = [i for i, row in enumerate(rows) if (row.first, row.second) not in lower.states]
        reading = _batches([sizes[i] for i in unread], course.seed)
        n_read = len(reading)
        for number, batch in enumerate(reading):
            progress(number, n_read + len(batches))
            pairs = [(rows[unread[i]].first, rows[unread[i]].second) for i in batch.rows]
            with sixteen_bits():
                lower.read(pairs, encoded(tokenizer, pairs, batch.length))
        lower.part()
    moved = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(moved, lr=course.rate, weight_decay=0.01, fused=True)
    pace = Pace(optimiser)
    state = State(model, optimiser, kept)
    done = state.recall()
    model.train()
    for batch in batches[done:]:
        pace.at(done, len(batches))
        optimiser.zero_grad()
        if lower is not None:
            lower.recall([(rows[i].first, rows[i].second) for i in batch.rows], batch.length)
        torch.autograd.backward(_loss(model, tokenizer, rows, batch))
        torch.nn.utils.clip_grad_norm_(moved, 1.0)
        optimiser.step()
        done += 1
        if done % KEPT_EVERY == 0:
            state.keep(done)
        if done % 10 == 0 or done == len(batches):
            progress(n_read + done, n_read + len(batches))
    state.forget()
    if lower is not None:
        lower.join()
    model.train(mode=False)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Rows read together, by their numbers, and the length in pieces that they are filled up to."""

    length: int
    rows: tuple[int, ...]


def _loss(model: Any, tokenizer: Any, among: Sequence[TextPair], batch: _Batch) -> Tensor:
    import torch

    rows = [among[i] for i in batch.rows]
    with sixteen_bits():
        logits = model(**_encoded(tokenizer, among, batch)).logits
    # Of updates nothing is learnt from a row that was not asked about them, and of reasons nothing at all.
    logits = logits[:, : len(RELATIONS)].float()
    asked = torch.tensor([len(row.target) == len(RELATIONS) for row in rows])
    known = torch.cat([logits[:, :-1], torch.where(asked, logits[:, -1], NEVER).unsqueeze(1)], 1)
    target = torch.tensor([(*row.target, 0.0)[: len(RELATIONS)] for row in rows])
    weight = torch.tensor([row.weight for row in rows])
    losses = torch.nn.functional.cross_entropy(known, target, reduction="none")
    return (losses * weight).sum() / weight.sum()


def fit_reasons(model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, rows: Sequence[TextPair]) -> None:
    """Set the columns of reasons in place: for each code a logistic regression on what ``model`` makes of a pair.

    Only rows whose reasons are known are learnt from. They are far too few to move the model itself by, but what it has
    learnt of stances holds most of what is needed.
    """
    import torch
    from sklearn.linear_model import LogisticRegression

    known = [row for row in rows if row.reasons is not None]
    if not known:
        return
    # The layer that gives the logits is the last one in every kind of transformer, and called otherwise in each.
    last = [module for module in model.modules() if isinstance(module, torch.nn.Linear)][-1]
    vectors = _given(last, model, tokenizer, known)
    with torch.no_grad():
        for column, code in enumerate(REASONS, len(RELATIONS)):
            is_one = [code in (row.reasons or ()) for row in known]
            if len(set(is_one)) < 2:  # never met, or always: the log-odds of Laplace's rule
                last.weight[column] = 0.0
                last.bias[column] = math.log((sum(is_one) + 1) / (len(is_one) - sum(is_one) + 1))
                continue
            found = LogisticRegression(C=REASONS_PENALTY, max_iter=2_000).fit(vectors, is_one)
            last.weight[column] = torch.tensor(found.coef_[0])
            last.bias[column] = float(found.intercept_[0])


def _given(last: nn.Module, model: Any, tokenizer: Any, rows: Sequence[TextPair]) -> NDArray[np.float32]:
    """What the ``last`` layer of ``model`` is given for each row, shape (n_rows, n_dims)."""
    import torch

    seen: list[NDArray[np.float32]] = []
    watch = last.register_forward_pre_hook(lambda _, given: seen.append(given[0].float().numpy()))
    batches = _batches(_sizes(tokenizer, rows), seed=0)
    with torch.inference_mode(), sixteen_bits():
        for batch in batches:
            model(**_encoded(tokenizer, rows, batch))
    watch.remove()
    order = np.argsort(np.concatenate([batch.rows for batch in batches]))
    found: NDArray[np.float32] = np.concatenate(seen)[order]
    return found


def _encoded(tokenizer: Any, rows: Sequence[TextPair], batch: _Batch) -> Any:
    return encoded(tokenizer, [(rows[i].first, rows[i].second) for i in batch.rows], batch.length)


def encoded(tokenizer: Any, pairs: Sequence[tuple[str, str]], length: int) -> Any:
    """What a model reads of ``pairs``: tensors of shape (n_pairs, length); what is longer is cut."""
    first, second = zip(*pairs, strict=True)
    return tokenizer(
        list(first), list(second), truncation=True, max_length=length, padding="max_length", return_tensors="pt"
    )


def _sizes(tokenizer: Any, rows: Sequence[TextPair]) -> list[int]:
    """The length that each row is filled up to."""
    read = tokenizer([row.first for row in rows], [row.second for row in rows], truncation=True, max_length=LONGEST)
    return [next(length for length in LENGTHS if len(pieces) <= length) for pieces in read["input_ids"]]


def _batches(sizes: Sequence[int], seed: int) -> list[_Batch]:
    """Every row once, with others of its size; all in random order."""
    order = random.Random(seed)
    by_size: dict[int, list[int]] = {}
    for row in order.sample(range(len(sizes)), len(sizes)):
        by_size.setdefault(sizes[row], []).append(row)
    found = []
    for length, alike in sorted(by_size.items()):
        most = min(MOST, PIECES // length)
        found += [_Batch(length, tuple(alike[start : start + most])) for start in range(0, len(alike), most)]
    order.shuffle(found)
    return found


def _without_dropout(model: nn.Module) -> None:
    import torch

    for module in model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0


def _freeze_vocabulary(model: nn.Module) -> None:
    for name, parameter in model.named_parameters():
        parameter.requires_grad_("word_embeddings" not in name)
