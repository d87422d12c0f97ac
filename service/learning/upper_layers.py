"""A transformer in two parts while its upper layers learn: what the lower ones make of each row is worked out once.

They stay as they are, so every pass over the rows would have them say the same again, which takes most of the time.
PyTorch is imported at the top of this module, so whoever needs it imports the module where it is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import torch
from torch import Tensor, nn

Pair = tuple[str, str]


class Parted:
    """The last ``upper`` layers of ``model`` and what gives its logits can be moved, nothing else can.

    First all pairs are ``read`` that have no ``states`` yet. From ``part`` to ``join`` the model takes the pairs of the
    last ``recall`` for those that it is given, and its lower layers have no part in what it says.
    """

    def __init__(self, model: nn.Module, upper: int, states: dict[Pair, Tensor]) -> None:
        """Raises ValueError where the model has not more layers than those."""
        self._model = model
        self._holder = next(each for each in model.modules() if isinstance(getattr(each, "layer", None), nn.ModuleList))
        self._layers = cast("nn.ModuleList", self._holder.layer)
        self._below = len(self._layers) - upper
        if self._below < 1:
            raise ValueError(f"of {len(self._layers)} layers {upper} cannot be the upper ones")
        self.states = states
        self._given = _Given()
        self._freeze()

    def _freeze(self) -> None:
        """Nothing of the encoder learns but its upper layers."""
        encoder = next(each for each in self._model.children() if self._holder in each.modules())
        encoder.requires_grad_(requires_grad=False)
        self._layers[self._below :].requires_grad_()

    def read(self, pairs: Sequence[Pair], encoded: Mapping[str, Any]) -> None:
        """Keep what the lower layers make of ``pairs``: 16-bit floats, shape (n_pieces, n_dims) each."""
        self._holder.layer = self._layers[: self._below]  # what is above is asked later, again and again
        watch = self._layers[self._below - 1].register_forward_hook(self._given.hear)
        with torch.inference_mode():
            self._model(**encoded)
        watch.remove()
        for pair, states, mask in zip(pairs, self._given.states, encoded["attention_mask"], strict=True):
            self.states[pair] = states[: int(mask.sum())].half()

    def part(self) -> None:
        """Put what was read in the place of the lower layers."""
        self._holder.layer = nn.ModuleList([self._given, *self._layers[self._below :]])

    def recall(self, pairs: Sequence[Pair], length: int) -> None:
        """The next batch is of ``pairs``, filled up to ``length`` pieces."""
        states = torch.zeros(len(pairs), length, self.states[pairs[0]].shape[1])
        for place, pair in enumerate(pairs):
            states[place, : len(self.states[pair])] = self.states[pair]
        self._given.states = states

    def join(self) -> None:
        """Make the model whole again."""
        self._holder.layer = self._layers


class _Given(nn.Module):
    """Gives the states that it was told, whatever it is asked, as the layer that it heard them from gave its own."""

    def __init__(self) -> None:
        super().__init__()
        self.states = torch.zeros(0)
        self._in_a_tuple = False

    def hear(self, _layer: object, _asked: object, told: Tensor | tuple[Tensor, ...]) -> None:
        self._in_a_tuple = isinstance(told, tuple)
        self.states = told[0] if isinstance(told, tuple) else told

    def forward(self, *_: object, **__: object) -> Tensor | tuple[Tensor, ...]:
        return (self.states,) if self._in_a_tuple else self.states
