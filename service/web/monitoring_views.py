"""What versions of the model make of what is kept, over HTTP: what would change by one, and how it drifts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request
from flask.views import MethodView

from service.web.monitoring_schemas import drift_shown, starts
from service.web.reading import query_of
from service.web.writing import json_response

if TYPE_CHECKING:
    from flask import Flask

    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.metrics import Meters
    from service.web.ports import Clock, House


class ChangesView(MethodView):
    """GET /admin/models/<id>/changes."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: Contract) -> None:
        self._door = door
        self._contract = contract

    def get(self, id: str) -> Response:
        """What would change if the version answered. Raises NotKept, NotReady and UnusableModel."""
        asked = self._contract.changes_query.load(query_of(request))
        return json_response(self._contract.changes.dump(self._door.inside().monitoring.changes(id, asked["events"])))


class DriftView(MethodView):
    """GET /admin/models/<id>/drift."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: Contract, clock: Clock, meters: Meters) -> None:
        self._door = door
        self._contract = contract
        self._clock = clock
        self._meters = meters

    def get(self, id: str) -> Response:
        """What the version makes of what is kept, over time; figures follow it. Raises as above."""
        asked = self._contract.drift_query.load(query_of(request))
        spans = starts(asked["by"], asked["periods"], self._clock())
        found = self._door.inside().monitoring.drift(id, spans, asked["events"])
        self._meters.observe_drift(found)
        return json_response(self._contract.drift.dump(drift_shown(found)))


def register(app: Flask, door: Door[House], contract: Contract, clock: Clock, meters: Meters) -> None:
    """Adds /admin/models/<id>/changes and /admin/models/<id>/drift to ``app``."""
    app.add_url_rule("/admin/models/<id>/changes", view_func=ChangesView.as_view("changes", door, contract))
    app.add_url_rule("/admin/models/<id>/drift", view_func=DriftView.as_view("drift", door, contract, clock, meters))
