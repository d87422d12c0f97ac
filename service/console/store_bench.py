"""`bench store`: what keeping costs, in databases made for the purpose on the server of the settings, and dropped."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial

from service import app
from service.adapters import artefacts
from service.measure import bench, scenario_files, store_bench
from service.measure.store_bench import StoreSpeeds
from service.news.identity import Principal, Scope, outlet_key
from service.news.memory import Extent
from service.news.progress import Progress, silent
from service.news.reckoning import Reckoned
from service.news.report import ScoreReport, ScoreRequest
from service.scoring.memory import Remembered
from service.scoring.pipeline import Scorer
from service.store import filling
from service.store.archive import Archive
from service.store.database import Database
from service.store.readings import Readings
from service.store.scratch import Scratch, scratch_server


def measure(claims: Sequence[int], rounds: int, progress: Progress) -> StoreSpeeds:
    """What keeping the sample events costs. Raises StoreError, ArtefactError, SettingsError.

    Without a server of one's own in the settings an embedded one is started in a folder that is removed afterwards.
    """
    settings = app.settings_from_environ()
    scenarios = bench.spread(scenario_files.read([artefacts.seeds_folder() / "events"]))
    outlets = {article.outlet for scenario in scenarios for article in scenario.articles}
    with scratch_server(settings.database_url) as server:
        stores = partial(kept, server, outlets)
        return store_bench.run(scenarios, app.build_scorer(settings), stores, progress, claims=claims, rounds=rounds)


@contextmanager
def kept(server: Scratch, outlets: Collection[str], scorer: Scorer) -> Iterator[KeptInScratch]:
    """An empty store on ``server``, to which the articles of ``outlets`` are sent by whom they are bound to."""
    by = Principal("key:bench", "bench", frozenset({Scope.SCORE}), frozenset(map(outlet_key, outlets)))
    with server.database() as database:
        yield KeptInScratch(database, scorer, by)


class KeptInScratch:
    """The port ``Kept`` over an archive that nobody else uses."""

    def __init__(self, database: Database, scorer: Scorer, by: Principal) -> None:
        self._database = database
        self._archive = Archive(database)
        self._archive.start(scorer)
        self._readings = Readings(scorer.tools, scorer.snapshot.build)
        self._by = by

    def keep(self, request: ScoreRequest, progress: Progress = silent) -> ScoreReport:
        """The port's."""
        return self._archive.keep(request, self._by, progress)

    def put_in(self, read: Sequence[Remembered]) -> None:
        """The port's."""
        with self._database.begin() as connection:
            filling.put_in(connection, self._readings, read, self._by, datetime.now(UTC))

    def repeat_judgements(self, times: int) -> None:
        """The port's."""
        with self._database.begin() as connection:
            filling.repeat_judgements(connection, times)

    def rebuild(self, progress: Progress = silent) -> None:
        """The port's."""
        self._archive.rebuild(progress)

    def reckon(self, progress: Progress = silent) -> Reckoned:
        """The port's."""
        return self._archive.reckon(progress)

    def tidy(self) -> None:
        """The port's."""
        filling.tidy(self._database.engine)

    def extent(self) -> Extent:
        """The port's."""
        with self._database.begin() as connection:
            return filling.extent(connection)

    def server_memory(self) -> int:
        """The port's."""
        with self._database.begin() as connection:
            return filling.server_memory(connection)
