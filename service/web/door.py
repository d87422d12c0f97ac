"""Whether the scorer is there yet: models take a while to load, and the server answers meanwhile."""

from __future__ import annotations

from service.news.errors import NotReady
from service.web.ports import Scores


class ScorerDoor:
    """Holds the scorer once it has been loaded; until then, and after a failure, asking for it raises NotReady.

    It moves once, from closed to open or to failed; each move is a single assignment, so readers need no lock.
    """

    def __init__(self) -> None:
        self._scorer: Scores | None = None
        self._failed = False

    def open(self, scorer: Scores) -> None:
        """From now on ``scorer`` answers."""
        self._scorer = scorer

    def fail(self) -> None:
        """The models could not be loaded and will not be."""
        self._failed = True

    @property
    def is_open(self) -> bool:
        """Whether a scorer is there."""
        return self._scorer is not None

    def scorer(self) -> Scores:
        """The scorer. Raises NotReady while it is loading, and for good once loading has failed."""
        if self._scorer is not None:
            return self._scorer
        if self._failed:
            raise NotReady("The models could not be loaded; the operator finds the reason in the log.")
        raise NotReady("The models are still being loaded; ask again in a few seconds.")
