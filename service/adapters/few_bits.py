"""Weights in few bits on disk: matrices as small whole numbers with scales, so that a large model is a small file.

Matrices of a transformer's layers, most of its weights, take four bits: each 32 weights of a row have a scale of their
own, and two weights a byte. Other matrices (vectors of word pieces, classifiers) take eight, with a scale for each row.
The largest error of a weight is 1/14 of the largest weight of its 32, or 1/254 of that of its row. It is the plainest
of quantisations (Jacob et al. 2018, arXiv:1712.05877; in groups Dettmers & Zettlemoyer 2023, arXiv:2212.09720), of what
lies on disk alone: what is reckoned with is made of it once, on loading. Vectors (biases, norms) are few, and are kept
in 16 bits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

EIGHT_BITS, FOUR_BITS = 127, 7
GROUP = 32
SCALE = ".scale"
LAYER = ".layer."
# The least scale that 16 bits hold exactly enough.
LEAST = 2.0**-14


def packed(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """``weights`` for the disk; packing what was unpacked gives the same again."""
    import torch

    found: dict[str, Tensor] = {}
    for name, value in weights.items():
        if value.ndim != 2 or not value.is_floating_point():
            found[name] = value.to(torch.bfloat16) if value.is_floating_point() else value
        elif LAYER in name and value.shape[1] % GROUP == 0:
            found[name], found[name + SCALE] = _in_four_bits(value.float())
        else:
            scale = value.float().abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / EIGHT_BITS
            found[name], found[name + SCALE] = (value.float() / scale).round().to(torch.int8), scale
    return {name: value.contiguous() for name, value in found.items()}


def unpacked(kept: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What ``packed`` gave, as 32-bit floats."""
    import torch

    found: dict[str, Tensor] = {}
    for name, value in kept.items():
        if name.endswith(SCALE):
            continue
        if value.dtype == torch.uint8:
            found[name] = _of_four_bits(value, kept[name + SCALE])
        elif name + SCALE in kept:
            found[name] = value.float() * kept[name + SCALE]
        else:
            found[name] = value.float() if value.dtype == torch.bfloat16 else value
    return found


def _in_four_bits(value: Tensor) -> tuple[Tensor, Tensor]:
    """Two weights a byte, shape (n, m / 2), and their scales, shape (n, m / GROUP)."""
    import torch

    groups = value.reshape(len(value), -1, GROUP)
    scale = (groups.abs().amax(dim=2, keepdim=True) / FOUR_BITS).clamp(min=LEAST).half()
    whole = (groups / scale.float()).round().clamp(-FOUR_BITS, FOUR_BITS).flatten(1) + 8
    low, high = whole[:, ::2].to(torch.uint8), whole[:, 1::2].to(torch.uint8)
    return low | (high << 4), scale.squeeze(2)


def _of_four_bits(value: Tensor, scale: Tensor) -> Tensor:
    import torch

    byte = torch.arange(256)
    both = torch.stack([byte & 15, byte >> 4], dim=1).float() - 8
    return both[value.int()].view(len(value), -1, GROUP).mul_(scale.float().unsqueeze(2)).flatten(1)
