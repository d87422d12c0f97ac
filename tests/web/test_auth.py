"""Who is let in, and to what: keys, sessions, and this machine itself while nobody has made a key."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest

from service.app import create_app
from service.news.accounts import By, NewKey
from service.news.errors import StoreError
from service.news.identity import OPEN, Principal, Scope, outlet_key
from service.settings import Settings
from service.store.accounts import Accounts
from service.store.audit import AuditLog
from service.web import auth, signing
from service.web.auth import SCOPES, Known, Page, Signed, need_of
from service.web.loopback import is_loopback
from tests.fakes import FakeAccounts, FakeScorer, make_house
from tests.web.conftest import NOW

ONE = {"articles": [{"id": "a", "outlet": "x", "text": "A blast."}]}
TWO = {"a": {"text": "The blast killed 7."}, "b": {"text": "The blast killed 12."}}
ROOT = By("cli:root")
PASSWORD = "correct horse battery"
MARA = Principal("user:mara", "Mara Sefo", frozenset({Scope.READ, Scope.SCORE}))
ASKS_ITSELF = {"job_events", "sign_in"}
"""Their views ask: for a ticket, since EventSource sends no headers; for the token of the form."""
NOTHING_ELSE = {"label": "1", "review": "1", "id": "1", "slug": "csrf", "name": "page.css"}


def make_key(accounts, *scopes, name="desk", **rest):
    return accounts.add_key(NewKey(name, frozenset(scopes or {Scope.SCORE}), **rest), ROOT)


def bearer(made):
    return {"Authorization": f"Bearer {made.token}"}


@pytest.fixture
def accounts():
    return FakeAccounts()


@pytest.fixture
def client(make_client, accounts):
    return make_client(house=make_house(accounts))


def refused(answer, status, slug):
    """Whether an answer is that refusal, and its detail."""
    assert (answer.status_code, answer.json["type"]) == (status, f"/problems/{slug}")
    return answer.json["detail"]


# ------------------------------------------------------------------------------------- what every endpoint needs


@pytest.fixture(scope="module")
def rules():
    app = create_app(Settings(), FakeScorer(), make_house())
    return [(rule, verb) for rule in app.url_map.iter_rules() for verb in rule.methods - {"HEAD", "OPTIONS"}]


def test_every_rule_of_the_app_says_what_it_needs(rules):
    assert {rule.endpoint for rule, _ in rules} == set(SCOPES)


def test_what_nobody_has_named_needs_admin():
    assert need_of("something new") is Scope.ADMIN
    assert need_of(None) is Scope.ADMIN


def address(rule):
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: NOTHING_ELSE[found[1]], rule.rule)


def test_whoever_is_unknown_gets_at_nothing_that_needs_somebody(client, accounts, rules):
    make_key(accounts)
    for rule, verb in rules:
        answer = client.open(address(rule), method=verb)
        need = need_of(rule.endpoint)
        if isinstance(need, Signed):  # without a body of its type nobody asks who signed it
            assert answer.status_code == 415, rule
        elif need is None:
            assert answer.status_code not in {401, 403} or rule.endpoint in ASKS_ITSELF, rule
        elif isinstance(need, Page):
            assert answer.status_code == 303, rule
            assert answer.location.startswith("/sign-in"), rule
        else:
            refused(answer, 401, "unauthenticated")
            assert answer.headers["WWW-Authenticate"] == 'Bearer realm="counterclaim"'


@pytest.mark.parametrize("query", ["=x", "or_by=", "ticket"])
def test_a_strange_query_opens_nothing(client, accounts, query):
    make_key(accounts)
    for path in ("/jobs", "/jobs/1", "/jobs/1/events"):
        refused(client.get(f"{path}?{query}"), 401, "unauthenticated")


def test_a_key_without_the_scope_is_refused_with_its_name_everywhere(client, accounts, rules):
    keys = {scope: make_key(accounts, *(set(Scope) - {scope, Scope.ADMIN})) for scope in Scope}
    for rule, verb in rules:
        need = need_of(rule.endpoint)
        scope = need.scope if isinstance(need, Page) else need
        if isinstance(scope, Scope):
            answer = client.open(address(rule), method=verb, headers=bearer(keys[scope]))
            assert f"'{scope}'" in refused(answer, 403, "forbidden")
            assert f'error="insufficient_scope", scope="{scope}"' in answer.headers["WWW-Authenticate"]


def test_an_admin_is_refused_nothing_for_want_of_a_scope(client, accounts, rules):
    admin = make_key(accounts, Scope.ADMIN)
    for rule, verb in rules:
        if isinstance(need_of(rule.endpoint), (Scope, Known)) and rule.endpoint in {
            "score",
            "compare",
            "keys",
            "audit",
        }:
            assert client.open(address(rule), method=verb, headers=bearer(admin)).status_code not in {401, 403}


def test_on_this_machine_without_keys_score_and_read_are_open_and_nothing_else(client, rules):
    for rule, verb in rules:
        need = need_of(rule.endpoint)
        if isinstance(need, Scope) and not OPEN.may(need):
            detail = refused(client.open(address(rule), method=verb), 401, "unauthenticated")
            assert "python -m service keys add" in detail


# ---------------------------------------------------------------------------------------------- the open machine


@pytest.mark.parametrize(("path", "body"), [("/score", ONE), ("/compare", TWO)])
def test_without_keys_this_machine_may_score(client, path, body):
    assert client.post(path, json=body).status_code == 200


@pytest.mark.parametrize(
    ("settings", "headers", "environ"),
    [
        ({"host": "0.0.0.0"}, {}, {}),
        ({"host": "::"}, {}, {}),
        ({"host": "10.0.0.5"}, {}, {}),
        ({"host": "news.example"}, {}, {}),
        ({}, {}, {"SERVER_NAME": "0.0.0.0"}),
        ({}, {}, {"SERVER_NAME": "::"}),
        ({}, {}, {"SERVER_NAME": "192.168.1.4"}),
        ({}, {"Host": "news.example"}, {}),
        ({}, {"Host": "10.0.0.5:8000"}, {}),
        ({}, {"Host": "localhost.news.example"}, {}),
        ({}, {}, {"REMOTE_ADDR": "10.0.0.9"}),
        ({}, {}, {"REMOTE_ADDR": ""}),
        ({}, {}, {"REMOTE_ADDR": "::ffff:10.0.0.9"}),
        ({}, {"Forwarded": "for=10.0.0.9"}, {}),
        ({}, {"X-Forwarded-For": "127.0.0.1"}, {}),
        ({}, {"X-Forwarded-Proto": "https"}, {}),
        ({}, {"x-forwarded-host": "localhost"}, {}),
        ({}, {"X-Real-IP": "10.0.0.9"}, {}),
        ({}, {"Via": "1.1 proxy"}, {}),
    ],
    ids=lambda part: " ".join(f"{name} {value}" for name, value in part.items()) or "-",
)
def test_without_keys_nobody_else_may(make_client, settings, headers, environ):
    client = make_client(allowed_hosts=("*",), **settings)
    answer = client.post("/score", json=ONE, headers=headers, environ_overrides=environ)
    assert "none has been made yet" in refused(answer, 401, "unauthenticated")


@pytest.mark.parametrize(
    ("bind", "environ"),
    [
        ("127.0.0.1", {"SERVER_NAME": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}),
        ("::1", {"SERVER_NAME": "::1", "REMOTE_ADDR": "::1", "HTTP_HOST": "[::1]:8000"}),
        ("localhost", {"REMOTE_ADDR": "::ffff:127.0.0.1", "HTTP_HOST": "LOCALHOST."}),
        ("127.0.0.2", {"REMOTE_ADDR": "127.8.8.8"}),
    ],
)
def test_every_way_of_writing_loopback_is_this_machine(make_client, bind, environ):
    assert make_client(host=bind).post("/score", json=ONE, environ_overrides=environ).status_code == 200


@pytest.mark.parametrize(
    "host", ["", "0.0.0.0", "::", "example", "127.0.0.1.example", "2130706433", "0x7f.1", "::ffff:8.8.8.8"]
)
def test_what_only_looks_like_loopback_is_not(host):
    assert not is_loopback(host)


def test_the_first_key_closes_the_machine_even_after_it_was_revoked(client, accounts):
    assert client.post("/score", json=ONE).status_code == 200
    made = make_key(accounts)
    assert "This needs a key." in refused(client.post("/score", json=ONE), 401, "unauthenticated")
    accounts.revoke_key(made.key.id, ROOT)
    refused(client.post("/score", json=ONE), 401, "unauthenticated")


def test_the_first_person_closes_the_machine(make_client):
    client = make_client(house=make_house(FakeAccounts({"mara": (PASSWORD, MARA)})))
    refused(client.post("/score", json=ONE), 401, "unauthenticated")


def test_a_bad_key_is_refused_on_an_open_machine_too(client):
    refused(client.post("/score", json=ONE, headers={"Authorization": "Bearer cc_a_b"}), 401, "unauthenticated")


def test_what_has_to_be_somebodys_is_refused_to_anyone_with_the_way_to_make_a_key(client, accounts):
    app = client.application
    with app.test_request_context("/score", method="POST", environ_overrides={"REMOTE_ADDR": "127.0.0.1"}):
        app.preprocess_request()
        assert auth.principal() is OPEN
        with pytest.raises(auth.Unauthenticated, match=r"python -m service keys add"):
            auth.named_principal()
    made = make_key(accounts)
    with app.test_request_context("/score", method="POST", headers=bearer(made)):
        app.preprocess_request()
        assert auth.named_principal().id == f"key:{made.key.id}"
        assert auth.by().id == f"key:{made.key.id}"


def test_keeping_articles_needs_a_key_even_on_an_open_machine(client):
    answer = client.post("/score", json=ONE | {"options": {"store": True}})
    assert "python -m service keys add" in refused(answer, 401, "unauthenticated")


def test_where_nothing_is_needed_nobody_is_asked_until_the_view_asks(client, accounts):
    app, made = client.application, make_key(accounts)
    with app.test_request_context("/docs", headers=bearer(made)):
        app.preprocess_request()
        with pytest.raises(auth.Unauthenticated):
            auth.principal()
        assert auth.identified().id == f"key:{made.key.id}"
        assert auth.principal().id == f"key:{made.key.id}"


# ---------------------------------------------------------------------------------------------------------- keys


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "bearer cc_k0", "Basic YTpi", "cc_k0_x", "", "Bearer cc_k0_wrong", "Bearer é"]
)
def test_a_header_that_holds_no_good_key_is_refused(client, accounts, header):
    make_key(accounts)
    answer = client.post("/score", json=ONE, headers={"Authorization": header})
    refused(answer, 401, "unauthenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_key_that_was_shown_and_is_no_good_is_called_invalid(client, accounts):
    make_key(accounts)
    answer = client.post("/score", json=ONE, headers={"Authorization": "Bearer cc_k0_wrong"})
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="counterclaim", error="invalid_token"'


def test_the_name_of_the_scheme_may_be_written_anyhow(client, accounts):
    made = make_key(accounts)
    for scheme in ("bearer", "BEARER"):
        answer = client.post("/score", json=ONE, headers={"Authorization": f"{scheme} {made.token}"})
        assert answer.status_code == 200


def test_the_log_names_who_asked_and_never_the_key(client, accounts, lines, log):
    made = make_key(accounts)
    client.post("/score", json=ONE, headers=bearer(made))
    assert lines()[-1]["principal"] == f"key:{made.key.id}"
    assert "x" * 43 not in log.getvalue()


@pytest.fixture
def real(database):
    return Accounts(database, lambda: NOW)


@pytest.fixture
def real_client(make_client, real, database):
    return make_client(house=make_house(real, audit=AuditLog(database)))


def test_kept_keys_open_until_they_expire_or_are_revoked(real_client, real):
    soon = NOW + timedelta(hours=1)
    lasting, ending, revoked = (make_key(real, name=name, expires_at=soon) for name in ("lasting", "ending", "revoked"))
    real.keys._now = lambda: soon
    rotated = real.keys.rotate(lasting.key.id, soon + timedelta(hours=1), ROOT)
    real.revoke_key(revoked.key.id, ROOT)
    assert real_client.post("/score", json=ONE, headers=bearer(rotated)).status_code == 200
    for made, why in ((ending, "expired on"), (revoked, "revoked"), (lasting, "not known")):
        answer = real_client.post("/score", json=ONE, headers=bearer(made))
        assert why in refused(answer, 401, "unauthenticated")
        assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_a_principal_speaks_for_the_outlets_its_key_is_bound_to(real_client, real):
    bound = make_key(real, name="wire", outlets=("The Levant Courier",))
    unbound = make_key(real)
    with real_client.application.test_request_context("/score", method="POST", headers=bearer(bound)):
        real_client.application.preprocess_request()
        assert auth.principal().outlets == {outlet_key("the  LEVANT courier")}
    with real_client.application.test_request_context("/score", method="POST", headers=bearer(unbound)):
        real_client.application.preprocess_request()
        assert not auth.principal().speaks_for("The Levant Courier")


def test_an_empty_database_leaves_this_machine_open_until_the_first_key(real_client, real):
    assert real_client.post("/score", json=ONE).status_code == 200
    make_key(real)
    refused(real_client.post("/score", json=ONE), 401, "unauthenticated")


# ------------------------------------------------------------------------------------------------ administration


@pytest.fixture
def admin(accounts):
    return bearer(make_key(accounts, Scope.ADMIN, name="root"))


def test_a_made_key_is_shown_once_and_opens(client, accounts, admin):
    body = {"name": "wire", "scopes": ["score"], "outlets": ["The Courier"], "expires_at": "2030-01-01T00:00:00+01:00"}
    answer = client.post("/admin/keys", json=body, headers=admin)
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    key = answer.json
    assert key["outlets"] == ["The Courier"]
    assert key["expires_at"] == "2029-12-31T23:00:00Z"
    assert client.post("/score", json=ONE, headers={"Authorization": f"Bearer {key['token']}"}).status_code == 200
    listed = client.get("/admin/keys", headers=admin)
    assert [each["name"] for each in listed.json["items"]] == ["wire", "root"]
    assert "token" not in listed.json["items"][0]
    assert key["token"] not in listed.text


def test_a_key_lasts_a_year_unless_it_is_said_otherwise(client, admin):
    kept = {}
    for when in ({}, {"expires_at": None}):
        answer = client.post("/admin/keys", json={"name": "wire", "scopes": ["score"], **when}, headers=admin)
        kept[str(when)] = answer.json["expires_at"]
    assert list(kept.values()) == ["2025-06-01T12:00:00Z", None]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"name": ""}, "#/name"),
        ({"scopes": []}, "#/scopes"),
        ({"scopes": ["everything"]}, "#/scopes/0"),
        ({"outlets": [" "]}, "#/outlets/0"),
        ({"expires_at": "2024-06-01T12:00:00Z"}, "#/expires_at"),
        ({"expires_at": "2030-01-01"}, "#/expires_at"),
        ({"person": "nobody"}, "#"),
        ({"token": "cc_a_b"}, "#/token"),
    ],
)
def test_a_key_that_cannot_be_is_refused_at_its_place(client, admin, change, pointer):
    body = {"name": "wire", "scopes": ["score"]} | change
    answer = client.post("/admin/keys", json=body, headers=admin)
    refused(answer, 422, "invalid-request")
    assert [each["pointer"] for each in answer.json["errors"]] == [pointer]


def test_a_revoked_key_ends_at_once(client, accounts, admin):
    made = make_key(accounts)
    assert client.delete(f"/admin/keys/{made.key.id}", headers=admin).status_code == 204
    refused(client.post("/score", json=ONE, headers=bearer(made)), 401, "unauthenticated")
    refused(client.delete("/admin/keys/none", headers=admin), 404, "not-kept")


def test_the_audit_log_is_read_page_by_page_and_by_who_what_and_when(real_client, real):
    admin = bearer(make_key(real, Scope.ADMIN))
    ids = [make_key(real, name=f"key {n}").key.id for n in range(4)]
    real.revoke_key(ids[0], By("user:mara", "r-7"))
    seen, query = [], "limit=2"
    while query:
        page = real_client.get(f"/admin/audit?{query}", headers=admin).json
        seen += page["items"]
        query = page["next"] and f"limit=2&cursor={page['next']}"
    assert [(line["action"], line["subject"]) for line in seen[:2]] == [
        ("key.revoked", f"key:{ids[0]}"),
        ("key.made", f"key:{ids[3]}"),
    ]
    assert len(seen) == 6
    assert (seen[0]["by"], seen[0]["request_id"]) == ("user:mara", "r-7")
    for query, n in (("by=user:mara", 1), ("action=key.made", 5), ("since=2100-01-01T00:00:00Z", 0)):
        assert len(real_client.get(f"/admin/audit?{query}", headers=admin).json["items"]) == n


def test_what_is_done_over_http_is_told_with_who_and_in_which_request(real_client, real):
    admin = make_key(real, Scope.ADMIN)
    headers = bearer(admin) | {"X-Request-ID": "r-9"}
    key = real_client.post("/admin/keys", json={"name": "wire", "scopes": ["score"]}, headers=headers).json
    line = real_client.get("/admin/audit?limit=1", headers=headers).json["items"][0]
    assert (line["by"], line["subject"], line["request_id"]) == (f"key:{admin.key.id}", f"key:{key['id']}", "r-9")
    assert key["token"] not in str(line)


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "#/limit"),
        ("limit=201", "#/limit"),
        ("limit=x", "#/limit"),
        ("cursor=made-up", "#/cursor"),
        ("since=yesterday", "#/since"),
        ("by=", "#/by"),
        ("whom=ada", "#/whom"),
        ("limit=1&limit=2", "#/limit"),
    ],
)
def test_a_query_that_cannot_be_meant_is_refused_at_its_place(client, admin, query, pointer):
    answer = client.get(f"/admin/audit?{query}", headers=admin)
    refused(answer, 422, "invalid-request")
    assert [each["pointer"] for each in answer.json["errors"]] == [pointer]


def test_a_cursor_of_another_list_is_none_of_this(client, admin):
    cursor = signing.signer(b"s" * 32, "cursor of events").dumps(["1"])
    answer = client.get(f"/admin/audit?cursor={cursor}", headers=admin)
    assert answer.json["errors"][0]["pointer"] == "#/cursor"


# ------------------------------------------------------------------------------------------- while the store opens


class Opening:
    """A house that opens when it is let, or fails."""

    def __init__(self, fault=None):
        self.may_end = threading.Event()
        self.fault = fault

    def __call__(self, _):
        self.may_end.wait(10)
        if self.fault:
            raise self.fault
        return make_house()


@pytest.fixture
def opened(log):
    """A client of an app whose house opens, and what lets that end and waits until it has."""

    def opened(fault=None):
        opening = Opening(fault)
        before = set(threading.enumerate())
        app = create_app(Settings(), FakeScorer(), open_house=opening, log_to=log)
        [thread] = set(threading.enumerate()) - before

        def end():
            opening.may_end.set()
            thread.join()

        return app.test_client(), end

    return opened


@pytest.mark.parametrize(
    ("verb", "path"),
    [("POST", "/score"), ("GET", "/admin/keys"), ("GET", "/account"), ("GET", "/sign-in"), ("GET", "/readyz")],
)
def test_while_the_store_opens_whatever_needs_it_is_refused_with_a_time_to_come_back(opened, verb, path):
    client, end = opened()
    answer = client.open(path, method=verb)
    end()
    refused(answer, 503, "not-ready")
    assert int(answer.headers["Retry-After"]) > 0
    assert client.get("/readyz").status_code == 200
    assert client.post("/score", json=ONE).status_code == 200


def test_while_the_store_opens_a_browser_is_told_so_by_a_page(opened):
    client, end = opened()
    answer = client.get("/", headers={"Accept": "text/html"})
    end()
    assert (answer.status_code, answer.mimetype) == (503, "text/html")
    assert "not-ready" not in answer.text
    assert 'role="alert"' in answer.text
    assert "csrf-token" not in answer.text


def test_while_the_store_opens_what_needs_nobody_is_answered(opened):
    client, end = opened()
    codes = [client.get(path).status_code for path in ("/healthz", "/metrics", "/docs", "/openapi.json")]
    end()
    assert codes == [200, 200, 200, 200]


def test_when_the_store_cannot_be_opened_the_log_says_why(opened, lines):
    client, end = opened(StoreError("no route to the database"))
    end()
    assert "could not be loaded" in refused(client.get("/readyz"), 503, "not-ready")
    assert (lines()[0]["level"], lines()[0]["why"]) == ("critical", "no route to the database")
