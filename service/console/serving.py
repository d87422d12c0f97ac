"""`serve`: gunicorn with threads, models loaded after the fork, and a sample posted when the server is ready."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from types import FrameType
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

from service import app

# Models load in seconds; a machine under load may take a minute or two.
PATIENCE = 300.0
TRY = "try-sample"

GRACE_S = 10  # after which gunicorn kills
STOPS_WITHIN_S = 6.0


class Server(BaseApplication):
    """The service under gunicorn. The app is made in the worker: PyTorch does not survive a fork."""

    def __init__(self, options: Mapping[str, object]) -> None:
        self._options = options
        self._app: Flask | None = None
        super().__init__()

    def load_config(self) -> None:
        """Tell gunicorn the options."""
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Iterable[bytes]]:
        """Make the app, in the worker."""
        self._app = app.from_environ()
        return self._app.wsgi_app

    def stop(self) -> None:
        """Let what goes on beside the requests end, as soon as the process is told to: a stream would outlast it."""
        if self._app is not None:
            app.stop(self._app)

    def close(self) -> None:
        """Wait until queued work has ended, or is back in the queue, and let go of the database."""
        if self._app is not None:
            app.close(self._app, STOPS_WITHIN_S)


def serve(host: str, port: int, threads: int, sample: Path | None = None) -> None:
    """Serve until Ctrl-C. With a ``sample``, post it when the server is ready and print the report."""

    def when_ready(arbiter: Arbiter) -> None:
        if sample is not None:
            bound = arbiter.LISTENERS[0].sock.getsockname()[1]
            # A process of its own: a thread here would be forked along with the workers.
            subprocess.Popen([sys.executable, "-m", "service", TRY, host, str(bound), str(sample)])  # noqa: S603

    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    Server(
        {
            "bind": bind,
            "worker_class": "gthread",
            "workers": 1,
            "threads": threads,
            "timeout": 0,
            "graceful_timeout": GRACE_S,
            "when_ready": when_ready,
            "post_worker_init": _stop_when_told,
            "worker_exit": _close,
            "loglevel": "warning",
            "control_socket_disable": True,  # else gunicorn leaves a socket in the home folder
        }
    ).run()


def _stop_when_told(worker: Worker) -> None:
    """Hears of the signals that end gunicorn's worker before gunicorn does."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, partial(_told, worker, signal.getsignal(number)))


def _told(worker: Worker, then: object, number: int, frame: FrameType | None) -> None:
    if isinstance(worker.app, Server):
        worker.app.stop()
    if callable(then):
        then(number, frame)


def _close(_: Arbiter, worker: Worker) -> None:
    if isinstance(worker.app, Server):
        worker.app.close()


def post_sample(host: str, port: int, body: Mapping[str, object]) -> dict[str, Any]:
    """The report that the running server gives on ``body``; raises RuntimeError where it gives none in time."""
    until = time.monotonic() + PATIENCE
    while _get(host, port, "/readyz") != 200:
        if time.monotonic() > until:
            raise RuntimeError(f"the server at {host}:{port} was not ready after {PATIENCE:.0f} s")
        time.sleep(1.5)
    connection = HTTPConnection(host, port, timeout=PATIENCE)
    connection.request("POST", "/score", json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    found: dict[str, Any] = json.loads(answer.read())
    if answer.status != 200:
        raise RuntimeError(f"the server answered {answer.status}: {found.get('title')}")
    return found


def _get(host: str, port: int, path: str) -> int:
    """The status of a GET; 0 where nobody listens yet."""
    try:
        connection = HTTPConnection(host, port, timeout=10)
        connection.request("GET", path)
        return connection.getresponse().status
    except OSError:
        return 0
