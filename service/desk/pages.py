"""The desk over HTTP: articles pasted, one event, its pairs and their labels. Other pages have files of their own."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from http import HTTPStatus
from itertools import groupby
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from marshmallow import ValidationError
from werkzeug.http import quote_etag

from service.desk import edit_pages, event_list, feed_pages, model_pages, review_pages, source_pages
from service.desk.labels import Labels, labels_of
from service.desk.pasted import Pasted, faults, pasted, with_room
from service.desk.sheet import FIRST_ROWS, sheet, sheets
from service.desk.shown import SECTIONS, PairShown, Reader, in_order
from service.desk.words import name_of
from service.news.errors import Moved
from service.news.identity import OPEN, Scope
from service.news.memory import EventQuery
from service.news.report import ScoreReport, ScoreRequest
from service.web import auth
from service.web.conditional import unless_named
from service.web.cookies import check_csrf, csrf_token
from service.web.counting import counted
from service.web.label_schemas import decision
from service.web.pages import page, serve
from service.web.passage import passage
from service.web.problems import MEDIA_TYPE as PROBLEM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flask import Flask
    from werkzeug.wrappers import Response as AnyResponse

    from service.web.bounds import Bounds
    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.feed_views import Trusted
    from service.web.ports import House, Scores

PLACES = (
    ("desk.events", "Events", Scope.READ),
    ("desk.paste", "Paste", Scope.SCORE),
    ("desk.sources", "Sources", Scope.READ),
    ("desk.feeds", "Feeds", Scope.ADMIN),
    ("desk.models", "Models", Scope.ADMIN),
)
"""Where the desk leads to: endpoint, name, and the scope that it takes."""

ASSETS = {
    "desk.css": ("service.desk", "static", "text/css"),
    "desk.js": ("service.desk", "static", "text/javascript"),
}
"""Its style and its script, as ``web.pages`` serves files."""

MOST_ARTICLES = 10
PASTED_PAIRS = 60
PAIRS_A_PAGE = 50


class DeskPages:
    """The views. They ask the scorer and the house behind two doors."""

    def __init__(self, door: Door[Scores], house: Door[House], contract: Contract, bounds: Bounds) -> None:
        self._door = door
        self._house = house
        self._contract = contract
        self._most = min(MOST_ARTICLES, bounds.max_articles)

    def paste(self) -> AnyResponse:
        """GET: the form. POST: the report on what was pasted, or the form with what is wrong or with more room."""
        if request.method != "POST":
            return self._form(with_room([], 2, self._most))
        _check_form()
        given = [each for each in pasted(request.form) if not each.is_empty]
        if "more" in request.form:
            return self._form(with_room(given, 1, self._most))
        store = "store" in request.form and auth.principal() is not OPEN
        body = {"articles": [each.body() for each in given], "options": {"store": store}}
        try:
            asked = self._contract.score_request.load(body)
        except ValidationError as fault:
            return self._form(with_room(given, 0, self._most), faults(fault.messages))
        return self._report(self._scored(asked))

    def event(self, id: str) -> AnyResponse:
        """GET: one event. Raises what the archive raises, or leads to what it has become part of."""
        try:
            known = quote_etag(self._changed(id))  # before it is read: so no news of it is missed
            shown = self._one(id)
        except Moved as moved:
            return redirect(url_for("desk.event", id=moved.to), HTTPStatus.TEMPORARY_REDIRECT)
        return page(render_template("desk/event.html", known=known, rows=request.args.get("rows"), **shown), forms=True)

    def news(self, id: str) -> Response:
        """GET: what its page shows of an event, under an ETag: a page asks for it time and again.

        The ETag says when the event last changed, so that it is worked out and shown only where there is news of it.
        Raises what the archive raises.
        """

        def made() -> Response:
            return Response(render_template("desk/event_body.html", **self._one(id)), mimetype="text/html")

        return unless_named(self._changed(id), made)

    def _changed(self, id: str) -> str:
        """When an event last changed. Raises what the archive raises."""
        archive = self._house.inside().archive
        found = archive.events(EventQuery(1, id=id)).items
        if not found:
            archive.event(id)  # says what has become of it
        return found[0].changed_at.isoformat() if found else ""

    def _one(self, id: str) -> dict[str, Any]:
        """What the page of an event is filled with. Raises what the archive raises."""
        archive = self._house.inside().archive
        report = archive.event(id)
        [event] = report.events
        most_rows = None if request.args.get("rows") == "all" else FIRST_ROWS
        return {
            "found": sheet(Reader(report), event, most_rows=most_rows),
            "labels": self._labels([id]),
            "label_to": _label_to(id),
            "edits": edit_pages.edits_of(event),
            "namings": edit_pages.namings_of(report),
            "sides": edit_pages.sides_of(archive, report),
        }

    def pairs(self, id: str) -> AnyResponse:
        """GET: all pairs of one event, PAIRS_A_PAGE at a time. Raises what the archive raises."""
        report = self._house.inside().archive.event(id)
        [event] = report.events
        number = max(1, request.args.get("page", 1, type=int))
        ordered, first = in_order(event.pairs), (number - 1) * PAIRS_A_PAGE
        reader = Reader(report)
        shown = render_template(
            "desk/pairs.html",
            event=event.event,
            pairs=[reader.pair(each) for each in ordered[first : first + PAIRS_A_PAGE]],
            number=number,
            n_pages=-(-len(ordered) // PAIRS_A_PAGE),
            labels=self._labels([id]),
            label_to=_label_to(id),
        )
        return page(shown, forms=True)

    def label(self) -> AnyResponse:
        """POST: keeps a decision on a pair, as the form without scripts sends it. Raises what the archive raises."""
        _check_form()
        given = {"kind": "pair", **{name: request.form.get(name, "") for name in ("a", "b", "relation")}}
        self._house.inside().archive.label(decision(given, self._contract.kept.decisions), auth.by())
        anchor = f"p-{given['a']}-{given['b']}"
        return redirect(url_for("desk.event", id=request.form["event"], _anchor=anchor), HTTPStatus.SEE_OTHER)

    def _form(self, articles: Iterable[Pasted], wrong: Iterable[str] = ()) -> Response:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
        may_keep = auth.principal() is not OPEN
        shown = render_template(
            "desk/paste.html", articles=list(articles), most=self._most, wrong=wrong, may_keep=may_keep
        )
        return page(shown, status, forms=True)

    def _scored(self, asked: ScoreRequest) -> ScoreReport:
        if not asked.store:
            return self._door.inside().score(asked)
        self._door.inside()  # who keeps waits for the models as well
        by = auth.named_principal()
        return counted(asked, partial(self._house.inside().archive.keep, by=by))

    def _report(self, report: ScoreReport) -> Response:
        kept = bool(report.kept)
        events = [event.event.id for event in report.events] if kept else []
        shown = render_template(
            "desk/report.html",
            report=report,
            outlets={article.id: article.outlet for article in report.articles},
            events=sheets(report, PASTED_PAIRS),
            labels=self._labels(events),
            kept=kept,
            label_to=_label_to,
        )
        return page(shown, forms=True)

    def _labels(self, events: Iterable[str]) -> Labels:
        if not auth.principal().may(Scope.LABEL):
            return {}
        return labels_of(self._house.inside().archive, events, auth.principal().id)


def register(
    app: Flask, door: Door[Scores], house: Door[House], contract: Contract, bounds: Bounds, trusted: Trusted
) -> None:
    """Adds the desk to ``app``: / and what is below /desk; after ``kept_views.register``, which knows ids.

    Feeds may be fetched from hosts in ``trusted`` though they are inside; with None nothing is fetched.
    """
    desk = Blueprint("desk", __name__, template_folder="templates")
    pages = DeskPages(door, house, contract, bounds)
    desk.add_url_rule("/desk/paste", "paste", pages.paste, methods=["GET", "POST"])
    desk.add_url_rule("/desk/events/<id:id>", "event", pages.event)
    desk.add_url_rule("/desk/events/<id:id>/news", "event_news", pages.news)
    desk.add_url_rule("/desk/events/<id:id>/pairs", "pairs", pages.pairs)
    desk.add_url_rule("/desk/labels", "label", pages.label, methods=["POST"])
    event_list.add_to(desk, house, contract)
    edit_pages.add_to(desk, house, contract)
    review_pages.add_to(desk, house, contract)
    source_pages.add_to(desk, house, contract)
    feed_pages.add_to(desk, house, contract, trusted)
    model_pages.add_to(desk, house, contract)
    desk.context_processor(_frame)
    desk.after_request(_for_people)
    filters: dict[str, Callable[..., Any]] = {
        "utc": _utc,
        "short": _short,
        "plain": _plain,
        "by_section": _by_section,
        "name_of": name_of,
    }
    for name, each in filters.items():
        desk.add_app_template_filter(each, name)
    serve(app, ASSETS)
    app.register_blueprint(desk)


def _check_form() -> None:
    """Raises Forged where a form of somebody who is known by nothing comes from elsewhere; sessions were looked at."""
    if auth.principal() is OPEN:
        check_csrf()


def _label_to(event: str) -> str:
    """Where a label on a pair of ``event`` belongs; '' where who looks may not label."""
    return event if auth.principal().may(Scope.LABEL) else ""


def _frame() -> dict[str, Any]:
    """What every page of the desk has: where it leads to, and who looks."""
    known = passage().principal
    return {
        "places": PLACES,
        "may": lambda scope: known is not None and known.may(scope),
        "person": known.name if known is not None and auth.is_person(known) else "",
        "csrf_token": csrf_token,
        "headings": SECTIONS,
    }


def _for_people(response: Response) -> Response:
    """A refusal as a page, where a browser asked for one."""
    if response.mimetype != PROBLEM or "text/html" not in request.accept_mimetypes.values():
        return response
    refusal = page(render_template("desk/problem.html", problem=response.get_json()), response.status_code)
    for name, value in response.headers.items():
        if name not in {"Content-Type", "Content-Length"}:
            refusal.headers[name] = value
    return refusal


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _short(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%d %b %Y %H:%M").lstrip("0")


def _plain(value: float) -> str:
    return f"{value:,.10g}"


def _by_section(pairs: Iterable[PairShown]) -> Iterator[tuple[str, list[PairShown]]]:
    for section, inside in groupby(pairs, key=lambda pair: pair.section):
        yield section, list(inside)
