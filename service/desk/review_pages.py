"""The desk's reviews of claims: what named persons say of those of one event, published as ClaimReview."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from marshmallow import ValidationError

from service.desk.event_list import in_sentences
from service.desk.shown import Reader
from service.desk.words import word
from service.news.errors import Moved
from service.news.identity import Scope
from service.web import auth
from service.web.pages import page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from werkzeug.wrappers import Response as AnyResponse

    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.ports import House

FIELDS = ("claim", "rating", "text", "url")


class ReviewPages:
    """The views. They ask the archive and the reviews of the house behind ``house``."""

    def __init__(self, house: Door[House], contract: Contract) -> None:
        self._house = house
        self._kept = contract.kept

    def reviews(self, id: str) -> AnyResponse:
        """GET: the reviews of an event. Raises what the archive raises, or leads to what it has become part of."""
        try:
            return self._shown(id, dict.fromkeys(FIELDS, ""))
        except Moved as moved:
            return redirect(url_for("desk.reviews", id=moved.to), HTTPStatus.TEMPORARY_REDIRECT)

    def publish(self, id: str) -> AnyResponse:
        """POST: a review in the name of who sends it; the form with what is wrong, where it cannot be meant.

        Raises what the archive and the reviews raise.
        """
        body = {name: request.form.get(name, "") for name in FIELDS}
        try:
            new = self._kept.new_review.load({**body, "url": body["url"].strip() or None})
        except ValidationError as fault:
            return self._shown(id, body, in_sentences(fault))
        made = self._house.inside().reviews.add(id, new, auth.by())
        return redirect(url_for("desk.reviews", id=made.event, _anchor=f"r-{made.id}"), HTTPStatus.SEE_OTHER)

    def withdraw(self, id: str, review: str) -> AnyResponse:
        """POST: takes a review back. Raises what the reviews raise."""
        reviews = self._house.inside().reviews
        reviews.withdraw(id, review, auth.by(), anyones=auth.principal().may(Scope.ADMIN))
        return redirect(url_for("desk.reviews", id=id), HTTPStatus.SEE_OTHER)

    def _shown(self, id: str, body: Mapping[str, str], wrong: Sequence[str] = ()) -> AnyResponse:
        house = self._house.inside()
        report = house.archive.event(id)
        [event] = report.events
        found = house.reviews.of(event.event.claims)
        shown = render_template(
            "desk/reviews.html",
            event=event.event,
            reviews=[word(each, each.by) for each in found],
            articles=Reader(report).by_article(event),
            body=body,
            wrong=wrong,
        )
        return page(shown, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK, forms=True)


def add_to(desk: Blueprint, house: Door[House], contract: Contract) -> None:
    """Adds the reviews of claims to ``desk``."""
    pages, path = ReviewPages(house, contract), "/desk/events/<id:id>/reviews"
    desk.add_url_rule(path, "reviews", pages.reviews)
    desk.add_url_rule(path, "publish", pages.publish, methods=["POST"])
    desk.add_url_rule(f"{path}/<id:review>/withdraw", "retract", pages.withdraw, methods=["POST"])
