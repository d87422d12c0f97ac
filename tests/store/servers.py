"""Folders for embedded servers of a test's own, and other processes that use them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from service.store.cluster import Cluster

ROOT = Path(__file__).parent.parent.parent


class Process:
    """Python code in a process of its own, which says something and then waits to be let go, or is killed."""

    def __init__(self, code, *arguments):
        command = [sys.executable, "-W", "error", "-c", code, *map(str, arguments)]
        self.process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def says(self) -> str:
        return self.process.stdout.readline().strip()

    def let_go(self) -> int:
        """Its exit status, after its standard input was closed."""
        self.process.stdin.close()
        self.process.stdout.read()
        return self.process.wait()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def started_processes():
    """Gives what starts a Process; whatever still runs at the end is killed."""
    started = []

    def start(code, *arguments):
        started.append(Process(code, *arguments))
        return started[-1]

    yield start
    for each in started:
        with suppress(OSError):
            each.process.stdin.close()
        each.kill()
        each.process.stdout.close()


@contextmanager
def server_folder():
    """Where an embedded server's data may go; it is not there yet. What runs in it at the end is killed."""
    above = Path(tempfile.mkdtemp(prefix="counterclaim-store-")).resolve()
    yield above / "postgres"
    for path in [*above.rglob("PG_VERSION")]:
        for each in Cluster(path.parent).processes():
            with suppress(psutil.Error):
                each.kill()
    shutil.rmtree(above, ignore_errors=True)
