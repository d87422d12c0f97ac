"""A smaller part of a file, drawn by group so that what belongs together stays together."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")


def sample(rows: Sequence[T], group_of: Callable[[T], Hashable], limit: int | None, seed: int) -> list[T]:
    """The rows of at most ``limit`` groups, chosen with ``seed``, in their order; all rows without a limit."""
    groups = list(dict.fromkeys(map(group_of, rows)))
    if limit is None or len(groups) <= limit:
        return list(rows)
    chosen = {groups[i] for i in np.random.default_rng(seed).permutation(len(groups))[:limit]}
    return [row for row in rows if group_of(row) in chosen]


def sampled_note(limit: int | None, groups: str) -> tuple[str, ...]:
    """The note that says that only a part was judged; none without a limit."""
    return () if limit is None else (f"a seeded sample of at most {limit} {groups}",)
