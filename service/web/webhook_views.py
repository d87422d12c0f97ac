"""Webhooks over HTTP, for those who run the service."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import TYPE_CHECKING

from flask import Response, request
from flask.views import MethodView

from service.web import auth, cursors
from service.web.reading import check_address, json_body, query_of
from service.web.writing import json_response

if TYPE_CHECKING:
    from flask import Flask

    from service.web.contract import Contract, WebhookContract
    from service.web.door import Door
    from service.web.ports import House


class WebhooksView(MethodView):
    """GET and POST /admin/webhooks."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: WebhookContract, trusted: Collection[str]) -> None:
        self._door = door
        self._contract = contract
        self._trusted = trusted

    def get(self) -> Response:
        """Every webhook, newest first."""
        return json_response(self._contract.all.dump({"items": self._door.inside().webhooks.all()}))

    def post(self) -> Response:
        """A new webhook, whose secret is in the answer and nowhere else. Raises what reading raises."""
        new = self._contract.new.load(json_body(request))
        check_address(new.url, self._trusted)
        made = self._door.inside().webhooks.add(new, auth.by())
        return json_response(self._contract.made.dump({**asdict(made.webhook), "secret": made.secret}), 201)


class WebhookView(MethodView):
    """DELETE /admin/webhooks/<id>."""

    init_every_request = False

    def __init__(self, door: Door[House]) -> None:
        self._door = door

    def delete(self, id: str) -> Response:
        """Forgets the webhook and its messages. Raises NotKept."""
        self._door.inside().webhooks.remove(id, auth.by())
        return Response(status=204)


class DeliveriesView(MethodView):
    """GET /admin/webhooks/<id>/deliveries."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: WebhookContract) -> None:
        self._door = door
        self._contract = contract

    def get(self, id: str) -> Response:
        """A page of the messages to a webhook. Raises NotKept, and ValidationError on a query that cannot be meant."""
        house, query = self._door.inside(), self._contract.page_query.load(query_of(request))
        of = f"deliveries to {id}"
        page = house.webhooks.deliveries(id, query["limit"], cursors.read(house.secret, of, query.get("cursor")))
        following = cursors.written(house.secret, of, page.next)
        return json_response(self._contract.deliveries.dump({"items": page.items, "next": following}))


class ReplayView(MethodView):
    """POST /admin/webhooks/<id>/replay."""

    init_every_request = False

    def __init__(self, door: Door[House], contract: WebhookContract) -> None:
        self._door = door
        self._contract = contract

    def post(self, id: str) -> Response:
        """Sends messages again. Raises NotKept and what reading raises."""
        asked = self._contract.replay.load(json_body(request))
        replay = self._door.inside().webhooks.replay
        n_messages = replay(id, asked["since"], auth.by(), delivered=asked["delivered"])
        return json_response(self._contract.replayed.dump({"messages": n_messages}))


def register(app: Flask, door: Door[House], contract: Contract, trusted: Collection[str]) -> None:
    """Adds /admin/webhooks and what is below it to ``app``; hosts in ``trusted`` need not be public."""
    own, path = contract.webhooks, "/admin/webhooks"
    app.add_url_rule(path, view_func=WebhooksView.as_view("webhooks", door, own, trusted))
    app.add_url_rule(f"{path}/<id>", view_func=WebhookView.as_view("webhook", door))
    app.add_url_rule(f"{path}/<id>/deliveries", view_func=DeliveriesView.as_view("deliveries", door, own))
    app.add_url_rule(f"{path}/<id>/replay", view_func=ReplayView.as_view("replay_webhook", door, own))
