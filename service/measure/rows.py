"""Rows of evaluation files, read strictly: what cannot be read stops the run and says where and why.

Unknown keys are ignored. The words of files ('agree', 'entailment' …) become the one enum of the code here, at the
door.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TypeVar

from service.measure.lines import UnreadableRow, decoded
from service.news.article import Span
from service.news.pair import ReasonCode, Relation, Stance

__all__ = ["PAIR_LABELS", "REASONS", "RELATIONS", "Row", "UnreadableRow", "csv_rows", "json_document", "json_rows"]

T = TypeVar("T")

PAIR_LABELS = {"entailment": Stance.AGREES, "contradiction": Stance.CONTRADICTS, "neutral": Stance.NEUTRAL}
RELATIONS = {
    "agree": Relation.AGREES,
    "contradict": Relation.CONTRADICTS,
    "neutral": Relation.NEUTRAL,
    "update": Relation.UPDATES,
}
REASONS = {code.value: code for code in ReasonCode}
_CSV_FIELD_LIMIT = 1 << 24
_HALF_PAIR = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One JSON object of a file, read key by key; every method raises UnreadableRow with the place and the reason.

    ``within`` names the object that a nested row was found under ('a.', 'articles.2.'), for messages.
    """

    file: Path
    line: int
    values: Mapping[str, object]
    within: str = ""

    def fails(self, reason: str) -> UnreadableRow:
        """The error to raise for this row."""
        return UnreadableRow(self.file, self.line, reason)

    def text(self, key: str) -> str:
        """A string, possibly empty."""
        value = self._value(key)
        if not isinstance(value, str):
            raise self._not(key, "a string")
        if _HALF_PAIR.search(value):
            raise self.fails(f"'{self.within}{key}' holds half of a surrogate pair")
        return value

    def text_or_none(self, key: str) -> str | None:
        """A string, or None for null."""
        return None if self._value(key) is None else self.text(key)

    def text_if_any(self, key: str) -> str | None:
        """A string, or None where the key is missing or null."""
        return self.text(key) if self.values.get(key) is not None else None

    def whole_number(self, key: str) -> int:
        """An integer >= 0."""
        value = self._value(key)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self._not(key, "a whole number")
        return value

    def time(self, key: str) -> datetime | None:
        """A time with a zone, or None for null; one printed without a zone is taken to be UTC."""
        stated = self.text_or_none(key)
        if stated is None:
            return None
        try:
            time = datetime.fromisoformat(stated)
        except ValueError as error:
            raise self._not(key, "an ISO 8601 time") from error
        return time if time.tzinfo else time.replace(tzinfo=UTC)

    def word(self, key: str, vocabulary: Mapping[str, T]) -> T:
        """What the word under ``key`` means in ``vocabulary``."""
        return self._meaning(key, self.text(key), vocabulary)

    def words(self, key: str, vocabulary: Mapping[str, T]) -> frozenset[T]:
        """What the listed words mean in ``vocabulary``."""
        return frozenset(self._meaning(key, word, vocabulary) for word in self.texts(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings."""
        listed = self._list(key)
        if not all(isinstance(word, str) for word in listed):
            raise self._not(key, "a list of strings")
        return tuple(str(word) for word in listed)

    def row(self, key: str) -> Row:
        """A nested object."""
        return self._nested(f"{key}.", self._value(key))

    def rows(self, key: str) -> tuple[Row, ...]:
        """A list of nested objects."""
        return tuple(self._nested(f"{key}.{i}.", value) for i, value in enumerate(self._list(key)))

    def lists(self, key: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of strings."""
        listed = enumerate(self._list(key))
        return tuple(
            Row(self.file, self.line, {f"{i}": value}, f"{self.within}{key}.").texts(f"{i}") for i, value in listed
        )

    def spans(self, key: str, length: int) -> tuple[Span, ...]:
        """A list of [start, end] pairs of code points into a text of ``length`` of them."""
        return tuple(self._span(key, value, length) for value in self._list(key))

    def _span(self, key: str, value: object, length: int) -> Span:
        whole = isinstance(value, list) and len(value) == 2 and all(type(part) is int for part in value)
        if not whole or not 0 <= value[0] <= value[1] <= length:  # type: ignore[index]
            raise self._not(key, f"a list of [start, end] within 0 and {length}")
        return Span(*value)  # type: ignore[misc]

    def _value(self, key: str) -> object:
        if key not in self.values:
            raise self.fails(f"the key '{self.within}{key}' is missing")
        return self.values[key]

    def _list(self, key: str) -> Sequence[object]:
        value = self._value(key)
        if not isinstance(value, list):
            raise self._not(key, "a list")
        return value

    def _nested(self, where: str, value: object) -> Row:
        if not isinstance(value, dict):
            raise self._not(where.rstrip("."), "an object")
        return Row(self.file, self.line, value, self.within + where)

    def _meaning(self, key: str, word: str, vocabulary: Mapping[str, T]) -> T:
        if word not in vocabulary:
            raise self._not(key, f"one of {', '.join(sorted(vocabulary))}")
        return vocabulary[word]

    def _not(self, key: str, what: str) -> UnreadableRow:
        return self.fails(f"'{self.within}{key}' is not {what}")


def json_rows(files: Iterable[Path]) -> Iterator[Row]:
    """The objects of ``.jsonl`` and ``.jsonl.gz`` files, one a line, file after file; blank lines are passed over.

    Raises UnreadableRow for a file that cannot be read, a line that is no JSON object, and a file without any row.
    """
    return chain.from_iterable(_json_rows(file) for file in files)


def json_document(file: Path) -> Row:
    """A file that is one JSON object. Raises UnreadableRow where it is not."""
    return _parsed(file, 1, "".join(line for _, line in decoded(file)))


def csv_rows(file: Path, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The fields under ``columns`` of each row of a CSV file with a header, quoted as RFC 4180 says.

    Raises UnreadableRow for a missing column, a row with too few or too many fields, and a file without any row.
    """
    numbered = _csv_fields(file)
    _, header = next(numbered, (1, []))
    for column in columns:
        if column not in header:
            raise UnreadableRow(file, 1, f"the column '{column}' is missing")
    places = [header.index(column) for column in columns]
    line = 0
    for line, fields in numbered:
        if len(fields) != len(header):
            raise UnreadableRow(file, line, f"the row has {len(fields)} fields, the header has {len(header)}")
        yield tuple(fields[place] for place in places)
    if not line:
        raise UnreadableRow(file, 0, "the file has no rows")


def _csv_fields(file: Path) -> Iterator[tuple[int, list[str]]]:
    """The fields of each row that is not blank, header included, with the number of the row's last line."""
    csv.field_size_limit(_CSV_FIELD_LIMIT)
    reader = csv.reader((line for _, line in decoded(file)), strict=True)
    try:
        yield from ((reader.line_num, fields) for fields in reader if fields)
    except csv.Error as error:
        raise UnreadableRow(file, reader.line_num, f"this is not CSV: {error}") from error


def _json_rows(file: Path) -> Iterator[Row]:
    empty = True
    for number, line in decoded(file):
        if line.strip():
            empty = False
            yield _parsed(file, number, line)
    if empty:
        raise UnreadableRow(file, 0, "the file has no rows")


def _parsed(file: Path, line: int, text: str) -> Row:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise UnreadableRow(file, line + error.lineno - 1, f"this is not JSON: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableRow(file, line, f"this JSON cannot be read: {error}") from error
    if not isinstance(value, dict):
        raise UnreadableRow(file, line, "this is not a JSON object")
    return Row(file, line, value)
