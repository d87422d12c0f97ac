"""Tables for spreadsheets."""

from __future__ import annotations

import csv
import io

import pytest

from service.newsroom.tables import Table, csv_of


def read(table):
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def test_a_table_begins_with_a_byte_order_mark_and_is_read_back():
    table = csv_of(Table(("a", "b"), [("قتل, سبعة", 'said "no"'), ("two\nlines", "")]))
    assert table.startswith(b"\xef\xbb\xbfa,b\r\n")
    assert read(table) == [["a", "b"], ["قتل, سبعة", 'said "no"'], ["two\nlines", ""]]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_could_be_a_formula_is_marked_as_text(start):
    text = f'{start}HYPERLINK("http://x.example")'
    assert read(csv_of(Table(("a",), [(text,), ((text, "b"),)])))[1:] == [[f"'{text}"], [f"'{text}; b"]]


def test_numbers_stay_numbers_and_nothing_stays_empty():
    assert read(csv_of(Table(("a",) * 5, [(-0.31, 7, None, True, ["Harim", "Warda"])])))[1] == [
        "-0.31",
        "7",
        "",
        "true",
        "Harim; Warda",
    ]
