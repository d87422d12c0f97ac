"""What was measured on labelled pairs, kept: measured again by the same models and signals it is the same."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from service.store.schema.base import among
from service.store.schema.learning import measurements

if TYPE_CHECKING:
    from service.store.database import Database


class Measurements:
    """Plain JSON by name, for one way of measuring, ``how``. Safe to use from several threads and processes."""

    def __init__(self, database: Database, how: str) -> None:
        self._database = database
        self._how = how

    def known(self, names: Collection[str]) -> dict[str, Any]:
        """What is kept of some things, by their names."""
        wanted = select(measurements.c.name, measurements.c.content).where(
            measurements.c.how == self._how, among(measurements.c.name, names)
        )

        def work(connection: Connection) -> dict[str, Any]:
            return {row.name: json.loads(row.content) for row in connection.execute(wanted)}

        return self._database.run(work, idempotent=True)

    def keep(self, found: Mapping[str, Any]) -> None:
        """Keep what was measured on some things."""
        rows = [{"how": self._how, "name": name, "content": json.dumps(found[name])} for name in sorted(found)]
        if rows:
            self._database.run(
                lambda connection: connection.execute(insert(measurements).on_conflict_do_nothing(), rows),
                idempotent=True,
            )

    def forget_others(self) -> None:
        """Let go of what was measured in any other way: it is asked for no more."""
        others = delete(measurements).where(measurements.c.how != self._how)
        self._database.run(lambda connection: connection.execute(others), idempotent=True)
