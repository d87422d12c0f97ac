"""The PairModel port over a transformer with a three-way head, in a local folder; nothing is downloaded."""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from service.adapters.artefacts import FURTHER, for_all_to_read
from service.adapters.few_bits import packed, unpacked
from service.adapters.kept_logits import key
from service.adapters.products import has_sixteen_bits
from service.adapters.quiet import hush_transformers
from service.news.errors import ArtefactError
from service.news.pair import ReasonCode, Relation
from service.scoring.ports import Logits, PairModel

if TYPE_CHECKING:
    from torch import nn
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

RELATIONS = tuple(relation.value for relation in Relation)
COLUMNS = (*RELATIONS, *(code.value for code in ReasonCode))
WEIGHTS = "model.safetensors"
# A pair is filled up to the first of these lengths that holds its pieces (what is longer is cut), and is read with as
# many others, filled up too: so its answer depends on nothing but itself, down to the last bit. Batches are small, for
# a pair alone waits for a whole one; larger ones read no more pairs a second.
SHAPES = {24: 12, 32: 8, 48: 6, 64: 4, 96: 3, 128: 2}
LONGEST = max(SHAPES)


class CrossEncoder:
    """A transformer that reads two texts together.

    The columns of its logits are put in the order of the port by the names in its config, so that no order has to be
    remembered. One that is still to learn from claims has no columns for reasons.
    """

    def __init__(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, name: str) -> None:
        names = model.config.id2label or {}
        named = [name for _, name in sorted((int(column), str(label)) for column, label in names.items())]
        told = next((each for each in (COLUMNS, RELATIONS) if sorted(named) == sorted(each)), None)
        if told is None:
            raise ArtefactError(f"the pair model {name} tells {named}, not {list(COLUMNS)}")
        self._columns = [named.index(column) for column in told]
        self._lock = threading.Lock()
        model.train(mode=False)
        self.model = model
        self.tokenizer = tokenizer
        self.name = name

    @classmethod
    def load(cls, folder: Path, name: str, *, further: bool = True) -> CrossEncoder:
        """The model in ``folder``, in 32-bit arithmetic; raises ArtefactError where there is none.

        It is as it was before it was taught further unless ``further``.
        """
        import torch
        from safetensors.torch import load_file
        from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer
        from transformers.initialization import no_init_weights

        hush_transformers()
        if not all((folder / file).is_file() for file in ("config.json", WEIGHTS)):
            raise ArtefactError(f"{folder} holds no pair model; run `python -m service train pair_model`")
        config = AutoConfig.from_pretrained(str(folder), local_files_only=True)
        weights = unpacked(load_file(folder / WEIGHTS))
        if further and (folder / FURTHER).is_file():
            weights |= {name: weights[name] + more for name, more in unpacked(load_file(folder / FURTHER)).items()}
        with no_init_weights():  # drawing weights at random, to be replaced, would take a quarter of the loading
            model = AutoModelForSequenceClassification.from_config(config, dtype=torch.float32)  # type: ignore[no-untyped-call]
        model.load_state_dict(weights, assign=True)
        return cls(model, AutoTokenizer.from_pretrained(str(folder), local_files_only=True), name)

    @classmethod
    def untrained(cls, encoder: Path) -> CrossEncoder:
        """The weights of a sentence encoder under a new classifier of relations: where training starts."""
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        hush_transformers()
        torch.manual_seed(0)
        model = AutoModelForSequenceClassification.from_pretrained(
            str(encoder),
            num_labels=len(RELATIONS),
            id2label=dict(enumerate(RELATIONS)),
            label2id={name: i for i, name in enumerate(RELATIONS)},
            dtype=torch.float32,
            local_files_only=True,
            use_safetensors=True,
        )
        return cls(model, AutoTokenizer.from_pretrained(str(encoder), local_files_only=True), "untrained")

    def with_reasons(self) -> CrossEncoder:
        """A copy that has columns for reasons too, which tell nothing yet."""
        import torch
        from transformers import AutoModelForSequenceClassification

        config = copy.deepcopy(self.model.config)
        config.id2label = dict(enumerate(COLUMNS))
        config.label2id = {name: column for column, name in enumerate(COLUMNS)}
        model = AutoModelForSequenceClassification.from_config(config, dtype=torch.float32)  # type: ignore[no-untyped-call]
        weights = self.model.state_dict()
        last, _ = _last_layer(model)
        for name in (f"{last}.weight", f"{last}.bias"):
            told = weights[name][self._columns[: len(RELATIONS)]]
            weights[name] = torch.cat([told, told.new_zeros(len(COLUMNS) - len(RELATIONS), *told.shape[1:])])
        model.load_state_dict(weights)
        return CrossEncoder(model, self.tokenizer, self.name)

    @classmethod
    def averaged(cls, models: Sequence[CrossEncoder], shares: Sequence[float] = ()) -> CrossEncoder:
        """The mean of the weights of models that were taught from one start, each by its share (alike without any).

        What is the same in all of them stays so to the last bit.
        """
        found = models[0].copied()
        weights = [model.model.state_dict() for model in models]
        parts = shares or [1 / len(models)] * len(models)
        found.model.load_state_dict(
            {
                name: sum(part * each[name] for part, each in zip(parts, weights, strict=True))
                if any((each[name] != value).any() for each in weights)
                else value
                for name, value in weights[0].items()
            }
        )
        return found

    def cooled(self, temperature: float) -> CrossEncoder:
        """A copy whose logits are divided by ``temperature`` (> 0): its last layer's weights are."""
        import torch

        found = self.copied()
        _, last = _last_layer(found.model)
        with torch.no_grad():
            for parameter in last.parameters():
                parameter.div_(temperature)
        return found

    def quick(self) -> CrossEncoder:
        """A copy that reckons in 16 bits where the CPU has them."""
        found = self.copied()
        if has_sixteen_bits():
            found.model.bfloat16()
        return found

    def copied(self) -> CrossEncoder:
        """A copy whose weights can be changed."""
        return CrossEncoder(copy.deepcopy(self.model), self.tokenizer, self.name)

    def save(self, folder: Path, *, whole: bool = False) -> None:
        """Write weights in few bits, or ``whole`` as they are to go on training, with config and tokenizer."""
        from safetensors.torch import save_file

        folder.mkdir(parents=True, exist_ok=True)
        weights = self.model.state_dict()
        save_file(
            {name: value.contiguous() for name, value in weights.items()} if whole else packed(weights),
            folder / WEIGHTS,
        )
        self.model.config.save_pretrained(str(folder))
        for_all_to_read(folder / WEIGHTS)
        self.tokenizer.save_pretrained(str(folder))
        (folder / FURTHER).unlink(missing_ok=True)

    def save_further(self, folder: Path) -> None:
        """Write by how much the weights differ from those in ``folder``, from where this model was taught further.

        Few bits of a difference tell far more than as few of the weights: a course so short moves most of them by less
        than half of the least step between two whole numbers, and none would be moved.
        """
        from safetensors.torch import load_file, save_file

        before = unpacked(load_file(folder / WEIGHTS))
        moved = {name: value - before[name] for name, value in self.model.state_dict().items()}
        save_file(packed({name: value for name, value in moved.items() if value.any()}), folder / FURTHER)
        for_all_to_read(folder / FURTHER)

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Logits:
        """Natural logits, float32, shape (n_pairs, n_columns), in the order of COLUMNS."""
        import torch

        distinct = list(dict.fromkeys(pairs))
        found = np.zeros((len(distinct), len(self._columns)), dtype=np.float32)
        with self._lock, torch.inference_mode():
            for length, batch in batches(self._sizes(distinct), SHAPES):
                found[batch] = self._read([distinct[row] for row in batch], length)
        row_of = {pair: row for row, pair in enumerate(distinct)}
        return found[[row_of[pair] for pair in pairs]] if pairs else found

    def _sizes(self, pairs: Sequence[tuple[str, str]]) -> list[int]:
        """How many pieces each pair has."""
        if not pairs:
            return []
        first, second = zip(*pairs, strict=True)
        return list(
            map(len, self.tokenizer(list(first), list(second), truncation=True, max_length=LONGEST)["input_ids"])
        )

    def _read(self, pairs: Sequence[tuple[str, str]], length: int) -> Logits:
        """The logits of as many pairs as a batch of that length holds, or fewer."""
        filling = [("", "")] * (SHAPES[length] - len(pairs))
        first, second = zip(*pairs, *filling, strict=True)
        read = self.tokenizer(
            list(first), list(second), truncation=True, max_length=length, padding="max_length", return_tensors="pt"
        )
        logits: Logits = self.model(**read).logits.float().numpy()[: len(pairs), self._columns]
        return logits


