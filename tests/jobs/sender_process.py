"""A sender to be killed. Argument: the address of the database. It sends under the secret of tests/jobs/test_sending.py."""

from __future__ import annotations

import sys
import time

from service.jobs.sending import Schedule, Sender, Ways
from service.store.address import parameters, uri
from service.store.database import Database, engine_to
from service.store.sealing import Seal
from service.web.logs import json_logger

OWN = b"k" * 32
QUICK = Schedule(retries=(0.1,) * 400, jitter=0.0, lease=1.5, look_every=0.05, pause_away=0.1)


def main(conninfo):
    given = parameters(conninfo)
    database = Database(engine_to(given), uri(given))
    Sender(database, Seal([OWN]), json_logger(sys.stderr, "info"), ways=Ways(("127.0.0.1",)), schedule=QUICK).start()
    while True:
        time.sleep(1)


if __name__ == "__main__":
    main(sys.argv[1])
