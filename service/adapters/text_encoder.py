"""The encoder of texts for telling events apart: the sentence encoder with upper layers that were taught just that.

Its lower layers are the sentence encoder's; only the upper ones lie in ``models``, in 16-bit floats. PyTorch is
imported at the top of this module, so whoever needs the encoder imports the module where it is needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn.functional import normalize
from torch.nn.utils.rnn import pad_sequence

from service.adapters.artefacts import for_all_to_read
from service.adapters.sentence_encoder import SentenceEncoder
from service.news.errors import ArtefactError

if TYPE_CHECKING:
    from transformers import PreTrainedModel

WEIGHTS = "model.safetensors"
# How many of its layers, from the last, were taught.
UPPER = 2
# It reads so many pieces of words of a text, marks included, as it was taught: news says first what it is about.
PIECES = 256
# Texts that are read at a time, where states are asked for.
BATCH = 64
# What is added to the attention that a piece gives to filling.
NEVER = -1e4


class TextEncoder(SentenceEncoder):
    """Unit vectors from the packaged sentence encoder with other upper layers, on the CPU."""

    def __init__(self, folder: Path | None = None, name: str = "untaught") -> None:
        """With the layers in ``folder``, else with its own, to be taught; raises ArtefactError where there are none."""
        super().__init__()
        self.name = name
        self._model.max_seq_length = PIECES
        network = cast("PreTrainedModel", self._model[0].auto_model)
        self._embeddings = cast("nn.Module", network.embeddings)
        self._layers = cast("nn.ModuleList", cast("nn.Module", network.encoder).layer)
        self.upper = UpperLayers(self._layers[-UPPER:])
        if folder is not None:
            self._take(folder)

    def lower(self, texts: Sequence[str]) -> list[Tensor]:
        """What the upper layers read of each text: 16-bit floats, shape (n_pieces, n_dims)."""
        found: list[Tensor] = []
        with torch.no_grad():
            for start in range(0, len(texts), BATCH):
                read = self._model.tokenizer(
                    list(texts[start : start + BATCH]),
                    truncation=True,
                    max_length=PIECES,
                    padding=True,
                    return_tensors="pt",
                )
                states = self._embeddings(input_ids=read["input_ids"], token_type_ids=read["token_type_ids"])
                states = _through(self._layers[:-UPPER], states, read["attention_mask"])
                lengths = read["attention_mask"].sum(dim=1).tolist()
                found += [row[:length].half() for row, length in zip(states, lengths, strict=True)]
        return found

    def save(self, folder: Path) -> None:
        """Write the upper layers, and take them up as they were written: rounded."""
        folder.mkdir(parents=True, exist_ok=True)
        weights = {name: value.half().contiguous() for name, value in self.upper.state_dict().items()}
        save_file(weights, folder / WEIGHTS)
        for_all_to_read(folder / WEIGHTS)
        self._take(folder)

    def _take(self, folder: Path) -> None:
        try:
            self.upper.load_state_dict({name: value.float() for name, value in load_file(folder / WEIGHTS).items()})
        except (OSError, SafetensorError, RuntimeError) as fault:
            raise ArtefactError(
                f"{folder / WEIGHTS} holds no layers of the text encoder; run `python -m service train text_encoder`"
            ) from fault


class UpperLayers(nn.Module):
    """The last layers of an encoder, from states to unit vectors."""

    def __init__(self, layers: nn.ModuleList) -> None:
        super().__init__()
        self.layers = layers

    def forward(self, states: Sequence[Tensor]) -> Tensor:
        """Unit vectors, shape (n_texts, n_dims), of the states of texts, each of shape (n_pieces, n_dims)."""
        mask = pad_sequence([torch.ones(len(each)) for each in states], batch_first=True)
        read = pad_sequence([each.float() for each in states], batch_first=True)
        read = _through(self.layers, read, mask)
        inside = mask.unsqueeze(-1)
        return normalize((read * inside).sum(dim=1) / inside.sum(dim=1), dim=1)


def _through(layers: nn.ModuleList, states: Tensor, mask: Tensor) -> Tensor:
    attention = (1 - mask[:, None, None, :].float()) * NEVER
    for layer in layers:
        read = layer(states, attention)
        states = read[0] if isinstance(read, tuple) else read
    return states
