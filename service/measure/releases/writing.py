"""Rows of the common formats as files: JSON lines, gzipped ones, or CSV, as the name of the file says."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import IO, TextIO, cast

from service.measure.releases.release import Written


def write(rows: Iterable[Written], file: Path) -> int:
    """Write ``rows`` into ``file``, and say how many there were; its folder is made.

    The file is there as a whole or not at all: where reading ``rows`` fails, what was there before stays.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.part")
    number = count()
    counted = (row for row, _ in zip(rows, number, strict=False))
    try:
        with _opened(beside, gzipped=file.suffix == ".gz") as out:
            out.writelines(lines(counted, as_csv=file.suffix == ".csv"))
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return next(number)


def lines(rows: Iterable[Written], *, as_csv: bool) -> Iterator[str]:
    """Each row as a line with its end, a CSV header first."""
    headed = False
    for row in rows:
        if not as_csv:
            yield json.dumps(row, ensure_ascii=False) + "\n"
            continue
        if not headed:
            headed = True
            yield _record(row)
        yield _record(row.values())


def _record(fields: Iterable[object]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\n").writerow(fields)
    return held.getvalue()


@contextmanager
def _opened(file: Path, *, gzipped: bool) -> Iterator[TextIO]:
    """A text file; a gzipped one says neither its name nor the time, so that the same rows are the same bytes."""
    if not gzipped:
        with file.open("w", encoding="utf-8", newline="") as out:
            yield out
        return
    with file.open("wb") as raw, gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as zipped:
        out = io.TextIOWrapper(cast("IO[bytes]", zipped), encoding="utf-8", newline="")
        yield out
        out.flush()
        out.detach()
