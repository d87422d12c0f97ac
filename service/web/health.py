"""What machines ask: alive, ready, figures. Open to all, answered for any host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Response
from prometheus_client import CONTENT_TYPE_LATEST

from service.web.writing import json_response

if TYPE_CHECKING:
    from service.web.door import Door
    from service.web.metrics import Meters
    from service.web.ports import House, Scores


def register(app: Flask, door: Door[Scores], house: Door[House], meters: Meters) -> None:
    """Adds GET /healthz, /readyz and /metrics to ``app``."""

    def healthz() -> Response:
        return json_response({"status": "alive"})

    def readyz() -> Response:
        house.inside()
        snapshot = door.inside().snapshot
        return json_response({"status": "ready", "model": snapshot.model, "build": snapshot.build})

    def metrics() -> Response:
        ready = door.is_open and house.is_open
        return Response(meters.exposition(ready=ready), content_type=CONTENT_TYPE_LATEST)

    for view in (healthz, readyz, metrics):
        app.add_url_rule(f"/{view.__name__}", view.__name__, view)
