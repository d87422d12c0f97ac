"""The desk's list of events: page by page, as it changes, and several of them made one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from marshmallow import ValidationError

from service.desk.listing import asked, listed
from service.web import auth
from service.web.conditional import unless_known
from service.web.kept_queries import MOST_DISPUTED
from service.web.pages import page
from service.web.problems import faults

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from werkzeug.wrappers import Response as AnyResponse

    from service.desk.listing import Listed
    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.ports import House

TOO_FEW = "Select two events or more."


class EventList:
    """The views. They ask the archive of the house behind ``house``."""

    def __init__(self, house: Door[House], contract: Contract) -> None:
        self._house = house
        self._kept = contract.kept

    def events(self) -> AnyResponse:
        """GET: stored events, most disputed first."""
        return self._shown()

    def rows(self) -> Response:
        """GET: the rows of that list and nothing else, under an ETag: a page asks for them time and again."""
        rows = render_template("desk/event_rows.html", found=self._found(), chosen=())
        return unless_known(Response(rows, mimetype="text/html"))

    def merge(self) -> AnyResponse:
        """POST: makes the events that were selected one; the list with what is wrong, where the form cannot be meant.

        Raises what the archive raises.
        """
        chosen, reason = list(dict.fromkeys(request.form.getlist("event"))), request.form.get("reason", "")
        try:
            self._check(chosen, reason)
        except ValidationError as fault:
            return self._shown(in_sentences(fault), chosen, reason)
        made = self._house.inside().archive.merge(chosen, auth.by(), reason)
        return redirect(url_for("desk.event", id=made.events[0], _anchor="edits"), HTTPStatus.SEE_OTHER)

    def _check(self, chosen: Sequence[str], reason: str) -> None:
        """Raises ValidationError where POST /events/{id}/merge would refuse one of these."""
        if len(chosen) < 2:
            raise ValidationError({"event": [TOO_FEW]})
        for other in chosen:
            self._kept.merge.load({"with": other, "reason": reason})

    def _found(self) -> Listed:
        house = self._house.inside()
        return listed(house.secret, self._kept.events_query, house.archive.events, {"order": MOST_DISPUTED})

    def _shown(self, wrong: Sequence[str] = (), chosen: Collection[str] = (), reason: str = "") -> Response:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
        found, said = self._found(), asked()  # which is known to be meant, once something is found
        here: dict[str, Any] = dict(said)
        shown = render_template(
            "desk/events.html",
            found=found,
            asked=request.args,
            here=url_for("desk.events", **here),
            # Only the first page tells of what comes first.
            live="" if "cursor" in said else url_for("desk.event_rows", **here),
            wrong=wrong,
            chosen=chosen,
            reason=reason,
        )
        return page(shown, status, forms=True)


def in_sentences(fault: ValidationError) -> list[str]:
    """What is wrong with a form, field by field."""
    return [f"{each.pointer.removeprefix('#/')}: {each.detail}" for each in faults(fault.messages)]


def add_to(desk: Blueprint, house: Door[House], contract: Contract) -> None:
    """Adds the list of events to ``desk``, at /."""
    pages = EventList(house, contract)
    desk.add_url_rule("/", "events", pages.events)
    desk.add_url_rule("/", "merge", pages.merge, methods=["POST"])
    desk.add_url_rule("/desk/events", "event_rows", pages.rows)
