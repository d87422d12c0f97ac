"""Tests what needs a database on a PostgreSQL server that stands alone, as a newsroom's own does.

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

# The embedded server's own tests would only be run twice; the laws are of what is worked out, whichever server keeps it,
# and take as long as all the others.
TESTS = [
    "tests/store",
    "tests/jobs",
    "--ignore=tests/store/test_embedded.py",
    "--ignore=tests/jobs/test_embedded.py",
    "--ignore=tests/store/test_laws.py",
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
        environment = {**os.environ, "COUNTERCLAIM_TEST_DATABASE_URL": url}
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *(arguments or TESTS)]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
