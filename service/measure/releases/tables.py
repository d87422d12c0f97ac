"""Tables of releases: comma-separated with a header, or tab-separated with or without one.

A row is read by the names of its columns, and says in which line it stands.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from service.measure.lines import UnreadableRow, decoded
from service.measure.rows import Row

_FIELD_LIMIT = 1 << 24


def csv_table(file: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a CSV file with a header, quoted as RFC 4180 says; ``columns`` have to be among those it has.

    Raises UnreadableRow for a missing column, a row with too few or too many fields, and a file without any row.
    """
    return _by_header(file, _csv_fields(file), columns)


def tab_table(file: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a tab-separated file with a header. Raises UnreadableRow as csv_table does."""
    fields = ((line, [unquoted(field) for field in row]) for line, row in _tab_fields(file))
    return _by_header(file, fields, columns)


def bare_table(file: Path, columns: Sequence[str], *, least: int | None = None) -> Iterator[Row]:
    """The rows of a tab-separated file without header or quoting, whose fields are ``columns`` in this order.

    A row may break off after ``least`` fields (all of them, unless said otherwise); what is not there is empty.
    Raises UnreadableRow for a row with too few or too many fields, and for a file without any row.
    """
    empty = True
    for line, fields in _tab_fields(file):
        empty = False
        if not (least or len(columns)) <= len(fields) <= len(columns):
            raise UnreadableRow(file, line, f"the row has {len(fields)} fields, expected were {len(columns)}")
        filled = [*fields, *[""] * (len(columns) - len(fields))]
        yield Row(file, line, dict(zip(columns, filled, strict=True)))
    if empty:
        raise UnreadableRow(file, 0, "the file has no rows")


def unquoted(field: str) -> str:
    """A tab-separated field without the quotes around it.

    Some releases quote their fields and some begin a sentence with a quotation mark: quotes are around a field where
    it begins and ends with one and every other stands twice.
    """
    if len(field) < 2 or not (field[0] == field[-1] == '"'):
        return field
    inner = field[1:-1]
    return field if '"' in inner.replace('""', "") else inner.replace('""', '"')


def _by_header(file: Path, rows: Iterator[tuple[int, list[str]]], columns: Sequence[str]) -> Iterator[Row]:
    _, header = next(rows, (1, []))
    for column in columns:
        if column not in header:
            raise UnreadableRow(file, 1, f"the column '{column}' is missing")
    line = 0
    for line, fields in rows:
        if len(fields) != len(header):
            raise UnreadableRow(file, line, f"the row has {len(fields)} fields, the header has {len(header)}")
        yield Row(file, line, dict(zip(header, fields, strict=True)))
    if not line:
        raise UnreadableRow(file, 0, "the file has no rows")


def _csv_fields(file: Path) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_FIELD_LIMIT)
    reader = csv.reader((line for _, line in decoded(file)), strict=True)
    try:
        yield from ((reader.line_num, fields) for fields in reader if fields)
    except csv.Error as error:
        raise UnreadableRow(file, reader.line_num, f"this is not CSV: {error}") from error


def _tab_fields(file: Path) -> Iterator[tuple[int, list[str]]]:
    for number, line in decoded(file):
        text = line.rstrip("\r\n")
        if text:
            yield number, text.split("\t")
