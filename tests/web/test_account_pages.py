"""Signing in and out, and one's account, as a browser without scripts meets them."""

from __future__ import annotations

import re

import pytest

from service.news.accounts import By, NewKey
from service.news.errors import TooManyTries
from service.news.identity import Principal, Scope
from service.web.account_pages import _inside
from service.web.cookies import COOKIE
from tests.fakes import FakeAccounts, make_house

PASSWORD = "correct horse battery"
OTHER = "incorrect horse battery"
MARA = Principal("user:mara", "Mara <Sefo>", frozenset({Scope.READ, Scope.LABEL, Scope.SCORE}))
ONE = {"articles": [{"id": "a", "outlet": "x", "text": "A blast."}]}


@pytest.fixture
def accounts():
    return FakeAccounts(
        {"mara": (PASSWORD, MARA), "omar": (PASSWORD, Principal("user:omar", "Omar", frozenset({Scope.READ})))}
    )


@pytest.fixture
def client(make_client, accounts):
    return make_client(house=make_house(accounts))


def token_of(answer):
    """The token that the forms of a page send along."""
    return re.search(r'name="csrf_token" value="([^"]+)"', answer.text)[1]


def sign_in(client, name="mara", password=PASSWORD, **more):
    form = client.get("/sign-in", query_string=more)
    fields = {"csrf_token": token_of(form), "name": name, "password": password, **more}
    return client.post("/sign-in", data=fields)


def cookie_of(answer):
    return next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith(COOKIE))


def test_who_signs_in_gets_to_their_account(client):
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (303, "/account")
    page = client.get("/account")
    assert "Mara &lt;Sefo&gt;" in page.text
    assert "label, read, score" in page.text


@pytest.mark.parametrize(("name", "password"), [("mara", OTHER), ("nobody", PASSWORD), ("", "")])
def test_who_does_not_know_the_password_gets_the_form_again_with_what_is_wrong(client, name, password):
    answer = sign_in(client, name, password)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert 'role="alert"' in answer.text
    assert "do not belong together" in answer.text
    assert password not in answer.text or not password
    assert client.get("/account").status_code == 303


def test_too_many_tries_are_refused_with_a_time_to_come_back(client, accounts, monkeypatch):
    def refuse(*_):
        raise TooManyTries(77)

    accounts.sign_in = refuse
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "77")
    assert "77 seconds" in answer.text


def test_signing_in_takes_a_new_session_whatever_was_in_the_cookie(client):
    before = cookie_of(client.get("/sign-in"))
    after = cookie_of(sign_in(client))
    assert before.split(";")[0] != after.split(";")[0]
    again = cookie_of(sign_in_again(client))
    assert again.split(";")[0] != after.split(";")[0]


def sign_in_again(client):
    """With the session that is there still in the cookie."""
    form = client.get("/account")
    return client.post("/sign-in", data={"csrf_token": token_of(form), "name": "omar", "password": PASSWORD})


@pytest.mark.parametrize("tamper", [lambda _: "", lambda _: "x", lambda token: token[:-1], lambda token: token + "x"])
def test_a_form_without_its_token_signs_nobody_in(client, tamper):
    token = token_of(client.get("/sign-in"))
    answer = client.post("/sign-in", data={"csrf_token": tamper(token), "name": "mara", "password": PASSWORD})
    assert answer.status_code == 403
    assert "try again" in answer.text
    assert client.get("/account").status_code == 303


def test_a_browser_without_the_cookie_signs_nobody_in(client, make_client, accounts):
    token = token_of(client.get("/sign-in"))
    other = make_client(house=make_house(accounts))
    answer = other.post("/sign-in", data={"csrf_token": token, "name": "mara", "password": PASSWORD})
    assert answer.status_code == 403


def test_a_cookie_signed_by_another_secret_is_nobodys(client, make_client, accounts):
    sign_in(client)
    other = make_client(house=make_house(accounts, secret=b"another secret of the service...."))
    other.set_cookie(COOKIE, client.get_cookie(COOKIE).value)
    assert other.get("/account").status_code == 303


@pytest.mark.parametrize(
    ("environ", "flags"),
    [
        ({}, False),
        ({"HTTP_HOST": "127.0.0.1:8000"}, False),
        ({"HTTP_HOST": "news.example"}, True),
        ({"wsgi.url_scheme": "https"}, True),
    ],
)
def test_the_cookie_goes_over_https_alone_except_on_this_machine(make_client, accounts, environ, flags):
    client = make_client(house=make_house(accounts), allowed_hosts=("*",))
    cookie = cookie_of(client.get("/sign-in", environ_overrides=environ))
    assert ("Secure" in cookie) is flags
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Domain" not in cookie


def test_signing_out_ends_the_session_and_empties_the_cookie(client, accounts):
    sign_in(client)
    kept = client.get_cookie(COOKIE).value
    answer = client.post("/sign-out", data={"csrf_token": token_of(client.get("/account"))})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert accounts.open == {}
    client.set_cookie(COOKIE, kept)
    assert client.get("/account").status_code == 303


