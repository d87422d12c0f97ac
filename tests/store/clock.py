"""A clock that tests set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

START = datetime(2024, 6, 1, 12, 0, tzinfo=UTC)


class Clock:
    """Tells the same time until it is moved."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def goes_on(self, **time: float) -> None:
        self.at += timedelta(**time)
