"""The embedded server: PostgreSQL in the state folder, shared by every process that uses the folder.

Two files beside the cluster's folder are locked, and the system lets go of a lock however its holder ends:

* ``<folder>.lock``, by whoever creates, starts or clears, so that one process does and the others wait;
* ``<folder>.users``, shared, by each process as long as it uses the server. Whoever can have it alone on leaving was
  the last, and stops the server. After a kill -9 of the last user the server stays; the next start finds and keeps it.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlencode

from psycopg import pq

from service.news.errors import StoreError
from service.store.cluster import DATABASE, LOOK_AGAIN_S, PORT, ROLE, Cluster
from service.store.programs import server_user

START_WITHIN_S = 60
ORPHANS_LEAVE_WITHIN_S = 2.0
SILENT_FOR_S = 5  # how long a living server may not answer on its socket
TRIES = 5


class EmbeddedServer:
    """PostgreSQL 18 with pgvector in ``folder``, on a Unix socket that only this user (for root: pgserver) can reach.

    ``options`` are further parameters of the server by name, for the process that happens to start it.
    """

    def __init__(self, folder: Path, options: Mapping[str, str] | None = None) -> None:
        self._cluster = Cluster(folder.expanduser().resolve(), options or {})
        self._uses: list[int] = []  # open files, each with a shared lock: this process uses the server

    @property
    def folder(self) -> Path:
        """Where the data is, resolved."""
        return self._cluster.folder

    def ensure(self) -> str:
        """The server's address as a libpq URI; creates, clears up and starts as needed.

        Safe to call often, and from several threads and processes at once; cheap where the server runs. Raises
        StoreError, within about START_WITHIN_S seconds, with what PostgreSQL said.
        """
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self._hold()
            if self._answer() != pq.Ping.OK:
                with self._locked(".lock", fcntl.LOCK_EX):
                    self._start()
            return self.address()
        except OSError as fault:
            raise StoreError(f"The embedded database in {self.folder} cannot be used: {fault}.") from fault

    def address(self) -> str:
        """The server's address as a libpq URI, whether it runs or not."""
        parts = {
            "host": str(self._cluster.sockets()),
            "port": PORT,
            "dbname": DATABASE,
            "user": ROLE,
            "requirepeer": server_user(
                self.folder
            ).pw_name,  # nobody else's server is spoken to, should one stand in its place
        }
        return "postgresql://?" + urlencode(parts, quote_via=quote)

    def close(self) -> None:
        """This process uses the server no longer; stops it if nobody else does. Closing twice does nothing."""
        if not self._uses:
            return
        atexit.unregister(self.close)
        while self._uses:
            # Closed, not unlocked: a process forked from this one shares the lock and may go on using the server.
            os.close(self._uses.pop())
        # A server that cannot be stopped is as harmless as one left by a killed process.
        with suppress(OSError, StoreError), self._locked(".users", fcntl.LOCK_EX | fcntl.LOCK_NB):
            self._cluster.stop()

    def _hold(self) -> None:
        """Says that this process uses the server. Waits while the last user before it stops the server."""
        if self._uses:
            return
        use = self._open(".users")
        fcntl.flock(use, fcntl.LOCK_SH)
        self._uses.append(use)
        atexit.register(self.close)

    def _answer(self) -> pq.Ping:
        conninfo = f"{self.address()}&connect_timeout={SILENT_FOR_S}"
        return pq.Ping(pq.PGconn.ping(conninfo.encode()))

    def _start(self) -> None:
        """Starts the server or waits for one that starts, recovers or stops; called by one process at a time."""
        until, tries, silent_since = time.monotonic() + START_WITHIN_S, TRIES, time.monotonic()
        self._cluster.create()
        while (answer := self._answer()) != pq.Ping.OK:
            now = time.monotonic()
            if now > until:
                raise StoreError(
                    f"The embedded database did not answer in {START_WITHIN_S} s. {self._cluster.last_words()}"
                )
            if self._cluster.server() is None:
                tries -= 1
                self._try_to_start(last=not tries)
            elif answer == pq.Ping.REJECT:
                silent_since = now
                time.sleep(LOOK_AGAIN_S)
            elif now - silent_since > SILENT_FOR_S:  # its socket was removed, as cleaners of /tmp do
                self._cluster.stop()

    def _try_to_start(self, *, last: bool) -> None:
        try:
            self._cluster.clear_after_crash(ORPHANS_LEAVE_WITHIN_S)
            self._cluster.start(START_WITHIN_S)
        except StoreError as fault:
            if last:
                raise StoreError(
                    f"The embedded database did not start: {fault} {self._cluster.last_words()}"
                ) from fault
            time.sleep(LOOK_AGAIN_S)

    @contextmanager
    def _locked(self, name: str, how: int) -> Iterator[None]:
        file = self._open(name)
        try:
            fcntl.flock(file, how)
            yield
        finally:
            os.close(file)

    def _open(self, name: str) -> int:
        """A file beside the folder, opened anew: locks taken through different openings exclude each other."""
        return os.open(self.folder.with_name(self.folder.name + name), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
