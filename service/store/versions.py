"""Versions of the model over one database: added, never changed; one is active, and every process follows it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import Connection, insert, select, text
from sqlalchemy.dialects.postgresql import insert as insert_or_leave

from service.news.accounts import By
from service.news.errors import NotKept, UnusableModel
from service.news.model import Activation, Model, Models, ModelVersion, Origin
from service.news.webhook import Topic
from service.store import outbox
from service.store.audit import Clock, utc_now, write
from service.store.schema.base import AnyRow
from service.store.schema.models import activations, model_versions

if TYPE_CHECKING:
    from service.store.database import Database

SERVICE = By("service")
"""Who makes what ships with the program active."""
SHOWN_ACTIVATIONS = 100

# Activations are made one after the other, while everybody may go on reading which is the last.
ONE_AT_A_TIME = text("LOCK TABLE activations IN EXCLUSIVE MODE")


def name_of(model: Model) -> str:
    """The name of the version that holds ``model``: equal ones have equal names."""
    return _name(_written(model))


class Versions:
    """The versions in one database. Safe to use from several threads and processes."""

    def __init__(self, database: Database, now: Clock = utc_now) -> None:
        self._database = database
        self._now = now

    def ship(self, shipped: Model) -> str:
        """Keep the version that came with the program, and say which is active.

        It becomes active where none is, where it is new here and the active one came with another release, and where
        that was fitted on measurements of models that this program does not read with. What was learnt from labels, and
        what somebody has gone back to, else stays active.
        """

        def work(connection: Connection) -> str:
            connection.execute(ONE_AT_A_TIME)
            name, is_new = self._add(connection, shipped, SERVICE)
            active = _active(connection)
            if active is None:
                self._activate(connection, name, SERVICE, "the first version", {})
                return name
            before = _version(connection, active, active).model
            if before is None or active == name:
                return active  # one that was altered is for people to look at: whoever loads it is told
            if (is_new and before.origin is Origin.SHIPPED) or before.reads_with != shipped.reads_with:
                reason = f"the program that now runs brings it, and {active} was made for a former one"
                self._activate(connection, name, SERVICE, reason, {})
                return name
            return active

        return self._database.run(work, idempotent=True)

    def add(self, model: Model, by: By) -> str:
        """Keep a version; its name. One that is there already stays as it is."""
        return self._database.run(lambda connection: self._add(connection, model, by)[0], idempotent=True)

    def active(self) -> str | None:
        """The name of the version that is to answer; one small read, to be asked often."""
        return self._database.run(_active, idempotent=True)

    def all(self) -> Models:
        """All versions and the latest activations, newest first each."""

        def work(connection: Connection) -> Models:
            active = _active(connection)
            newest = select(model_versions).order_by(model_versions.c.made_at.desc(), model_versions.c.id)
            latest = select(activations).order_by(activations.c.id.desc()).limit(SHOWN_ACTIVATIONS)
            return Models(
                tuple(_shown(row, active) for row in connection.execute(newest)),
                tuple(Activation(*row) for row in connection.execute(latest)),
            )

        return self._database.run(work, idempotent=True)

    def one(self, id: str) -> ModelVersion:
        """One version. Raises NotKept."""
        return self._database.run(lambda connection: _version(connection, id, _active(connection)), idempotent=True)

    def model(self, id: str) -> Model:
        """What a version holds, to be used. Raises NotKept, and UnusableModel where it was altered."""
        return _usable(self.one(id))

    def activate(
        self, id: str, by: By, reason: str, *, instead_of: str | None = None, detail: Mapping[str, object] | None = None
    ) -> bool:
        """Let a version answer from now on, forwards or back; with the ``detail`` its line in the audit log has.

        With ``instead_of``, only where that one is active, and else False is returned. Where the version is active
        already nothing changes. Raises NotKept, and UnusableModel where it was altered, or was fitted on measurements
        of other models than those that the active one weighs.
        """

        def work(connection: Connection) -> bool:
            connection.execute(ONE_AT_A_TIME)
            active = _active(connection)
            wanted = _usable(_version(connection, id, active))
            if active == id:
                return True
            if instead_of is not None and active != instead_of:
                return False
            before = _version(connection, active, active).model if active else None
            if before is not None and before.reads_with != wanted.reads_with:
                raise UnusableModel(
                    f"{id} weighs what {wanted.reads_with} measure, and this service reads with {before.reads_with}."
                )
            self._activate(connection, id, by, reason, detail or {})
            return True

        return self._database.run(work, idempotent=True)

    def _add(self, connection: Connection, model: Model, by: By) -> tuple[str, bool]:
        """The name of the version, and whether it was not there yet."""
        content = _written(model)
        values = {"id": _name(content), "content": content, "made_at": self._now(), "made_by": by.id}
        added = insert_or_leave(model_versions).values(**values).on_conflict_do_nothing().returning(model_versions.c.id)
        return str(values["id"]), connection.scalar(added) is not None

    def _activate(self, connection: Connection, id: str, by: By, reason: str, detail: Mapping[str, object]) -> None:
        at = self._now()
        connection.execute(insert(activations).values(version=id, at=at, by=by.id, reason=reason))
        write(connection, at, by, "model.activate", f"model:{id}", {"reason": reason, **detail})
        data = {"version": id, "reason": reason, "href": f"/admin/models/{id}"}
        outbox.put(connection, Topic.MODEL_PROMOTED, data, at)


def _active(connection: Connection) -> str | None:
    found: str | None = connection.scalar(select(activations.c.version).order_by(activations.c.id.desc()).limit(1))
    return found


def _version(connection: Connection, id: str, active: str | None) -> ModelVersion:
    row = connection.execute(select(model_versions).where(model_versions.c.id == id)).one_or_none()
    if row is None:
        raise NotKept(f"No version {id} of the model is kept.")
    return _shown(row, active)


def _shown(row: AnyRow, active: str | None) -> ModelVersion:
    intact = _name(row.content) == row.id
    return ModelVersion(row.id, row.made_at, row.made_by, row.id == active, _read(row.content) if intact else None)


def _usable(version: ModelVersion) -> Model:
    if version.model is None:
        raise UnusableModel(f"{version.id} is not what it was made as: its sha256 differs.")
    return version.model


def _written(model: Model) -> str:
    return json.dumps(asdict(model), sort_keys=True, ensure_ascii=False)


def _read(content: str) -> Model:
    found = json.loads(content)
    return Model(**{**found, "origin": Origin(found["origin"])})


def _name(content: str) -> str:
    return f"model-{hashlib.sha256(content.encode()).hexdigest()[:24]}"
