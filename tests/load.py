"""Requests one after another, for what has to go on working while something else happens."""

from __future__ import annotations

import threading
from contextlib import contextmanager

TOLLS = {
    "articles": [
        {"id": "a", "outlet": "The Courier", "text": "The blast in Harim killed 7 people."},
        {"id": "b", "outlet": "Daily Ledger", "text": "The blast in Harim killed 12 people."},
    ]
}


@contextmanager
def under_load(apps, headers):
    """All answers so far to two callers of each app, one of whom has the articles kept; they end with the block."""
    answers, over = [], threading.Event()

    def call(client, store):
        while not over.wait(0.05):  # what goes on meanwhile needs the processor, too
            answers.append(client.post("/score", json=TOLLS | {"options": {"store": store}}, headers=headers))

    threads = [
        threading.Thread(target=call, args=(app.test_client(), store)) for app in apps for store in (True, False)
    ]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        over.set()
        for thread in threads:
            thread.join()
