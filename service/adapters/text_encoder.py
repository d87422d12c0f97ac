"""The encoder of texts for telling events apart: two networks with upper layers that were taught just that.

The large one has the lower layers of the pair model: what reads two texts well enough to compare them has most of what
it takes to tell what each is about, and is held in memory once. The small one has those of the packaged sentence
encoder. Their vectors stand end to end, so a cosine is the mean of theirs, for the two are wrong about other texts.
``models`` has only by how much the upper layers differ from those in whose place they are. PyTorch is imported at the
top of this module, so whoever needs the encoder imports the module where it is needed.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn
from torch.nn.functional import normalize
from torch.nn.utils.rnn import pad_sequence

from service.adapters.artefacts import PAIR_MODEL, TEXT_ENCODER, digest, for_all_to_read, text_encoder_name
from service.adapters.few_bits import packed, unpacked
from service.adapters.pair_models import WEIGHTS, CrossEncoder, batches
from service.adapters.products import has_sixteen_bits
from service.adapters.quiet import hush_transformers
from service.news.errors import ArtefactError
from service.scoring.ports import Vectors

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

# How many of their layers, from the last, were taught.
LARGE_UPPER, SMALL_UPPER = 3, 2
# A text is filled up to the first of these lengths that holds its pieces of words, and is read with as many others,
# filled up too: so its vector depends on nothing but itself, down to the last bit.
SHAPES = {32: 8, 64: 4, 128: 2, 256: 1}
# It reads so many pieces of a text, marks included, as it was taught: news says first what it is about.
PIECES = max(SHAPES)
# What is added to the attention that a piece gives to filling.
NEVER = -1e4
DIFFER_FROM = "differ_from"


class TextEncoder:
    """Unit vectors of texts from several networks, on the CPU."""

    def __init__(self, networks: Sequence[Network], name: str = "untaught") -> None:
        self.name = name
        self.networks = tuple(networks)

    @classmethod
    def load(cls, models: Path, pair_model: CrossEncoder, small: Path) -> TextEncoder:
        """The one in ``models``, over ``pair_model``, which is from there too, and the sentence encoder in ``small``.

        Raises ArtefactError.
        """
        found = cls(networks(pair_model, models / PAIR_MODEL, small), text_encoder_name(models))
        found._take(models / TEXT_ENCODER)
        return found

    @classmethod
    def untaught(cls, pair_model: CrossEncoder, before: Path, large: Path, small: Path) -> TextEncoder:
        """With the upper layers of two sentence encoders: ``large``, whence the pair model came, and ``small``."""
        both = networks(pair_model, before, small)
        for network, folder in zip(both, (large, small), strict=True):
            network.upper = UpperLayers(
                _with(network.encoder, _layers(_encoder(_loaded(folder)))[-len(network.upper.layers) :])
            )
        return cls(both)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32, shape (n_texts, n_dims)."""
        return beside([network.encode(texts) for network in self.networks])

    def save(self, folder: Path) -> None:
        """Write by how much the upper layers differ, and take them up as they were written: in few bits."""
        folder.mkdir(parents=True, exist_ok=True)
        moved = {name: value for network in self.networks for name, value in network.moved().items()}
        save_file(packed(moved), folder / WEIGHTS, {DIFFER_FROM: self._before()})
        for_all_to_read(folder / WEIGHTS)
        self._take(folder)

    def _take(self, folder: Path) -> None:
        try:
            with safe_open(folder / WEIGHTS, framework="pt") as kept:
                differ_from = (kept.metadata() or {}).get(DIFFER_FROM)
                moved = unpacked({name: kept.get_tensor(name) for name in kept.keys()})  # noqa: SIM118 - no mapping
            for network in self.networks:
                network.move(moved)
        except (OSError, SafetensorError, RuntimeError, KeyError) as fault:
            raise ArtefactError(
                f"{folder / WEIGHTS} holds no layers of the text encoder; run `python -m service train text_encoder`"
            ) from fault
        if differ_from != self._before():
            files = " and ".join(str(network.weights) for network in self.networks)
            raise ArtefactError(
                f"{folder / WEIGHTS} was not taught on {files}; run `python -m service train text_encoder`"
            )

    def _before(self) -> str:
        return " ".join(digest(network.weights) for network in self.networks)


