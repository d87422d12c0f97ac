"""Scoring over HTTP: read, score, write."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from flask import Response, request
from flask.views import MethodView

from service.news.job import JobKind
from service.web import auth
from service.web.counting import counted
from service.web.reading import json_body
from service.web.writing import json_response

if TYPE_CHECKING:
    from flask import Flask
    from marshmallow import Schema

    from service.news.report import ScoreReport, ScoreRequest
    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.job_views import Later
    from service.web.ports import House, Scores


class ScoreView(MethodView):
    """POST /score."""

    init_every_request = False

    def __init__(self, door: Door[Scores], house: Door[House], asked: Schema, answer: Schema, later: Later) -> None:
        self._door = door
        self._house = house
        self._asked = asked
        self._answer = answer
        self._later = later

    def post(self) -> Response:
        """The report on the articles of the body, or a job. Raises what reading, scoring and keeping raise."""
        scorer, body = self._door.inside(), json_body(request)
        asked = self._asked.load(body)
        if asked.store:
            auth.named_principal()  # who may not keep is refused now, and not by a job
        later = self._later.instead(JobKind.SCORE, body)
        if later is not None:
            return later
        report = self._kept(asked) if asked.store else scorer.score(asked)
        return json_response(self._answer.dump(report))

    def _kept(self, asked: ScoreRequest) -> ScoreReport:
        by = auth.named_principal()
        return counted(asked, partial(self._house.inside().archive.keep, by=by))


class CompareView(MethodView):
    """POST /compare."""

    init_every_request = False

    def __init__(self, door: Door[Scores], asked: Schema, answer: Schema) -> None:
        self._door = door
        self._asked = asked
        self._answer = answer

    def post(self) -> Response:
        """The two claims of the body compared. Raises what reading and comparing raise."""
        scorer = self._door.inside()
        asked = self._asked.load(json_body(request))
        return json_response(self._answer.dump(scorer.compare(asked["a"], asked["b"])))


def register(app: Flask, door: Door[Scores], house: Door[House], contract: Contract, later: Later) -> None:
    """Adds POST /score and POST /compare to ``app``."""
    score = ScoreView.as_view("score", door, house, contract.score_request, contract.report, later)
    app.add_url_rule("/score", view_func=score)
    app.add_url_rule(
        "/compare", view_func=CompareView.as_view("compare", door, contract.compare_request, contract.compared)
    )
