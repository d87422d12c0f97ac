"""RTE-3 with three labels: XML as the challenge gives it out, or tab-separated as Skandalis 2024 does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from service.measure.lines import UnreadableRow
from service.measure.releases.pairs import NUMBERED, label_of, pair
from service.measure.releases.release import Given, Numbers, Written, told
from service.measure.releases.tables import tab_table
from service.measure.rows import Row
from service.news.progress import Progress

ANSWERS = {"yes": "entailment", "unknown": "neutral", "no": "contradiction"}
ENGLISH = "en"


def read(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """The English pairs of the files."""
    numbers = Numbers()
    for given in told(files, progress):
        stem = given.expected.stem
        for premise, hypothesis, label in _pairs(given.path):
            yield pair(numbers.id(stem), premise, hypothesis, label, stem)


def parsed(file: Path) -> ET.Element:
    """The root of an XML file. Raises UnreadableRow where it is none, or cannot be read."""
    try:
        return ET.parse(file).getroot()  # noqa: S314 - a corpus that its reader fetched, on the reader's own machine
    except ET.ParseError as error:
        raise UnreadableRow(file, error.position[0], f"this is not XML: {error.msg}") from error
    except OSError as error:
        raise UnreadableRow(file, 0, f"the file cannot be read: {error.strerror or error}") from error


def _pairs(file: Path) -> Iterator[tuple[str, str, str]]:
    return _of_xml(file) if file.suffix == ".xml" else _of_table(file)


def _of_table(file: Path) -> Iterator[tuple[str, str, str]]:
    for row in tab_table(file, ("language", "premise", "hypothesis", "label")):
        label = label_of(row, "label", NUMBERED)
        if label is not None and row.text("language") == ENGLISH:
            yield row.text("premise"), row.text("hypothesis"), label


def _of_xml(file: Path) -> Iterator[tuple[str, str, str]]:
    found = parsed(file).findall("pair")
    if not found:
        raise UnreadableRow(file, 0, "the file has no rows")
    for number, element in enumerate(found, start=1):
        values = {"entailment": element.get("entailment", ""), "t": element.findtext("t"), "h": element.findtext("h")}
        # The parser does not say in which line an element stands: the row says which one of them it is.
        row = Row(file, 0, {f"pair {number}: {key}": value for key, value in values.items()})
        label = label_of(row, f"pair {number}: entailment", ANSWERS)
        if label is not None:
            texts = [" ".join(row.text(f"pair {number}: {key}").split()) for key in ("t", "h")]
            yield texts[0], texts[1], label
