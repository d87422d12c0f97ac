"""Scoring over HTTP: read, score, write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request
from flask.views import MethodView

from service.web.reading import json_body
from service.web.writing import json_response

if TYPE_CHECKING:
    from flask import Flask
    from marshmallow import Schema

    from service.web.contract import Contract
    from service.web.door import ScorerDoor


class ScoreView(MethodView):
    """POST /score."""

    init_every_request = False

    def __init__(self, door: ScorerDoor, asked: Schema, answer: Schema) -> None:
        self._door = door
        self._asked = asked
        self._answer = answer

    def post(self) -> Response:
        """The report on the articles of the body. Raises what reading and scoring raise."""
        scorer = self._door.scorer()
        asked = self._asked.load(json_body(request))
        return json_response(self._answer.dump(scorer.score(asked)))


class CompareView(MethodView):
    """POST /compare."""

    init_every_request = False

    def __init__(self, door: ScorerDoor, asked: Schema, answer: Schema) -> None:
        self._door = door
        self._asked = asked
        self._answer = answer

    def post(self) -> Response:
        """The two claims of the body compared. Raises what reading and comparing raise."""
        scorer = self._door.scorer()
        asked = self._asked.load(json_body(request))
        return json_response(self._answer.dump(scorer.compare(asked["a"], asked["b"])))


def register(app: Flask, door: ScorerDoor, contract: Contract) -> None:
    """Adds POST /score and POST /compare to ``app``."""
    app.add_url_rule("/score", view_func=ScoreView.as_view("score", door, contract.score_request, contract.report))
    app.add_url_rule(
        "/compare", view_func=CompareView.as_view("compare", door, contract.compare_request, contract.compared)
    )
