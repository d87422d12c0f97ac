"""Time spent in the service's own work, added up over several stretches."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self


class Stopwatch:
    """Adds up the wall-clock time inside its ``with`` blocks, in seconds."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._since = 0.0

    def __enter__(self) -> Self:
        self._since = time.perf_counter()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.seconds += time.perf_counter() - self._since