class Network:
    """The lower layers of a transformer, as they are, and upper ones to be taught in place of its own."""

    def __init__(self, model: PreTrainedModel, tokenizer: PreTrainedTokenizerBase, weights: Path, upper: int) -> None:
        """With the last ``upper`` layers of ``model``, which was read from ``weights``, copied."""
        base = cast("PreTrainedModel", model.base_model)
        self.weights = weights
        self.encoder = _encoder(base)
        layers = _layers(self.encoder)
        self.upper = UpperLayers(_with(self.encoder, copy.deepcopy(layers[-upper:])))
        self._embeddings = cast("nn.Module", base.embeddings)
        self._lower = _with(self.encoder, layers[:-upper])
        self._size = int(model.config.hidden_size)
        self._tokenizer = tokenizer
        holder = next(name for name, each in model.named_modules() if each is self.encoder)
        self._replaced = [f"{holder}.layer.{number}." for number in range(len(layers) - upper, len(layers))]
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, float32, shape (n_texts, n_dims)."""
        distinct = list(dict.fromkeys(texts))
        found = np.zeros((len(distinct), self._size), dtype=np.float32)
        for batch, states, mask in self._read(distinct):
            with torch.inference_mode():
                found[batch] = self.upper.vectors(states, mask)[: len(batch)].numpy()
        row_of = {text: row for row, text in enumerate(distinct)}
        return found[[row_of[text] for text in texts]] if texts else found

    def lower(self, texts: Sequence[str]) -> list[Tensor]:
        """What the upper layers read of each text: 16-bit floats, shape (n_pieces, n_dims)."""
        found = [torch.empty(0)] * len(texts)
        for batch, states, mask in self._read(texts):
            for row, each, inside in zip(batch, states, mask, strict=False):
                found[row] = each[: int(inside.sum())].half()
        return found

    def moved(self) -> dict[str, Tensor]:
        """By how much the upper layers differ from those in whose place they are, by the names of these."""
        before = self._layers_before()
        return {name: value.float() - before[name] for name, value in self._own().items()}

    def move(self, moved: Mapping[str, Tensor]) -> None:
        """Let the upper layers differ by so much; raises KeyError where some are not told."""
        before = self._layers_before()
        for name, value in self._own().items():
            value.copy_(before[name] + moved[name])

    def _own(self) -> dict[str, Tensor]:
        """The weights of the upper layers, by what the file calls those in whose place they are."""
        return {
            prefix + name: value
            for prefix, layer in zip(self._replaced, self.upper.layers, strict=True)
            for name, value in layer.state_dict().items()
        }

    def _layers_before(self) -> dict[str, Tensor]:
        """Those that the upper layers differ from: a pair model's are as before it was taught further."""
        with safe_open(self.weights, framework="pt") as kept:
            names = [name for name in kept.keys() if name.startswith(tuple(self._replaced))]  # noqa: SIM118 - no mapping
            return unpacked({name: kept.get_tensor(name) for name in names})

    def _read(self, texts: Sequence[str]) -> Iterator[tuple[list[int], Tensor, Tensor]]:
        """What the lower layers make of texts by batches: their places, states and what is no filling.

        Shapes (n_batch, n_pieces, n_dims) and (n_batch, n_pieces); n_batch is filled up, too.
        """
        with self._lock:
            pieces = self._tokenizer(list(texts), truncation=True, max_length=PIECES)["input_ids"] if texts else []
        for length, batch in batches([len(each) for each in pieces], SHAPES):
            filling = [""] * (SHAPES[length] - len(batch))
            with self._lock, torch.inference_mode():
                read = self._tokenizer(
                    [*(texts[row] for row in batch), *filling],
                    truncation=True,
                    max_length=length,
                    padding="max_length",
                    return_tensors="pt",
                )
                states = _through(self._lower, self._embeddings(input_ids=read["input_ids"]), read["attention_mask"])
            yield batch, states, read["attention_mask"]


class UpperLayers(nn.Module):
    """The last layers of an encoder, from states to unit vectors."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.layers = _layers(encoder)
        self._encoder = (encoder,)  # in a tuple, for what else it has is not among the weights that are taught

    def forward(self, states: Sequence[Tensor]) -> Tensor:
        """Unit vectors, float32, shape (n_texts, n_dims), of states of texts, each of shape (n_pieces, n_dims)."""
        mask = pad_sequence([torch.ones(len(each)) for each in states], batch_first=True)
        return self.vectors(pad_sequence([each.float() for each in states], batch_first=True), mask)

    def vectors(self, states: Tensor, mask: Tensor) -> Tensor:
        """Unit vectors, float32, shape (n_texts, n_dims), of states, shape (n_texts, n_pieces, n_dims)."""
        (encoder,) = self._encoder
        read = _through(encoder, states.to(next(self.layers.parameters()).dtype), mask).float()
        inside = mask.unsqueeze(-1).float()
        return normalize((read * inside).sum(dim=1) / inside.sum(dim=1), dim=1)


def beside(vectors: Sequence[Vectors]) -> Vectors:
    """Unit vectors of several networks, (n_texts, n_dims) each, end to end: cosines of these are the mean of theirs."""
    return np.asarray(np.concatenate(vectors, axis=1) / np.sqrt(len(vectors)), dtype=np.float32)


def networks(pair_model: CrossEncoder, before: Path, small: Path) -> tuple[Network, Network]:
    """One over ``pair_model``, which lies in ``before``, and one over the sentence encoder in ``small``, untaught."""
    from transformers import AutoTokenizer

    model = _loaded(small)
    if has_sixteen_bits():
        model.bfloat16()
    tokenizer = AutoTokenizer.from_pretrained(str(small), local_files_only=True)
    return (
        # A tokenizer is set for each call, and the pair model has a lock of its own.
        Network(pair_model.model, copy.deepcopy(pair_model.tokenizer), before / WEIGHTS, LARGE_UPPER),
        Network(model, tokenizer, small / WEIGHTS, SMALL_UPPER),
    )


def _loaded(folder: Path) -> PreTrainedModel:
    from transformers import AutoModel

    hush_transformers()
    found: PreTrainedModel = AutoModel.from_pretrained(
        str(folder), dtype=torch.float32, local_files_only=True, use_safetensors=True
    )
    found.train(mode=False)
    return found


def _encoder(model: PreTrainedModel) -> nn.Module:
    return cast("nn.Module", model.encoder)


def _layers(encoder: nn.Module) -> nn.ModuleList:
    return cast("nn.ModuleList", encoder.layer)


def _with(encoder: nn.Module, layers: nn.ModuleList) -> nn.Module:
    """An encoder with ``layers`` themselves, and with a copy of whatever else ``encoder`` has."""
    own = encoder.layer
    encoder.layer = nn.ModuleList()
    found = copy.deepcopy(encoder)
    encoder.layer = own
    found.layer = layers
    return found


def _through(encoder: nn.Module, states: Tensor, mask: Tensor) -> Tensor:
    attention = ((1 - mask[:, None, None, :].float()) * NEVER).to(states.dtype)
    return cast("Tensor", encoder(states, attention)[0])
