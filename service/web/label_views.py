"""Labels over HTTP: editors' decisions in, the labels that keep them out, one by one and all of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from flask import Response, request, url_for

from service.news.identity import Scope
from service.web import auth, label_lines
from service.web.kept_view import KeptView
from service.web.kept_views import READING, ListView
from service.web.label_schemas import decision
from service.web.read_view import ReadView, json_of
from service.web.reading import body_of_type, json_body, query_of
from service.web.writing import created, json_response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from service.news.label import Edited, Imported, Label
    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.kept_contract import KeptContract
    from service.web.ports import Archive, House


class LabelView(KeptView):
    """POST /labels."""

    def post(self) -> Response:
        """Keeps a decision. Raises what reading and the archive raise."""
        archive = self._door.inside().archive
        self._contract.no_query.load(query_of(request))
        label = archive.label(decision(json_body(request), self._contract.decisions), auth.by())
        return created(self._contract.label.dump(label), url_for("label", id=label.number))


class WithdrawView(KeptView):
    """POST /labels/<id>/withdraw."""

    def post(self, id: str) -> Response:
        """Lets a label hold no more. Raises what reading and the archive raise."""
        archive = self._door.inside().archive
        self._contract.no_query.load(query_of(request))
        label = withdrawn(archive, self._contract, id, json_body(request))
        return json_response(self._contract.label.dump(label))


def withdrawn(archive: Archive, contract: KeptContract, id: str, body: Mapping[str, object]) -> Label:
    """The label ``id``, which holds no more: that of who makes the request at hand, or for an admin anybody's.

    ``body`` says why. Raises what reading and the archive raise.
    """
    given = contract.reason.load(body)
    return archive.withdraw(id, auth.by(), given["reason"], anyones=auth.principal().may(Scope.ADMIN))


class MergeView(KeptView):
    """POST /events/<id>/merge."""

    def post(self, id: str) -> Response:
        """Makes one event of two. Raises what reading and the archive raise."""
        archive = self._door.inside().archive
        self._contract.no_query.load(query_of(request))
        given = self._contract.merge.load(json_body(request))
        return _edited(archive.merge((id, given["other"]), auth.by(), given["reason"]), self._contract)


class DisputeView(KeptView):
    """POST /sources/<id>/disputes."""

    def post(self, id: str) -> Response:
        """Disputes a line of a ledger. Raises what reading and the archive raise."""
        archive = self._door.inside().archive
        self._contract.no_query.load(query_of(request))
        label = archive.dispute(id, self._contract.dispute.load(json_body(request)), auth.by())
        return created(self._contract.label.dump(label), url_for("label", id=label.number))


class SplitView(KeptView):
    """POST /events/<id>/split."""

    def post(self, id: str) -> Response:
        """Makes two events of one. Raises what reading and the archive raise."""
        archive = self._door.inside().archive
        self._contract.no_query.load(query_of(request))
        given = self._contract.split.load(json_body(request))
        made = archive.split(id, given["claims"], given["articles"], auth.by(), given["reason"])
        return _edited(made, self._contract)


def _edited(made: Edited, contract: KeptContract) -> Response:
    return created(contract.edited.dump(made), url_for("label", id=made.label.number))


class ExportView(KeptView):
    """GET /labels.jsonl."""

    def get(self) -> Response:
        """All labels that are asked for, a line each, the oldest first. Raises what reading and the archive raise."""
        archive = self._door.inside().archive
        found = archive.every_label(self._contract.labels_asked.load(query_of(request)))
        # What goes wrong with the first of them can still be answered as a problem.
        first = list(islice(found, 1))
        lines = label_lines.written(chain(first, found), self._contract)
        return Response(lines, mimetype=label_lines.MEDIA_TYPE)


class ImportView(KeptView):
    """POST /labels.jsonl."""

    def post(self) -> Response:
        """Brings labels in, telling of each line that it refused. Raises what reading and the archive raise."""
        archive = self._door.inside().archive
        query = self._contract.import_query.load(query_of(request))
        lines = body_of_type(request, (label_lines.MEDIA_TYPE,)).split(b"\n")
        given, refused = label_lines.read(lines, self._contract)
        found: Imported = archive.bring_in(given, auth.by(), trial=query["dry_run"])
        everything = sorted((*found.refused, *refused), key=lambda each: each.line)
        return json_response(self._contract.imported.dump(replace(found, refused=everything)))


def register(app: Flask, door: Door[House], contract: Contract) -> None:
    """Adds /labels, what is below it, and edits of events.

    To be called after ``kept_views.register``, which knows ids.
    """
    kept = contract.kept
    listed = ListView.as_view(
        "labels", door, kept.labels_query, kept.labels, lambda archive, query: archive.labels(query)
    )
    one = json_of(kept.label, lambda house, name, _: house.archive.kept_label(name))
    app.add_url_rule("/labels", view_func=listed)
    app.add_url_rule("/labels", view_func=LabelView.as_view("add_label", door, kept))
    app.add_url_rule("/labels.jsonl", view_func=ExportView.as_view("export_labels", door, kept), methods=READING)
    app.add_url_rule("/labels.jsonl", view_func=ImportView.as_view("import_labels", door, kept))
    app.add_url_rule("/labels/<id:id>", view_func=ReadView.as_view("label", door, kept.no_query, one), methods=READING)
    app.add_url_rule("/labels/<id:id>/withdraw", view_func=WithdrawView.as_view("withdraw_label", door, kept))
    app.add_url_rule("/events/<id:id>/merge", view_func=MergeView.as_view("merge", door, kept))
    app.add_url_rule("/sources/<id:id>/disputes", view_func=DisputeView.as_view("dispute", door, kept))
    app.add_url_rule("/events/<id:id>/split", view_func=SplitView.as_view("split", door, kept))
