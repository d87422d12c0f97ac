"""`score --store`, `rebuild` and `reckon`: the kept articles, without a server."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from service import app
from service.news.identity import Principal, Scope, outlet_key
from service.news.progress import Progress, silent
from service.news.reckoning import Reckoned
from service.news.report import ScoreReport, ScoreRequest
from service.store.archive import Archive


@contextmanager
def archive(progress: Progress = silent) -> Iterator[Archive]:
    """The archive of the settings, worked out by the active model. Raises StoreError, ArtefactError, SettingsError."""
    settings = app.settings_from_environ()
    database = app.database_of(settings)
    try:
        found = Archive(database)
        found.start(app.active_scorer(settings, database), progress)
        yield found
    finally:
        database.close()


def keep(asked: ScoreRequest, vouched_outlets: Sequence[str], progress: Progress) -> ScoreReport:
    """Keep the articles, those of ``vouched_outlets`` as vouched for by whoever runs this, and report on their events.

    Raises what ``archive`` does, KeepingError and TooManyClaims.
    """
    by = Principal(
        f"cli:{getpass.getuser()}",
        getpass.getuser(),
        frozenset({Scope.SCORE, Scope.INGEST}),
        frozenset(map(outlet_key, vouched_outlets)),
    )
    with archive(progress) as found:
        return found.keep(replace(asked, store=True), by, progress)


def reckon(progress: Progress) -> Reckoned:
    """Weigh everything that is kept anew; how far that moved credibilities."""
    with archive(progress) as found:
        return found.reckon(progress)


def rebuild(progress: Progress, *, check: bool) -> list[str]:
    """Work everything out anew from the inputs; with ``check`` only tell what that would change, a line each."""
    with archive(progress) as found:
        if check:
            return found.differences(progress)
        found.rebuild(progress)
        return []
