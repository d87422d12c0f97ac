"""Waiting for what other threads and processes do: by looking, until a deadline that only a broken program misses."""

from __future__ import annotations

import time

PATIENCE_S = 180.0


def until(happens, what="it"):
    """What ``happens()`` returns once that is true; fails after some minutes."""
    deadline = time.monotonic() + PATIENCE_S
    while not (found := happens()):
        assert time.monotonic() < deadline, f"{what} did not happen in {PATIENCE_S:.0f} s"
        time.sleep(0.01)
    return found
