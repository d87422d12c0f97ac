"""Answers that callers may keep, as long as they ask each time whether they still hold."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Response, request

from service.web.writing import json_response

CACHING = "private, no-cache"
"""Only callers themselves may keep the answer, for others may not be let in; and they ask again before they use it."""


def conditional(value: object) -> Response:
    """``value`` as JSON under an ETag, as ``unless_known`` has it."""
    return unless_known(json_response(value))


def unless_named(etag: str, made: Callable[[], Response]) -> Response:
    """What ``made`` makes, under ``etag``; a 304 without making it where the caller has what is named so already."""
    known = request.if_none_match.contains(etag)
    response = Response(status=HTTPStatus.NOT_MODIFIED) if known else made()
    response.headers["Cache-Control"] = CACHING
    response.set_etag(etag)
    return response


def unless_known(response: Response) -> Response:
    """``response`` under a strong ETag made of its bytes; a 304 without it where the caller has those already."""
    response.headers["Cache-Control"] = CACHING
    response.add_etag()
    response.make_conditional(request)
    return response
