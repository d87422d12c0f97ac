"""Workers in processes of their own, to be killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent


@contextmanager
def workers(module: str, *arguments: str, **environment: str) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """What starts a process that runs ``module``, with the variables given; all are killed in the end."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", module, *arguments]
        given = os.environ | environment
        started.append(subprocess.Popen(command, cwd=ROOT, env=given, stderr=subprocess.DEVNULL))
        return started[-1]

    try:
        yield start
    finally:
        for process in started:
            process.kill()
            process.wait()
