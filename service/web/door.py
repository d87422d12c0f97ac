"""Whether something slow to load is there yet: the server answers meanwhile."""

from __future__ import annotations

from typing import Generic, TypeVar

from service.news.errors import NotReady

T = TypeVar("T")


class Door(Generic[T]):
    """Holds what is behind it once that has been loaded; until then, and after a failure, asking raises NotReady.

    It moves once, from closed to open or to failed; each move is a single assignment, so readers need no lock.
    ``what`` is said of it in the plural, at the start of a sentence: 'The models'.
    """

    def __init__(self, what: str) -> None:
        self._what = what
        self._inside: T | None = None
        self._failed = False

    def open(self, inside: T) -> None:
        """From now on ``inside`` answers."""
        self._inside = inside

    def fail(self) -> None:
        """It could not be loaded and will not be."""
        self._failed = True

    @property
    def is_open(self) -> bool:
        """Whether it is there."""
        return self._inside is not None

    def inside(self) -> T:
        """What is behind the door. Raises NotReady while it is loading, and for good once loading has failed."""
        if self._inside is not None:
            return self._inside
        if self._failed:
            raise NotReady(f"{self._what} could not be loaded; the operator finds the reason in the log.")
        raise NotReady(f"{self._what} are still being loaded; ask again in a few seconds.")
