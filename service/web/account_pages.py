"""Pages for people: signing in and out, and one's own account with its keys and sessions."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from service.news.accounts import By
from service.news.errors import Forged, NotKept, NotRecognised, TooManyTries, Unfit
from service.web import auth
from service.web.cookies import check_csrf, csrf_token, forget_session, keep_session_token, session_token
from service.web.pages import page
from service.web.passage import passage
from service.web.problems import CHALLENGE

if TYPE_CHECKING:
    from service.web.door import Door
    from service.web.ports import Clock, House

STALE = "This page had been open too long, or your browser keeps no cookies from here. Please try again."


class AccountPages:
    """The views. They ask the house behind ``door``; ``clock`` tells which keys have expired."""

    def __init__(self, door: Door[House], clock: Clock) -> None:
        self._door = door
        self._clock = clock

    def sign_in(self) -> AnyResponse:
        """GET: the form. POST: a session for who has the name and the password, or the form with what is wrong."""
        house = self._door.inside()
        onwards = _inside(request.values.get("next", "")) or url_for("account")
        if request.method != "POST":
            token = session_token()
            known = token and house.accounts.by_session(token)
            return redirect(onwards, HTTPStatus.SEE_OTHER) if known else _form(house, onwards)
        try:
            check_csrf()
            name, password = request.form.get("name", ""), request.form.get("password", "")
            made = house.accounts.sign_in(name, password, passage().request_id)
        except Forged:
            return _form(house, onwards, STALE, HTTPStatus.FORBIDDEN)
        except NotRecognised as fault:
            refused = _form(house, onwards, str(fault), HTTPStatus.UNAUTHORIZED)
            refused.headers["WWW-Authenticate"] = CHALLENGE
            return refused
        except TooManyTries as fault:
            refused = _form(house, onwards, str(fault), HTTPStatus.TOO_MANY_REQUESTS)
            refused.headers["Retry-After"] = str(fault.seconds)
            return refused
        keep_session_token(made.token)
        return redirect(onwards, HTTPStatus.SEE_OTHER)

    def sign_out(self) -> AnyResponse:
        """POST: ends the session of this browser."""
        accounts = self._door.inside().accounts
        signed_in = accounts.by_session(session_token() or "")
        if signed_in is not None:
            person = signed_in.session.person
            accounts.end_session(signed_in.session.id, person, By(f"user:{person}", passage().request_id))
        forget_session()
        return redirect(url_for("sign_in"), HTTPStatus.SEE_OTHER)

    def account(self) -> AnyResponse:
        """GET: who I am, what I may do, my keys, where I am signed in."""
        return self._account()

    def end_session(self, id: str) -> AnyResponse:
        """POST: ends one of my sessions. Raises NotKept."""
        try:
            self._door.inside().accounts.end_session(id, _me(), auth.by())
        except NotKept as fault:
            return self._account(str(fault), HTTPStatus.NOT_FOUND)
        return redirect(url_for("account"), HTTPStatus.SEE_OTHER)

    def change_password(self) -> AnyResponse:
        """POST: another password for me, who knows the one so far; I have to sign in again everywhere."""
        accounts = self._door.inside().accounts
        current, password = request.form.get("current", ""), request.form.get("password", "")
        try:
            accounts.change_password(_me(), current, password, auth.by())
        except (NotRecognised, Unfit) as fault:
            return self._account(str(fault), HTTPStatus.UNPROCESSABLE_ENTITY)
        forget_session()
        return redirect(url_for("sign_in"), HTTPStatus.SEE_OTHER)

    def _account(self, fault: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
        accounts, me, now = self._door.inside().accounts, _me(), self._clock()
        this = accounts.by_session(session_token() or "")
        shown = render_template(
            "account.html",
            me=auth.principal(),
            scopes=sorted(auth.principal().scopes),
            keys=[(key, key.state(now)) for key in accounts.all_keys(me)],
            sessions=accounts.sessions_of(me),
            this=this.session.id if this else "",
            fault=fault,
            csrf_token=csrf_token(),
        )
        return page(shown, status, forms=True)


def register(app: Flask, door: Door[House], clock: Clock) -> None:
    """Adds /sign-in, /sign-out and /account with what can be done there to ``app``."""
    pages = AccountPages(door, clock)
    app.add_url_rule("/sign-in", "sign_in", pages.sign_in, methods=["GET", "POST"])
    app.add_url_rule("/sign-out", "sign_out", pages.sign_out, methods=["POST"])
    app.add_url_rule("/account", "account", pages.account)
    app.add_url_rule("/account/sessions/<id>/end", "end_session", pages.end_session, methods=["POST"])
    app.add_url_rule("/account/password", "change_password", pages.change_password, methods=["POST"])


def _form(house: House, onwards: str, fault: str = "", status: HTTPStatus = HTTPStatus.OK) -> Response:
    shown = render_template(
        "sign_in.html",
        next=onwards,
        name=request.form.get("name", ""),
        fault=fault,
        nobody=not house.accounts.has_anyone(),
        csrf_token=csrf_token(),
    )
    return page(shown, status, forms=True)


def _me() -> str:
    return auth.principal().id.removeprefix("user:")


def _inside(target: str) -> str:
    """``target`` where it is an address on this server, and '' where it might lead anywhere else.

    Browsers take a backslash for a slash, drop tabs and line ends, and read '//host' as another server.
    """
    plain = target.isprintable() and "\\" not in target and target.startswith("/") and not target.startswith("//")
    parts = urlsplit(target) if plain else None
    return target if parts is not None and not parts.scheme and not parts.netloc else ""
