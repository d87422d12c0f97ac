"""A workbook read back with nothing but what every XLSX file is: a zip of XML."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
READ = {"inlineStr": str, "n": float, "b": lambda value: value == "1"}


def sheets(content):
    """The rows of each sheet, by its name; what is empty is None."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = [each.get("name") for each in ET.fromstring(file.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        trees = [ET.fromstring(file.read(f"xl/worksheets/sheet{n}.xml")) for n in range(1, len(names) + 1)]
    return dict(zip(names, map(_rows, trees), strict=True))


def parts(content):
    """The names of the files inside."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return set(file.namelist())


def _rows(tree):
    return [dict(map(_cell, row.iter(f"{MAIN}c"))) for row in tree.iter(f"{MAIN}row")]


def _cell(cell):
    """The letters of its column, and its value. A formula would be neither."""
    assert cell.find(f"{MAIN}f") is None
    value = "".join(each.text or "" for each in cell if each.tag == f"{MAIN}v") or "".join(
        each.text or "" for each in cell.iter(f"{MAIN}t")
    )
    return cell.get("r").rstrip("0123456789"), READ[cell.get("t", "n")](value)
