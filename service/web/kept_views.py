"""What is kept, over HTTP: read what is asked, ask the archive, write what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flask import Response, request
from flask.views import MethodView
from marshmallow import ValidationError
from werkzeug.routing import BaseConverter

from service.news.memory import Page
from service.newsroom import workbooks
from service.newsroom.tables import Table, csv_of
from service.web import auth, cursors, out_views, review_views
from service.web.conditional import conditional
from service.web.kept_view import KeptView
from service.web.out_views import CSV, Written
from service.web.read_view import Ask, ReadView, address_with, json_of
from service.web.reading import json_body, query_of

if TYPE_CHECKING:
    from flask import Flask
    from marshmallow import Schema

    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.kept_contract import KeptContract
    from service.web.ports import House

COLUMNS = (
    "id",
    "headline",
    "first_at",
    "last_at",
    "changed_at",
    "disputed",
    "contradictions",
    "agreement",
    "agreement_low",
    "agreement_high",
    "independent_outlets",
    "n_articles",
    "n_claims",
    "n_sources",
    "places",
)
"""Of events as a table."""
READING = ["GET"]
"""HEAD comes with it."""


class IdConverter(BaseConverter):
    """An id as the store makes them; anything else in its place is no address of this service."""

    regex = "[0-9a-z]{1,64}"


class ListView(MethodView):
    """GET of a list, page by page; ``ask`` asks the archive for one."""

    init_every_request = False

    def __init__(self, door: Door[House], asked: Schema, answer: Schema, ask: Callable[..., Page[Any]]) -> None:
        self._door = door
        self._asked = asked
        self._answer = answer
        self._ask = ask

    def get(self, **of: str) -> Response:
        """A page. Raises ValidationError on a query that cannot be meant, and what the archive raises."""
        house = self._door.inside()
        query, cursor = self._asked.load(query_of(request))
        name = _list_name()
        page = self._ask(house.archive, replace(query, after=cursors.read(house.secret, name, cursor)), **of)
        following = cursors.written(house.secret, name, page.next)
        response = conditional(self._answer.dump({"items": page.items, "next": following}))
        if following is not None:
            response.headers["Link"] = f'<{address_with(cursor=following)}>; rel="next"'
        return response


class EventsTableView(MethodView):
    """GET of a page of events as a file; ``write`` writes the rows of COLUMNS."""

    init_every_request = False

    def __init__(
        self, door: Door[House], asked: Schema, answer: Schema, write: Callable[[Iterable[list[object]]], Written]
    ) -> None:
        self._door = door
        self._asked = asked
        self._answer = answer
        self._write = write

    def get(self) -> Response:
        """A page of events as a table. Raises ValidationError on a query that cannot be meant."""
        house = self._door.inside()
        query, cursor = self._asked.load(query_of(request))
        name = _list_name()
        page = house.archive.events(replace(query, after=cursors.read(house.secret, name, cursor)))
        items = self._answer.dump({"items": page.items, "next": None})["items"]
        response = self._write(map(_row, items)).response()
        following = cursors.written(house.secret, name, page.next)
        if following is not None:
            response.headers["Link"] = f'<{address_with(cursor=following)}>; rel="next"'
        return response


def _as_csv(rows: Iterable[list[object]]) -> Written:
    return Written(csv_of(Table(COLUMNS, rows)), CSV, "events.csv")


def _as_workbook(rows: Iterable[list[object]]) -> Written:
    content = workbooks.workbook_of({"events": Table(COLUMNS, rows)})
    return Written(content, workbooks.MEDIA_TYPE, "events.xlsx")


def _row(event: dict[str, Any]) -> list[object]:
    """The values of COLUMNS for an event as /events answers it."""
    agreement = event["agreement"] or {"mean": None, "interval": [None, None]}
    low, high = agreement["interval"]
    flat = {**event, "agreement": agreement["mean"], "agreement_low": low, "agreement_high": high}
    return [flat[name] for name in COLUMNS]


def _list_name() -> str:
    """The list that is asked for, whatever page of it: its address and all of its query that chooses or sorts."""
    chosen = sorted((name, value) for name, value in request.args.items() if name not in {"cursor", "limit"})
    return f"{request.path} {chosen!r}"


class RemovalView(KeptView):
    """DELETE /articles/<id>."""

    def delete(self, id: str) -> Response:
        """Removes the article and its effect. Raises what reading and the archive raise."""
        archive = self._door.inside().archive
        query = self._contract.removal_query.load(query_of(request))
        archive.remove(id, auth.by(), _reason(query, self._contract), erase=query["erase"])
        return Response(status=204)


class VouchView(KeptView):
    """POST and DELETE /articles/<id>/vouch."""

    def post(self, id: str) -> Response:
        """Vouches for the outlet of the article. Raises what reading and the archive raise."""
        archive = self._door.inside().archive
        self._contract.no_query.load(query_of(request))
        given = self._contract.reason.load(json_body(request))
        archive.vouch(id, auth.by(), given["reason"], vouched=True)
        return Response(status=204)

    def delete(self, id: str) -> Response:
        """Takes that back. Raises what reading and the archive raise."""
        archive = self._door.inside().archive
        query = self._contract.reason_query.load(query_of(request))
        archive.vouch(id, auth.by(), _reason(query, self._contract), vouched=False)
        return Response(status=204)


def _reason(query: dict[str, Any], contract: KeptContract) -> str:
    """The reason in the query or else in the body. Raises ValidationError where it is in both or in neither."""
    sent = bool(request.content_length or "Transfer-Encoding" in request.headers)
    if sent and "reason" in query:
        raise ValidationError({"reason": ["Is given twice, in the query and in a body."]})
    given = contract.reason.load(json_body(request)) if sent else query
    if "reason" not in given:
        raise ValidationError({"reason": ["Give a reason, here or in a body."]})
    return str(given["reason"])


def register(app: Flask, door: Door[House], contract: Contract) -> None:
    """Adds the addresses of what is kept to ``app``."""
    kept = contract.kept
    app.url_map.converters["id"] = IdConverter

    def lists(path: str, name: str, asked: Schema, answer: Schema, ask: Callable[..., Page[Any]]) -> None:
        app.add_url_rule(path, view_func=ListView.as_view(name, door, asked, answer, ask))

    def one(path: str, name: str, answer: Schema, ask: Ask, asked: Schema = kept.no_query) -> None:
        app.add_url_rule(path, view_func=ReadView.as_view(name, door, asked, json_of(answer, ask)), methods=READING)

    lists("/articles", "articles", kept.articles_query, kept.articles, lambda archive, query: archive.articles(query))
    lists("/events", "events", kept.events_query, kept.events, lambda archive, query: archive.events(query))
    lists("/sources", "sources", kept.sources_query, kept.sources, lambda archive, query: archive.sources(query))
    lists(
        "/sources/<id:id>/ledger",
        "ledger",
        kept.ledger_query,
        kept.ledger,
        lambda archive, query, **of: archive.ledger(of["id"], query.limit, query.after),
    )
    for suffix, write in (("csv", _as_csv), ("xlsx", _as_workbook)):
        table = EventsTableView.as_view(f"events_{suffix}", door, kept.events_query, kept.events, write)
        app.add_url_rule(f"/events.{suffix}", view_func=table, methods=READING)
    one("/articles/<id:id>", "article", kept.article, lambda house, name, _: house.archive.article(name))
    one("/events/<id:id>", "event", contract.report, lambda house, name, _: house.archive.event(name))
    one(
        "/sources/<id:id>",
        "source",
        kept.source,
        lambda house, name, query: house.archive.source(name, query.get("as_of")),
        kept.source_query,
    )
    one("/reports/<id:id>", "report", contract.report, lambda house, name, _: house.archive.replay(name))
    app.add_url_rule("/articles/<id:id>", view_func=RemovalView.as_view("remove_article", door, kept))
    app.add_url_rule("/articles/<id:id>/vouch", view_func=VouchView.as_view("vouch", door, kept))
    out_views.register(app, door, contract)
    review_views.register(app, door, contract)
