"""Plain values become the bytes of an answer, always the same bytes for the same values."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Response


def json_bytes(value: object) -> bytes:
    """``value`` as compact JSON in UTF-8, keys in the order given. Raises ValueError on NaN and infinity."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def json_response(value: object, status: int = 200) -> Response:
    """An answer whose body is ``value`` as JSON."""
    return Response(json_bytes(value), status=status, mimetype="application/json")


def created(value: object, where: str) -> Response:
    """201 with ``value`` as JSON: something was made, and it is to be found ``where``."""
    response = json_response(value, HTTPStatus.CREATED)
    response.headers["Location"] = where
    return response
