"""Workbooks for spreadsheets: XLSX with a sheet for each table, in which every text is a text."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from service.newsroom.items import cut
from service.newsroom.tables import Table, words_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST = 32_767
"""The most characters that a cell holds; a longer text ends in an ellipsis."""
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 -- what XLSX writes has no zone
"""When every workbook says that it was made, so that the same tables give the same bytes."""


def workbook_of(tables: Mapping[str, Table]) -> bytes:
    """``tables`` as the sheets of one workbook, each under its name. Lists are joined by semicolons; None is empty.

    A text is a text, whatever it begins with: never a formula, a link or a number.
    """
    written = io.BytesIO()
    # Rows go to a temporary file as they come, so that a large event needs no large memory.
    with xlsxwriter.Workbook(written, {"constant_memory": True}) as book:
        book.set_properties({"created": MADE})
        heading = book.add_format({"bold": True})
        for name, table in tables.items():
            _fill(book.add_worksheet(name), table, heading)
    return written.getvalue()


def _fill(sheet: Worksheet, table: Table, heading: Format) -> None:
    sheet.freeze_panes(1, 0)
    for column, words in enumerate(table.headings):
        sheet.write_string(0, column, words, heading)
    for number, values in enumerate(table.rows, 1):
        for column, value in enumerate(values):
            _write(sheet, number, column, value)


def _write(sheet: Worksheet, row: int, column: int, value: object) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, _text(value))


def _text(value: object) -> str:
    text = words_of(value)
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "  # XlsxWriter would take it for markup of its own, and put it into the file as it is
    return cut(text, LONGEST)
