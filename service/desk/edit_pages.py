"""The desk's edits of one event: parts of it split off, and edits taken back."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Blueprint, redirect, render_template, request, url_for
from marshmallow import ValidationError

from service.desk.event_list import in_sentences
from service.desk.labels import current
from service.desk.shown import Reader
from service.desk.words import Word, word
from service.news.label import LabelKind
from service.web import auth
from service.web.label_views import withdrawn
from service.web.pages import page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from werkzeug.wrappers import Response as AnyResponse

    from service.news.edit import EventEdit, SourceEdit
    from service.news.event import EventReport
    from service.news.label import Label
    from service.news.report import ScoreReport
    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.ports import Archive, House


class EditPages:
    """The views. They ask the archive of the house behind ``house``."""

    def __init__(self, house: Door[House], contract: Contract) -> None:
        self._house = house
        self._kept = contract.kept

    def split(self, id: str) -> AnyResponse:
        """GET: what can be split off from an event. POST: does it, or the form with what is wrong.

        Raises what the archive raises.
        """
        if request.method != "POST":
            return self._form(id, {"claims": [], "articles": [], "reason": ""})
        asked = {name: list(dict.fromkeys(request.form.getlist(name))) for name in ("claims", "articles")}
        body = {**asked, "reason": request.form.get("reason", "")}
        try:
            given = self._kept.split.load(body)
        except ValidationError as fault:
            return self._form(id, body, in_sentences(fault))
        archive = self._house.inside().archive
        made = archive.split(id, given["claims"], given["articles"], auth.by(), given["reason"])
        return redirect(url_for("desk.event", id=made.events[-1], _anchor="edits"), HTTPStatus.SEE_OTHER)

    def withdraw(self, id: str, label: str) -> AnyResponse:
        """POST: takes an edit of an event back. Raises what reading and the archive raise."""
        reason = {"reason": request.form.get("reason", "")}
        withdrawn(self._house.inside().archive, self._kept, label, reason)
        return redirect(url_for("desk.event", id=id), HTTPStatus.SEE_OTHER)

    def _form(self, id: str, body: Mapping[str, object], wrong: Sequence[str] = ()) -> AnyResponse:
        report = self._house.inside().archive.event(id)
        [event] = report.events
        articles = Reader(report).by_article(event)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
        return page(
            render_template("desk/split.html", event=event.event, articles=articles, body=body, wrong=wrong),
            status,
            forms=True,
        )


def edits_of(event: EventReport) -> tuple[Word[EventEdit], ...]:
    """The edits that an event stands by or against, for who makes the request at hand."""
    return tuple(word(each, each.by) for each in event.edits)


def namings_of(report: ScoreReport) -> Mapping[str, Word[SourceEdit]]:
    """Whom editors name as the sources of claims of a report, by the ids of these."""
    return {claim: word(each, each.by) for claim, each in report.source_edits.items()}


def sides_of(archive: Archive, report: ScoreReport) -> list[Word[Label]]:
    """What editors say of who is a party to the one event of a report, the latest first."""
    [event] = report.events
    inside = set(event.event.claims)
    said = current(archive, LabelKind.PARTY, event=event.event.id)
    return [word(each, each.by) for each in said if inside.issuperset(each.decision.claims)]


def add_to(desk: Blueprint, house: Door[House], contract: Contract) -> None:
    """Adds the edits of events to ``desk``."""
    pages = EditPages(house, contract)
    desk.add_url_rule("/desk/events/<id:id>/split", "split", pages.split, methods=["GET", "POST"])
    desk.add_url_rule("/desk/events/<id:id>/edits/<id:label>/withdraw", "withdraw", pages.withdraw, methods=["POST"])
