"""The PairModel port over a transformer with a three-way head, in a local folder; nothing is downloaded."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from service.adapters.quiet import hush_transformers
from service.news.errors import ArtefactError
from service.news.pair import Stance
from service.scoring.ports import Logits, PairModel

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

COLUMNS = (Stance.AGREES.value, Stance.CONTRADICTS.value, Stance.NEUTRAL.value)
WEIGHTS = "model.safetensors"
BATCH = 32
LONGEST = 128


class CrossEncoder:
    """A transformer that reads two texts together.

    The columns of its logits are put in the order of the port by the names in its config, so that no order has to be
    remembered.
    """

    def __init__(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, name: str) -> None:
        names = model.config.id2label or {}
        named = [name for _, name in sorted((int(column), str(label)) for column, label in names.items())]
        if sorted(named) != sorted(COLUMNS):
            raise ArtefactError(f"the pair model {name} tells {named}, not {list(COLUMNS)}")
        self._columns = [named.index(column) for column in COLUMNS]
        self._lock = threading.Lock()
        model.train(mode=False)
        self.model = model
        self.tokenizer = tokenizer
        self.name = name

    @classmethod
    def load(cls, folder: Path, name: str) -> CrossEncoder:
        """The model in ``folder``; raises ArtefactError where there is none."""
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        hush_transformers()
        if not all((folder / file).is_file() for file in ("config.json", WEIGHTS)):
            raise ArtefactError(f"{folder} holds no pair model; run `python -m service train pair_model`")
        # Weights are kept as 16-bit floats and reckoned with as 32-bit ones, which is the same on every CPU.
        model = AutoModelForSequenceClassification.from_pretrained(
            str(folder), dtype=torch.float32, local_files_only=True, use_safetensors=True
        )
        return cls(model, AutoTokenizer.from_pretrained(str(folder), local_files_only=True), name)

    @classmethod
    def untrained(cls, encoder: Path) -> CrossEncoder:
        """The weights of a sentence encoder under a new head: where training starts."""
        import torch
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        hush_transformers()
        torch.manual_seed(0)
        model = AutoModelForSequenceClassification.from_pretrained(
            str(encoder),
            num_labels=len(COLUMNS),
            id2label=dict(enumerate(COLUMNS)),
            label2id={name: i for i, name in enumerate(COLUMNS)},
            dtype=torch.float32,
            local_files_only=True,
            use_safetensors=True,
        )
        return cls(model, AutoTokenizer.from_pretrained(str(encoder), local_files_only=True), "untrained")

    def cooled(self, temperature: float) -> CrossEncoder:
        """A copy whose logits are divided by ``temperature`` (> 0): its last layer's weights are."""
        import copy

        import torch

        model = copy.deepcopy(self.model)
        with torch.no_grad():
            for parameter in model.get_submodule("classifier").parameters():
                parameter.div_(temperature)
        return CrossEncoder(model, self.tokenizer, self.name)

    def save(self, folder: Path) -> None:
        """Write weights as 16-bit floats, config and tokenizer."""
        import torch

        folder.mkdir(parents=True, exist_ok=True)
        weights = {name: value.to(torch.float16).contiguous() for name, value in self.model.state_dict().items()}
        self.model.save_pretrained(str(folder), state_dict=weights)
        # Written for their owner alone they could not be read in an image, where another user serves.
        (folder / WEIGHTS).chmod(0o644)
        self.tokenizer.save_pretrained(str(folder))

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Logits:
        """Natural logits, float32, shape (n_pairs, 3): agrees, contradicts, neutral."""
        import torch

        # Padding moves the last bits, so each distinct pair is read once, in one canonical order.
        distinct = sorted(set(pairs), key=lambda pair: (len(pair[0]) + len(pair[1]), pair))
        found = np.zeros((len(distinct), len(COLUMNS)), dtype=np.float32)
        with self._lock, torch.inference_mode():
            for start in range(0, len(distinct), BATCH):
                first, second = zip(*distinct[start : start + BATCH], strict=True)
                read = self.tokenizer(
                    list(first), list(second), truncation=True, max_length=LONGEST, padding=True, return_tensors="pt"
                )
                found[start : start + BATCH] = self.model(**read).logits.float().numpy()[:, self._columns]
        row = {pair: i for i, pair in enumerate(distinct)}
        return found[[row[pair] for pair in pairs]] if pairs else found


class Remembered:
    """A pair model that answers from out-of-fold logits for the pairs it was trained on, and is asked for all others.

    What a model says of rows that it has learnt by heart tells nothing of how far it can be trusted.
    """

    def __init__(self, inner: PairModel, remembered: Mapping[str, Sequence[float]]) -> None:
        self._inner = inner
        self._remembered = remembered
        self.name = inner.name

    def judge(self, pairs: Sequence[tuple[str, str]]) -> Logits:
        """Natural logits, float32, shape (n_pairs, 3): agrees, contradicts, neutral."""
        keys = [key(pair) for pair in pairs]
        unknown = [i for i, name in enumerate(keys) if name not in self._remembered]
        found = np.zeros((len(pairs), len(COLUMNS)), dtype=np.float32)
        for i, name in enumerate(keys):
            found[i] = self._remembered.get(name, (0.0, 0.0, 0.0))
        if unknown:
            found[unknown] = self._inner.judge([pairs[i] for i in unknown])
        return found


def key(pair: tuple[str, str]) -> str:
    """The name of an ordered pair of texts in a file of logits: it gives no text away."""
    return hashlib.sha256("\0".join(pair).encode()).hexdigest()[:20]