def batches(sizes: Sequence[int], shapes: Mapping[int, int]) -> Iterator[tuple[int, list[int]]]:
    """What is read together, by its places, and the length in pieces that it is filled up to: the first that holds it.

    ``sizes`` are in pieces; ``shapes`` says by length, ascending, how many are read together.
    """
    found: dict[int, list[int]] = {}
    for row, size in enumerate(sizes):
        found.setdefault(next(length for length in shapes if size <= length), []).append(row)
    for length, rows in found.items():
        for start in range(0, len(rows), shapes[length]):
            yield length, rows[start : start + shapes[length]]


def _last_layer(model: nn.Module) -> tuple[str, nn.Module]:
    """The layer that gives the logits, and its name: what stands before it is called otherwise in every kind."""
    import torch

    return [(name, module) for name, module in model.named_modules() if isinstance(module, torch.nn.Linear)][-1]


class Remembered:
    """A pair model that answers from out-of-fold logits for the pairs it was trained on, and is asked for all others.

    What a model says of rows that it has learnt by heart tells nothing of how far it can be trusted.
    """

    def __init__(self, inner: PairModel, remembered: Mapping[bytes, Sequence[float]]) -> None:
        self._inner = inner
        self._remembered = remembered
        self.name = inner.name

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Logits:
        """Natural logits, float32, shape (n_pairs, n_columns), in the order of COLUMNS."""
        keys = [key(pair) for pair in pairs]
        unknown = [i for i, name in enumerate(keys) if name not in self._remembered]
        found = np.zeros((len(pairs), len(COLUMNS)), dtype=np.float32)
        for i, name in enumerate(keys):
            found[i] = self._remembered.get(name, (0.0,) * len(COLUMNS))
        if unknown:
            found[unknown] = self._inner.judge([pairs[i] for i in unknown])
        return found
