"""The lines of evaluation files, plain or gzipped, and the error that stops a run."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

_BYTE_ORDER_MARK = "\ufeff"


class UnreadableRow(Exception):
    """A row that cannot be evaluated, with the reason; ``line`` is 0 where the whole file is meant."""

    def __init__(self, file: Path, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}" if line else f"{file}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


def needed(file: Path, what: str) -> Path:
    """``file`` where it is there; raises UnreadableRow, which says ``what`` of the public corpora is needed."""
    if not file.is_file():
        raise UnreadableRow(file, 0, f"{what} is needed; docs/corpora.md says where it is from")
    return file


def decoded(file: Path) -> Iterator[tuple[int, str]]:
    """The lines of a UTF-8 file with their numbers from 1, line ends kept; a name that ends in ``.gz`` is unzipped.

    Raises UnreadableRow for a file that cannot be opened or unzipped and for a line that is not UTF-8.
    """
    with _readable(file), _opened(file) as lines:
        for number, line in enumerate(lines, start=1):
            text = _text(file, number, line)
            yield number, text.removeprefix(_BYTE_ORDER_MARK) if number == 1 else text


def _text(file: Path, number: int, line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnreadableRow(file, number, f"this is not UTF-8: {error.reason}") from error


def _opened(file: Path) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(file, "rb")) if file.suffix == ".gz" else file.open("rb")


@contextmanager
def _readable(file: Path) -> Iterator[None]:
    try:
        yield
    except (EOFError, zlib.error) as error:
        raise UnreadableRow(file, 0, f"the file is cut short or damaged: {error}") from error
    except OSError as error:
        raise UnreadableRow(file, 0, f"the file cannot be read: {error.strerror or error}") from error
