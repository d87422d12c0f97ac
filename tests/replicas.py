"""Whole servers of the service in this process, several on one database."""

from __future__ import annotations

import io
from contextlib import contextmanager

from service.app import close, create_app, stop
from service.settings import Settings
from tests.waiting import PATIENCE_S, until


@contextmanager
def replicas(database, state, build):
    """What starts a server that is ready, over ``database`` and the folder ``state``; all are closed in the end.

    ``build`` makes its scorer from its settings; with ``jobs='inside'`` it does queued work itself.
    """
    started = []

    def start(jobs="worker", build=build):
        settings = Settings(database_url=database.conninfo, state=state, jobs=jobs)
        started.append(create_app(settings, build=build, log_to=io.StringIO()))
        until(lambda: started[-1].test_client().get("/readyz").status_code == 200, "the server being ready")
        return started[-1]

    try:
        yield start
    finally:
        for app in started:
            stop(app)
            close(app, PATIENCE_S)


def model_of(app):
    """The head that a server answers by, as /readyz names it."""
    return app.test_client().get("/readyz").json["model"].partition("+")[0]
