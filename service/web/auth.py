"""Who asks, and whether they may: the one place that says what each endpoint needs.

An endpoint that is not named here needs ``admin``; a test insists that every rule of the app is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from service.news.accounts import By
from service.news.errors import Forbidden, NotRecognised, Unauthenticated
from service.news.identity import OPEN, Principal, Scope
from service.web.cookies import SAFE_METHODS, check_csrf, session_token
from service.web.door import Door
from service.web.loopback import is_local
from service.web.passage import passage
from service.web.ports import House


@dataclass(frozen=True, slots=True)
class Known:
    """Needs somebody who is known, whatever they may do: the view asks whether the thing is theirs.

    Where the query has the parameter ``or_by``, nobody is asked who they are: the view looks at what is in it.
    """

    or_by: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page for people: who is not known is led to sign in. ``scope`` is what it takes; None: being a person."""

    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """Needs a signature on the body, which the view checks; nobody is asked for a key."""


Need = Scope | Known | Page | Signed | None
"""What an endpoint needs; None is nothing: nobody is asked who they are."""

SCOPES: Mapping[str, Need] = {
    "healthz": None,
    "readyz": None,
    "metrics": None,
    "openapi": None,
    "docs": None,
    "docs_file": None,
    "docs_with_slash": None,
    "problem": None,
    "sign_in": None,
    "sign_out": Page(),
    "account": Page(),
    "end_session": Page(),
    "change_password": Page(),
    "desk.paste": Page(Scope.SCORE),
    "desk.events": Page(Scope.READ),
    "desk.event_rows": Page(Scope.READ),
    "desk.merge": Page(Scope.LABEL),
    "desk.split": Page(Scope.LABEL),
    "desk.withdraw": Page(Scope.LABEL),
    "desk.event": Page(Scope.READ),
    "desk.event_news": Page(Scope.READ),
    "desk.reviews": Page(Scope.READ),
    "desk.publish": Page(Scope.LABEL),
    "desk.retract": Page(Scope.LABEL),
    "desk.pairs": Page(Scope.READ),
    "desk.label": Page(Scope.LABEL),
    "desk.sources": Page(Scope.READ),
    "desk.source": Page(Scope.READ),
    "desk.overrule": Page(Scope.LABEL),
    "desk.undispute": Page(Scope.LABEL),
    "desk.feeds": Page(Scope.ADMIN),
    "desk.add_feed": Page(Scope.ADMIN),
    "desk.change_feed": Page(Scope.ADMIN),
    "desk.models": Page(Scope.ADMIN),
    "desk.model": Page(Scope.ADMIN),
    "desk.retrain": Page(Scope.ADMIN),
    "desk.activate": Page(Scope.ADMIN),
    "score": Scope.SCORE,
    "compare": Scope.SCORE,
    "articles": Scope.READ,
    "article": Scope.READ,
    "remove_article": Scope.ADMIN,
    "vouch": Scope.LABEL,
    "events": Scope.READ,
    "events_csv": Scope.READ,
    "events_xlsx": Scope.READ,
    "event": Scope.READ,
    "event_annotations": Scope.READ,
    "event_ninjs": Scope.READ,
    "event_csv": Scope.READ,
    "event_xlsx": Scope.READ,
    "sources": Scope.READ,
    "source": Scope.READ,
    "ledger": Scope.READ,
    "report": Scope.READ,
    "report_annotations": Scope.READ,
    "ingest_ninjs": Scope.INGEST,
    "ingest_html": Scope.INGEST,
    "ingest_feed": Scope.INGEST,
    "ingest_newsml": Scope.INGEST,
    "ingest_wordpress": Scope.INGEST,
    "ingest_superdesk": Signed(),
    "reviews": Scope.READ,
    "add_review": Scope.LABEL,
    "withdraw_review": Scope.LABEL,
    "labels": Scope.LABEL,
    "label": Scope.LABEL,
    "add_label": Scope.LABEL,
    "withdraw_label": Scope.LABEL,
    "export_labels": Scope.LABEL,
    "import_labels": Scope.ADMIN,
    "dispute": Scope.LABEL,
    "merge": Scope.LABEL,
    "split": Scope.LABEL,
    "jobs": Known(),
    "job": Known(),
    "job_ticket": Known(),
    "job_events": Known(or_by="ticket"),
    "keys": Scope.ADMIN,
    "key": Scope.ADMIN,
    "audit": Scope.ADMIN,
    "quarantine": Scope.ADMIN,
    "feeds": Scope.ADMIN,
    "feed": Scope.ADMIN,
    "poll_feed": Scope.ADMIN,
    "webhooks": Scope.ADMIN,
    "webhook": Scope.ADMIN,
    "deliveries": Scope.ADMIN,
    "replay_webhook": Scope.ADMIN,
    "models": Scope.ADMIN,
    "model": Scope.ADMIN,
    "activate_model": Scope.ADMIN,
    "reliability": Scope.ADMIN,
    "changes": Scope.ADMIN,
    "drift": Scope.ADMIN,
    "retrain": Scope.ADMIN,
}
"""What each endpoint needs, by its name in Flask."""

