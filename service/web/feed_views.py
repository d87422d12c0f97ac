"""Feeds that are polled over HTTP, for those who run the service."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, TypeAlias

from flask import Response, request
from flask.views import MethodView

from service.news.errors import FetchingOff
from service.web import auth
from service.web.reading import check_address, json_body, query_of
from service.web.writing import json_response

if TYPE_CHECKING:
    from flask import Flask

    from service.news.feed import NewFeed
    from service.web.contract import Contract, FeedContract
    from service.web.door import Door
    from service.web.ports import House

TURN_ON = "Nothing is fetched here until whoever runs the service sets COUNTERCLAIM_FETCH=on. Feeds can be sent in."
Trusted: TypeAlias = Collection[str] | None
"""Hosts that need not be public; None where nothing is fetched at all."""


def to_be_polled(given: Mapping[str, object], contract: FeedContract, trusted: Trusted) -> NewFeed:
    """The feed that a body asks for. Raises ValidationError where it cannot be polled, and FetchingOff."""
    new: NewFeed = contract.new.load(given)
    check_address(new.url, fetched_from(trusted), plainly=True)
    return new


def fetched_from(trusted: Trusted) -> Collection[str]:
    """Those trusted. Raises FetchingOff where nothing is fetched."""
    if trusted is None:
        raise FetchingOff(TURN_ON)
    return trusted


class FeedsView(MethodView):
    """GET and POST /admin/feeds."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: FeedContract, trusted: Trusted) -> None:
        self._door = door
        self._contract = contract
        self._trusted = trusted

    def get(self) -> Response:
        """Every feed, newest first."""
        return json_response(self._contract.all.dump({"items": self._door.inside().feeds.all()}))

    def post(self) -> Response:
        """A feed that is polled from now on. Raises FetchingOff, and what reading raises."""
        new = to_be_polled(json_body(request), self._contract, self._trusted)
        return json_response(self._contract.one.dump(self._door.inside().feeds.add(new, auth.by())), 201)


class FeedView(MethodView):
    """PATCH and DELETE /admin/feeds/<id>."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: FeedContract) -> None:
        self._door = door
        self._contract = contract

    def patch(self, id: str) -> Response:
        """Pauses the feed, or lets it go on. Raises NotKept, and what reading raises."""
        given = self._contract.changed.load(json_body(request))
        feed = self._door.inside().feeds.pause(id, auth.by(), paused=given["paused"])
        return json_response(self._contract.one.dump(feed))

    def delete(self, id: str) -> Response:
        """Polls the feed no more. Raises NotKept."""
        self._door.inside().feeds.remove(id, auth.by())
        return Response(status=204)


class PollView(MethodView):
    """POST /admin/feeds/<id>/poll."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: Contract, trusted: Trusted) -> None:
        self._door = door
        self._contract = contract
        self._trusted = trusted

    def post(self, id: str) -> Response:
        """Has the feed polled at once. Raises FetchingOff, NotKept, and what reading raises."""
        self._contract.kept.no_query.load(query_of(request))
        fetched_from(self._trusted)
        feed = self._door.inside().feeds.hasten(id, auth.by())
        return json_response(self._contract.feeds.one.dump(feed), 202)


def register(app: Flask, door: Door[House], contract: Contract, trusted: Trusted) -> None:
    """Adds /admin/feeds to ``app``; hosts in ``trusted`` need not be public, and with None nothing can be added."""
    own = contract.feeds
    app.add_url_rule("/admin/feeds", view_func=FeedsView.as_view("feeds", door, own, trusted))
    app.add_url_rule("/admin/feeds/<id>", view_func=FeedView.as_view("feed", door, own))
    app.add_url_rule("/admin/feeds/<id>/poll", view_func=PollView.as_view("poll_feed", door, contract, trusted))
