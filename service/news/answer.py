"""An answer that was given and is given again to whoever repeats the request."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered; ``body`` is as whoever keeps it sealed it, and is for no log."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(repr=False)
