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


def rate() -> float:
    """Operations a second of one large product in 16 bits, the best of a few."""
    import torch

    one = torch.ones(WIDTH, WIDTH, dtype=torch.bfloat16)
    seconds = []
    for _ in range(TRIES):
        start = time.perf_counter()
        torch.mm(one, one)
        seconds.append(time.perf_counter() - start)
    return 2 * WIDTH**3 / min(seconds)
