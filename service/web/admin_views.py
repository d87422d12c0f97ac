"""Keys and the audit log over HTTP, for those who run the service."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import Response, request
from flask.views import MethodView
from marshmallow import ValidationError

from service.news.errors import Unfit
from service.web import auth, cursors
from service.web.admin_schemas import shown, shown_once
from service.web.reading import json_body, query_of
from service.web.writing import json_response

if TYPE_CHECKING:
    from flask import Flask

    from service.web.contract import Contract
    from service.web.door import Door
    from service.web.ports import Clock, House

AUDIT = "audit"


class KeysView(MethodView):
    """GET and POST /admin/keys."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: Contract, clock: Clock) -> None:
        self._door = door
        self._contract = contract
        self._clock = clock

    def get(self) -> Response:
        """Every key, newest first."""
        now = self._clock()
        keys = [shown(key, now) for key in self._door.inside().accounts.all_keys()]
        return json_response(self._contract.keys.dump({"items": keys}))

    def post(self) -> Response:
        """A new key, whose token is in the answer and nowhere else. Raises what reading raises."""
        new = self._contract.new_key.load(json_body(request))
        try:
            made = self._door.inside().accounts.add_key(new, auth.by())
        except Unfit as fault:
            raise ValidationError(str(fault)) from fault
        return json_response(self._contract.made_key.dump(shown_once(made, self._clock())), 201)


class KeyView(MethodView):
    """DELETE /admin/keys/<id>."""

    init_every_request = False

    def __init__(self, door: Door[House]) -> None:
        self._door = door

    def delete(self, id: str) -> Response:
        """Ends the key for good. Raises NotKept."""
        self._door.inside().accounts.revoke_key(id, auth.by())
        return Response(status=204)


class AuditView(MethodView):
    """GET /admin/audit."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: Contract) -> None:
        self._door = door
        self._contract = contract

    def get(self) -> Response:
        """A page of the audit log, newest first. Raises ValidationError on a query that cannot be meant."""
        house = self._door.inside()
        query, cursor = self._contract.audit_query.load(query_of(request))
        page = house.audit.lines(replace(query, after=cursors.read(house.secret, AUDIT, cursor)))
        following = cursors.written(house.secret, AUDIT, page.next)
        return json_response(self._contract.audit_page.dump({"items": page.items, "next": following}))


def register(app: Flask, door: Door[House], contract: Contract, clock: Clock) -> None:
    """Adds /admin/keys, /admin/keys/<id> and /admin/audit to ``app``."""
    app.add_url_rule("/admin/keys", view_func=KeysView.as_view("keys", door, contract, clock))
    app.add_url_rule("/admin/keys/<id>", view_func=KeyView.as_view("key", door))
    app.add_url_rule("/admin/audit", view_func=AuditView.as_view("audit", door, contract))
