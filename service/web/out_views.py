"""What is kept in the formats of others: annotations, news items and tables of an event or a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Response, request, url_for
from flask.views import MethodView

from service.news.errors import Moved
from service.newsroom import ninjs_out, web_annotations, workbooks
from service.newsroom.event_tables import table, tables
from service.newsroom.findings import Addresses
from service.newsroom.tables import csv_of
from service.web.conditional import CACHING, unless_known
from service.web.reading import query_of
from service.web.writing import json_bytes

if TYPE_CHECKING:
    from flask import Flask
    from marshmallow import Schema

    from service.news.report import ScoreReport
    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.ports import Archive, House

CSV = "text/csv; charset=utf-8; header=present"


@dataclass(frozen=True, slots=True)
class Written:
    """A report in another format; ``file`` is what it is called where it is kept as a file."""

    content: bytes
    media_type: str
    file: str = ""

    def response(self) -> Response:
        """The answer that holds it."""
        response = Response(self.content, content_type=self.media_type)
        if self.file:
            response.headers["Content-Disposition"] = f'attachment; filename="{self.file}"'
        return response


Write = Callable[["ScoreReport", Mapping[str, Any]], Written]


class OutView(MethodView):
    """GET of one report in another format; ``ask`` asks the archive for it, ``write`` writes it."""

    init_every_request = False

    def __init__(
        self, door: Door[House], asked: Schema, ask: Callable[[Archive, str], ScoreReport], write: Write
    ) -> None:
        self._door = door
        self._asked = asked
        self._ask = ask
        self._write = write

    def get(self, id: str) -> Response:
        """What is asked for, or the way to what it has become part of. Raises what reading and the archive raise."""
        archive = self._door.inside().archive
        query = self._asked.load(query_of(request))
        try:
            report = self._ask(archive, id)
        except Moved as moved:
            return moved_to(moved.to)
        return unless_known(self._write(report, query).response())


def moved_to(id: str) -> Response:
    """The way to the address of the request at hand with another ``id``, and the same query.

    It is asked for each time, for an event may come to be again under the id it had.
    """
    to = url_for(str(request.endpoint), **{**(request.view_args or {}), **request.args.to_dict(), "id": id})
    return Response(status=308, headers={"Location": to, "Cache-Control": CACHING})


def addresses() -> Addresses:
    """Where the service is, as the request at hand was addressed."""
    return Addresses(request.root_url.rstrip("/"))


def _annotated(report: ScoreReport, _: Mapping[str, Any]) -> Written:
    found = web_annotations.collection(report, request.base_url, addresses())
    return Written(json_bytes(found), web_annotations.MEDIA_TYPE)


def _item(report: ScoreReport, _: Mapping[str, Any]) -> Written:
    # IPTC has registered no media type for ninjs: it is JSON.
    return Written(json_bytes(ninjs_out.item(report, addresses())), "application/json")


def _table(report: ScoreReport, query: Mapping[str, Any]) -> Written:
    return Written(csv_of(table(query["table"], report, addresses())), CSV, f"{report.id}-{query['table']}.csv")


def _workbook(report: ScoreReport, _: Mapping[str, Any]) -> Written:
    return Written(workbooks.workbook_of(tables(report, addresses())), workbooks.MEDIA_TYPE, f"{report.id}.xlsx")


def register(app: Flask, door: Door[House], contract: Contract) -> None:
    """Adds events and reports in the formats of others to ``app``; to be called where ids are known."""
    kept = contract.kept

    def event(archive: Archive, id: str) -> ScoreReport:
        return archive.event(id)

    def report(archive: Archive, id: str) -> ScoreReport:
        return archive.replay(id)

    add = partial(app.add_url_rule, methods=["GET"])
    for path, name, ask in (("/events", "event", event), ("/reports", "report", report)):
        view = OutView.as_view(f"{name}_annotations", door, kept.no_query, ask, _annotated)
        add(f"{path}/<id:id>/annotations", view_func=view)
    for suffix, asked, write in (
        ("ninjs", kept.no_query, _item),
        ("csv", kept.table_query, _table),
        ("xlsx", kept.no_query, _workbook),
    ):
        add(f"/events/<id:id>.{suffix}", view_func=OutView.as_view(f"event_{suffix}", door, asked, event, write))
