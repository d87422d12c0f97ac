"""Workbooks, read back as XML: texts stay texts, and the same tables give the same bytes."""

from __future__ import annotations

import pytest

from service.newsroom.event_tables import tables
from service.newsroom.findings import Addresses
from service.newsroom.tables import Table
from service.newsroom.workbooks import LONGEST, workbook_of
from tests.newsroom.differing import BASE, differing
from tests.newsroom.reading_workbooks import parts, sheets


def read(*values):
    """One row of values under headings, as it is read back."""
    content = workbook_of({"one": Table([f"h{n}" for n, _ in enumerate(values)], [values])})
    return list(sheets(content)["one"][1].values())


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x.example")',
        "+1",
        "-2",
        "@SUM(A1)",
        "{=A1}",
        "007",
        "https://x.example",
        "mailto:a@x.example",
        "قتل سبعة 🌅",
        "a & b < c",
        " blanks ",
        "two\nlines",
        "TRUE",
    ],
)
def test_a_text_is_a_text_whatever_it_begins_with(text):
    assert read(text) == [text]


def test_a_text_that_looks_like_markup_of_the_writer_does_not_become_part_of_the_file():
    assert read("<r><t>x</t></r>", "<r>&</r>") == ["<r><t>x</t></r> ", "<r>&</r> "]


def test_numbers_are_numbers_lists_are_joined_and_nothing_is_empty():
    assert read(-0.31, 7, None, True, ("Harim", "Warda")) == [-0.31, 7.0, True, "Harim; Warda"]


def test_a_text_that_no_cell_holds_ends_in_an_ellipsis():
    (found,) = read("a" * (LONGEST + 1))
    assert (len(found), found[-1]) == (LONGEST, "…")


def test_the_same_tables_give_the_same_bytes_and_link_to_nothing():
    table = {"one": Table(("a",), [("https://x.example",)])}
    assert workbook_of(table) == workbook_of(table)
    assert not [name for name in parts(workbook_of(table)) if "worksheets/_rels" in name]


def test_an_event_is_three_sheets_that_say_what_its_report_says():
    found = sheets(workbook_of(tables(differing(), Addresses(BASE))))
    assert list(found) == ["claims", "pairs", "sources"]
    claims, pairs, sources = ([list(row.values()) for row in found[name]] for name in found)
    assert claims[1][:6] == [
        "v1.0",
        *["The blast in Harim killed 7 people"] * 2,
        "The Courier",
        "outlet",
        "The Courier",
    ]
    assert claims[1][6:8] == ["https://courier.example/1", "2024-03-15T06:00:00Z"]
    assert [row[:3] for row in pairs[1:]] == [
        ["contradicts", True, pytest.approx(0.909, abs=0.01)],
        ["updates", True, 0.8],
        ["contradicts", False, pytest.approx(0.909, abs=0.01)],
    ]
    assert pairs[1][3:5] == ["number", "The Courier"]
    assert [row[1] for row in sources[1:]] == ["The Courier", "Daily Ledger", "Evening Mail"]
    assert all(len(row) <= len(table[0]) for table in (claims, pairs, sources) for row in table)
