"""What the commands about people, keys, secrets and the audit log have in common."""

from __future__ import annotations

import getpass
import json
import os
import pwd
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from service import app
from service.news.accounts import By

if TYPE_CHECKING:
    from service.store.registry import Registry


@contextmanager
def opened() -> Iterator[Registry]:
    """The registry over the database of the settings, while a server may be at work on it. Raises StoreError."""
    registry = app.registry_of(app.settings_from_environ())
    try:
        yield registry
    finally:
        registry.database.close()


def by() -> By:
    """Who is at the command line, as the audit log names them: 'cli:' and the name of the Unix user."""
    try:
        return By(f"cli:{pwd.getpwuid(os.getuid()).pw_name}")
    except KeyError:  # a container may run as a user that has no name
        return By(f"cli:{os.getuid()}")


def now() -> datetime:
    """The time now, in UTC."""
    return datetime.now(UTC)


def hidden(what: str) -> str:
    """A password or a secret, which is never an argument: others on the machine can read those.

    It is asked for twice at a terminal, without being shown; else it is the first line of standard input.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    given = getpass.getpass(f"{what}: ")
    if getpass.getpass(f"{what}, once more: ") != given:
        raise click.UsageError("The two are not the same; nothing was changed.")
    return given


def show(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Prints a table for a person."""
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(_shown(each) for each in row))
    Console(emoji=False, markup=False, highlight=False).print(table)


def print_json(value: Any) -> None:
    """Prints one JSON value for a script."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


def _shown(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"
    if isinstance(value, (tuple, list, frozenset)):
        return ", ".join(str(each) for each in sorted(value))
    return "" if value is None else str(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return sorted(value) if isinstance(value, frozenset) else str(value)