@pytest.mark.parametrize("path", ["/sign-out", "/account/sessions/s0/end", "/account/password"])
def test_a_change_without_the_token_of_the_page_is_refused(client, accounts, path):
    sign_in(client)
    answer = client.post(path, data={"current": PASSWORD, "password": OTHER})
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/csrf")
    assert len(accounts.open) == 1


def test_with_a_session_an_api_call_that_changes_something_needs_the_token_too(client):
    sign_in(client)
    token = token_of(client.get("/account"))
    assert client.post("/score", json=ONE).json["type"] == "/problems/csrf"
    assert client.post("/score", json=ONE, headers={"X-CSRF-Token": "x"}).json["type"] == "/problems/csrf"
    assert client.post("/score", json=ONE, headers={"X-CSRF-Token": token}).status_code == 200


def test_with_a_session_scopes_are_those_of_the_person(client):
    sign_in(client)
    answer = client.get("/admin/keys")
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/forbidden")


def test_a_key_that_is_sent_along_counts_and_not_the_session(client, accounts):
    sign_in(client)
    made = accounts.add_key(NewKey("root", frozenset({Scope.ADMIN})), By("cli:root"))
    headers = {"Authorization": f"Bearer {made.token}"}
    assert client.post("/admin/keys", json={"name": "wire", "scopes": ["read"]}, headers=headers).status_code == 201
    assert client.get("/account", headers=headers).status_code == 303


def test_a_person_ends_their_other_sessions_and_nobody_elses(client, make_client, accounts):
    here, there, omars = client, make_client(house=make_house(accounts)), make_client(house=make_house(accounts))
    sign_in(there)
    sign_in(omars, "omar")
    sign_in(here)
    page = here.get("/account")
    assert page.text.count("this browser") == 1
    token = token_of(page)
    assert here.post("/account/sessions/s1/end", data={"csrf_token": token}).status_code == 404
    assert here.post("/account/sessions/s0/end", data={"csrf_token": token}).status_code == 303
    assert there.get("/account").status_code == 303
    assert omars.get("/account").status_code == 200
    assert here.get("/account").status_code == 200


def test_a_person_sees_their_own_keys_and_how_they_stand(client, accounts):
    for name, person in (("mine", "mara"), ("omars", "omar"), ("the desks", None)):
        accounts.add_key(NewKey(name, frozenset({Scope.READ}), ("The Courier",), person=person), By("cli:root"))
    accounts.revoke_key("k0", By("cli:root"))
    sign_in(client)
    page = client.get("/account").text
    assert "mine" in page
    assert "revoked" in page
    assert "omars" not in page
    assert "the desks" not in page


def test_another_password_takes_the_one_so_far_and_ends_every_session(client, accounts):
    sign_in(client)
    token = token_of(client.get("/account"))
    wrong = client.post("/account/password", data={"csrf_token": token, "current": OTHER, "password": OTHER})
    assert wrong.status_code == 422
    assert "not the password so far" in wrong.text
    done = client.post("/account/password", data={"csrf_token": token, "current": PASSWORD, "password": OTHER})
    assert (done.status_code, done.location) == (303, "/sign-in")
    assert accounts.open == {}
    assert sign_in(client, password=OTHER).status_code == 303


def test_who_has_to_sign_in_first_comes_back_to_where_they_were(client):
    answer = client.get("/account?from=mail&x=1")
    assert answer.location == "/sign-in?next=/account?from%3Dmail%26x%3D1"
    assert sign_in(client, next="/account?from=mail&x=1").location == "/account?from=mail&x=1"
    assert client.get("/sign-in?next=/docs").location == "/docs"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\t//evil.example",
        "/\n/evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "evil.example",
        "http:/evil.example",
        "@evil.example",
        "/\u0000",
        "",
    ],
)
def test_signing_in_leads_nowhere_but_here(client, target):
    assert _inside(target) == ""
    assert sign_in(client, next=target).location == "/account"


@pytest.mark.parametrize("target", ["/", "/account", "/events?since=2024-01-01T00:00:00Z", "/a//b", "/é", "/a:b"])
def test_signing_in_leads_anywhere_here(target):
    assert _inside(target) == target


def test_the_page_says_how_to_add_people_while_there_is_nobody(make_client):
    assert "python -m service users add" in make_client().get("/sign-in").text
    accounts = FakeAccounts({"mara": (PASSWORD, MARA)})
    assert "users add" not in make_client(house=make_house(accounts)).get("/sign-in").text


@pytest.mark.parametrize("path", ["/sign-in", "/account"])
def test_these_pages_let_forms_go_to_this_server_only_and_nothing_inline(client, path):
    if path == "/account":
        sign_in(client)
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<script>|<style|\son\w+=|\sstyle=|javascript:", answer.text)


def test_other_pages_send_no_forms(client):
    assert "form-action 'none'" in client.get("/docs").headers["Content-Security-Policy"]


def test_pages_behind_a_prefix_send_their_forms_and_lead_under_the_prefix(client):
    behind = {"SCRIPT_NAME": "/desk"}
    assert client.get("/account", environ_overrides=behind).location == "/desk/sign-in?next=/desk/account"
    assert 'action="/desk/sign-in"' in client.get("/sign-in", environ_overrides=behind).text
