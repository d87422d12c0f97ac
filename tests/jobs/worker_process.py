"""A worker to be killed: runs jobs of the kind 'wait', which end when a file appears. Arguments: address, folder, pace."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

from service.jobs.running import Runner
from service.jobs.worker import Worker
from service.store.address import parameters, uri
from service.store.database import Database, engine_to
from service.web.logs import json_logger
from tests.jobs.conftest import QUICK


def main(conninfo, folder):
    def wait(order, progress):
        """Leaves a note that it was begun here, and another when it was not interrupted."""
        note = folder / f"{order.id}.{order.attempt}.{os.getpid()}"
        note.touch()
        while not (folder / "release").exists():
            progress("compare", 0, 1)
            time.sleep(0.01)
        note.with_suffix(".done").touch()
        return {"by": os.getpid(), "attempt": order.attempt}

    given = parameters(conninfo)
    worker = Worker(
        Runner(Database(engine_to(given), uri(given)), {"wait": wait}, json_logger(sys.stderr, "info")), pace=QUICK
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: worker.stop())
    worker.run()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
