"""Pages that go on after a row instead of after a number of rows, so that none is shown twice or left out.

Rows are sorted by some keys, all in one direction, and no two rows have the same keys. A page ends with the keys of its
last row, and the next one takes the rows that sort behind them: what is added meanwhile moves nothing. An index on the
sorted expressions finds the first of them at once (Winand, SQL Performance Explained, 2012, chapter 7).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, DateTime, Row, Select, Text, func, literal, text, tuple_

from service.news.memory import Page, Place

Item = TypeVar("Item")

_UNDATED = ""
_MOST_DIGITS = 18  # numbers of rows are bigints
_BEFORE_ALL = text("'-infinity'::timestamptz")


@dataclass(frozen=True, slots=True)
class Key:
    """Something that rows are sorted by.

    ``column`` is what a row holds and ``sorted`` what is compared; ``write`` makes a place's string of a row's value,
    exactly, and ``read`` makes of that string what is compared.
    """

    column: ColumnElement[Any]
    sorted: ColumnElement[Any]
    write: Callable[[Any], str]
    read: Callable[[str], ColumnElement[Any]]


def number_in(written: str) -> int | None:
    """The number of a row as addresses have it; None where it is no such number, or is written otherwise."""
    known = written.isascii() and written.isdecimal() and not written.startswith("0") and len(written) <= _MOST_DIGITS
    return int(written) if known else None


def by_text(column: ColumnElement[str]) -> Key:
    """Sorted as the database sorts text."""
    return Key(column, column, str, lambda written: literal(written, Text))


def by_number(column: ColumnElement[int]) -> Key:
    """Sorted by a whole number."""
    return Key(column, column, str, lambda written: literal(int(written), column.type))


def by_moment(column: ColumnElement[Any]) -> Key:
    """Sorted by a time to the microsecond; rows without one sort before all others, so newest first has them last."""
    return Key(column, func.coalesce(column, _BEFORE_ALL), _written, _read)


def _written(moment: datetime | None) -> str:
    return _UNDATED if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")


def _read(written: str) -> ColumnElement[Any]:
    if written == _UNDATED:
        return literal("-infinity", Text).cast(DateTime(timezone=True))
    return literal(datetime.fromisoformat(written), DateTime(timezone=True))


def page(
    connection: Connection,
    rows: Select[Any],
    keys: Sequence[Key],
    made: Callable[[Row[Any]], Item],
    *,
    limit: int,
    after: Place | None,
    descending: bool,
) -> Page[Item]:
    """At most ``limit`` (>= 1) of ``rows`` behind ``after`` in the order of ``keys``, each ``made`` into an item."""
    wanted = rows.add_columns(*(key.column.label(f"key_{n}") for n, key in enumerate(keys)))
    if after is not None:
        here = tuple_(*(key.sorted for key in keys))
        there = tuple_(*(key.read(written) for key, written in zip(keys, after, strict=True)))
        wanted = wanted.where(here < there if descending else here > there)
    order = [key.sorted.desc() if descending else key.sorted.asc() for key in keys]
    # One more than is shown tells whether there is a next page.
    found = connection.execute(wanted.order_by(*order).limit(limit + 1)).all()
    shown = found[:limit]
    return Page(tuple(made(row) for row in shown), _place(shown[-1], keys) if len(found) > limit else None)


def _place(row: Row[Any], keys: Sequence[Key]) -> Place:
    values = row[-len(keys) :]
    return tuple(key.write(value) for key, value in zip(keys, values, strict=True))