MAKE_ONE = "Make one where the service runs: python -m service keys add NAME --scope score --scope read."
SEND_IT = "Send one as 'Authorization: Bearer cc_…'."


def need_of(endpoint: str | None) -> Need:
    """What ``endpoint`` needs: admin where nobody has said."""
    return SCOPES.get(endpoint or "", Scope.ADMIN)


class Gate:
    """Finds out who makes a request, from a key, a session, or where it comes from."""

    def __init__(self, house: Door[House], bind: str) -> None:
        self._house = house
        self._bind = bind

    def identify(self) -> Principal | None:
        """Who makes the request at hand; None where nobody known does.

        Raises NotReady while the store is not there, Unauthenticated where a key is shown that is no good, Forged where
        a session is sent along with a change that our own pages did not ask for.
        """
        house = self._house.inside()
        header = request.headers.get("Authorization")
        if header is not None:
            return _by_key(house, header)
        return _by_session(house) or self._open(house)

    def admit(self, need: Need) -> Response | None:
        """Lets the request at hand through, noting who makes it, or answers it with the way to sign in.

        Raises what ``identify`` raises, Unauthenticated where nobody known asks, Forbidden where they may not.
        """
        found = passage().principal = self.identify()
        if isinstance(need, Page) and (found is None or (need.scope is None and not is_person(found))):
            return redirect(url_for("sign_in", next=_here()), 303)
        if found is None:
            raise Unauthenticated(self._how_to_be_known())
        scope = need.scope if isinstance(need, Page) else need
        if isinstance(scope, Scope) and not found.may(scope):
            raise _lacking(found, scope)
        return None

    def _open(self, house: House) -> Principal | None:
        """Anyone on this machine, as long as nobody has made a key or a person."""
        return OPEN if is_local(request, self._bind) and not house.accounts.has_anyone() else None

    def _how_to_be_known(self) -> str:
        if self._house.inside().accounts.has_anyone():
            return f"This needs a key. {SEND_IT}"
        return f"This needs a key, and none has been made yet. {MAKE_ONE}"


def register(app: Flask, house: Door[House], bind: str) -> None:
    """Lets ``app`` ask of every request what its endpoint needs; ``bind`` is the address set to listen on."""
    gate = Gate(house, bind)

    def check() -> Response | None:
        need = need_of(request.endpoint)
        if (
            request.url_rule is None or need is None or isinstance(need, Signed)
        ):  # no such address, or a wrong verb: for all to know
            return None
        if isinstance(need, Known) and need.or_by and need.or_by in request.args:
            return None
        return gate.admit(need)

    app.extensions["gate"] = gate
    app.before_request(check)


def principal() -> Principal:
    """Who makes the request at hand. Raises Unauthenticated at endpoints that need nothing, where nobody was asked."""
    found = passage().principal
    if found is None:
        raise Unauthenticated(f"This needs a key. {SEND_IT}")
    return found


def named_principal() -> Principal:
    """As ``principal``, where it has to be somebody by name. Raises Unauthenticated for anyone on this machine."""
    found = principal()
    if found is OPEN:
        raise Unauthenticated(f"Keeping articles needs a key, so that it is known who sent them. {MAKE_ONE}")
    return found


def identified() -> Principal | None:
    """Who makes the request at hand, for views of endpoints that need nothing; None where nobody known does.

    Raises NotReady, Unauthenticated and Forged, as ``Gate.identify`` does.
    """
    gate = current_app.extensions["gate"]
    found: Principal | None = gate.identify()
    passage().principal = found
    return found


def by() -> By:
    """Who does what the request at hand asks for, as the audit log names them. Raises as ``principal`` does."""
    return By(principal().id, passage().request_id)


def is_person(principal: Principal) -> bool:
    """Whether ``principal`` is somebody who signed in."""
    return principal.id.startswith("user:")


def _by_key(house: House, header: str) -> Principal:
    scheme, _, token = header.strip().partition(" ")
    if scheme.casefold() != "bearer":
        raise Unauthenticated(f"This needs a key. {SEND_IT}")
    try:
        return house.accounts.by_key(token.strip())
    except NotRecognised as fault:
        raise Unauthenticated(str(fault), given=True) from fault


def _by_session(house: House) -> Principal | None:
    token = session_token()
    signed_in = house.accounts.by_session(token) if token else None
    if signed_in is None:
        return None
    if request.method not in SAFE_METHODS:
        check_csrf()
    return signed_in.principal


def _lacking(found: Principal, scope: Scope) -> Exception:
    if found is OPEN:
        return Unauthenticated(f"Without a key only scoring and reading are open. {MAKE_ONE}")
    return Forbidden(f"{found.name} lacks the scope '{scope}'.", scope)


def _here() -> str:
    """Where the request at hand goes, to come back to after signing in; a change is not made again by coming back."""
    return request.script_root + request.full_path.rstrip("?") if request.method in SAFE_METHODS else ""
