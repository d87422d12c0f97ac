"""The desk's page of polled feeds: how each is doing, and what those who run the service may do about it."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from marshmallow import ValidationError

from service.desk.event_list import in_sentences
from service.news.feed import FeedKind
from service.web import auth
from service.web.feed_schemas import USUALLY_S
from service.web.feed_views import TURN_ON, fetched_from, to_be_polled
from service.web.pages import page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from werkzeug.wrappers import Response as AnyResponse

    from service.web.contract import Contract, FeedContract
    from service.web.door import Door
    from service.web.feed_views import Trusted
    from service.web.ports import House

FIELDS = ("url", "outlet", "kind", "every")
EVERY: Mapping[int, str] = {
    60: "minute",
    300: "5 minutes",
    USUALLY_S: "15 minutes",
    3600: "hour",
    6 * 3600: "6 hours",
    24 * 3600: "day",
}
KINDS: Mapping[str, str] = {
    FeedKind.FEED.value: "RSS or Atom",
    FeedKind.SITEMAP.value: "news sitemap",
    FeedKind.WORDPRESS.value: "posts of WordPress",
}
MOST_DIGITS = 9
UNKNOWN = "Must be one of: pause, resume, poll, remove."


class FeedPages:
    """The views. They ask the feeds of the house behind ``house``; nothing is fetched where ``trusted`` is None."""

    def __init__(self, house: Door[House], contract: FeedContract, trusted: Trusted) -> None:
        self._house = house
        self._contract = contract
        self._trusted = trusted

    def feeds(self) -> AnyResponse:
        """GET: every feed, newest first."""
        return self._shown({"every": str(USUALLY_S)})

    def add(self) -> AnyResponse:
        """POST: a feed that is polled from now on; the page with what is wrong. Raises FetchingOff."""
        body = {name: request.form.get(name, "").strip() for name in FIELDS}
        is_number = body["every"].isdecimal() and len(body["every"]) <= MOST_DIGITS
        every = int(body["every"]) if is_number else body["every"]
        try:
            new = to_be_polled({**body, "every": every}, self._contract, self._trusted)
        except ValidationError as fault:
            return self._shown(body, in_sentences(fault))
        return _back(self._house.inside().feeds.add(new, auth.by()).id)

    def change(self, id: str) -> AnyResponse:
        """POST: pauses a feed, lets it go on, has it polled at once, or polls it no more.

        Raises NotKept, FetchingOff, and ValidationError where it is none of these.
        """
        feeds, by = self._house.inside().feeds, auth.by()
        match request.form.get("do", ""):
            case "pause" | "resume" as asked:
                feeds.pause(id, by, paused=asked == "pause")
            case "poll":
                fetched_from(self._trusted)
                feeds.hasten(id, by)
            case "remove":
                feeds.remove(id, by)
            case _:
                raise ValidationError({"do": [UNKNOWN]})
        return _back(id)

    def _shown(self, body: Mapping[str, str], wrong: Sequence[str] = ()) -> AnyResponse:
        shown = render_template(
            "desk/feeds.html",
            feeds=self._house.inside().feeds.all(),
            off=TURN_ON if self._trusted is None else "",
            every=EVERY,
            kinds=KINDS,
            body=body,
            wrong=wrong,
        )
        return page(shown, HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK, forms=True)


def _back(id: str) -> AnyResponse:
    return redirect(url_for("desk.feeds", _anchor=f"f-{id}"), HTTPStatus.SEE_OTHER)


def add_to(desk: Blueprint, house: Door[House], contract: Contract, trusted: Trusted) -> None:
    """Adds the page of feeds to ``desk``."""
    pages = FeedPages(house, contract.feeds, trusted)
    desk.add_url_rule("/desk/feeds", "feeds", pages.feeds)
    desk.add_url_rule("/desk/feeds", "add_feed", pages.add, methods=["POST"])
    desk.add_url_rule("/desk/feeds/<id>", "change_feed", pages.change, methods=["POST"])
