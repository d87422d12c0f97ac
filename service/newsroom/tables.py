"""Tables for spreadsheets: CSV (RFC 4180) that opens in UTF-8, and in which no text is taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BYTE_ORDER_MARK = "\ufeff"
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet may take for the beginning of a formula (OWASP, CSV Injection)."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headings."""

    headings: Sequence[str]
    rows: Iterable[Sequence[object]]


def csv_of(table: Table) -> bytes:
    """``table`` with a byte order mark, by which spreadsheets know UTF-8. Lists are joined; None is empty.

    A text that could be a formula gets an apostrophe before it; numbers stay numbers.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(table.headings)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def words_of(value: object) -> str:
    """What is written in a cell, where it is no number: lists with semicolons between their members."""
    return "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return value
    text = words_of(value)
    return f"'{text}" if text.startswith(FORMULAS) else text
