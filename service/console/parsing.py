"""Lengths of time and moments as people write them on a command line."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import click

NEVER = "never"
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_LENGTH = re.compile(r"(\d{1,5})([mhdw])", re.ASCII)


class Length(click.ParamType[timedelta]):
    """A length of time: a number and m, h, d or w ('90d')."""

    name = "length"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The length that ``value`` says. Fails as click has it."""
        if isinstance(value, timedelta):
            return value
        written = _LENGTH.fullmatch(value)
        if written is None:
            self.fail(f"{value!r} is no length of time: a number and m, h, d or w, such as 90d.", param, ctx)
        return timedelta(**{_UNITS[written[2]]: int(written[1])})


class Expiry(click.ParamType[timedelta | datetime | None]):
    """When something ends: after a length of time ('90d'), on a date ('2027-01-31', in UTC), or 'never' (None)."""

    name = "when"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta | datetime | None:
        """What ``value`` says. Fails as click has it."""
        if value == NEVER:
            return None
        try:
            return datetime.strptime(value, "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError:
            return Length().convert(value, param, ctx)


def moment(expiry: timedelta | datetime | None, now: datetime) -> datetime | None:
    """The moment that ``expiry`` is, seen from ``now``; None for never."""
    return now + expiry if isinstance(expiry, timedelta) else expiry
