"""What answers with one thing that is kept, and with the way to what it has become part of."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Response, request, url_for
from flask.views import MethodView

from service.news.errors import Moved
from service.web.conditional import CACHING, unless_known
from service.web.reading import query_of
from service.web.writing import json_response

if TYPE_CHECKING:
    from marshmallow import Schema

    from service.web.door import Door
    from service.web.ports import House

Ask = Callable[["House", str, dict[str, Any]], Any]
"""What has an id, for a query. Raises what the house raises."""
Answer = Callable[["House", str, dict[str, Any]], Response]
"""The answer on it."""


class ReadView(MethodView):
    """GET of one thing by its id; ``asked`` reads the query, and ``answer`` answers."""

    init_every_request = False

    def __init__(self, door: Door[House], asked: Schema, answer: Answer) -> None:
        self._door = door
        self._asked = asked
        self._answer = answer

    def get(self, id: str) -> Response:
        """The thing, or the way to what it has become part of. Raises what reading and ``answer`` raise."""
        house = self._door.inside()
        query = self._asked.load(query_of(request))
        try:
            return unless_known(self._answer(house, id, query))
        except Moved as moved:
            # It is asked for each time, for an event may come to be again under the id it had.
            return Response(status=308, headers={"Location": address_with(id=moved.to), "Cache-Control": CACHING})


def json_of(schema: Schema, ask: Ask) -> Answer:
    """Answers with what is asked for, as ``schema`` writes it."""
    return lambda *asked: json_response(schema.dump(ask(*asked)))


def address_with(**other: str) -> str:
    """The address of the request at hand, and its query, with something ``other`` in it."""
    return url_for(str(request.endpoint), **{**(request.view_args or {}), **request.args.to_dict(), **other})
