"""Tests what depends on the database's server on a PostgreSQL that stands alone, as a newsroom's own does.

    python -m tests.standalone [what pytest should be given]

The server is made for the purpose from the programs that come with the embedded one: it listens on TCP, asks for a
password, and knows nothing of this project. Run by `make test-database`.
"""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from service.store.programs import private_folder, run, server_user

# What depends on how one comes to the server and on what it lets one do: connections and their loss, extensions and steps
# of its schema, locks, notices, queues and workers that die; and one room of what is kept. All the rest is SQL that the
# suite runs on the embedded server, which is the same PostgreSQL.
TESTS = [
    "tests/store/test_database.py",
    "tests/store/test_migrate.py",
    "tests/store/test_archive.py",
    "tests/store/test_answers.py",
    "tests/jobs/test_crashes.py",
    "tests/jobs/test_queue.py",
    "tests/jobs/test_sweep.py",
    "tests/jobs/test_worker.py",
]


@contextmanager
def server() -> Iterator[str]:
    """The address of a new server, which is stopped and removed at the end."""
    above = Path(tempfile.mkdtemp(prefix="counterclaim-standalone-"))
    folder, password, port = above / "data", secrets.token_urlsafe(12) + "@/?", free_port()
    user = server_user(folder)
    private_folder(folder, user)
    try:
        create(folder, user, password)
        # Without a socket nothing but TCP can be used.
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off"
        run(user, folder, "pg_ctl", "start", "--wait", "--log", "log", "--options", options)
        try:
            yield f"postgresql://tester:{quote(password, safe='')}@127.0.0.1:{port}/postgres"
        finally:
            run(user, folder, "pg_ctl", "stop", "--wait", "--mode", "immediate")
    finally:
        shutil.rmtree(above)


def create(folder, user, password) -> None:
    secret = folder.parent / "password"
    secret.write_text(password)
    os.chown(secret, user.pw_uid, user.pw_gid)
    secret.chmod(0o600)
    run(user, folder, "initdb", "--username=tester", "--auth=scram-sha-256", f"--pwfile={secret}", "--no-sync")


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def main(arguments) -> int:
    with server() as url:
        # Beside other processes of tests one thread is enough, as it is in these.
        environment = {"OMP_NUM_THREADS": "1", **os.environ, "COUNTERCLAIM_TEST_DATABASE_URL": url}
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *(arguments or TESTS)]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
