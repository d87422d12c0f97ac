"""What the web needs from the rest of the house; ``app`` fills it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from service.news.claim import Spoken
from service.news.report import Compared, ScoreReport, ScoreRequest, Snapshot

Clock = Callable[[], datetime]
"""The time now, with a zone."""


class Scores(Protocol):
    """Answers requests; safe to call from several threads at once."""

    @property
    def snapshot(self) -> Snapshot:
        """The model and build that answer."""
        ...

    def score(self, request: ScoreRequest) -> ScoreReport:
        """The report on some articles. Raises TooManyClaims."""
        ...

    def compare(self, a: Spoken, b: Spoken) -> Compared:
        """Two claims compared. Raises NothingToCompare and UnknownLanguage."""
        ...
