"""The JSON door: the bytes of a request become plain values, or a clear refusal."""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NoReturn

from marshmallow import ValidationError
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from service.newsroom.reaching import Unreachable, check

if TYPE_CHECKING:
    from flask import Request

SHOWN = 60


class _UnmeantError(ValueError):
    """JSON that parses but says something that cannot be meant; the message goes on from what says it."""


def json_body(request: Request) -> dict[str, object]:
    """The body of ``request``, a JSON object, as plain values.

    Raises UnsupportedMediaType where the body is not declared as plain JSON in UTF-8, BadRequest where it is not UTF-8
    or not JSON (NaN, infinite numbers and repeated keys count as not JSON), RequestEntityTooLarge past the app's limit,
    ValidationError where it is not an object.
    """
    body = parsed(body_of_type(request, ("application/json",)))
    if not isinstance(body, dict):
        raise ValidationError("Must be an object.")
    return body


def check_address(url: str, trusted: Collection[str], *, plainly: bool = False) -> None:
    """Raises ValidationError where a ``url`` is not to be spoken to, as ``reaching.check`` has it."""
    try:
        check(url, trusted, plainly=plainly)
    except Unreachable as fault:
        raise ValidationError({"url": [str(fault)]}) from fault


def body_of_type(request: Request, types: Sequence[str]) -> bytes:
    """The bytes of a body that is declared as one of ``types``, in UTF-8 where it says in what.

    Raises UnsupportedMediaType and RequestEntityTooLarge.
    """
    _check_headers(request, types)
    return _bytes(request)


def query_of(request: Request) -> dict[str, str]:
    """The query of ``request``, each parameter with its value. Raises ValidationError where one is given twice."""
    twice = {name: ["Is given twice."] for name, values in request.args.lists() if len(values) > 1}
    if twice:
        raise ValidationError(twice)
    return request.args.to_dict()


def _check_headers(request: Request, types: Sequence[str]) -> None:
    if request.mimetype not in types:
        raise UnsupportedMediaType(f"Send the body as {' or '.join(types)}.")
    if request.mimetype_params.get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        raise UnsupportedMediaType("Send the body in UTF-8.")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("Send the body uncompressed.")


def _bytes(request: Request) -> bytes:
    """The body as it came. werkzeug cuts a streamed one off at the limit without a word, so reaching it is too much."""
    limit, stated = request.max_content_length, request.content_length
    too_large = RequestEntityTooLarge(f"The body is larger than the limit of {limit} bytes.")
    if limit is not None and stated is not None and stated > limit:
        raise too_large
    body = request.get_data(cache=False)
    if limit is not None and stated is None and len(body) >= limit:
        raise too_large
    return body


def parsed(body: bytes, what: str = "body") -> object:
    """The plain values of a JSON text in UTF-8; a byte order mark is passed over. Raises BadRequest about ``what``."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadRequest(f"The {what} is not UTF-8: byte {fault.start} cannot be read.") from fault
    if not text.strip():
        raise BadRequest(f"The {what} is empty; send a JSON object.")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_float)
    except _UnmeantError as fault:
        raise BadRequest(f"The {what} {fault}") from fault
    except json.JSONDecodeError as fault:
        raise BadRequest(
            f"The {what} is not JSON: {fault.msg} at line {fault.lineno}, column {fault.colno}."
        ) from fault
    except RecursionError as fault:
        raise BadRequest(f"The {what} is nested too deeply.") from fault
    except ValueError as fault:  # a whole number of more digits than Python reads
        raise BadRequest(f"The {what} holds a number that is too long.") from fault


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """One JSON object; of two equal keys, one would silently be lost."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _UnmeantError(f"gives the key {json.dumps(key[:SHOWN])} twice in one object.")
        found[key] = value
    return found


def _constant(name: str) -> NoReturn:
    raise _UnmeantError(f"is not JSON: {name} is no JSON number.")


def _float(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise _UnmeantError(f"holds a number that is too large: {digits[:SHOWN]}.")
    return value
