"""Matrix products: how many floating-point operations some work takes, and how many the machine can do a second."""

from __future__ import annotations

import time
from collections.abc import Callable

# A product of square matrices this wide is as fast as any.
WIDTH = 2_048
TRIES = 5


def counted(work: Callable[[], object]) -> float:
    """The operations of all matrix products that torch does in ``work``."""
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as found:
        work()
    return float(found.get_total_flops())


def has_sixteen_bits() -> bool:
    """Whether the CPU multiplies 16-bit numbers itself: several times faster then, and else many times slower."""
    import torch

    return bool(torch.cpu.get_capabilities().get("avx512_bf16"))


def rate() -> float:
    """Operations a second of one large product, the best of a few: in 16 bits where the CPU has them, else in 32."""
    import torch

    one = torch.ones(WIDTH, WIDTH, dtype=torch.bfloat16 if has_sixteen_bits() else torch.float32)
    seconds = []
    for _ in range(TRIES):
        start = time.perf_counter()
        torch.mm(one, one)
        seconds.append(time.perf_counter() - start)
    return 2 * WIDTH**3 / min(seconds)
