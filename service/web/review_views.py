"""Reviews of claims over HTTP: made by named persons, read by whoever reads events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, request, url_for

from service.news.errors import Moved
from service.news.identity import Scope
from service.newsroom import claim_reviews
from service.web import auth
from service.web.conditional import unless_known
from service.web.kept_view import KeptView
from service.web.out_views import Written, addresses, moved_to
from service.web.reading import json_body, query_of
from service.web.writing import json_bytes, json_response

if TYPE_CHECKING:
    from flask import Flask

    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.ports import House


class ReviewsView(KeptView):
    """GET /events/<id>/reviews."""

    def get(self, id: str) -> Response:
        """The reviews of the claims of an event. Raises what reading and the archive raise."""
        house = self._door.inside()
        self._contract.no_query.load(query_of(request))
        try:
            report = house.archive.event(id)
        except Moved as moved:
            return moved_to(moved.to)
        reviews = house.reviews.of([claim.id for claim in report.claims])
        found = claim_reviews.graph(report, reviews, request.base_url, addresses())
        return unless_known(Written(json_bytes(found), claim_reviews.MEDIA_TYPE).response())


class NewReviewView(KeptView):
    """POST /events/<id>/reviews."""

    def post(self, id: str) -> Response:
        """Keeps a review. Raises what reading and the store raise."""
        house = self._door.inside()
        self._contract.no_query.load(query_of(request))
        made = house.reviews.add(id, self._contract.new_review.load(json_body(request)), auth.by())
        response = json_response(self._contract.review.dump(made), 201)
        response.headers["Location"] = url_for("reviews", id=made.event, _anchor=made.id)
        return response


class ReviewView(KeptView):
    """DELETE /events/<id>/reviews/<review>."""

    def delete(self, id: str, review: str) -> Response:
        """Withdraws a review. Raises what reading and the store raise."""
        house = self._door.inside()
        self._contract.no_query.load(query_of(request))
        house.reviews.withdraw(id, review, auth.by(), anyones=auth.principal().may(Scope.ADMIN))
        return Response(status=204)


def register(app: Flask, door: Door[House], contract: Contract) -> None:
    """Adds reviews to ``app``; to be called where ids are known."""
    path, kept = "/events/<id:id>/reviews", contract.kept
    app.add_url_rule(path, view_func=ReviewsView.as_view("reviews", door, kept), methods=["GET"])
    app.add_url_rule(path, view_func=NewReviewView.as_view("add_review", door, kept))
    app.add_url_rule(f"{path}/<id:review>", view_func=ReviewView.as_view("withdraw_review", door, kept))
