"""The service's own secret, from which the keys that sign and encrypt are derived: given, or made once and kept."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from service.news.errors import StoreError

FILE = "secret"
BYTES = 32
SHORTEST = 32


def own_secrets(given: tuple[str, ...], state: Path) -> tuple[bytes, ...]:
    """The secrets of the service, newest first: those ``given``, else the one in the folder ``state``, made if need be.

    Several processes that start at once get the same one. Raises StoreError where the file cannot be read or is too
    short to be a secret.
    """
    if given:
        return tuple(each.encode() for each in given)
    file = state / FILE
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _make(file)
        written = file.read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError) as fault:
        raise StoreError(f"The service's secret in {file} cannot be read: {fault}") from fault
    if not written or min(map(len, written)) < SHORTEST:
        raise StoreError(f"{file} holds no secret of {SHORTEST} characters or more.")
    return tuple(each.encode() for each in written)


def _make(file: Path) -> None:
    """Writes a new secret beside ``file`` and gives it that name, unless another process has been faster."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as new:
        new.write(secrets.token_urlsafe(BYTES) + "\n")
        new.flush()
        os.fsync(new.fileno())
    try:
        with suppress(FileExistsError):
            file.hardlink_to(draft)
    finally:
        draft.unlink()
