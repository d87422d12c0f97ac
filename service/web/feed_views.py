"""Feeds that are polled over HTTP, for those who run the service."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from flask import Response, request
from flask.views import MethodView

from service.news.errors import FetchingOff
from service.web import auth
from service.web.reading import check_address, json_body
from service.web.writing import json_response

if TYPE_CHECKING:
    from flask import Flask

    from service.web.contract import Contract, FeedContract
    from service.web.door import Door
    from service.web.ports import House

TURN_ON = "Nothing is fetched here until whoever runs the service sets COUNTERCLAIM_FETCH=on. Feeds can be sent in."


class FeedsView(MethodView):
    """GET and POST /admin/feeds."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: FeedContract, trusted: Collection[str] | None) -> None:
        self._door = door
        self._contract = contract
        self._trusted = trusted

    def get(self) -> Response:
        """Every feed, newest first."""
        return json_response(self._contract.all.dump({"items": self._door.inside().feeds.all()}))

    def post(self) -> Response:
        """A feed that is polled from now on. Raises FetchingOff, and what reading raises."""
        new = self._contract.new.load(json_body(request))
        if self._trusted is None:
            raise FetchingOff(TURN_ON)
        check_address(new.url, self._trusted, plainly=True)
        return json_response(self._contract.one.dump(self._door.inside().feeds.add(new, auth.by())), 201)


class FeedView(MethodView):
    """DELETE /admin/feeds/<id>."""

    init_every_request = False

    def __init__(self, door: Door[House]) -> None:
        self._door = door

    def delete(self, id: str) -> Response:
        """Polls the feed no more. Raises NotKept."""
        self._door.inside().feeds.remove(id, auth.by())
        return Response(status=204)


def register(app: Flask, door: Door[House], contract: Contract, trusted: Collection[str] | None) -> None:
    """Adds /admin/feeds to ``app``; hosts in ``trusted`` need not be public, and with None nothing can be added."""
    app.add_url_rule("/admin/feeds", view_func=FeedsView.as_view("feeds", door, contract.feeds, trusted))
    app.add_url_rule("/admin/feeds/<id>", view_func=FeedView.as_view("feed", door))
