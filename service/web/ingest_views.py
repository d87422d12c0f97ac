"""The way in for newsrooms' own systems: read what is sent, write down what arrived, answer 202; a job keeps it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Response, request
from flask.views import MethodView
from marshmallow import ValidationError
from werkzeug.exceptions import BadRequest

from service.news.arrival import NewArrival
from service.news.errors import NotKept, Unauthenticated
from service.news.identity import Principal
from service.newsroom import feeds, newsml, ninjs, pages, superdesk, wordpress
from service.newsroom.items import Unusable
from service.web import auth, cursors
from service.web.arriving import Made, made_by
from service.web.passage import passage
from service.web.reading import body_of_type, json_body, parsed, query_of
from service.web.writing import json_response

if TYPE_CHECKING:
    from flask import Flask
    from marshmallow import Schema

    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.ports import Clock, House

HTML = ("text/html", "application/xhtml+xml")
FEED = ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml")
NEWSML = (
    "application/vnd.iptc.g2.newsitem+xml",
    "application/vnd.iptc.g2.newsmessage+xml",
    "application/xml",
    "text/xml",
)
JSON = ("application/json",)
QUARANTINE = "quarantine"


class IngestView(MethodView):
    """POST of something that a key sends; ``read`` makes arrivals of the body and the query."""

    init_every_request = False

    def __init__(
        self,
        door: Door[House],
        asked: Schema,
        answer: Schema,
        read: Callable[[dict[str, Any], Principal], Sequence[NewArrival]],
    ) -> None:
        self._door = door
        self._asked = asked
        self._answer = answer
        self._read = read

    def post(self) -> Response:
        """202 with what arrived. Raises what reading, ``read`` and the intake raise."""
        intake, by = self._door.inside().intake, auth.named_principal()
        taken = intake.take(self._read(self._asked.load(query_of(request)), by), by)
        return json_response(self._answer.dump({"items": taken}), 202)


class SuperdeskView(MethodView):
    """POST /ingest/superdesk: let in by its signature, never refused for what it holds, for it would not come back."""

    init_every_request = False

    def __init__(self, door: Door[House], asked: Schema, answer: Schema, made: Made) -> None:
        self._door = door
        self._asked = asked
        self._answer = answer
        self._made = made

    def post(self) -> Response:
        """202 with what arrived. Raises Unauthenticated, and NotReady where it had better be sent later."""
        house, query = self._door.inside(), self._asked.load(query_of(request))
        body = body_of_type(request, JSON)
        by, outlets = _signed(house, query["provider"], body)
        outlet = query["outlet"] or (outlets[0] if len(outlets) == 1 else None)
        try:
            raw = parsed(body)
            item = superdesk.read(raw) if isinstance(raw, dict) else Unusable("It is no object.")
        except BadRequest as fault:
            item = Unusable(str(fault.description))
        except Unusable as fault:
            item = fault
        taken = house.intake.take([self._made.or_reason(item, "superdesk", by, outlet)], by)
        return json_response(self._answer.dump({"items": taken}), 202)


def _signed(house: House, name: str, body: bytes) -> tuple[Principal, tuple[str, ...]]:
    """Who signed ``body`` with the secret kept under ``name``, and their outlets. Raises Unauthenticated."""
    signature = request.headers.get(superdesk.SIGNATURE, "")
    try:
        secret, provider = house.providers.reveal(name), house.providers.provider(name)
    except NotKept as fault:
        raise Unauthenticated("The body is not signed with a secret that is kept here.", given=True) from fault
    if not superdesk.is_signed(body, signature, secret):
        raise Unauthenticated("The body is not signed with a secret that is kept here.", given=True)
    passage().principal = provider.principal
    return provider.principal, provider.outlets


class QuarantineView(MethodView):
    """GET /admin/quarantine."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: Contract) -> None:
        self._door = door
        self._contract = contract

    def get(self) -> Response:
        """A page of what could not be used. Raises ValidationError on a query that cannot be meant."""
        house = self._door.inside()
        query, cursor = self._contract.ingest.quarantine_query.load(query_of(request))
        page = house.intake.quarantined(replace(query, after=cursors.read(house.secret, QUARANTINE, cursor)))
        following = cursors.written(house.secret, QUARANTINE, page.next)
        return json_response(self._contract.ingest.quarantine.dump({"items": page.items, "next": following}))


def register(app: Flask, door: Door[House], contract: Contract, clock: Clock) -> None:
    """Adds /ingest/… and /admin/quarantine to ``app``."""
    ingest = contract.ingest
    made = made_by(contract, clock)

    def of_ninjs(query: dict[str, Any], by: Principal) -> list[NewArrival]:
        return [made(_or_refused(lambda: ninjs.read(json_body(request))), "ninjs", by, query["outlet"])]

    def of_page(query: dict[str, Any], by: Principal) -> list[NewArrival]:
        page = _decoded(body_of_type(request, HTML))
        return [made(_or_refused(lambda: pages.read(page, query["url"])), "html", by, query["outlet"])]

    def of_feed(query: dict[str, Any], by: Principal) -> list[NewArrival]:
        document = body_of_type(request, FEED)
        entries = _or_refused(lambda: feeds.read(document))
        return [made.or_reason(each, "feed", by, query["outlet"]) for each in entries]

    def of_newsml(query: dict[str, Any], by: Principal) -> list[NewArrival]:
        document = body_of_type(request, NEWSML)
        items = _or_refused(lambda: newsml.read(document))
        return made.each_of(items, "newsml", by, query["outlet"])

    def of_wordpress(query: dict[str, Any], by: Principal) -> list[NewArrival]:
        posts = parsed(body_of_type(request, JSON))
        if not isinstance(posts, (dict, list)):
            raise ValidationError("Must be a post or a list of posts.")
        return made.each_of(wordpress.read(posts), "wordpress", by, query["outlet"])

    for name, asked, read in (
        ("newsml", ingest.outlet_query, of_newsml),
        ("wordpress", ingest.outlet_query, of_wordpress),
        ("ninjs", ingest.outlet_query, of_ninjs),
        ("html", ingest.page_query, of_page),
        ("feed", ingest.outlet_query, of_feed),
    ):
        view = IngestView.as_view(f"ingest_{name}", door, asked, ingest.arrivals, read)
        app.add_url_rule(f"/ingest/{name}", view_func=view)
    signed = SuperdeskView.as_view("ingest_superdesk", door, ingest.provider_query, ingest.arrivals, made)
    app.add_url_rule("/ingest/superdesk", view_func=signed)
    app.add_url_rule("/admin/quarantine", view_func=QuarantineView.as_view("quarantine", door, contract))


def _or_refused(read: Callable[[], Any]) -> Any:
    """What ``read`` returns. Raises ValidationError where it says that something cannot be used."""
    try:
        return read()
    except Unusable as fault:
        raise ValidationError(fault.faults or str(fault)) from fault


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadRequest(f"The body is not UTF-8: byte {fault.start} cannot be read.") from fault
