"""The desk's pages of models: versions and their figures, learning a new one, letting one answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, redirect, render_template, request, url_for
from markdown_it import MarkdownIt
from markupsafe import Markup

from service.news.job import JobKind
from service.web import auth
from service.web.model_views import begun
from service.web.pages import page

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

    from service.news.job import Job
    from service.news.model import ModelVersion
    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.ports import House

JOBS_LOOKED_THROUGH = 50


class ModelPages:
    """The views. They ask the versions and the queue of the house behind ``house``."""

    def __init__(self, house: Door[House], contract: Contract) -> None:
        self._house = house
        self._contract = contract

    def models(self) -> AnyResponse:
        """GET: every version, which answered when, and the retraining that was asked for last."""
        house = self._house.inside()
        job = _last_retraining(house, request.args.get("job", ""))
        shown = render_template(
            "desk/models.html",
            found=house.models.all(),
            head_of=_head_of,
            gates_of=_gates_of,
            job=job,
            result=house.jobs.result(job.id) if job is not None and job.state.is_final else None,
        )
        return page(shown, forms=True)

    def model(self, id: str) -> AnyResponse:
        """GET: one version with its figures, how reliable it is, and its card. Raises NotKept."""
        version = self._house.inside().models.one(id)
        card = _rendered(version.model.card) if version.model else Markup("")
        shown = render_template(
            "desk/model.html", version=version, head=_head_of(version), gates=_gates_of(version), card=card
        )
        return page(shown, forms=True)

    def retrain(self) -> AnyResponse:
        """POST: begins to learn a new head, or leads to the retraining under way. Raises what reading raises."""
        asked = self._contract.retrain.load({"dry_run": "dry_run" in request.form})
        job = begun(self._house.inside(), asked)
        return redirect(url_for("desk.models", job=job.id, _anchor="retraining"), HTTPStatus.SEE_OTHER)

    def activate(self, id: str) -> AnyResponse:
        """POST: lets a version answer, forwards or back. Raises NotKept, UnusableModel and what reading raises."""
        asked = self._contract.kept.reason.load({"reason": request.form.get("reason", "")})
        self._house.inside().models.activate(id, auth.by(), asked["reason"])
        return redirect(url_for("desk.models"), HTTPStatus.SEE_OTHER)


def add_to(desk: Blueprint, house: Door[House], contract: Contract) -> None:
    """Adds the pages of models to ``desk``."""
    pages = ModelPages(house, contract)
    desk.add_url_rule("/desk/models", "models", pages.models)
    desk.add_url_rule("/desk/models/<id>", "model", pages.model)
    desk.add_url_rule("/desk/models/retrain", "retrain", pages.retrain, methods=["POST"])
    desk.add_url_rule("/desk/models/<id>/activate", "activate", pages.activate, methods=["POST"])


def _last_retraining(house: House, id: str) -> Job | None:
    """The job ``id`` where it is a retraining, else the last one that who looks has asked for. Raises NotKept."""
    if id:
        return house.jobs.get(id)
    mine = house.jobs.page(auth.principal().id, JOBS_LOOKED_THROUGH).items
    return next((job for job in mine if job.kind == JobKind.RETRAIN), None)


def _head_of(version: ModelVersion) -> str:
    """The name of the head; '' where what is kept cannot be used."""
    return str(version.model.head["version"]) if version.model else ""


def _gates_of(version: ModelVersion) -> dict[str, Any]:
    """What the gates found of a version; {} where it never went through them here."""
    found = version.model.figures.get("gates") if version.model else None
    return found if isinstance(found, dict) else {}


def _rendered(card: str) -> Markup:
    """A card as HTML, its headings below those of the page; HTML in it stays text."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(card)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
    return Markup(markdown.renderer.render(tokens, markdown.options, {}))  # noqa: S704
