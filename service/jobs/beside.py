"""What a worker does beside its jobs: one step again and again, in a thread of its own, until it is stopped."""

from __future__ import annotations

from abc import ABC, abstractmethod
from threading import Event, Thread
from typing import TYPE_CHECKING

from service.jobs.running import described
from service.store.repeating import AWAY

if TYPE_CHECKING:
    from structlog.typing import FilteringBoundLogger


class Beside(ABC):
    """Steps from ``start`` until ``stop``: at once where there was something to do, else after ``look_every`` seconds.

    Where the database is away, or a step breaks, the next one comes after ``pause_away`` seconds.
    """

    def __init__(self, name: str, log: FilteringBoundLogger, look_every: float, pause_away: float) -> None:
        self._name = name
        self._log = log
        self._look_every = look_every
        self._pause_away = pause_away
        self._stop = Event()
        self._thread: Thread | None = None

    @abstractmethod
    def step(self) -> int:
        """Do what is to be done now, some of it; how much that was."""

    def start(self) -> None:
        """Work in a thread that does not keep the process from ending."""
        self._thread = Thread(target=self._run, name=self._name, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Begin nothing more. Returns at once; what is not done yet is done by another, or later."""
        self._stop.set()

    def wait(self, seconds: float) -> None:
        """After ``stop``: until what was being done is done, at most ``seconds``."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                pause = 0.0 if self.step() else self._look_every
            except AWAY as fault:
                self._log.warning(f"{self._name} put off, the database is away", error=type(fault).__name__)
                pause = self._pause_away
            except Exception as fault:  # noqa: BLE001 -- a bug in one step keeps no other from being taken
                self._log.error(f"{self._name} broke", **described(fault))
                pause = self._pause_away
            self._stop.wait(pause)
