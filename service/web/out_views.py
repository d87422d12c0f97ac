"""What is kept in the formats of others: annotations, news items and tables of an event or a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Response, request

from service.newsroom import ninjs_out, web_annotations, workbooks
from service.newsroom.event_tables import table, tables
from service.newsroom.findings import Addresses
from service.newsroom.tables import csv_of
from service.web.read_view import ReadView
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

    def view(name: str, ask: Callable[[Archive, str], ScoreReport], write: Write, asked: Schema = kept.no_query) -> Any:
        def read(house: House, id: str, query: dict[str, Any]) -> Response:
            return write(ask(house.archive, id), query).response()

        return ReadView.as_view(name, door, asked, read)

    for path, name, ask in (("/events", "event", event), ("/reports", "report", report)):
        add(f"{path}/<id:id>/annotations", view_func=view(f"{name}_annotations", ask, _annotated))
    add("/events/<id:id>.ninjs", view_func=view("event_ninjs", event, _item))
    add("/events/<id:id>.csv", view_func=view("event_csv", event, _table, kept.table_query))
    add("/events/<id:id>.xlsx", view_func=view("event_xlsx", event, _workbook))
