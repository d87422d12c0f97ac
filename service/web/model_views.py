"""Versions of the model over HTTP, for those who run the service: which there are, which answers, how to learn one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, render_template, request
from flask.views import MethodView

from service.news.errors import NotKept
from service.news.job import JobKind
from service.web import auth, idempotency
from service.web.job_views import accepted
from service.web.model_schemas import all_shown, shown
from service.web.reading import json_body
from service.web.writing import json_response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from service.news.job import Job
    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.ports import House


SVG = "image/svg+xml"


class ModelsView(MethodView):
    """GET /admin/models."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: Contract) -> None:
        self._door = door
        self._contract = contract

    def get(self) -> Response:
        """Every version, and which answered when."""
        return json_response(self._contract.models.dump(all_shown(self._door.inside().models.all())))


class ModelView(MethodView):
    """GET /admin/models/<id>."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: Contract) -> None:
        self._door = door
        self._contract = contract

    def get(self, id: str) -> Response:
        """One version with its card and weights. Raises NotKept."""
        return json_response(self._contract.model.dump(shown(self._door.inside().models.one(id))))


class ActivateView(MethodView):
    """POST /admin/models/<id>/activate."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: Contract) -> None:
        self._door = door
        self._contract = contract

    def post(self, id: str) -> Response:
        """Lets the version answer. Raises NotKept, UnusableModel and what reading raises."""
        asked = self._contract.kept.reason.load(json_body(request))
        models = self._door.inside().models
        models.activate(id, auth.by(), asked["reason"])
        return json_response(self._contract.model.dump(shown(models.one(id))))


class ReliabilityView(MethodView):
    """GET /admin/models/<id>/reliability.svg."""

    init_every_request = False

    def __init__(self, door: Door[House]) -> None:
        self._door = door

    def get(self, id: str) -> Response:
        """How often the version is right where it says that it is so likely. Raises NotKept, also where none knows."""
        model = self._door.inside().models.one(id).model
        tenths = model.figures.get("gates", {}).get("reliability") if model is not None else None
        if tenths is None:
            raise NotKept(f"How reliable {id} is was never measured here.")
        return Response(render_template("reliability.svg", id=id, tenths=tenths), mimetype=SVG)


class RetrainView(MethodView):
    """POST /admin/retrain."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: Contract) -> None:
        self._door = door
        self._contract = contract

    def post(self) -> Response:
        """The job that learns a new head: the one under way, where there is one. Raises what reading raises."""
        asked = self._contract.retrain.load(json_body(request))
        return accepted(self._contract.job, begun(self._door.inside(), asked))


def begun(house: House, asked: Mapping[str, object]) -> Job:
    """The job that learns a new head, for who makes the request at hand: the one under way, where there is one."""
    by = auth.by()
    job = house.jobs.enqueue_alone(JobKind.RETRAIN, asked, auth.principal(), idempotency.token())
    house.audit.note(by.id, "model.retrain", f"job:{job.id}", detail=asked, request_id=by.request_id)
    return job


def register(app: Flask, door: Door[House], contract: Contract) -> None:
    """Adds /admin/models and what is below it to ``app``, and /admin/retrain."""
    app.add_url_rule("/admin/retrain", view_func=RetrainView.as_view("retrain", door, contract))
    app.add_url_rule("/admin/models", view_func=ModelsView.as_view("models", door, contract))
    app.add_url_rule("/admin/models/<id>", view_func=ModelView.as_view("model", door, contract))
    app.add_url_rule("/admin/models/<id>/reliability.svg", view_func=ReliabilityView.as_view("reliability", door))
    app.add_url_rule("/admin/models/<id>/activate", view_func=ActivateView.as_view("activate_model", door, contract))
