"""What is measured of keeping: articles kept in databases of their own, made empty for the purpose and dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from service.measure.subject import Progress, silent
from service.news.memory import Extent
from service.news.reckoning import Reckoned
from service.news.report import ScoreReport, ScoreRequest
from service.scoring.memory import Remembered
from service.scoring.pipeline import Scorer


class Kept(Protocol):
    """The articles kept in one database. Progress is told as stage, done, total."""

    def keep(self, request: ScoreRequest, progress: Progress = silent) -> ScoreReport:
        """Keeps the articles of a request, all vouched for, and reports on the events they belong to."""
        ...

    def put_in(self, read: Sequence[Remembered]) -> None:
        """Adds articles that were read already, which count for nothing until the next rebuild."""
        ...

    def repeat_judgements(self, times: int) -> None:
        """Adds ``times`` judgements for each that is kept, on texts that nobody asks about."""
        ...

    def rebuild(self, progress: Progress = silent) -> None:
        """Works everything out anew from the articles."""
        ...

    def reckon(self, progress: Progress = silent) -> Reckoned:
        """Weighs everything anew; how far that moves credibilities."""
        ...

    def tidy(self) -> None:
        """Does at once what the database does by and by as it grows."""
        ...

    def extent(self) -> Extent:
        """How much is kept."""
        ...

    def server_memory(self) -> int:
        """The bytes that the database server holds in memory, as far as it tells."""
        ...


Stores = Callable[[Scorer], AbstractContextManager[Kept]]
"""Opens an empty store, which a scorer works out; its database is gone when the block ends."""
