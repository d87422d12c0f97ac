"""One folder that PostgreSQL keeps its databases in (a 'cluster'): made, started, stopped, and cleared after a crash.

This stands in the place of the wheel's own ``get_server``, which counts its users by process ids that a killed process
leaves behind, cannot read the note of a server killed while it started, takes an interrupted ``initdb`` for a finished
one, and shares one lock file among all users of a machine.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import signal
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from service.news.errors import StoreError
from service.store.programs import VERSION, private_folder, run, server_user

ROLE = DATABASE = "postgres"
PORT = "5432"  # names the socket's file; no port is opened
NOTE = "postmaster.pid"  # process id, folder, start, port, folder of the socket, … of the server
LOG = "startup.log"
LONGEST_SOCKET = 103  # bytes of a Unix socket's path: 107 on Linux, 103 on macOS
LOOK_AGAIN_S = 0.05

# Sorting by code point is the same on every machine, and stays so when its C library changes.
CREATED_WITH = (
    *("--username", ROLE, "--auth", "trust", "--encoding", "UTF8", "--no-instructions"),
    *("--no-locale", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
)
# Nothing that is kept may stand in the server's log: no statements, and no DETAIL lines, which quote rows.
STARTED_WITH = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
}


@dataclass(frozen=True, slots=True)
class Cluster:
    """PostgreSQL's data in ``folder``, a resolved path.

    ``options`` are server parameters on top of STARTED_WITH, by name. Nothing here locks: the caller sees to it that
    one process at a time creates, starts or clears.
    """

    folder: Path
    options: Mapping[str, str] = field(default_factory=dict)

    def create(self) -> None:
        """Makes the cluster unless it is there. It appears under its name whole or not at all.

        Raises StoreError when the folder holds something else, or another version's data.
        """
        if (self.folder / "PG_VERSION").exists():
            self._insist_on_version()
            return
        if self.folder.is_dir() and any(self.folder.iterdir()):
            raise StoreError(f"{self.folder} is not empty and holds no data of PostgreSQL.")
        for left in self.folder.parent.glob(f"{self.folder.name}.new-*"):  # by a creation that was interrupted
            shutil.rmtree(left, ignore_errors=True)
        fresh = Path(tempfile.mkdtemp(prefix=f"{self.folder.name}.new-", dir=self.folder.parent))
        user = server_user(self.folder)
        private_folder(fresh, user)
        run(user, fresh, "initdb", *CREATED_WITH)
        fresh.rename(self.folder)

    def start(self, within_s: int) -> None:
        """Starts the server and returns once it answers; raises StoreError when it does not ``within_s`` seconds."""
        user, sockets = server_user(self.folder), self._choose_sockets()
        private_folder(self.folder, user)
        private_folder(sockets, user)
        (self.folder / LOG).unlink(missing_ok=True)
        options = {**STARTED_WITH, "unix_socket_directories": str(sockets), **self.options}
        written = " ".join(shlex.quote(f"--{name}={value}") for name, value in options.items())
        waiting = ("--wait", "--timeout", str(within_s), "--log", LOG, "--options", written)
        run(user, self.folder, "pg_ctl", "start", *waiting)

    def stop(self) -> None:
        """Stops the server, disconnecting whoever is connected; does nothing where none runs."""
        if self.server() is not None:
            run(server_user(self.folder), self.folder, "pg_ctl", "stop", "--wait", "--mode", "fast")

    def server(self) -> psutil.Process | None:
        """The server's first process (the 'postmaster'), if one runs on this machine."""
        pid = _pid_in(_lines(self.folder / NOTE))
        return next((each for each in self.processes() if each.pid == pid), None)

    def processes(self) -> list[psutil.Process]:
        """Every process of PostgreSQL that works in this folder: a server's, or what a killed server left behind."""
        return [each for each in psutil.process_iter(["name"]) if each.info["name"] == "postgres" and self._is_in(each)]

    def clear_after_crash(self, patience_s: float) -> None:
        """Makes way for a new server where an old one was killed; does nothing beside a living one.

        What the old one left behind holds its shared memory, so it is waited for; whoever is busy with a long statement
        for more than ``patience_s`` seconds is ended. Then the old server's notes go, where they would stop a new one.
        """
        for step in (None, signal.SIGQUIT, signal.SIGKILL):  # SIGQUIT: leave at once and write nothing more
            for each in self._orphans() if step else ():
                with suppress(psutil.Error):
                    each.send_signal(step)
            if self._orphans_leave(patience_s):
                break
        notes = self.folder / NOTE, self.sockets() / f".s.PGSQL.{PORT}.lock"
        for note in notes if not self.processes() else ():
            if note.exists() and self._misleads(note):
                note.unlink(missing_ok=True)

    def sockets(self) -> Path:
        """The folder of the server's socket: where a running one says it is, else where one would put it."""
        said = _lines(self.folder / NOTE)[4:5]
        return Path(said[0]) if said and said[0] else self._choose_sockets()

    def last_words(self) -> str:
        """The end of what the server wrote last, on one line; empty where it wrote nothing."""
        logs = [self.folder / LOG, *(self.folder / "log").glob("*.log")]
        newest = max((each for each in logs if each.exists()), key=lambda each: each.stat().st_mtime_ns, default=None)
        return " ".join(_lines(newest)[-3:]) if newest else ""

    def _insist_on_version(self) -> None:
        found = (self.folder / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != str(VERSION):
            raise StoreError(
                f"{self.folder} holds data of PostgreSQL {found}, and this is PostgreSQL {VERSION}: carry it over with "
                "pg_dump of the old version."
            )

    def _is_in(self, process: psutil.Process) -> bool:
        try:
            return Path(process.cwd()) == self.folder
        except psutil.Error:  # gone meanwhile, or another user's
            return False

    def _misleads(self, note: Path) -> bool:
        """Whether PostgreSQL would take a dead server's note for a living one's.

        So it does when another program has the process id by now, or when the server was killed in writing it.
        """
        pid = _pid_in(_lines(note))
        return pid is None or psutil.pid_exists(pid)

    def _orphans(self) -> list[psutil.Process]:
        return self.processes() if self.server() is None else []

    def _orphans_leave(self, within_s: float) -> bool:
        """Whether none is left ``within_s`` seconds from now; one that its parent never buried does not count."""
        until = time.monotonic() + within_s
        while self._orphans():
            if time.monotonic() > until:
                return False
            time.sleep(LOOK_AGAIN_S)
        return True

    def _choose_sockets(self) -> Path:
        """The cluster's folder; a short private one where that is too long for a socket, or has a comma or a quote."""
        path = str(self.folder)
        if len(os.fsencode(f"{path}/.s.PGSQL.{PORT}")) <= LONGEST_SOCKET and re.fullmatch(r"[^,\"]*", path):
            return self.folder
        digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"counterclaim-{server_user(self.folder).pw_uid}-{digest}"


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []


def _pid_in(note: list[str]) -> int | None:
    """The process id in a note's first line, where it is negative for a server without clients."""
    first = "".join(note[:1]).strip().removeprefix("-")
    return int(first) if first.isascii() and first.isdigit() else None
