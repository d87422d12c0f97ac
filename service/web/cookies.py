"""The cookie that holds a person's session in a browser, and the token that tells our own pages from others'.

The cookie is Flask's, signed; in it lies the session's token, which the store knows by its hash. Forms are guarded by
Flask-WTF's tokens: a page elsewhere can make a browser send the cookie along, but it cannot read the token.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import Flask, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf, validate_csrf
from wtforms import ValidationError

from service.news.errors import Forged
from service.web.hosts import host_name
from service.web.loopback import is_loopback

if TYPE_CHECKING:
    from werkzeug.wrappers import Request

COOKIE = "counterclaim_session"
CSRF_FIELD = "csrf_token"
CSRF_HEADER = "X-CSRF-Token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
_TOKEN = "token"  # noqa: S105, the key it lies under


class Cookies(SecureCookieSessionInterface):
    """Flask's signed cookies, sent over https alone, except on this very machine, where http is as good."""

    digest_method = staticmethod(hashlib.sha256)

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether the browser is to send the cookie over https only."""
        return request.is_secure or not is_loopback(host_name(request.headers.get("Host", "")))


def register(app: Flask) -> None:
    """Lets ``app`` keep sessions in cookies; they need ``app.secret_key``, which is set when the store is there."""
    app.session_interface = Cookies()
    app.config.update(
        SESSION_COOKIE_NAME=COOKIE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_FIELD_NAME=CSRF_FIELD,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
    )


def session_token() -> str | None:
    """The token of the session in the cookie of the request at hand, if any."""
    token = session.get(_TOKEN)
    return token if isinstance(token, str) else None


def keep_session_token(token: str) -> None:
    """Puts a new session into the cookie; what was in it before is gone, the guard of forms included."""
    session.clear()
    session[_TOKEN] = token


def forget_session() -> None:
    """Empties the cookie."""
    session.clear()


def csrf_token() -> str:
    """The token that a form or a script on one of our pages has to send along."""
    return str(generate_csrf())


def check_csrf() -> None:
    """Raises Forged where the request at hand, one that changes something, does not bring the token of its session."""
    try:
        validate_csrf(request.headers.get(CSRF_HEADER) or _form_token(request))
    except ValidationError as fault:
        raise Forged(
            f"{fault} Send the token of the page in the field {CSRF_FIELD} or the header {CSRF_HEADER}."
        ) from fault


def _form_token(request: Request) -> str | None:
    # Only a form is read here: another body is left as it came, for the view.
    return request.form.get(CSRF_FIELD) if request.mimetype in FORMS else None
