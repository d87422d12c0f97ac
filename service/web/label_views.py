"""Labels over HTTP: an editor's decision in, the label that keeps it out; and all of them, read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request, url_for
from flask.views import MethodView

from service.web import auth
from service.web.kept_views import READING, ListView, OneView
from service.web.label_schemas import decision
from service.web.reading import json_body, query_of
from service.web.writing import json_response

if TYPE_CHECKING:
    from flask import Flask

    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.kept_contract import KeptContract
    from service.web.ports import House


class LabelView(MethodView):
    """POST /labels."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: KeptContract) -> None:
        self._door = door
        self._contract = contract

    def post(self) -> Response:
        """Keeps a decision. Raises what reading and the archive raise."""
        archive = self._door.inside().archive
        self._contract.no_query.load(query_of(request))
        label = archive.label(decision(json_body(request), self._contract.decisions), auth.by())
        response = json_response(self._contract.label.dump(label), 201)
        response.headers["Location"] = url_for("label", id=label.number)
        return response


def register(app: Flask, door: Door[House], contract: Contract) -> None:
    """Adds /labels and /labels/<id> to ``app``; to be called after ``kept_views.register``, which knows ids."""
    kept = contract.kept
    listed = ListView.as_view(
        "labels", door, kept.labels_query, kept.labels, lambda archive, query: archive.labels(query)
    )
    one = OneView.as_view("label", door, kept.no_query, kept.label, lambda archive, name: archive.kept_label(name))
    app.add_url_rule("/labels", view_func=listed)
    app.add_url_rule("/labels", view_func=LabelView.as_view("add_label", door, kept))
    app.add_url_rule("/labels/<id:id>", view_func=one, methods=READING)
