"""What sources state of objects, and what is true of them: books (Yin 2007), population; and ratings of domains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.measure.lines import UnreadableRow, decoded
from service.measure.releases.release import Given, Written, told
from service.measure.releases.tables import bare_table, csv_table
from service.news.progress import Progress

AUTHORS = "authors"
_EDIT = ("city", "table", "infobox", "place", "source", "revision", "time", "value")
_DATE = re.compile(r"\d{1,2}/\d{1,2}/(\d{4})")
_ANSWER = re.compile(r"(?P<object>.+),\s*(?P<year>\d{4}),\s*(?P<value>\d+)\s*")


def sellers(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """Who wrote a book, as each seller says; a seller may leave it open."""
    for given in told(files, progress):
        for row in bare_table(given.path, ("source", "isbn", "title", AUTHORS), least=3):
            yield _observation(row.text("source"), row.text("isbn"), AUTHORS, row.text(AUTHORS))


def covers(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """Who wrote a book, as its cover says."""
    for given in told(files, progress):
        for row in bare_table(given.path, ("isbn", AUTHORS)):
            yield _fact(row.text("isbn"), AUTHORS, row.text(AUTHORS))


def edits(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """How many people live in a place in a year, as each editor of Wikipedia says. Raises UnreadableRow."""
    for given in told(files, progress):
        for row in bare_table(given.path, _EDIT):
            year = _DATE.search(row.text("time"))
            if year is None:
                raise row.fails("'time' holds no date such as 1/1/2006")
            yield _observation(row.text("source"), row.text("city").lower(), _population(year[1]), row.text("value"))


def counts(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """How many people lived in a place in a year, as the census says. Raises UnreadableRow."""
    for given in told(files, progress):
        for number, line in decoded(given.path):
            if not line.strip():
                continue
            found = _ANSWER.fullmatch(line)
            if found is None:
                raise UnreadableRow(given.path, number, "this is not 'place, year, number of people'")
            yield _fact(found["object"].strip().lower(), _population(found["year"]), found["value"])


def ratings(files: Sequence[Given], progress: Progress) -> Iterator[Written]:
    """The quality of each domain from 0 to 1, with the digits of the release. Raises UnreadableRow."""
    for given in told(files, progress):
        for row in csv_table(given.path, ("domain", "pc1")):
            stated = row.text("pc1")
            if not re.fullmatch(r"\d+(\.\d+)?([eE]-?\d+)?", stated) or not 0 <= float(stated) <= 1:
                raise row.fails("'pc1' is not a number from 0 to 1")
            yield {"domain": row.text("domain"), "pc1": stated}


def _observation(source: str, object: str, attribute: str, value: str) -> Written:
    return {"source": source, **_fact(object, attribute, value)}


def _fact(object: str, attribute: str, value: str) -> Written:
    return {"object": object, "attribute": attribute, "value": value}


def _population(year: str) -> str:
    return f"Population{year}"
