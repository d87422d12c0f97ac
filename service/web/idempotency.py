"""Idempotency-Key: a POST that is repeated under its key is answered as the first time, and done once.

It is one wrapper around every POST of the API: before the view, the turn under the key is taken or the kept answer
given; after it, the answer is kept; in the end, the turn is given back, whatever happens. Pages' forms have no keys.
(After draft-ietf-httpapi-idempotency-key-header.)
"""

from __future__ import annotations

import base64
import hashlib
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken
from flask import Flask, Response, g, request
from werkzeug.exceptions import BadRequest

from service.news.answer import KeptAnswer
from service.news.errors import OtherRequest, StoreError
from service.news.identity import Scope
from service.web.auth import Known, need_of, principal
from service.web.passage import passage
from service.web.signing import derived

if TYPE_CHECKING:
    from service.web.door import Door
    from service.web.ports import House, Turn

KEY = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
PURPOSE = "kept answers"

STRING, TOKEN = r'(?:[ !#-\[\]-~]|\\["\\]){1,200}', r"[!#-+\--:<-~]{1,200}"
PATTERN = f'^(?:"{STRING}"|{TOKEN})$'
"""A key as it is written: a string of structured fields (RFC 8941) or, as many callers send it, the bare token."""

_WRITTEN = re.compile(f'"(?P<string>{STRING})"|(?P<token>{TOKEN})')

PASSING = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_EARLY,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)
"""Refusals that pass by themselves, or once somebody has granted something: repeating the request is worth while."""

# What belongs to the connection or to the one request, and is made anew for each answer.
_OWN = frozenset({"content-length", "date", "connection", "set-cookie", "x-request-id"})


def register(app: Flask, house: Door[House]) -> None:
    """Lets ``app`` honour the keys of its POSTs; to be called after the caller is asked for, and after ``passage``."""

    def begin() -> Response | None:
        if request.method != "POST" or request.url_rule is None or KEY not in request.headers:
            return None
        if not isinstance(need_of(request.endpoint), (Scope, Known)):
            return None
        key = read_key(request.headers[KEY])
        turn = g.turn = house.inside().answers.begin(principal().id, key, _fingerprint())
        return _again(turn.kept, _seal(house)) if turn.kept is not None else None

    def keep(response: Response) -> Response:
        turn: Turn | None = g.get("turn")
        if turn is None or turn.kept is not None or _passes(response.status_code):
            return response
        try:
            turn.keep(_kept(response, _seal(house)))
        except StoreError as fault:  # the work is done: better answered once than not at all
            passage().fault = fault
        return response

    def close(_: BaseException | None) -> None:
        turn: Turn | None = g.pop("turn", None)
        if turn is not None:
            turn.close()

    app.before_request(begin)
    app.after_request(keep)
    app.teardown_request(close)


def _passes(status: int) -> bool:
    """Whether the request may be tried again under its key. It keeps its token: nobody knows what a fault left done."""
    return status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in PASSING


def token() -> str | None:
    """What the request at hand is to name what it makes, the same for each try under its key; None without a key."""
    turn: Turn | None = g.get("turn")
    return None if turn is None else turn.token


def read_key(written: str) -> str:
    """The key in a header. Raises BadRequest where it is none."""
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        raise BadRequest(f"{KEY} is a string in quotes or a token, of 1 to 200 characters.")
    return found["token"] or re.sub(r"\\(.)", r"\1", found["string"])


def _fingerprint() -> str:
    """A digest of the request at hand: method, address and the bytes of the body."""
    digest = hashlib.sha256(f"{request.method}\n{request.full_path}\n".encode())
    digest.update(request.get_data())
    return digest.hexdigest()


def _seal(house: Door[House]) -> Fernet:
    """Answers are sealed: one may hold a key that was just made and is kept nowhere else."""
    return Fernet(base64.urlsafe_b64encode(derived(house.inside().secret, PURPOSE)))


def _kept(response: Response, seal: Fernet) -> KeptAnswer:
    headers = tuple((name, value) for name, value in response.headers if name.casefold() not in _OWN)
    return KeptAnswer(response.status_code, headers, seal.encrypt(response.get_data()))


def _again(kept: KeptAnswer, seal: Fernet) -> Response:
    try:
        body = seal.decrypt(kept.body)
    except InvalidToken as fault:
        raise OtherRequest("The answer under this key was sealed with a former secret of the service.") from fault
    response = Response(body, kept.status, list(kept.headers))
    response.headers[REPLAYED] = "true"
    return response
