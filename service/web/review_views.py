"""Reviews of claims over HTTP: made by named persons, read by whoever reads events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, request, url_for

from service.news.identity import Scope
from service.newsroom import claim_reviews
from service.web import auth
from service.web.kept_view import KeptView
from service.web.out_views import Written, addresses
from service.web.read_view import ReadView
from service.web.reading import json_body, query_of
from service.web.writing import created, json_bytes

if TYPE_CHECKING:
    from flask import Flask

    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.ports import House


def _reviews(house: House, id: str, _: dict[str, Any]) -> Response:
    """The reviews of the claims of an event. Raises what the archive raises."""
    report = house.archive.event(id)
    reviews = house.reviews.of([claim.id for claim in report.claims])
    found = claim_reviews.graph(report, reviews, request.base_url, addresses())
    return Written(json_bytes(found), claim_reviews.MEDIA_TYPE).response()


class NewReviewView(KeptView):
    """POST /events/<id>/reviews."""

    def post(self, id: str) -> Response:
        """Keeps a review. Raises what reading and the store raise."""
        house = self._door.inside()
        self._contract.no_query.load(query_of(request))
        made = house.reviews.add(id, self._contract.new_review.load(json_body(request)), auth.by())
        return created(self._contract.review.dump(made), url_for("reviews", id=made.event, _anchor=made.id))


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
    app.add_url_rule(path, view_func=ReadView.as_view("reviews", door, kept.no_query, _reviews), methods=["GET"])
    app.add_url_rule(path, view_func=NewReviewView.as_view("add_review", door, kept))
    app.add_url_rule(f"{path}/<id:review>", view_func=ReviewView.as_view("withdraw_review", door, kept))
