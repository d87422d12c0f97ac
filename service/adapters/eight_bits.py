"""Weights in eight bits on disk: each row of a matrix as whole numbers from -127 to 127 with a scale of its own.

It is the plainest of quantisations (Jacob et al. 2018, arXiv:1712.05877), of what lies on disk alone: what is reckoned
with is made of it once, on loading. A matrix takes a quarter of its room, and the largest error of a weight is 1/254 of
the largest weight of its row. Vectors (biases, norms) are few, and are kept in 16 bits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

LARGEST = 127
SCALE = ".scale"


def packed(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """``weights`` for the disk; packing what was unpacked gives the same again."""
    import torch

    found: dict[str, Tensor] = {}
    for name, value in weights.items():
        if value.ndim != 2 or not value.is_floating_point():
            found[name] = value.to(torch.bfloat16) if value.is_floating_point() else value
            continue
        scale = value.float().abs().amax(dim=1, keepdim=True).clamp(min=1e-12) / LARGEST
        found[name] = (value.float() / scale).round().to(torch.int8)
        found[name + SCALE] = scale
    return {name: value.contiguous() for name, value in found.items()}


def unpacked(kept: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """What ``packed`` gave, as 32-bit floats."""
    import torch

    return {
        name: value.float() * kept[name + SCALE]
        if name + SCALE in kept
        else (value.float() if value.dtype == torch.bfloat16 else value)
        for name, value in kept.items()
        if not name.endswith(SCALE)
    }
